"""The pages of the owner, of the section and of a private link."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from documents.models import Document
from followup import actions
from followup.models import Answer, Assignment, Link, Matter, Proof, Step
from offices.models import today
from tests import uploads
from tests.access.test_actions import everything
from tests.cast import signed_in
from tests.factories import give_post, make_committee
from tests.followup.making import make_assignment, make_matter, make_sitting
from tests.followup.test_answers import Say, claimed, now, say

State = Assignment.State
DONE = "পোর্টালে ৪২টি পাতা হালনাগাদ হয়েছে।"


@pytest.fixture
def uno(followed):
    return signed_in(followed.uno)


@pytest.fixture
def desk(followed):
    return signed_in(followed.cast.dc_staff)


def page_of(share, **asked):
    url = reverse("followup:assignment", args=[share.pk])
    return f"{url}?kind={asked['kind']}" if asked else url


def text_of(response):
    return response.content.decode()


def pdf(name="ছবি.pdf", said="proof"):
    return SimpleUploadedFile(name, uploads.pdf(said))


def matters(world, count, **fields):
    """Shares of Meghdubi's UNO in so many decisions of one sitting."""
    told = [f"{number} নম্বর কাজ করতে হবে।" for number in range(count)]
    committee = make_committee(world.cast.shalbon, f"কমিটি {uuid.uuid4().hex[:4]}")
    sitting = make_sitting(committee, by=world.cast.dc_staff, decisions=told)
    return [
        make_assignment(make_matter(each, by=world.cast.dc_officer, **fields), world.ours.post)
        for each in sitting.items.get().decisions.all()
    ]


# The owner's list


def test_what_is_late_stands_first_and_what_waits_on_the_section_last(followed, uno):
    late, claimed_one, *_ = matters(followed, 3)
    Assignment.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=3))
    say(followed, Say.CLAIM, claimed_one)
    page = uno.get(reverse("followup:mine")).context["page"]
    shown = [row.pk for row in page]
    assert (shown[0], shown[-1]) == (late.pk, claimed_one.pk)
    shown = text_of(uno.get(reverse("followup:mine")))
    assert "৩ দিন পেরিয়েছে" in shown
    assert "১টির তারিখ পেরিয়েছে" in shown
    assert len(uno.get(reverse("followup:mine"), {"tray": "late"}).context["page"]) == 1


def test_from_the_list_an_answer_is_two_presses_away(followed, uno):
    shown = text_of(uno.get(reverse("followup:mine")))
    url = page_of(followed.ours, kind="claim")
    assert f'href="{url}#answer"' in shown
    form = uno.get(url).context["answer"]
    sent = {"kind": "claim", "done_on": form["done_on"].value(), "anyway": "1"}
    assert uno.post(url, sent).status_code == 302
    assert now(followed.ours).state == State.CLAIMED


def test_the_list_asks_as_often_for_many_rows_as_for_few(followed, uno, desk):
    def queries(client, url):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    mine, section = reverse("followup:mine"), reverse("followup:desk")
    matters(followed, 2)
    say(followed, Say.CLAIM)
    few = queries(uno, mine), queries(desk, section)
    for share in matters(followed, 12)[:8]:
        say(followed, Say.CLAIM, share)
    assert (queries(uno, mine), queries(desk, section)) == few


def test_the_list_has_pages_and_asks_for_a_post_where_there_are_several(followed, uno):
    matters(followed, 30)
    assert len(uno.get(reverse("followup:mine")).context["page"]) == 25
    assert "posts" in uno.get(reverse("followup:mine")).context
    other = give_post(followed.uno, followed.cast.meghdubi, "officer", title="অতিরিক্ত দায়িত্ব").post
    share = make_assignment(followed.matter, other, position=5)
    page = uno.get(reverse("followup:mine"), {"post": other.pk}).context["page"]
    assert [row.pk for row in page] == [share.pk]
    assert len(uno.get(reverse("followup:mine"), {"post": "০x"}).context["page"]) == 25


def test_who_has_nothing_to_do_is_told_so(followed):
    shown = text_of(signed_in(followed.cast.far_officer).get(reverse("followup:mine")))
    assert "কোনো কাজ বাকি নেই" in shown


# An owner sees the own share alone


def test_nothing_of_another_owner_is_seen(followed, uno):
    marker = "গোপনচিহ্ন"
    share = make_assignment(followed.matter, outsider=f"{marker}ঠিকাদার", position=4)
    proof = (f"{marker}.pdf", b"%PDF-1.7 other", "application/pdf")
    told = {"text": f"{marker} জানানো হলো", "proofs": [proof]}
    say(followed, Say.CLAIM, followed.theirs, by=followed.near_uno, **told)
    say(followed, Say.CLAIM, share, link=Link.objects.create(assignment=share), text=marker)
    for url in (
        reverse("followup:mine"),
        f"{reverse('followup:mine')}?tray=ended",
        reverse("followup:desk"),
        page_of(followed.ours),
        reverse("home"),
    ):
        assert marker not in text_of(uno.get(url))
    assert uno.get(reverse("followup:mine")).context["page"].paginator.count == 1
    for hidden in (
        page_of(followed.theirs),
        page_of(share),
        reverse("followup:tend", args=[followed.theirs.pk]),
        reverse("followup:proof", args=[Proof.objects.first().pk]),
    ):
        assert uno.get(hidden).status_code == 404
    link = Link.objects.create(assignment=share)
    other = make_assignment(followed.matter, outsider="মেসার্স আলম", position=6)
    mine = Link.objects.create(assignment=other)
    assert marker in text_of(Client().get(reverse("followup:link", args=[link.token])))
    assert marker not in text_of(Client().get(reverse("followup:link", args=[mine.token])))


# An answer by its page


def test_a_fault_keeps_what_was_typed_and_the_file(followed, uno):
    url = page_of(followed.ours, kind="claim")
    sent = {
        "kind": "claim",
        "done_on": "৩২/১৩/২০২৪",
        "text": DONE,
        "proofs": [pdf(), pdf("দ্বিতীয়.pdf", "two")],
    }
    refused = uno.post(url, sent)
    assert refused.status_code == 422
    assert DONE in text_of(refused)
    kept = refused.context["answer"].kept
    assert [name for name, _ in kept] == ["ছবি.pdf", "দ্বিতীয়.pdf"]
    assert not Answer.objects.exists()
    again = {
        "kind": "claim",
        "done_on": f"{today():%d/%m/%Y}",
        "text": DONE,
        "held": [n for _, n in kept],
    }
    assert uno.post(url, again).status_code == 302
    assert [each.name for each in Proof.objects.all()] == ["ছবি.pdf", "দ্বিতীয়.pdf"]
    assert Answer.objects.get().warnings == []


def test_a_note_of_a_file_is_good_for_its_own_share_alone(followed, uno):
    url = page_of(followed.ours, kind="claim")
    [(_, note)] = (
        uno.post(url, {"kind": "claim", "done_on": "", "proofs": [pdf()]}).context["answer"].kept
    )
    near = signed_in(followed.near_uno)
    sent = {
        "kind": "claim",
        "done_on": f"{today():%d/%m/%Y}",
        "text": DONE,
        "held": [note, "x"],
        "anyway": "1",
    }
    assert near.post(page_of(followed.theirs, kind="claim"), sent).status_code == 302
    assert not Proof.objects.exists()


def test_a_warning_is_shown_once_and_is_no_wall(followed, uno):
    url = page_of(followed.ours, kind="claim")
    sent = {"kind": "claim", "done_on": f"{today():%d/%m/%Y}", "text": "পোর্টাল হালনাগাদ করা হয়েছে।"}
    asked = uno.post(url, sent)
    assert asked.status_code == 422
    assert "তবু পাঠান" in text_of(asked)
    assert len(asked.context["answer"].warnings) == 2
    assert not Answer.objects.exists()
    assert uno.post(url, sent | {"anyway": "1"}).status_code == 302
    assert Answer.objects.get().warnings == ["echo", "no_proof"]


def test_the_same_form_twice_is_one_answer(followed, uno):
    url = page_of(followed.ours, kind="progress")
    token = uno.get(url).context["answer"]["token"].value()
    sent = {"kind": "progress", "progress": "50", "text": DONE, "token": str(token)}
    assert [uno.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("blocked", {"party": "বিটিসিএল"}),
        ("waiting", {"party": "উপজেলা প্রকৌশলী"}),
        ("not_mine", {"proposed": "উপজেলা শিক্ষা অফিসার"}),
        ("extension", {"wanted_due": "৩০/১২/২০৯৯", "text": "বন্যা"}),
        ("disagrees", {"text": "বরাদ্দ নেই"}),
    ],
)
def test_each_answer_has_its_form(followed, uno, kind, sent):
    url = page_of(followed.ours, kind=kind)
    assert uno.get(url).context["answer"].kind == kind
    empty = uno.post(url, {"kind": kind})
    assert empty.status_code == 422
    assert "data-error-summary" in text_of(empty)
    assert uno.post(url, {"kind": kind} | sent).status_code == 302
    assert Answer.objects.get().kind == kind


def test_a_post_of_the_portal_is_proposed_by_its_name(followed, uno):
    url = page_of(followed.ours, kind="not_mine")
    label = str(followed.theirs.post)
    assert label in uno.get(url).context["answer"].posts.labels
    uno.post(url, {"kind": "not_mine", "proposed": label})
    assert Answer.objects.get().proposed_post == followed.theirs.post


def test_what_is_no_proof_is_refused_with_its_reason(followed, uno):
    url = page_of(followed.ours, kind="claim")
    sent = {"kind": "claim", "done_on": f"{today():%d/%m/%Y}", "text": DONE}
    bad = SimpleUploadedFile("ছবি.pdf", b"MZ no pdf")
    refused = uno.post(url, sent | {"proofs": [pdf(), bad]})
    assert refused.status_code == 422
    assert "ভেতরে তা নয়" in text_of(refused)
    assert not Answer.objects.exists()


def test_a_proof_comes_back_as_it_was_put_in(followed, uno, desk):
    url = page_of(followed.ours, kind="claim")
    sent = {"kind": "claim", "done_on": f"{today():%d/%m/%Y}", "text": DONE, "proofs": [pdf()]}
    assert uno.post(url, sent).status_code == 302
    door = reverse("followup:proof", args=[Proof.objects.get().pk])
    for client in (uno, desk):
        assert client.get(door).content == uploads.pdf("proof")
    assert signed_in(followed.near_uno).get(door).status_code == 404


# The section's page


def test_the_section_acts_by_its_page(followed, desk):
    door = reverse("followup:tend", args=[followed.ours.pk])

    def post(act, **told):
        sent = {f"{act}-{name}": value for name, value in told.items()}
        return desk.post(door, {"act": act} | sent)

    assert desk.get(door).status_code == 200
    claimed(followed)
    assert post("send_back", reason=" ").status_code == 422
    assert post("send_back", reason="প্রমাণক নেই").status_code == 302
    assert now(followed.ours).turn == 1
    # Pressed twice: the same page, and nothing more.
    assert post("send_back", reason="প্রমাণক নেই").status_code == 302
    assert now(followed.ours).turn == 1
    wanted = say(followed, Say.EXTENSION).wanted_due
    shown = text_of(desk.get(page_of(followed.ours)))
    assert "সময় দেওয়া হলো" in shown
    assert post("refuse_extension", reason="জরুরি").status_code == 302
    assert post("set_due", due_on=f"{wanted:%d/%m/%Y}").status_code == 422  # no reason
    assert post("set_due", due_on=f"{wanted:%d/%m/%Y}", reason="বন্যা").status_code == 302
    assert now(followed.ours).due_on == wanted
    say(followed, Say.DISAGREES)
    assert post("answer_disagreement", reason="সভার সিদ্ধান্ত").status_code == 302
    say(followed, Say.NOT_MINE)
    assert post("refuse_not_mine", reason="কার্যবণ্টন").status_code == 302
    say(followed, Say.NOT_MINE)
    assert post("settle_owner", post="কোনো পদ নয়").status_code == 422
    assert post("settle_owner", outsider="মেসার্স আলম").status_code == 302
    assert now(followed.ours).state == State.REASSIGNED
    assert post("settle_owner", outsider="মেসার্স আলম").status_code == 302
    assert Assignment.objects.filter(outsider="মেসার্স আলম").count() == 1
    assert desk.post(door, {"act": "reopen"}).status_code == 422


def test_an_owner_does_not_tend(followed, uno):
    claimed(followed)
    door = reverse("followup:tend", args=[followed.ours.pk])
    assert uno.get(door).status_code == 403
    assert uno.post(door, {"act": "verify"}).status_code == 403


def test_claims_are_verified_together_each_as_if_alone(followed, desk):
    shares = matters(followed, 3)
    for share in shares:
        say(followed, Say.CLAIM, share)
    url = reverse("followup:desk")
    assert desk.get(url).context["page"].paginator.count == 3
    response = desk.post(url, {"pk": [share.pk for share in shares[:2]]}, follow=True)
    assert "২টি দাবি যাচাই করা হয়েছে" in text_of(response)
    assert [now(share).state for share in shares] == ["verified", "verified", "claimed"]
    assert AuditEvent.objects.filter(what="assignment verified").count() == 2
    assert Step.objects.filter(what="verified").count() == 2
    # Again, or of another office: nothing.
    desk.post(url, {"pk": [share.pk for share in shares[:2]]})
    signed_in(followed.cast.other_dc_officer).post(url, {"pk": shares[2].pk})
    assert now(shares[2]).state == "claimed"


def test_an_own_claim_has_no_tick(followed, desk):
    cast = followed.cast
    give_post(cast.dc_staff, cast.meghdubi, "staff", title="প্রেষণে")
    claimed(followed, by=cast.dc_staff)
    page = desk.get(reverse("followup:desk")).context["page"]
    assert [row.may_verify for row in page] == [False]
    response = desk.post(reverse("followup:desk"), {"pk": followed.ours.pk}, follow=True)
    assert "নিজের দাবি" in text_of(response)
    assert now(followed.ours).state == State.CLAIMED


def test_the_claim_that_waits_longest_stands_first_and_says_how_late_the_verifier_is(
    followed, desk
):
    old, new = matters(followed, 2)
    for share in (new, old):
        say(followed, Say.CLAIM, share)
    Assignment.objects.filter(pk=old.pk).update(desk_due_on=today() - timedelta(days=4))
    page = desk.get(reverse("followup:desk"))
    assert [row.pk for row in page.context["page"]] == [old.pk, new.pk]
    assert "৪ দিন পেরিয়েছে" in text_of(page)


@pytest.mark.parametrize(
    ("kind", "tray"), [("not_mine", "owners"), ("extension", "time"), ("disagrees", "disputes")]
)
def test_what_owners_ask_lies_in_its_tray(followed, desk, kind, tray):
    say(followed, Say(kind))
    page = desk.get(reverse("followup:desk"), {"tray": tray}).context["page"]
    assert [row.pk for row in page] == [followed.ours.pk]
    assert desk.get(reverse("followup:desk")).context["page"].paginator.count == 0


def test_what_waits_is_told_on_the_first_page(followed, uno, desk):
    Assignment.objects.update(due_on=today() - timedelta(days=2))
    assert "১টি সিদ্ধান্তের কাজে আপনাদের শেষ তারিখ পেরিয়েছে" in text_of(uno.get(reverse("home")))
    claimed(followed)
    assert "শেষ তারিখ পেরিয়েছে" not in text_of(uno.get(reverse("home")))
    assert "১টি সম্পন্ন কাজের দাবি যাচাইয়ের অপেক্ষায়" in text_of(desk.get(reverse("home")))


# A private link


@pytest.fixture
def outside(followed):
    share = make_assignment(followed.matter, outsider="মেসার্স আলম ট্রেডার্স", position=2)
    followed.link = Link.objects.create(assignment=share)
    followed.outsider = share
    return followed


def link_page(link):
    return reverse("followup:link", args=[link.token])


def test_two_hundred_visits_of_machines_change_nothing(outside, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    before = everything(settings.MEDIA_ROOT)
    for number in range(100):
        url = link_page(outside.link) + ("?kind=claim" if number % 2 else "")
        for response in (Client().get(url), Client().head(url)):
            assert response.status_code == 200
            assert not response.cookies
            assert response.headers["Referrer-Policy"] == "no-referrer"
    assert everything(settings.MEDIA_ROOT) == before


def test_who_holds_the_link_claims_with_a_proof(outside):
    url = link_page(outside.link)
    sent = {"kind": "claim", "done_on": f"{today():%d/%m/%Y}", "text": DONE, "proofs": [pdf()]}
    response = Client().post(url, sent)
    assert (response.status_code, response.url) == (302, url)
    assert not response.cookies
    said = Answer.objects.get()
    assert (said.holder, said.by, said.link, said.proofs.count()) == (
        "মেসার্স আলম ট্রেডার্স", None, outside.link, 1,
    )  # fmt: skip
    assert now(outside.outsider).state == State.CLAIMED
    assert DONE in text_of(Client().get(url))


def test_a_link_is_warned_and_refused_as_everybody_is(outside):
    url = link_page(outside.link)
    sent = {"kind": "claim", "done_on": f"{today():%d/%m/%Y}", "text": DONE}
    assert "তবু পাঠান" in text_of(Client().post(url, sent))
    assert Client().post(url, {"kind": "claim", "done_on": "কাল"}).status_code == 422
    assert Client().post(url, {"kind": "reopen"}).status_code == 422
    assert not Answer.objects.exists()


def test_an_older_link_says_so_and_does_nothing(outside):
    old = outside.link
    Link.objects.create(assignment=outside.outsider)
    shown = Client().get(link_page(old))
    assert "এই লিংকের পরে নতুন তাগিদে নতুন লিংক গেছে" in text_of(shown)
    assert outside.outsider.outsider not in text_of(shown)
    sent = {"kind": "claim", "done_on": f"{today():%d/%m/%Y}", "anyway": "1"}
    assert Client().post(link_page(old), sent).status_code == 403
    assert not Answer.objects.exists()


def test_a_link_that_nobody_has_leads_nowhere(outside):
    assert Client().get(reverse("followup:link", args=["x" * 27])).status_code == 404


def test_a_link_of_what_is_over_takes_nothing(outside):
    Matter.objects.update(kind="information")
    shown = Client().get(link_page(outside.link))
    assert "উত্তর এখন আর নেওয়া হচ্ছে না" in text_of(shown)
    sent = {"kind": "claim", "done_on": "কাল", "proofs": [pdf(said="late")]}
    assert Client().post(link_page(outside.link), sent).status_code == 403
    assert not Answer.objects.exists()
    # Nor is the file kept, as that of a form with a fault is.
    assert not Document.objects.exists()


def test_of_too_many_files_the_first_ten_are_kept(followed, uno):
    sent = {"kind": "claim", "done_on": f"{today():%d/%m/%Y}", "text": DONE}
    files = [pdf(f"{number}.pdf", str(number)) for number in range(12)]
    refused = uno.post(page_of(followed.ours, kind="claim"), sent | {"proofs": files})
    assert refused.status_code == 422
    assert "সর্বোচ্চ ১০টি" in text_of(refused)
    assert len(refused.context["answer"].kept) == 10


def test_a_link_is_asked_so_often_and_no_more(outside, settings):
    settings.ACCOUNT_RATE_LIMITS = {"link": "3/m/ip"}
    told = [Client().get(link_page(outside.link)).status_code for _ in range(4)]
    assert told == [200, 200, 200, 429]


def test_what_the_section_wrote_about_it_is_not_told_by_a_link(outside):
    cast = outside.cast
    actions.set_due(
        outside.outsider, by=cast.dc_staff, due_on=today() + timedelta(days=60), reason="গোপনচিহ্ন"
    )
    assert "গোপনচিহ্ন" not in text_of(Client().get(link_page(outside.link)))


def test_what_ended_long_ago_is_found_in_the_list_of_all(followed, uno, monkeypatch):
    """An archive of years is neither counted nor leafed through; the page says where the rest is."""
    monkeypatch.setattr("followup.worklist.MOST_ENDED", 1)
    Assignment.objects.update(state="irrelevant", ended_on=today())
    page = uno.get(reverse("followup:mine"), {"tray": "ended"}).content.decode()
    assert "state=ended" in page
    assert "শেষ হয়েছে <strong>১</strong>" in page
