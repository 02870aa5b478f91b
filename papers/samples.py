"""An invented paper of a committee, to show the shape of its papers before there is a meeting."""

from typing import NamedTuple

from bangla.digits import to_bengali
from bangla.phrases import period_of
from papers.head import sample_sitting

TOPICS = ["বিগত সভার কার্যবিবরণী দৃঢ়ীকরণ", "তথ্য বাতায়ন হালনাগাদকরণ", "ই-নথির ব্যবহার বৃদ্ধি"]
SAID = [
    "সদস্য সচিব বিষয়টি সভায় উপস্থাপন করেন। উপস্থিত সদস্যগণ আলোচনায় অংশ নেন এবং চলমান কাজের অগ্রগতি জানান।",
    "যেসব দপ্তরের কাজ বাকি আছে তাদের তালিকা সভায় পাঠ করা হয়।",
]
DECIDED = [
    ["বিগত সভার কার্যবিবরণী সর্বসম্মতিক্রমে দৃঢ়ীকরণ করা হলো।"],
    ["প্রতি মাসের ৫ তারিখের মধ্যে তথ্য হালনাগাদ করতে হবে।", "হালনাগাদের প্রতিবেদন পরের সভায় উপস্থাপন করতে হবে।"],
    ["সকল দপ্তরে ই-নথির মাধ্যমে নিষ্পত্তির হার বাড়াতে হবে।"],
]
BY = [[["সদস্য সচিব"]], [["দপ্তর প্রধান (সকল)"], ["সহকারী প্রোগ্রামার"]], [["দপ্তর প্রধান (সকল)"]]]
OPENING = ["সভাপতি উপস্থিত সকলকে স্বাগত জানিয়ে সভার কাজ শুরু করেন।"]
CLOSING = ["সভায় আর কোনো আলোচ্য বিষয় না থাকায় সভাপতি সকলকে ধন্যবাদ জানিয়ে সভা শেষ করেন।"]
CHAIR = {"name": "রেহানা পারভীন", "designation": ["সভাপ্রধানের পদবি"]}
SECRETARY = {"name": "তানজিলা হক", "designation": ["সদস্য সচিবের পদবি"]}
MEMBERS = [
    {"name": "রেহানা পারভীন", "designation": ["সভাপ্রধানের পদবি"], "role": "সভাপতি"},
    {"name": "সুব্রত চাকমা", "designation": ["একজন সদস্যের পদবি"], "role": "সদস্য"},
    {"name": "তানজিলা হক", "designation": ["সদস্য সচিবের পদবি"], "role": "সদস্য সচিব"},
]
COPIES = [
    {
        "heading": "অনুলিপি সদয় জ্ঞাতার্থে ও কার্যার্থে:",
        "numbering": "১।",
        "recipients": ["ঊর্ধ্বতন কার্যালয়।", "সদস্য (সকল)।", "অফিস কপি।"],
    }
]
LETTER = {
    "subject": "সভার সিদ্ধান্ত বাস্তবায়নের অগ্রগতি প্রতিবেদন প্রেরণ।",
    "reference": "ঊর্ধ্বতন কার্যালয়ের স্মারক নম্বর ও তারিখ।",
    "body": ["উপর্যুক্ত বিষয় ও সূত্রের পরিপ্রেক্ষিতে অগ্রগতি প্রতিবেদন এসঙ্গে প্রেরণ করা হলো।"],
    "enclosure": "বর্ণনামতে ০১ (এক) পাতা।",
    "recipient": ["প্রাপকের পদবি", "প্রাপকের কার্যালয়"],
    "attention": "যাঁর দৃষ্টি আকর্ষণ করা হয়।",
}


class Own(NamedTuple):
    """What a sample says of the committee itself; what it leaves empty is invented."""

    name: str
    cadence: str
    letterhead: dict
    chair_label: str
    agenda: list
    opening: list
    closing: list
    # Dicts of the interchange format: "name", "designation" and, of members, "role".
    members: list
    chair: dict | None
    secretary: dict | None


def sample_content(own, *, shape, copy_lists, held_on):
    """A content of the interchange format in a valid shape, of a sitting on a day."""
    parts = dict(shape)
    attendance = parts.pop("attendance", {})
    period = None if own.cadence == "irregular" else period_of(own.cadence, held_on)
    seated = [
        {**member, "serial": to_bengali(number), "present": True}
        for number, member in enumerate(own.members, 1)
    ] or [{**member, "serial": None, "present": True} for member in MEMBERS]
    chair, secretary = own.chair or CHAIR, own.secretary or SECRETARY
    topics = [*own.agenda, *TOPICS][: max(3, len(own.agenda))]
    keys = shape["column_keys"]
    return {
        "kind": "progress_report" if "progress" in keys else "minutes",
        "committee": own.name,
        "title": None,
        "cadence": own.cadence,
        "period": period and [day.isoformat() for day in period],
        "letterhead": own.letterhead,
        "meeting": sample_sitting(held_on),
        "chair": {"label": own.chair_label, **chair},
        "attendance": {
            "as_printed": "উপস্থিত সদস্যদের তালিকা পরিশিষ্ট-ক-তে দেখানো হলো।",
            **attendance,
            "members": seated,
        },
        "letter": LETTER,
        **parts,
        "opening": own.opening or OPENING,
        "items": [_item(number, topic, keys) for number, topic in enumerate(topics[:5])],
        "closing": own.closing or CLOSING,
        "signatory": chair,
        "copy_signatory": secretary,
        "report_signatory": secretary,
        "memo": None,
        "distribution": copy_lists or COPIES,
    }


def _item(number, topic, keys):
    decided = DECIDED[number % len(DECIDED)]
    by = BY[number % len(BY)]
    lettered = len(decided) > 1
    return {
        "serial": to_bengali(number + 1) if "serial" in keys else None,
        "code": None,
        "topic": topic,
        "discussion": SAID,
        "decisions": [
            {
                "label": "কখ"[index] if lettered else None,
                "text": text,
                "implementers": by[index],
                "progress": "কার্যক্রম চলমান আছে।",
            }
            for index, text in enumerate(decided)
        ],
    }
