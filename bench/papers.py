"""Invented minutes of any length, the same each time."""

import random
from copy import deepcopy

from papers.shapes import READY_SHAPES

SUBJECTS = (
    "উপজেলা পরিষদের ওয়েব পোর্টাল",
    "ইউনিয়ন ডিজিটাল সেন্টারের সেবা",
    "ই-নথি কার্যক্রম",
    "মাল্টিমিডিয়া ক্লাসরুম",
    "সামাজিক যোগাযোগ মাধ্যমের পেজ",
    "National Portal-এর তথ্য",
    "উদ্ভাবনী উদ্যোগের তালিকা",
    "হাট-বাজারের ইজারা",
    "কৃষি প্রণোদনার কার্ড",
    "র‍্যাবের সঙ্গে সমন্বয়",
)
VERBS = (
    "নিয়মিত হালনাগাদ করতে হবে",
    "আগামী সভার পূর্বে উপস্থাপন করতে হবে",
    "বাস্তবায়ন কার্যক্রম অব্যাহত রাখতে হবে",
    "সংশ্লিষ্ট সকলকে অবহিত করতে হবে",
    "মাসিক প্রতিবেদন আকারে প্রেরণ করতে হবে",
    "পর্যবেক্ষণপূর্বক প্রয়োজনীয় ব্যবস্থা গ্রহণ করতে হবে",
)
MANNERS = (
    "সভায় বিস্তারিত আলোচনা হয় এবং উপস্থিত সদস্যগণ মতামত ব্যক্ত করেন।",
    "সভাপতি জানান, ৩০ জুন ২০২৪ তারিখের মধ্যে ৳ ১২,৫০০ ব্যয় করা যাবে।",
    "কার্যক্রমের অগ্রগতি ৭৫% বলে সদস্য সচিব সভাকে অবহিত করেন।",
    "বিস্তারিত তথ্যের জন্য help@example.org ঠিকানায় যোগাযোগ করা যেতে পারে।",
    "আকাঙ্ক্ষিত লক্ষ্যমাত্রা অর্জনে সকলের সহযোগিতা কামনা করা হয়।",
)
IMPLEMENTERS = (
    "উপজেলা নির্বাহী অফিসার (সকল)",
    "সহকারী প্রোগ্রামার, মেঘডুবি",
    "সংশ্লিষ্ট দপ্তর প্রধান (সকল)",
    "ইউনিয়ন পরিষদ সচিব (সকল)",
)


def minutes(rows):
    """Minutes with so many agenda items, as a content of the interchange format."""
    chance = random.Random(rows)  # noqa: S311 - the same paper each time is the point
    shape = deepcopy(READY_SHAPES["district_ict"])
    title = "উপজেলা আইসিটি কমিটির মার্চ, ২০২৪ মাসের সভার কার্যবিবরণী"
    officer = {"name": "রেহানা পারভীন", "designation": ["উপজেলা নির্বাহী অফিসার", "মেঘডুবি"]}
    return {
        "kind": "minutes",
        "committee": "উপজেলা আইসিটি কমিটি",
        "title": title,
        "cadence": "monthly",
        "period": ["2024-03-01", "2024-03-31"],
        "letterhead": {
            "government": "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
            "office": "উপজেলা নির্বাহী অফিসারের কার্যালয়",
            "section": "আইসিটি শাখা",
            "place": "মেঘডুবি, শালবন",
            "website": "www.example.org",
        },
        "meeting": {"date": "2024-03-21", "time": "11:30", "venue": "উপজেলা পরিষদ সভাকক্ষ"},
        "chair": {"label": "সভাপতি", **officer},
        "attendance": {"as_printed": "পরিশিষ্ট-ক দ্রষ্টব্য।", "members": []},
        **shape,
        "opening": [f"{chance.choice(MANNERS)} {chance.choice(MANNERS)}"],
        "items": [_item(number, chance) for number in range(1, rows + 1)],
        "closing": ["আর কোনো আলোচ্য বিষয় না থাকায় সভার সমাপ্তি ঘোষণা করা হয়।"],
        "signatory": officer,
        "memo": {
            "number": "০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪",
            "issue": "৩১",
            "copies": "২",
            "date": "2024-03-24",
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


def _item(number, chance):
    topic = chance.choice(SUBJECTS)
    lettered = chance.random() < 0.2
    return {
        "serial": str(number),
        "topic": f"{topic} সংক্রান্ত",
        "discussion": [f"{topic} বিষয়ে {chance.choice(MANNERS)} {chance.choice(MANNERS)}"],
        "decisions": [
            {
                "label": letter,
                "text": f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)}।",
                "implementers": [chance.choice(IMPLEMENTERS)],
                "progress": None,
            }
            for letter in ("কখ" if lettered else [None])
        ],
    }
