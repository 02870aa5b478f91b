"""What the mail of a copy says.

One recipient a mail: nothing of it names another one. The paper itself prints its list, as it must.
"""

from textwrap import shorten

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from accounts import post
from bangla.digits import to_bengali
from bangla.phrases import long_date
from memos.models import Copy

Purpose = Copy.Purpose

SENT_AGAIN, CORRECTION = "পুনঃপ্রেরণ", "সংশোধন"
FOR = {
    Purpose.ADDRESSED: "আপনার বরাবর",
    Purpose.INFORMATION: "আপনার সদয় জ্ঞাতার্থে",
    Purpose.ACTION: "আপনার কার্যার্থে",
    Purpose.BOTH: "আপনার সদয় জ্ঞাতার্থে ও কার্যার্থে",
}
TITLE_AT_MOST = 110


def size_said(size):
    """১২৩ কিলোবাইট, as a page and a mail print it."""
    return to_bengali(filesizeformat(size)).replace("\xa0", " ")


def subject_of(copy, *, is_again, corrects):
    """One line, whatever stands in the title of the paper."""
    mark = f"{SENT_AGAIN}: " if is_again else f"{CORRECTION}: " if corrects else ""
    title = shorten(copy.memo.paper.title, TITLE_AT_MOST, placeholder=" …")
    return post.one_line(f"{mark}{title} (স্মারক {copy.number})")[:200]


def text_of(copy, files, *, link, as_link, is_again, corrects):
    """The body: where the paper is too large to come along, its link and its hash stand first."""
    paper = copy.memo.paper
    parts = []
    if as_link:
        parts += [_elsewhere(files, link)]
    parts += [
        "মহোদয়,",
        f"{paper.office} থেকে নিচের কাগজ {FOR[Purpose(copy.purpose)]} প্রেরণ করা হলো।",
        _particulars(copy),
    ]
    if is_again:
        parts += ["এটি একই কাগজের পুনঃপ্রেরণ। আগে পেয়ে থাকলে শুধু প্রাপ্তি স্বীকার করুন।"]
    elif corrects:
        parts += [f"কাগজটি স্মারক {corrects} এর স্থলে; আগেরটি আর বহাল নেই।"]
    if not as_link:
        parts += [_enclosed(files)]
    parts += [
        f"প্রাপ্তি স্বীকার করতে এই পাতা খুলে “প্রাপ্তি স্বীকার” বোতামটি চাপুন:\n{link}",
        "লিংকটি শুধু এই কপির প্রাপকের; অন্য কাউকে দেবেন না।",
        f"কাগজটি আসল ও বহাল কি না, এখানে যাচাই করা যায়:\n{paper.public_url}",
        f"{paper.office}\nএই মেইল পোর্টাল থেকে স্বয়ংক্রিয়ভাবে পাঠানো; এর উত্তর কেউ পড়েন না।",
    ]
    if settings.DEMO:
        parts += ["পরীক্ষামূলক পোর্টাল: কাগজটি প্রকৃত নয়।"]
    return "\n\n".join(parts) + "\n"


def _particulars(copy):
    paper = copy.memo.paper
    told = [
        ("কাগজ", paper.kind),
        ("বিষয়", paper.title),
        ("স্মারক নম্বর", copy.number),
        ("তারিখ", long_date(paper.issued_on)),
        ("প্রাপক", copy.recipient),
    ]
    return "\n".join(f"{name}: {' '.join(value.split())}" for name, value in told)


def _elsewhere(files, link):
    lines = [
        f"কাগজটির আকার {size_said(sum(file.document.size for file in files))}; সংযুক্ত করার সীমার চেয়ে বড় বলে এখান থেকে নিন:",
        link,
    ]
    return "\n".join([*lines, *(f"SHA-256: {file.document.sha256}" for file in files)])


def _enclosed(files):
    lines = [
        f"{file.name} ({size_said(file.document.size)})\nSHA-256: {file.document.sha256}"
        for file in files
    ]
    return "\n".join(["সংযুক্ত:", *lines])
