"""What a decision's row says of its progress: sentences made of what its owners answered."""

from collections import Counter

from bangla.digits import to_bengali
from bangla.phrases import long_date
from followup.models import Answer, Assignment, End, Kind

State = Assignment.State

# Of more who say the same only the first are named; the count before tells of how many.
MOST_NAMED, NAMED_THEN = 6, 3

NO_OWNER = "দায়িত্বপ্রাপ্ত এখনো নির্ধারণ হয়নি।"
SILENT = "এখনো কোনো প্রতিবেদন পাওয়া যায়নি।"
SENT_BACK = "(সম্পন্ন হওয়ার এ দাবি যাচাই শেষে ফেরত দেওয়া হয়েছে।)"
WITHOUT_OWNER = {Kind.DONE: "সভাতেই সম্পন্ন হয়েছে।", Kind.INFORMATION: "অবগতির জন্য; কোনো কার্যক্রম নেই।"}

_MARKS = ("।", ".", "?", "!", ":", ";")
# Shares that are no owner's any more.
_GONE = frozenset({State.REASSIGNED, State.WITHDRAWN})


def sentence_of(answer):
    """An answer about the work as one sentence in one line; without words, what its kind says."""
    text = " ".join(answer.text.split())
    if text:
        return text if text.endswith(_MARKS) else f"{text}।"
    match answer.kind:
        case Answer.Kind.CLAIM:
            return f"{long_date(answer.done_on)} তারিখে সম্পন্ন হয়েছে।"
        case Answer.Kind.BLOCKED:
            return f"{answer.party} এর কারণে কাজ আটকে আছে।" if answer.party else "কাজ আটকে আছে।"
        case Answer.Kind.WAITING:
            party = f"{answer.party} এর" if answer.party else "অন্যের"
            return f"{party} সাড়ার অপেক্ষায় আছে।"
        case Answer.Kind.DISAGREES:
            return "সিদ্ধান্তটির সঙ্গে একমত নন।"
    return f"অগ্রগতি {to_bengali(answer.progress or 0)}%।"


def progress_of(kind, end, shares):
    """One paragraph of what was done of a decision of a kind that has these shares."""
    shares = [share for share in shares if share.state not in _GONE]
    if len(shares) == 1:
        told = progress_of_share(shares[0])
    elif shares:
        told = progress_of_many(kind, shares)
    else:
        told = WITHOUT_OWNER.get(kind, "" if end else NO_OWNER)
    closing = f"{End(end).label}।" if end and end != End.VERIFIED else ""
    return " ".join(part for part in (told, closing) if part)


def progress_of_share(share):
    """What one owner did: the own last sentence, else what came back from whom it was handed down to."""
    if share.text:
        return f"{share.text} {SENT_BACK}" if share.is_sent_back else share.text
    parts = [part for part in share.parts if part.state not in _GONE]
    if len(parts) == 1:
        return progress_of_share(parts[0])
    if parts:
        return progress_of_many(Kind.ONCE, parts)
    match share.state:
        case State.SETTLE:
            return NO_OWNER
        case State.VERIFIED:
            return "বাস্তবায়িত হয়েছে।"
        case State.CLAIMED:
            return "সম্পন্ন হয়েছে বলে জানানো হয়েছে; যাচাই বাকি।"
        case State.OPEN:
            return f"অগ্রগতি {to_bengali(share.progress)}%।" if share.progress else SILENT
    return f"{share.state_name}।"


def progress_of_many(kind, shares):
    """What several owners did: how many of how many, then who said what, one sentence once."""
    said = {}
    for share, name in zip(shares, names_of(shares), strict=True):
        if share.text or any(part.text for part in share.parts):
            said.setdefault(progress_of_share(share), []).append(name)
    sentences = [f"{listed(names)}: {sentence}" for sentence, names in said.items()]
    return " ".join([_counted(kind, shares), *sentences])


def _counted(kind, shares):
    total = to_bengali(len(shares))
    counts = Counter(_standing(kind, share) for share in shares)
    words = {
        "done": "টি বাস্তবায়িত",
        "claimed": "টির সম্পন্ন দাবি যাচাইয়ের অপেক্ষায়",
        "ended": "টি অন্যভাবে নিষ্পন্ন",
        "running": "টির কাজ চলমান",
        "reported": "টির প্রতিবেদন পাওয়া গেছে",
        "unsettled": "টির দায়িত্বপ্রাপ্ত নির্ধারণ বাকি",
        "silent": "টির প্রতিবেদন পাওয়া যায়নি",
    }
    told = [f"{to_bengali(counts[key])}{word}" for key, word in words.items() if counts[key]]
    return f"{total}টির মধ্যে {', '.join(told)}।"


def _standing(kind, share):
    match share.state:
        case State.VERIFIED:
            return "done"
        case State.CLAIMED:
            return "claimed"
        case State.SETTLE:
            return "unsettled"
        case State.OPEN:
            if not (share.text or share.progress or any(part.text for part in share.parts)):
                return "silent"
            return "reported" if kind == Kind.CONTINUING else "running"
    return "ended"


def common_of(shares):
    """What the names of several owners begin with: “উপজেলা নির্বাহী অফিসার”; "" where nothing."""
    heads = {_head(share.owner) for share in shares}
    return heads.pop() if len(shares) > 1 and len(heads) == 1 else ""


def names_of(shares):
    """Who they are, without what all of them begin with: of nine UNOs only the upazila."""
    names = [share.owner for share in shares]
    if len(names) == 1:
        return names
    while all(", " in name for name in names) and len({_head(name) for name in names}) == 1:
        names = [name.partition(", ")[2] for name in names]
    return names


def _head(name):
    return name.partition(", ")[0]


def listed(names):
    """Names in a sentence; of many the first, and how many more."""
    if len(names) > MOST_NAMED:
        named, rest = names[:NAMED_THEN], len(names) - NAMED_THEN
        return f"{', '.join(named)} ও আরও {to_bengali(rest)}টি"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} ও {names[-1]}"
