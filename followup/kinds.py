"""What a decision asks for, as its words propose it: once, ever again, nothing more. A person confirms it."""

import re
import unicodedata

from bangla.text import fold
from followup.models import Kind
from followup.owners import proposed_roll_up
from meetings.charging import is_done, lines_of
from papers.paragraphs import texts


def _pattern(*alternatives):
    """What finds one of these in a folded text; `fold` itself would read the bars as full stops."""
    return re.compile(unicodedata.normalize("NFC", "|".join(alternatives)))


# What is to go on: said of the duty itself. “চলমান প্রকল্প” alone says nothing of it.
_KEEP = "রাখ(?:তে|া|ার|ুন|বেন|বে)"
_GOES_ON = _pattern(
    rf"অব্যাহত ?(?:{_KEEP}|থাক)",
    rf"(?:সচল|চালু|চলমান|বেগবান|বজায়|সক্রিয়|হালনাগাদ|সমুন্নত) ?{_KEEP}",
    "নিয়মিত(?!করণ)",
    "প্রতিদিন",
    "প্রত্যহ",
    "দৈনিক",
    "প্রতি ?(?:মাস|সপ্তাহ|পক্ষ|কোয়ার্টার|ত্রৈমাসিক|বছর)",
    "প্রতি (?:শনি|রবি|সোম|মঙ্গল|বুধ|বৃহস্পতি)বার",
    "(?:মাসিক|সাপ্তাহিক|পাক্ষিক|ত্রৈমাসিক) ?(?:ভাবে|ভিত্তিতে|ন্যূনতম|নূন্যতম|নৃন্যতম|কমপক্ষে|অন্তত)",
    "সার্বক্ষণিক",
    "হওয়া ?মাত্র",
    "(?:মনিটরিং|তদারকি) ?(?:কর|জোরদার)",
    "(?:এবং|ও) (?:তা )?ব্যবহার করতে হবে",
    "সুযোগকে কাজে লাগানো",
    r"\bcontinu(?:e|es|ed|ing)\b",
    r"\bregular(?:ly)?\b",
    r"\b(?:daily|weekly|monthly|quarterly)\b",
    r"\bevery (?:day|week|month|quarter)\b",
)
# A decision that says no more than that something be done: what, its topic and discussion tell.
_POINTS_BACK = _pattern("প্রয়োজনীয় (?:ব্যবস্থা|পদক্ষেপ|কার্যক্রম) ?গ্রহণ")
_HAS_OBJECT = _pattern("(?:র|জন্য|লক্ষ্যে) প্রয়োজনীয়")
# Who is asked has not done it yet, even where the sentence ends in “হয়েছে”.
_ASKS = _pattern(
    "অনুরোধ", "নির্দেশ", "আহ্বান", "আহবান", "তাগিদ", "পরামর্শ", "সিদ্ধান্ত(?! অনু| মোতাবেক|ের)", "দায়িত্ব", "গুরুত্বারোপ",
)  # fmt: skip
_TO_DO = _pattern("তে হবে", "(?:কর|দি|দে|নি|নে|রাখ|পাঠা|জানা)বেন", r"\bshall\b", r"\bwill\b")
_APPROVED = "(?:অনুমোদন(?: করা| দেওয়া| প্রদান করা)?|অনুমোদিত) হলো?"
_IS_DONE = _pattern(
    rf"(?:হয়েছে|হয়ে গেছে|বাস্তবায়িত|সম্পন্ন|নিষ্পন্ন|{_APPROVED}|\bhas been done|\bcompleted)\W*$"
)
_TELLS = _pattern(
    r"(?:অবহিত|অবগত|জ্ঞাত|জানানো|নিশ্চিত|নোট)(?: করা)? (?:হলো?|হন|হলেন)\W*$",
    r"(?:অবহিত|অবগত|জানানো)(?: করা)? হয়(?:েছে)?\W*$",
    r"অবগতির জন্য\W*$",
    r"\bfor information\W*$",
    r"\bnoted\W*$",
)


def proposed_kind(text, implementers=(), *, discussion="", is_outside=False):
    """The Kind that a decision's words propose.

    `implementers` are its printed lines, `discussion` what was said of the item (its topic too): it
    counts where the decision only says that something be done. `is_outside`: all who are to do it are
    outside the portal, so that what is asked of them is a request.
    """
    said = fold(text)
    lines = [line for line in implementers if line.strip()]
    if lines and all(is_done(line) for line in lines):
        return Kind.DONE
    asks, to_do = _ASKS.search(said), _TO_DO.search(said)
    if not asks and not to_do:
        if _TELLS.search(said):
            return Kind.INFORMATION
        if _IS_DONE.search(said):
            return Kind.DONE
    if is_outside and _ASKS.search(said):
        return Kind.OUTSIDE
    if _GOES_ON.search(said):
        return Kind.CONTINUING
    points_back = _POINTS_BACK.search(said) and not _HAS_OBJECT.search(said)
    if points_back and _GOES_ON.search(fold(discussion)):
        return Kind.CONTINUING
    return Kind.ONCE


def proposed(decision, owners):
    """(Kind, RollUp) that the words of a decision propose, with these owners."""
    item = decision.item
    kind = proposed_kind(
        decision.text,
        lines_of(decision),
        discussion=" ".join([item.topic, *texts(item.discussion)]),
        is_outside=bool(owners) and all(owner.outsider for owner in owners),
    )
    return kind, proposed_roll_up(owners, decision)
