"""The pages of the address book and of the lists: what is typed, pasted, refused and never lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from distribution.models import Addressee, DistributionList
from offices.models import today
from tests.factories import make_meeting, make_post

LIST = {
    "name": "জেলা",
    "heading": "অনুলিপি সদয় জ্ঞাতার্থে:",
    "numbering": "১।",
    "is_by_rank": "on",
    "recipients": "জেলা প্রশাসক, শালবন।\n  (মহোদয়ের অবগতির জন্য)\nসচিব, তথ্য বিভাগ।",
}
ONE = {
    "line": "সচিব,\r\nতথ্য বিভাগ, ঢাকা।",
    "email": "sec@ict.gov.bd",
    "way": "mail",
    "is_shared": "on",
}


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.staff)
    return client


@pytest.fixture
def kept(cast):
    return DistributionList.objects.create(
        office=cast.meghdubi, name="জেলা", heading="বিতরণ:", recipients=["ক", "খ", "গ"]
    )


@pytest.fixture
def row(cast):
    return Addressee.objects.create(
        office=cast.meghdubi, line="প্রেস ক্লাব", email="a@b.org", proved_on=today()
    )


def new_in_book(cast):
    return reverse("distribution:new", args=[cast.meghdubi.pk])


def page(thing):
    name = "distribution:list" if isinstance(thing, DistributionList) else "distribution:addressee"
    return reverse(name, args=[thing.pk])


# --- The address book -----------------------------------------------------------------------------


def test_someone_outside_is_put_into_the_book(staff, cast):
    assert staff.post(new_in_book(cast), ONE).status_code == 302
    row = Addressee.objects.get()
    assert (row.line, row.email, row.post) == ("সচিব,\nতথ্য বিভাগ, ঢাকা।", "sec@ict.gov.bd", None)
    assert AuditEvent.objects.get(what="addressee added").by == cast.staff
    assert "কখনো প্রমাণিত হয়নি" in staff.get(reverse("distribution:book")).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"line": " \n"}, "প্রাপক, যেমন ছাপা হবে"),
        ({"line": "অফিস কপি।"}, "অফিস কপি কার্যালয়েই থাকে"),
        ({"line": "উপজেলা নির্বাহী অফিসার (২ জন)"}, "২ জনকে বোঝায়"),
        ({"email": "sec@ict"}, "ই-মেইল"),
        ({"email": "a@b.org\nBcc: c@d.org"}, "ই-মেইল"),
        ({"email": ""}, "ঠিকানা দিন"),
        ({"post": "কেউ না, কোথাও না"}, "কোনো পদ পোর্টালে নেই"),
        ({"way": "portal"}, "পোর্টালে যায় শুধু সেই পদে"),
        ({"way": "pigeon"}, "কীভাবে যাবে"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_stays(
    staff, cast, changes, said
):
    answer = staff.post(new_in_book(cast), {**ONE, **changes})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert (changes.get("line") or "তথ্য বিভাগ, ঢাকা।").strip() in shown
    assert not Addressee.objects.exists()


def test_nobody_stands_in_a_book_twice(staff, cast, row):
    post = make_post(cast.shalbon, "জেলা প্রশাসক", kind="dc", email="dc@shalbon.gov.bd")
    of_post = {"line": "জেলা প্রশাসক, শালবন", "post": str(post), "way": "mail"}
    assert staff.post(new_in_book(cast), of_post).status_code == 302
    for again in ({**ONE, "line": "প্রেস  ক্লাব।"}, {**of_post, "line": "মাননীয় জেলা প্রশাসক"}):
        answer = staff.post(new_in_book(cast), again)
        assert (answer.status_code, Addressee.objects.count()) == (422, 2)
        assert "ইতোমধ্যে আছে" in answer.content.decode()


def test_a_new_address_is_not_proved_by_what_proved_the_old_one(staff, row):
    same = {"line": row.line, "email": row.email, "way": "hand", "version": "1"}
    staff.post(page(row), same)
    row.refresh_from_db()
    assert (row.way, row.proved_on, row.version) == ("hand", today(), 2)
    staff.post(page(row), {**same, "email": "other@b.org", "version": "2"})
    row.refresh_from_db()
    assert (row.email, row.proved_on) == ("other@b.org", None)


def test_the_slower_of_two_is_shown_both_texts(staff, row):
    staff.post(
        page(row), {"line": "প্রেস ক্লাব, মেঘডুবি", "email": "a@b.org", "way": "mail", "version": "1"}
    )
    answer = staff.post(
        page(row), {"line": row.line, "email": "c@d.org", "way": "mail", "version": "1"}
    )
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "প্রেস ক্লাব, মেঘডুবি" in shown
    assert "c@d.org" in shown
    row.refresh_from_db()
    assert row.email == "a@b.org"
    # What is sent from that page has seen both.
    version = answer.context["version"]
    sent = {"line": row.line, "email": "c@d.org", "way": "mail", "version": version}
    assert staff.post(page(row), sent).status_code == 302


def test_a_line_is_closed_and_opened_again(staff, row):
    for act, is_closed in (("close", True), ("close", True), ("reopen", False)):
        assert staff.post(page(row), {"act": act}).status_code == 302
        row.refresh_from_db()
        assert bool(row.closed_on) == is_closed
    said = AuditEvent.objects.filter(what__startswith="addressee ").values_list("what", flat=True)
    assert sorted(said) == ["addressee closed", "addressee reopened"]


def test_the_book_is_filtered(staff, cast, row):
    long_ago = today() - timedelta(days=200)
    old = {"email": "old@b.org", "proved_on": long_ago}
    Addressee.objects.create(office=cast.meghdubi, line="পুরোনো ঠিকানা", **old)
    Addressee.objects.create(office=cast.meghdubi, line="হাতে যায়", way="hand")
    gone = {"closed_on": today()}
    Addressee.objects.create(office=cast.meghdubi, line="বন্ধ লোক", **gone)
    Addressee.objects.create(office=cast.shalbon, line="অন্য কার্যালয়ের")

    def lines(**asked):
        rows = staff.get(reverse("distribution:book"), asked).context["page"]
        return [str(each) for each in rows]

    assert lines() == ["পুরোনো ঠিকানা", "প্রেস ক্লাব", "হাতে যায়"]
    assert lines(state="unproved") == ["পুরোনো ঠিকানা"]
    assert lines(state="closed") == ["বন্ধ লোক"]
    assert lines(state="portal") == []
    assert lines(words="OLD@b") == ["পুরোনো ঠিকানা"]
    assert lines(words="প্রেস  ক্লাব") == ["প্রেস ক্লাব"]
    assert staff.get(reverse("distribution:book"), {"state": "x"}).status_code == 400


def test_many_come_out_of_word_and_are_looked_at_first(staff, cast, row):
    url = reverse("distribution:paste", args=[cast.meghdubi.pk])
    dc = make_post(cast.shalbon, "জেলা প্রশাসক", kind="dc")
    text = f"১। {dc}, dc@shalbon.gov.bd\n২। প্রেস ক্লাব\n৩। সচিব (ই-মেইল: sec@ict.gov.bd)"
    answer = staff.post(url, {"text": text})
    assert answer.status_code == 200
    read = [
        (each["form"].initial["line"], each["form"].initial["email"], each["use"])
        for each in answer.context["rows"]
    ]
    assert read == [
        (str(dc), "dc@shalbon.gov.bd", True),
        ("প্রেস ক্লাব", "", False),
        ("সচিব", "sec@ict.gov.bd", True),
    ]
    assert Addressee.objects.count() == 1
    sent = {"act": "keep", "rows": 3, "use0": "on", "use2": "on"}
    for number, (line, email) in enumerate(
        [(dc, "dc@shalbon"), ("x", ""), ("সচিব", "s@ict.gov.bd")]
    ):
        sent |= {f"row{number}-line": str(line), f"row{number}-email": email}
        sent |= {f"row{number}-way": "mail", f"row{number}-post": ""}
    answer = staff.post(url, sent)
    assert (answer.status_code, Addressee.objects.count()) == (422, 1)
    assert "সারি ১" in answer.content.decode()
    sent["row0-email"] = "dc@shalbon.gov.bd"
    # Two rows of one recipient: none of them is stored.
    assert staff.post(url, {**sent, "row2-line": str(dc)}).status_code == 422
    assert Addressee.objects.count() == 1
    assert staff.post(url, sent).status_code == 302
    assert Addressee.objects.count() == 3


# --- Lists ----------------------------------------------------------------------------------------


def test_a_list_is_kept_as_it_is_printed(staff, cast):
    url = reverse("distribution:new_list", args=[cast.meghdubi.pk])
    sent = {
        **LIST,
        "heading": "বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়):",
        "has_office_copy": "on",
        "act": "save",
    }
    assert staff.post(url, sent).status_code == 302
    kept = DistributionList.objects.get()
    assert kept.recipients == ["জেলা প্রশাসক, শালবন।\n(মহোদয়ের অবগতির জন্য)", "সচিব, তথ্য বিভাগ।"]
    assert (kept.heading, kept.is_by_rank) == ("বিতরণ:", False)
    assert kept.as_content == {
        "heading": "বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়):",
        "numbering": "১।",
        "recipients": [*kept.recipients, "অফিস কপি।"],
    }
    assert "২ লাইনে" not in staff.get(reverse("distribution:lists")).content.decode()
    assert "৩ লাইনে ৩ কপি" in staff.get(reverse("distribution:lists")).content.decode()


def test_a_list_without_a_name_or_of_a_name_that_is_there_is_refused(staff, cast, kept):
    url = reverse("distribution:new_list", args=[cast.meghdubi.pk])
    for changes in ({"name": ""}, {"recipients": ""}, {}, {"recipients": "ক\n" * 200}):
        answer = staff.post(url, {**LIST, **changes, "act": "save"})
        assert (answer.status_code, DistributionList.objects.count()) == (422, 1)
        assert LIST["heading"] in answer.content.decode()


def test_buttons_that_do_not_save_keep_what_was_typed(staff, kept):
    sent = {**LIST, "recipients": "ক\nখ\n  (টীকা)\nগ", "name": "অন্য নাম", "version": "1"}
    focus = {"up-1": "down-0", "down-1": "up-2", "drop-1": "drop-1", "up-0": "down-0"}
    for act, recipients in (
        ("look", ["ক", "খ\n(টীকা)", "গ"]),
        ("up-1", ["খ\n(টীকা)", "ক", "গ"]),
        ("down-1", ["ক", "গ", "খ\n(টীকা)"]),
        ("drop-1", ["ক", "গ"]),
        ("up-0", ["ক", "খ\n(টীকা)", "গ"]),
        ("drop-999", ["ক", "খ\n(টীকা)", "গ"]),
        ("sort", ["ক", "খ\n(টীকা)", "গ"]),
    ):
        answer = staff.post(page(kept), {**sent, "act": act})
        assert answer.status_code == 200
        assert [each.line for each in answer.context["lines"]] == recipients
        assert answer.context["form"]["name"].value() == "অন্য নাম"
        assert answer.context["version"] == 1
        assert answer.context["focus"] == focus.get(act, answer.context["focus"])
    kept.refresh_from_db()
    assert (kept.name, kept.recipients) == ("জেলা", ["ক", "খ", "গ"])


def test_a_list_is_pasted_behind_what_is_there(staff, kept):
    sent = {**LIST, "heading": "", "recipients": "ক", "version": "1", "act": "read"}
    text = "অনুলিপি কার্যার্থে:\n১) ক\n২) জেলা প্রশাসক, শালবন\n(অবগতির জন্য)"
    answer = staff.post(page(kept), {**sent, "text": text})
    assert [each.line for each in answer.context["lines"]] == [
        "ক",
        "জেলা প্রশাসক, শালবন\n(অবগতির জন্য)",
    ]
    assert answer.context["form"]["heading"].value() == "অনুলিপি কার্যার্থে:"
    assert "১ জন আগেই তালিকায় ছিলেন" in answer.content.decode()
    answer = staff.post(page(kept), {**sent, "text": "  "})
    assert answer.status_code == 422
    assert [each.line for each in answer.context["lines"]] == ["ক"]


def test_the_slower_of_two_writers_of_a_list_is_shown_both(staff, kept):
    first = {**LIST, "version": "1", "act": "save"}
    assert staff.post(page(kept), first).status_code == 302
    answer = staff.post(page(kept), {**first, "recipients": "আমার প্রাপক"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "আমার প্রাপক" in shown
    assert "সচিব, তথ্য বিভাগ।" in shown
    kept.refresh_from_db()
    assert len(kept.recipients) == 2
    sent = {**first, "recipients": "আমার প্রাপক", "version": answer.context["version"]}
    assert staff.post(page(kept), sent).status_code == 302


def test_each_line_says_whom_it_means_and_what_nobody_knows_is_settled(staff, cast, kept):
    dc = make_post(cast.shalbon, "জেলা প্রশাসক", kind="dc")
    kept.recipients = [f"{dc}", "অজানা দপ্তর", "অফিস কপি।"]
    kept.save()
    answer = staff.get(page(kept))
    assert [each.kind for each in answer.context["lines"]] == ["post", "unknown", "office_copy"]
    url = new_in_book(cast)
    asked = {"line": "অজানা দপ্তর", "list": kept.pk}
    assert "অজানা দপ্তর" in staff.get(url, asked).content.decode()
    answer = staff.post(url, {**ONE, **asked})
    assert answer.headers["Location"] == page(kept)
    kinds = [each.kind for each in staff.get(page(kept)).context["lines"]]
    assert kinds == ["post", "outside", "office_copy"]


def test_the_posts_of_a_list_are_put_in_order_of_rank(staff, cast, kept):
    uno = make_post(cast.meghdubi, seniority=1)
    dc = make_post(cast.shalbon, "জেলা প্রশাসক", kind="dc", seniority=5)
    ict = make_post(cast.meghdubi, "সহকারী প্রোগ্রামার", seniority=30)
    lines = f"{ict}\nঅফিস কপি।\nসচিব, ঢাকা\n{uno}\n{dc}"
    sent = {**LIST, "recipients": lines, "version": "1", "act": "sort"}
    shown = staff.post(page(kept), sent).context["lines"]
    assert [each.line for each in shown] == [str(dc), "সচিব, ঢাকা", str(uno), str(ict), "অফিস কপি।"]


def test_a_list_is_taken_into_a_committee_and_into_a_meeting(staff, cast, kept):
    kept.recipients, kept.is_by_rank = ["ক\n(টীকা)", "খ"], False
    kept.save()
    shape = reverse("committees:shape", args=[cast.committee.pk])
    answer = staff.post(shape, {"act": "take-list", "new_list": kept.pk})
    assert answer.context["outline"].copies == [kept.as_content]
    typed = answer.context["outline"].typed_copies[0]["typed"]
    assert typed == "ক\n  (টীকা)\nখ"

    meeting = make_meeting(cast.committee, by=cast.staff)
    head = reverse("meetings:head", args=[meeting.pk])
    form = staff.get(head).context["form"]
    sent = {field.name: field.value() or "" for field in form}
    sent |= {"held_on": "২১/০৩/২০২৪", "starts_at": "", "version": meeting.version}
    for copies in staff.get(head).context["lists"]:
        for field in copies:
            sent[field.html_name] = field.field.prepare_value(field.value()) or ""
    answer = staff.post(head, {**sent, "act": "more", "take": str(kept.pk)})
    assert answer.headers["Location"] == head
    before = meeting.distribution
    meeting.refresh_from_db()
    assert meeting.distribution == [*before, kept.as_content]
    # The list may change: the paper has what it took.
    kept.recipients = ["অন্য"]
    kept.save()
    meeting.refresh_from_db()
    assert meeting.distribution[-1]["recipients"] == ["ক\n(টীকা)", "খ"]


def test_a_closed_list_is_offered_no_more(staff, cast, kept):
    assert staff.post(page(kept), {"act": "close"}).status_code == 302
    shape = staff.get(reverse("committees:shape", args=[cast.committee.pk]))
    assert list(shape.context["kept_lists"]) == []
    assert "বন্ধ" in staff.get(reverse("distribution:lists")).content.decode()
