"""The shape of a committee's papers: which blocks stand in which order, under which headings.

A shape is data, never a fork of a template. Its keys are those of the interchange format:

    order          names of blocks from top to bottom; a name that comes twice prints its next one
    head           the label–value lines: [{"key": …, "label": …}, …]
    columns        headings of the table, one for each of column_keys
    column_keys    what each column holds
    column_numbers a row of numbers under the headings (optional)
    attendance     {"heading": …, "columns": […]} of the attendance table (optional)
"""

import re
from copy import deepcopy

from django.core.exceptions import ValidationError

from bangla.digits import to_bengali
from bangla.text import LONGEST_LINE, texts_in
from papers.head import HEAD

# Each with the name by which people choose it.
BLOCK_NAMES = {
    "letterhead": "পত্রশীর্ষ",
    "memo": "স্মারক নম্বর ও তারিখ",
    "title": "শিরোনাম",
    "head": "সভার তথ্য (সভাপতি, তারিখ, স্থান)",
    "attendance": "উপস্থিতির ছক",
    "opening": "সূচনা",
    "earlier": "বিগত সভার সিদ্ধান্তের অগ্রগতি",
    "table": "আলোচনা ও সিদ্ধান্তের ছক",
    "closing": "সমাপ্তি",
    "signatory": "স্বাক্ষর",
    "distribution": "অনুলিপি তালিকা",
    "copy_signatory": "অনুলিপির স্বাক্ষর",
    "subject": "পত্রের বিষয়",
    "reference": "পত্রের সূত্র",
    "body": "পত্রের মূল কথা",
    "enclosure": "পত্রের সংযুক্তি",
    "recipient": "পত্রের প্রাপক",
    "attention": "দৃষ্টি আকর্ষণ",
    "page_break": "নতুন পাতা",
    "report_signatory": "প্রতিবেদনের স্বাক্ষর",
    "annex": "পরিশিষ্ট-ক, নতুন পাতায় (উপস্থিতদের তালিকা)",
}
HEAD_NAMES = {line.key: line.name for line in HEAD}
COLUMN_NAMES = {
    "serial": "ক্রমিক",
    "topic": "আলোচ্য বিষয়",
    "discussion": "আলোচনা",
    "topic_and_discussion": "বিষয় ও আলোচনা এক ঘরে",
    "decision": "সিদ্ধান্ত",
    "implementer": "বাস্তবায়নকারী",
    "progress": "অগ্রগতি",
}
BLOCKS, HEAD_KEYS, COLUMN_KEYS = list(BLOCK_NAMES), list(HEAD_NAMES), list(COLUMN_NAMES)

# How a copy list numbers its lines: the first number as it is printed.
NUMBERINGS = ["১।", "০১.", "০১।", "১)", "(১)", "১.", "(ক)"]

# Columns that print the topic of an item, and those that print what was said of it.
TOPIC_KEYS = {"topic", "topic_and_discussion"}
DISCUSSION_KEYS = {"discussion", "topic_and_discussion"}

NEEDED = {"order", "head", "columns", "column_keys"}
# The lists of a shape, and how many each may hold.
LISTS = {"order": 40, "head": 10, "columns": 7, "column_keys": 7, "column_numbers": 7}
ATTENDANCE_COLUMNS = 4

# What no paper shows and no database keeps, and what makes a line read otherwise than it is stored.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
INVISIBLE = "লেখায় অদৃশ্য অক্ষর আছে; মুছে আবার লিখুন।"


def check_shape(shape):
    """Refuse a shape that no paper can be printed in, with a Bengali message naming what to mend."""
    if not isinstance(shape, dict) or not shape.keys() >= NEEDED:
        raise ValidationError("গড়নে order, head, columns ও column_keys থাকতে হবে।")
    if unknown := shape.keys() - LISTS.keys() - {"attendance"}:
        raise ValidationError(f"গড়নে অচেনা অংশ: {_listed(unknown)}")
    for name, most in LISTS.items():
        if name in shape and not _is_list(shape[name], most):
            raise ValidationError(f"{name}: সর্বোচ্চ {to_bengali(most)}টির একটি তালিকা দিন।")
    if unknown := [block for block in shape["order"] if block not in BLOCKS]:
        raise ValidationError(f"কাগজে এই অংশ নেই: {_listed(unknown)}")
    if not shape["order"]:
        raise ValidationError("order: কাগজে অন্তত একটি অংশ থাকতে হবে।")
    keys = shape["column_keys"]
    if unknown := [key for key in keys if key not in COLUMN_KEYS]:
        raise ValidationError(f"ছকে এই কলাম নেই: {_listed(unknown)}")
    if not keys:
        raise ValidationError("column_keys: ছকে অন্তত একটি কলাম থাকতে হবে।")
    if len(set(keys)) != len(keys):
        raise ValidationError("একই কলাম দুবার আছে।")
    if "topic_and_discussion" in keys and {"topic", "discussion"} & set(keys):
        raise ValidationError("topic_and_discussion থাকলে topic বা discussion আলাদা থাকতে পারে না।")
    for name in ("columns", "column_numbers"):
        if name in shape and not _are_lines(shape[name], len(keys)):
            raise ValidationError(f"{name}: প্রতিটি কলামের জন্য একটি করে লেখা থাকতে হবে।")
    if not all(map(_is_head_line, shape["head"])):
        raise ValidationError("head: প্রতিটি লাইনে key ও label থাকতে হবে।")
    if "attendance" in shape and not _is_attendance(shape["attendance"]):
        raise ValidationError("attendance: heading এবং চারটি কলামের columns দিন।")
    if any(map(_UNPRINTABLE.search, texts_in(shape))):
        raise ValidationError(INVISIBLE)


def prints_topic(shape):
    return bool(TOPIC_KEYS & set(shape["column_keys"]))


def prints_discussion(shape):
    return bool(DISCUSSION_KEYS & set(shape["column_keys"]))


def check_paragraphs(paragraphs):
    """Refuse what is not a list of paragraphs, each a text."""
    if not _is_list(paragraphs, 100) or not all(isinstance(text, str) for text in paragraphs):
        raise ValidationError('অনুচ্ছেদগুলো এভাবে তালিকায় দিন: ["প্রথম অনুচ্ছেদ", "দ্বিতীয় অনুচ্ছেদ"]')
    if any(map(_UNPRINTABLE.search, paragraphs)):
        raise ValidationError(INVISIBLE)


def check_copy_lists(lists):
    """Refuse what is not a list of copy lists, each {"heading", "numbering", "recipients"}.

    As the `distribution` of the interchange format has them, so that a new meeting can take them.
    """
    if not _is_list(lists, 10) or not all(map(_is_copy_list, lists)):
        raise ValidationError("প্রতিটি অনুলিপি তালিকায় শিরোনাম, নম্বরের ধরন ও প্রাপক থাকতে হবে।")
    if any(map(_UNPRINTABLE.search, texts_in(lists))):
        raise ValidationError(INVISIBLE)


def _is_copy_list(copies):
    return (
        isinstance(copies, dict)
        and copies.keys() == {"heading", "numbering", "recipients"}
        and _is_line(copies["heading"])
        and (copies["numbering"] is None or copies["numbering"] in NUMBERINGS)
        and _is_list(copies["recipients"], 200)
        and all(map(_is_line, copies["recipients"]))
    )


def _listed(names):
    """Names nobody knows, as a message shows them: the first few, cut short, nothing invisible."""
    shown = (repr(name)[1:-1][:40] if isinstance(name, str) else "…" for name in names)
    return ", ".join(sorted(shown)[:5])


def _is_list(value, most):
    return isinstance(value, list) and len(value) <= most


def _is_line(value):
    return isinstance(value, str) and 0 < len(value) <= LONGEST_LINE


def _are_lines(values, count):
    return isinstance(values, list) and len(values) == count and all(map(_is_line, values))


def _is_head_line(line):
    return (
        isinstance(line, dict)
        and line.keys() == {"key", "label"}
        and line["key"] in HEAD_KEYS
        and _is_line(line["label"])
    )


def _is_attendance(table):
    """A heading, the columns, or both; a paper has its own words for what is left out."""
    return (
        isinstance(table, dict)
        and table.keys() <= {"heading", "columns"}
        and (table.get("heading") is None or _is_line(table["heading"]))
        and ("columns" not in table or _are_lines(table["columns"], ATTENDANCE_COLUMNS))
    )


def _head(**labels):
    return [{"key": key, "label": label} for key, label in labels.items()]


ATTENDANCE = {
    "heading": "উপস্থিত সদস্যগণের স্বাক্ষর",
    "columns": ["ক্রঃ নং", "নাম ও পদবি", "কমিটিতে পদবি", "স্বাক্ষর"],
}

# The five shapes an office can start from, by the kind of paper they were drawn for.
READY_SHAPES = {
    # Minutes first; letterhead and memo head the forwarding copy, which another officer signs. Who came
    # is cited in the head and listed in an annex.
    "district_innovation": {
        "order": [
            "title",
            "head",
            "opening",
            "table",
            "closing",
            "signatory",
            "letterhead",
            "memo",
            "distribution",
            "copy_signatory",
            "annex",
        ],
        "head": _head(
            chair="সভাপতি", venue="স্থান", date="তারিখ", time="সময়", attendance="উপস্থিত সদস্যবৃন্দ"
        ),
        "columns": ["ক্রম", "আলোচ্য বিষয়", "আলোচনা", "সিদ্ধান্ত", "বাস্তবায়নকারী"],
        "column_keys": ["serial", "topic", "discussion", "decision", "implementer"],
    },
    # Letterhead and memo on top, the memo again above the copy list.
    "upazila": {
        "order": [
            "letterhead",
            "memo",
            "title",
            "head",
            "opening",
            "table",
            "signatory",
            "memo",
            "distribution",
            "copy_signatory",
        ],
        "head": _head(chair="সভাপতি", date="তারিখ", time="সময়", venue="স্থান"),
        "columns": ["ক্রমিক নং", "আলোচ্য বিষয়", "সিদ্ধান্ত", "বাস্তবায়ন"],
        "column_keys": ["serial", "topic", "decision", "implementer"],
    },
    # A forwarding letter with the progress of decisions as its annex.
    "progress_report": {
        "order": [
            "letterhead",
            "memo",
            "subject",
            "reference",
            "body",
            "enclosure",
            "recipient",
            "attention",
            "signatory",
            "page_break",
            "title",
            "table",
            "report_signatory",
        ],
        "head": [],
        "columns": ["ক্রম", "আলোচনার বিষয়", "সিদ্ধান্ত", "বাস্তবায়নের অগ্রগতি প্রতিবেদন"],
        "column_keys": ["serial", "topic", "decision", "progress"],
        "column_numbers": ["১", "২", "৩", "৪"],
    },
    # A line office's quarterly sitting: no letterhead, no memo, an attendance table to sign.
    "line_office": {
        "order": ["title", "head", "attendance", "opening", "table", "closing", "signatory"],
        "head": _head(chair="আহবায়ক", date="সভার তারিখ", time="সময়", venue="স্থান"),
        "columns": ["আলোচ্য বিষয়", "আলোচনা", "সিদ্ধান্ত গ্রহণ", "বাস্তবায়ন"],
        "column_keys": ["topic", "discussion", "decision", "implementer"],
        "attendance": ATTENDANCE,
    },
    # Letterhead on top, memo after the signature, the topic run into the discussion; the annex as above.
    "district_ict": {
        "order": [
            "letterhead",
            "title",
            "head",
            "opening",
            "table",
            "closing",
            "signatory",
            "memo",
            "distribution",
            "copy_signatory",
            "annex",
        ],
        "head": _head(
            chair="সভাপতি",
            date="সভার তারিখ",
            time="সভার সময়",
            venue="স্থান",
            attendance="উপস্থিতি",
        ),
        "columns": ["ক্রমিক নং", "আলোচনা", "সিদ্ধান্ত", "বাস্তবায়নকারী"],
        "column_keys": ["serial", "topic_and_discussion", "decision", "implementer"],
    },
}


# What each of them is called where one is chosen.
SHAPE_NAMES = {
    "district_ict": "জেলা: সভাপতি, তারিখ, আলোচনা, সিদ্ধান্ত, বাস্তবায়ন; স্মারক শেষে",
    "district_innovation": "জেলা: আগে কার্যবিবরণী, পরে পত্রশীর্ষসহ অনুলিপি",
    "upazila": "উপজেলা: পত্রশীর্ষ ও স্মারক ওপরে, আলোচনার কলাম নেই",
    "progress_report": "অগ্রগতি প্রতিবেদন: অগ্রায়নপত্র ও সংযুক্ত ছক",
    "line_office": "দপ্তর: উপস্থিতির স্বাক্ষরতালিকা, পত্রশীর্ষ ছাড়া",
}


def default_shape():
    """The shape a new committee starts with."""
    return deepcopy(READY_SHAPES["upazila"])


def ready_shape(name, *, chair_label):
    """A ready shape whose line of the chair is called as this committee calls its chair."""
    shape = deepcopy(READY_SHAPES[name])
    for line in shape["head"]:
        if line["key"] == "chair":
            line["label"] = chair_label
    return shape
