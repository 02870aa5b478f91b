"""The report as a paper: sample 002 out of the portal's own data, every word of it found in the PDF."""

import json
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from bangla.phrases import parse_date
from followup import upward
from followup.models import Answer, Step
from followup.upward import Asked
from meetings import printing, rows
from meetings.content import content_of
from meetings.models import Meeting, State
from memos import actions
from memos.models import FileNumber
from offices.models import Office, Post
from tests.factories import (
    give_post,
    make_committee,
    make_office,
    make_paper,
    make_user,
)
from tests.followup.making import make_assignment, make_matter
from tests.meetings.test_papers_pdf import not_found, words_found
from tests.papers.reading import words_of

# What such a report prints, with invented people and places.
INVENTED = {
    "division": ("বিভাগীয় কমিশনারের কার্যালয়, উত্তরা", "উত্তরা বিভাগ, উত্তরা"),
    "district": ("জেলা প্রশাসকের কার্যালয়", "শালবন"),
    "committee": "বিভাগীয় ইনোভেশন টিম",
    "held_on": date(2025, 2, 20),
    "memo": ("০৫.৪৭.০০০০.০১৭.০২.০০১.২৫.৬৪", date(2025, 6, 11)),
    "items": [
        ("জেলা ভিত্তিক উদ্ভাবন", "উদ্ভাবনী উদ্যোগের তালিকা পোর্টালে আপলোড করতে হবে।", "তালিকা আপলোড করা হয়েছে।"),
        ("পরিদর্শন ও মনিটরিং", "নিয়মিত পরিদর্শন অব্যাহত রাখতে হবে।", "উপজেলা নির্বাহী অফিসারগণকে নির্দেশনা প্রদান করা হয়েছে।"),
        ("ওয়েব পোর্টাল হালনাগাদ", "তথ্য নিয়মিত হালনাগাদ করতে হবে।", "নিয়মিত হালনাগাদ করা হয়।"),
    ],
    "head": ("নাজমুল হুদা", ("০২৫৮৯৯১৫০৯৯", "dcshalbon@example.org")),
    "reporter": ("তানজিলা হক", ("০২৫৮৯৯১৫০৯৮", "acictshalbon@example.org")),
    "attention": "সিনিয়র সহকারী কমিশনার, আইসিটি শাখা।",
    "signed_on": "২০/০৬/২০২৫",
    "number": "০৫.৪৭.৮৫০০.০১৫.৯৯.০০২.১৯",
    "issue": (972, date(2025, 6, 26)),
    "start": 3,
}  # fmt: skip


def of_sample(shared):
    """The same told by sample 002."""
    (path,) = (shared / "seeds").glob("002_*.json")
    told = json.loads(path.read_text("utf-8"))
    letter, memo = told["letter"], told["memo"]
    sender, _, cited = letter["reference"].partition(" এর স্মারক নং ")
    number, _, dated = cited.partition("; তারিখ: ")

    def person(which):
        *_, phone, email = told[which]["designation"]
        return told[which]["name"], (phone.removeprefix("ফোন: "), email)

    return told, INVENTED | {
        "division": (sender, ", ".join(letter["recipient"][1:])),
        "district": (told["letterhead"]["office"], told["letterhead"]["place"]),
        "committee": told["committee"],
        "held_on": date.fromisoformat(told["meeting"]["date"]),
        "memo": (number, parse_date(dated)),
        "items": [
            (item["topic"], decision["text"], decision["progress"])
            for item in told["items"]
            for decision in item["decisions"]
        ],
        "head": person("signatory"),
        "reporter": person("report_signatory"),
        "attention": letter["attention"],
        "signed_on": told["report_signed_on_as_printed"],
        "number": memo["number"],
        "issue": (972, date.fromisoformat(memo["date"])),
        "section": told["letterhead"]["section"],
        "website": told["letterhead"]["website"],
    }


def _post(office, title, kind, named, day):
    name, (phone, email) = named
    user = make_user(email.partition("@")[0], name=name)
    post = give_post(user, office, "officer", title=title, starts_on=day).post
    Post.objects.filter(pk=post.pk).update(kind=kind, phone=phone, email=email)
    return Post.objects.get(pk=post.pk), user


def _sitting(told, committee):
    """The division's minutes as they went out, with a row for each decision."""
    number, issued_on = told["memo"]
    now = timezone.now()
    sitting = Meeting.objects.create(
        committee=committee, held_on=told["held_on"], state=State.ISSUED, shape=committee.shape,
        paper=make_paper(number=number, issued_on=issued_on, office=told["division"][0]),
        approved_at=now, approved_by=told["by"], approved_digest="0" * 64, issued_at=now,
        issued_by=told["by"],
    )  # fmt: skip
    items = [
        {"serial": f"{place}", "topic": topic, "decisions": [{"text": text}]}
        for place, (topic, text, _) in enumerate(told["items"], 1)
    ]
    rows.write(sitting, items)
    return sitting


def _answers(told, sitting, post, by):
    """Each decision followed from the day of its paper, and answered by the district three days later."""
    on = told["memo"][1]
    at = timezone.make_aware(datetime(on.year, on.month, on.day, 12))
    for item, (*_, progress) in zip(sitting.items.all(), told["items"], strict=True):
        matter = make_matter(item.decisions.get(), by=by, on=on)
        share = make_assignment(matter, post)
        Step.objects.filter(matter=matter).update(at=at)
        said = Answer.objects.create(
            assignment=share, kind=Answer.Kind.PROGRESS, text=progress, by=by, holder=by.name,
            at=at + timedelta(days=3),
        )  # fmt: skip
        share.change("progressed", by=by, at=said.at, answer=said, progress=50)


def reported(told):
    """The report as a district makes and issues it by the portal; (report, its content, its PDF)."""
    day = date(2015, 1, 1)
    division = make_office(
        "div", Office.Kind.DIVISION, name=told["division"][0], letter_place=told["division"][1]
    )
    district = make_office(
        "dis", Office.Kind.DISTRICT, division, name="জেলা প্রশাসকের কার্যালয়, জেলা",
        letter_office=told["district"][0], letter_place=told["district"][1],
        letter_section=told.get("section", "(আইসিটি শাখা)"), website=told.get("website", ""),
    )  # fmt: skip
    _post(
        division, "বিভাগীয় কমিশনার", Post.Kind.COMMISSIONER,
        ("আবদুল কাদের", ("০২১১", "commissioner@example.org")), day,
    )  # fmt: skip
    dc, officer = _post(district, "জেলা প্রশাসক", Post.Kind.DC, told["head"], day)
    _post(district, "সহকারী কমিশনার (আইসিটি)", Post.Kind.AC_ICT, told["reporter"], day)
    staff = make_user("clerk", name="শাখার কর্মী")
    give_post(staff, district, "staff")
    sitting = _sitting(told | {"by": officer}, make_committee(division, told["committee"]))
    _answers(told, sitting, dc, officer)

    issue, on = told["issue"]
    report = upward.begin(
        Asked(about=sitting, start=told["start"], stands_on=on),
        committee=make_committee(district, "জেলা ইনোভেশন টিম"), by=staff,
    )  # fmt: skip
    report = upward.save(
        report, version=report.version, by=staff,
        letter=report.letter | {"attention": told["attention"]},
        report_signed_on_as_printed=told["signed_on"], memo={"number": told["number"]},
    )  # fmt: skip
    report.submit(by=staff)
    report.approve(by=officer)
    file = FileNumber.named_on_paper(district, told["number"])
    actions.issue(
        meeting=report, by=officer, file=file, serial=issue, on=on, order_reason="কাগজের রেজিস্টার"
    )
    report = Meeting.objects.with_paper().get(pk=report.pk)
    page, pdf = printing.draw(report)
    return report, content_of(report), page, pdf


@pytest.fixture
def sample(shared, db):
    return of_sample(shared)


def test_sample_002_comes_out_of_the_portals_own_data(sample):
    printed, told = sample
    report, content, page, pdf = reported(told)
    # The number, and the Bangla date, which the sample has wrong, are the register's.
    parts = [
        "order", "head", "kind", "letterhead", "committee", "title", "letter", "columns", "column_keys",
        "column_numbers", "items", "signatory", "report_signatory", "report_signed_on_as_printed",
    ]  # fmt: skip
    for part in parts:
        assert content[part] == printed[part], part
    assert content["memo"]["issue"] == printed["memo"]["issue"]
    assert content["memo"]["date"] == printed["memo"]["date"]
    assert upward.days_to_answer(report) == 126
    assert not_found(words_of(page), words_found(pdf)) == {}


@pytest.mark.django_db
def test_render_writes_the_paper_of_a_report_of_the_portal(tmp_path):
    report, content, _, _ = reported(INVENTED | {"items": INVENTED["items"][:1]})
    file = tmp_path / "report.pdf"
    call_command("render", str(report.pk), "progress", "-o", str(file), stdout=StringIO())
    words = words_found(file.read_bytes())
    assert words[content["items"][0]["decisions"][0]["progress"].split()[0]]


@pytest.mark.django_db
def test_each_word_of_a_report_is_found_in_its_pdf():
    report, content, page, pdf = reported(INVENTED)
    assert [item["serial"] for item in content["items"]] == ["৩.", "৪.", "৫."]
    assert content["letter"]["recipient"] == ["বিভাগীয় কমিশনার", "উত্তরা বিভাগ", "উত্তরা"]
    assert content["report_signatory"]["designation"][:3] == [
        "সহকারী কমিশনার (আইসিটি)", "জেলা প্রশাসকের কার্যালয়", "শালবন",
    ]  # fmt: skip
    assert upward.days_to_answer(report) == 126
    found = words_found(pdf)
    assert not_found(words_of(page), found) == {}
    # A word that is not printed would be missed.
    assert not_found([*words_of(page), "অমুদ্রিত"], found) == {"অমুদ্রিত": 1}
