"""Plain functions that make what a test needs. All people and papers are invented."""

import io
from copy import deepcopy
from datetime import date
from unittest.mock import patch

import pikepdf
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User
from bangla.digits import to_bengali
from committees.models import Committee, Membership
from documents import store
from documents.models import Paper
from meetings import printing
from meetings.content import content_of
from meetings.interchange import store as store_content
from memos import actions
from memos.models import Copy, FileNumber
from offices.models import Office, Post, Posting
from papers.shapes import READY_SHAPES
from submissions.models import Counterpart, Duty, Submission

LONG_AGO = date(2015, 1, 1)


def make_user(username, **fields):
    return User.objects.create_user(username, name=fields.pop("name", username), **fields)


def make_users(names):
    """{username: User} for {username: name}, in one query."""
    users = [
        User(username=username, name=name, password=make_password(None))
        for username, name in names.items()
    ]
    return {user.username: user for user in User.objects.bulk_create(users)}


def make_office(code, kind=Office.Kind.UPAZILA, parent=None, **fields):
    fields.setdefault("name", f"কার্যালয় {code}")
    fields.setdefault("letter_office", fields["name"])
    return Office.objects.create(code=code, kind=kind, parent=parent, **fields)


def make_post(office, title="উপজেলা নির্বাহী অফিসার", **fields):
    return Post.objects.get_or_create(office=office, title=title, defaults=fields)[0]


def usual_title(role):
    return {"staff": "অফিস সহকারী"}.get(role, "কর্মকর্তা")


def give_post(user, office, role, *, title=None, starts_on=LONG_AGO, ends_on=None):
    post = make_post(office, title or usual_title(role))
    return Posting.objects.create(
        post=post, user=user, name=user.name, role=role, starts_on=starts_on, ends_on=ends_on
    )


def give_posts(held):
    """What give_post does for many at once, in offices without posts: (user, office, role[, more])."""
    posts, postings = {}, []
    for user, office, role, *more in held:
        told = {"starts_on": LONG_AGO, "title": usual_title(role)} | (more[0] if more else {})
        title = told.pop("title")
        post = posts.setdefault((office.pk, title), Post(office=office, title=title))
        postings.append(Posting(post=post, user=user, name=user.name, role=role, **told))
    Post.objects.bulk_create(posts.values())
    Posting.objects.bulk_create(postings)


def make_committee(office, name="উপজেলা আইসিটি কমিটি", shape="district_ict", **fields):
    return Committee.objects.create(
        office=office, name=name, shape=deepcopy(READY_SHAPES[shape]), **fields
    )


def seat(committee, post, role=Membership.Role.MEMBER, **fields):
    fields.setdefault("starts_on", LONG_AGO)
    return Membership.objects.create(committee=committee, post=post, role=role, **fields)


CAME = [
    {
        "serial": "১",
        "name": "রেহানা পারভীন",
        "designation": ["উপজেলা নির্বাহী অফিসার"],
        "role": "আহবায়ক",
        "present": True,
    },
    {
        "serial": "২",
        "name": "সুব্রত চাকমা",
        "designation": ["সহকারী পরিদর্শক"],
        "role": "সদস্য সচিব ও ফোকাল পয়েন্ট",
        "present": True,
    },
]


def content_in(shape="district_ict", **changes):
    """A small paper of the interchange format in one of the ready shapes."""
    parts = deepcopy(READY_SHAPES[shape])
    table = parts.pop("attendance", {})
    keys = parts["column_keys"]
    content = {
        "kind": "progress_report" if shape == "progress_report" else "minutes",
        "committee": "উপজেলা আইসিটি কমিটি",
        "title": "উপজেলা আইসিটি কমিটির মার্চ, ২০২৪ মাসের সভার কার্যবিবরণী",
        "cadence": "monthly",
        "period": ["2024-03-01", "2024-03-31"],
        "letterhead": {
            "government": "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
            "office": "উপজেলা নির্বাহী অফিসারের কার্যালয়",
            "section": "আইসিটি শাখা",
            "website": "www.example.org",
            "place": "মেঘডুবি, শালবন",
        },
        "meeting": {
            "date": "2024-03-21",
            "date_as_printed": "২১/০৩/২০২৪ খ্রি.",
            "time": "11:30",
            "time_as_printed": "সকাল ১১.৩০ ঘটিকা",
            "venue": "উপজেলা পরিষদ সভাকক্ষ",
        },
        "chair": {"label": "সভাপতি", "name": "রেহানা পারভীন", "designation": ["উপজেলা নির্বাহী অফিসার"]},
        "attendance": {"as_printed": "পরিশিষ্ট-ক দ্রষ্টব্য।", **table, "members": []},
        **parts,
        "opening": ["উপস্থিত সকলকে স্বাগত জানিয়ে সভার কাজ শুরু করা হয়।"],
        "items": [
            item_of(keys, "০১", "ওয়েব পোর্টাল হালনাগাদ", ["পোর্টালের তথ্য নিয়মিত হালনাগাদ করতে হবে।"]),
            item_of(
                keys,
                "০২",
                "র‍্যাবের সঙ্গে সমন্বয় ও National Portal ব্যবহার",
                ["প্রতি মাসে ৳ ১২,৫০০ ব্যয় করা যাবে।", "https://www.example.org/বাংলা দেখতে হবে।"],
            ),
        ],
        "closing": ["আর কোনো আলোচ্য বিষয় না থাকায় সভার সমাপ্তি ঘোষণা করা হয়।"],
        "signatory": {"name": "রেহানা পারভীন", "designation": ["উপজেলা নির্বাহী অফিসার", "মেঘডুবি, শালবন।"]},
        "memo": {
            "number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪",
            "issue": "৩১",
            "copies": "২",
            "as_printed": "স্মারক নম্বর: ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১(২)",
            "date": "2024-03-24",
            "bangla_date_as_printed": "১০ চৈত্র ১৪৩০",
            "date_as_printed": "২৪ মার্চ ২০২৪",
        },
        "distribution": [
            {
                "heading": "অনুলিপি সদয় জ্ঞাতার্থে:",
                "numbering": "১।",
                "recipients": ["জেলা প্রশাসক, শালবন।", "অফিস কপি।"],
            }
        ],
        "copy_signatory": {"name": "তানজিলা হক", "designation": ["সহকারী প্রোগ্রামার"]},
    }
    if shape == "line_office":
        content["attendance"]["members"] = deepcopy(CAME)
    if shape == "progress_report":
        content["letter"] = {
            "subject": "সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রতিবেদন প্রেরণ।",
            "reference": "বিভাগীয় কমিশনারের কার্যালয়ের স্মারক নং ০৫.৪৭.০০০০.০১৭.০২.০০১.২৪.৬৪",
            "body": ["উপর্যুক্ত বিষয়ে অগ্রগতি প্রতিবেদন এসঙ্গে প্রেরণ করা হলো।"],
            "enclosure": "বর্ণনামতে-০১ (এক) পাতা।",
            "recipient": ["বিভাগীয় কমিশনার", "রংপুর বিভাগ"],
            "attention": "সিনিয়র সহকারী কমিশনার, আইসিটি শাখা।",
        }
        content["report_signatory"] = {"name": "তানজিলা হক", "designation": ["সহকারী কমিশনার"]}
        content["report_signed_on_as_printed"] = "২৫/০৩/২০২৪"
        del content["copy_signatory"]
    return content | changes


def item_of(keys, serial, topic, decisions, **changes):
    """An agenda item with one decision, or several labelled ক, খ … with implementers of their own."""
    lettered = len(decisions) > 1
    return {
        "serial": serial if "serial" in keys else None,
        "code": None if "serial" in keys else "১.১.১",
        "topic": topic,
        "discussion": [f"{topic} নিয়ে সভায় বিস্তারিত আলোচনা হয়।"],
        "decisions": [
            {
                "label": "কখগঘ"[index] if lettered else None,
                "text": text,
                "implementers": [] if "progress" in keys else ["উপজেলা নির্বাহী অফিসার (সকল)"],
                "progress": "কার্যক্রম চলমান আছে।" if "progress" in keys else None,
            }
            for index, text in enumerate(decisions)
        ],
    } | changes


def make_meeting(committee, *, by=None, held_on=date(2024, 3, 21), shape="district_ict", **changes):
    """A drafted meeting of the committee, taken in as a file would be."""
    content = content_in(shape, committee=committee.name, **changes)
    content["meeting"] = content["meeting"] | {"date": held_on.isoformat()}
    return store_content(content, office=committee.office, by=by)[0]


def make_paper(*, public_by=None, **fields):
    """An issued paper, without a file yet; `public_by` has published it."""
    words = {
        "number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪.৩১(২)",
        "issued_on": date(2024, 3, 24),
        "office": "উপজেলা নির্বাহী অফিসারের কার্যালয়, মেঘডুবি, শালবন",
        "kind": "কার্যবিবরণী",
        "title": "উপজেলা আইসিটি কমিটির মার্চ, ২০২৪ মাসের সভার কার্যবিবরণী",
    }
    paper = Paper.objects.create(**words | fields)
    if public_by:
        paper.publish(by=public_by)
    return paper


def make_issued(meeting, *, author, officer, file=None):
    """Bring drafted minutes out with a number and a tiny file, without drawing and signing a paper."""
    file = file or FileNumber.named_on_paper(meeting.office, "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪")
    # Its serial is taken as the next one; the paper whose content it is written from had its own.
    meeting.memo = {"number": str(file)}
    meeting.save(update_fields=["memo"])
    meeting.submit(by=author)
    meeting.approve(by=officer)
    with patch.object(printing, "draw_issued", tiny):
        line = actions.issue(meeting=meeting, by=officer, file=file)
    meeting.refresh_from_db()
    return line


def tiny(meeting, content, *, paper, qr):
    """A file in the place of a drawn paper."""
    return f"%PDF-1.7 {paper.number}, {paper.issued_on}".encode()


def blank_page(meeting, content, *, paper, qr):
    """The same, but a PDF that readers open: one empty page."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = paper.number
    pdf.save(out)
    return out.getvalue()


def make_issued_of(desk, meeting, *, by, at):
    """What a Desk does with an approved paper, but with a tiny file."""
    paper = make_paper(number=f"{meeting.pk}", title=meeting.heading, issued_on=at.date())
    with transaction.atomic():
        document = store.keep(f"%PDF-1.7 {meeting.pk}".encode(), mime="application/pdf")
        paper.add_file(document, kind="issued", at=at)
        meeting.issue(by=by, paper=paper, memo=meeting.memo, at=at)


def make_copies(memo, count, *, heading="অনুলিপি জ্ঞাতার্থে/কার্যার্থে:", recipient=None, first=1):
    """Frozen copies of a numbered paper, to posts that are told apart by their number."""
    recipient = recipient or (lambda number: f"কর্মকর্তা {to_bengali(number)}, শালবন।")
    return Copy.objects.bulk_create(
        Copy(
            memo=memo,
            position=number,
            number=f"{memo.number}/১({to_bengali(count)})",
            heading=heading,
            line=recipient(number),
            recipient=recipient(number),
            purpose=Copy.Purpose.BOTH,
        )
        for number in range(first, first + count)
    )


def make_duty(office, *answering, **fields):
    """What an office expects from those below; `answering` are the committees that answer."""
    duty = Duty.objects.create(
        **{
            "office": office,
            "name": "উপজেলা আইসিটি কমিটি",
            "from_kind": Office.Kind.UPAZILA,
            "starts_on": LONG_AGO,
            **fields,
        }
    )
    for committee in answering:
        Counterpart.objects.create(duty=duty, office=committee.office, committee=committee)
    return duty


def make_submission(meeting, duty, *, by, period_start=date(2024, 3, 1), **fields):
    """Issued minutes as they were sent, without the locks and the trail of sending."""
    return Submission.objects.create(
        **{
            "duty": duty,
            "office": meeting.office,
            "meeting": meeting,
            "period_start": period_start,
            "file": meeting.paper.issued_file,
            "content": content_of(meeting),
            "sent_by": by,
            "first_sent_on": period_start,
            **fields,
        }
    )
