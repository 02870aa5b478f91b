"""What a reminder says of one share, and of many at once: plain text on one line, for mail and portal."""

from textwrap import shorten

from bangla.digits import to_bengali
from bangla.phrases import long_date
from followup.ladder import Clock

TEXT_AT_MOST = 120

# What the section has to do.
DESK = {
    Clock.CLAIM: "যাচাই বাকি",
    Clock.SETTLE: "কার কাজ, নির্ধারণ বাকি",
    Clock.ASKED: "অনুরোধ বা দ্বিমতের উত্তর বাকি",
}
NOBODY, PAPER = "nobody", "paper"
UNTOLD = {
    NOBODY: "জানানোর মতো কেউ নেই (পদ শূন্য, বা পোর্টালে কেউ নেই); কাগজে জানান",
    PAPER: "ই-মেইল ঠিকানা নেই বা মেইল যায়নি; কাগজে তাগিদ পাঠান",
}
# What happened to a decision, to those who were to carry it out.
CHANGED = {
    "withdrawn": "কাজটি প্রত্যাহার হয়েছে; আর কিছু করতে হবে না",
    "amended": "সিদ্ধান্তটি বদলেছে; নতুন পাঠ দেখুন",
    "suspended": "যে কাগজে সিদ্ধান্তটি ছিল তা বাতিল হয়েছে; নতুন কাগজ না আসা পর্যন্ত কাজ স্থগিত",
    "closed": "কমিটি সিদ্ধান্তটি নিষ্পন্ন করেছে; আর কিছু করতে হবে না",
    "reassigned": "কাজটি অন্যকে দেওয়া হয়েছে; আর কিছু করতে হবে না",
    "taken_over": "কাজটি এখন আপনাদের",
}


def text_of(share):
    """The decision in a few words, in quotes."""
    return f"“{shorten(str(share.matter), TEXT_AT_MOST, placeholder=' …')}”"


def time_of(due_on, today):
    """How much time there is until a day, or since."""
    days = (due_on - today).days
    if days > 0:
        return f"আর {to_bengali(days)} দিন বাকি"
    return f"{to_bengali(-days)} দিন পেরিয়েছে" if days else "আজ শেষ দিন"


def time_then(due_on, day):
    """The same of a day that is over: how much time there was on it."""
    days = (due_on - day).days
    if days == 0:
        return "সেদিনই শেষ দিন ছিল"
    if days > 0:
        return f"তখন আর {to_bengali(days)} দিন বাকি ছিল"
    return f"তখন {to_bengali(-days)} দিন পেরিয়ে গেছে"


def to_owner(share, due_on, today, *, names_owner):
    """To who does the work; `names_owner` where that is not the holder of the post."""
    owner = f"{share.owner}: " if names_owner else ""
    implied = " (অনুমিত)" if share.is_implied else ""
    back = "; সম্পন্নের দাবি ফেরত এসেছে" if share.turn else ""
    return (
        f"{owner}{text_of(share)} ({share.matter.committee.name}); শেষ তারিখ {long_date(due_on)}{implied}, "
        f"{time_of(due_on, today)}{back}"
    )


def to_section(share, clock, due_on, today):
    """To the section, of what waits on it."""
    return (
        f"{DESK[clock]}: {_whose(share)}{text_of(share)}; শাখার শেষ তারিখ {long_date(due_on)}, "
        f"{time_of(due_on, today)}"
    )


def untold(share, why, due_on, today):
    """To the section, of whom the portal cannot tell."""
    return f"{UNTOLD[why]}: {_whose(share)}{text_of(share)}; শেষ তারিখ {long_date(due_on)}, {time_of(due_on, today)}"


def changed(share, what):
    """To the owner, of a decision that was taken back or changed."""
    return f"{CHANGED[what]}: {text_of(share)} ({share.matter.committee.name})"


def sum_of(name, decisions, days, *, of_section):
    """To those above: how many decisions of an office or a committee are late, and how long at most."""
    what = "শাখার হাতে আটকে আছে" if of_section else "বিলম্বিত"
    return f"{name}: {to_bengali(decisions)}টি সিদ্ধান্ত {to_bengali(days)} দিন পর্যন্ত {what}"


def sum_of_rest(groups, decisions, days):
    return (
        f"এ ছাড়া আরও {to_bengali(groups)}টি কার্যালয় ও কমিটির {to_bengali(decisions)}টি সিদ্ধান্ত "
        f"{to_bengali(days)} দিন পর্যন্ত বিলম্বিত"
    )


def _whose(share):
    owner = share.owner
    return f"{owner}, " if owner else ""
