"""What an answer may lack: that it says no more than the decision, no more than the answer before, shows
nothing, or leaves a figure out. Pointed out as it is given, and never in its way."""

import re

from bangla.text import fold, words
from followup.models import Answer

# Code → what the owner is told, in this order.
WARNINGS = {
    "echo": "উত্তরটি সিদ্ধান্তের কথাই আবার বলছে; কী, কোথায়, কতটি হয়েছে তা লিখলে কাজটি বোঝা যাবে।",
    "repeat": "উত্তরটি আগের উত্তরের মতোই; এর মধ্যে নতুন কী হয়েছে লিখুন।",
    "empty_number": "কতটি বা কত শতাংশ, সেই অঙ্কটি লেখা নেই।",
    "no_proof": "সম্পন্ন বলা হচ্ছে, কিন্তু কোনো প্রমাণক দেওয়া হয়নি।",
}

# Up to so much of an answer may be new while it still says the same.
_NEW = 0.2
# What is said of anything that is being done: verbs of doing and being, and the words between words.
_FILLERS = """
    করতে করা করে করেন করার করছেন করছে করেছে করেছেন করব করবে করবেন করি করিয়া হয়েছে হয়েছেন
    হচ্ছে হয় হবে হলো হইবে হইয়াছে হতে হওয়া রাখা রাখতে রাখার রেখে রয়েছে রয়েছেন আছে আছেন
    থাকবে চলছে চলমান অব্যাহত নিশ্চিত নিয়মিত কার্যক্রম কার্যক্রমের কাজ কাজের গ্রহণ নেওয়া নেয়া
    প্রয়োজনীয় ব্যবস্থা যথাযথ বাস্তবায়ন বাস্তবায়িত সম্পন্ন প্রক্রিয়াধীন দেওয়া দেয়া হইতেছে
    যাচ্ছে যায় ইতোমধ্যে ইতিমধ্যে বর্তমানে যথাসময়ে ও এবং বা অথবা যে যেসকল সকল সব তা তার এর এই
    সেই সেগুলো সেগুলোর নিয়ে জন্য সংক্রান্ত বিষয়ে বিষয় মধ্যে পূর্বক সহ প্রতি প্রতিটি পর্যায়ে
    পর্যায়ের জন্যে মাধ্যমে লক্ষ্যে অনুযায়ী মোতাবেক
"""
_SAYS_NOTHING = frozenset(_FILLERS.split())
_ENDINGS = re.compile(
    r"(গুলোর|গুলোতে|গুলো|গুলি|সমূহের|সমূহে|সমূহ|গণের|গণ|দের|টির|টি|কে|ের|য়ের|র|তে|ে|সহ)$"
)
_SHORTEST_STEM = 3

_FIGURE = r"[০-৯0-9]"
# A counting word with no figure before it: “মোট টি প্রকল্প”, “…%”.
_LONE_COUNT = re.compile(r"(?:^|[\s(…._–—-])(?:টি|%|শতাংশ)(?=[\s)।,;]|$)")
_COUNTED = re.compile(rf"(?:{_FIGURE}|একটি|দুই|তিন|চার|পাঁচ|ছয়|সাত|আট|নয়|দশ|শত|হাজার|লাখ|কোটি)\s*$")


def warnings_for(assignment, *, kind, text, progress=None, proofs=()):
    """The codes of WARNINGS that an answer of this kind deserves, in their order. [str]."""
    if kind not in (Answer.Kind.PROGRESS, Answer.Kind.CLAIM):
        return []
    found = set()
    if text.strip():
        if is_echo(text, _asked(assignment)):
            found.add("echo")
        if any(is_echo(text, before) for before in _said_before(assignment)):
            found.add("repeat")
        if lacks_figure(text) or (_counts(assignment) and not re.search(_FIGURE, text)):
            found.add("empty_number")
    if kind == Answer.Kind.CLAIM and not proofs:
        found.add("no_proof")
    return [code for code in WARNINGS if code in found]


def is_echo(text, other):
    """Whether a text says nearly nothing that the other does not; a figure of its own is something."""
    said, known = _stems(text), _stems(other)
    new = said - known
    if any(re.search(r"\d", stem) for stem in new):
        return False
    return len(new) <= _NEW * len(said)


def lacks_figure(text):
    """Whether something is counted in it, and how many is left out."""
    return any(not _COUNTED.search(text[: at.start()]) for at in _LONE_COUNT.finditer(text))


def _asked(assignment):
    decision = assignment.matter.decision
    told = [decision.item.topic, decision.text] if decision else []
    return " ".join([*told, assignment.asked])


def _said_before(assignment):
    """The text of the last answer that told how far it is, in a list; none where nothing was said."""
    kinds = (Answer.Kind.PROGRESS, Answer.Kind.CLAIM)
    said = assignment.answers.filter(kind__in=kinds).exclude(text="").order_by("-at", "-pk")
    return list(said.values_list("text", flat=True)[:1])


def _counts(assignment):
    """Whether it is an indicator's, whose answer is a figure."""
    decision = assignment.matter.decision
    return bool(decision and decision.item.code)


def _stems(text):
    """The words of a text that say something, without their endings. {str}."""
    return {_stem(fold(word)) for word in words(text) if word not in _SAYS_NOTHING}


def _stem(word):
    for _ in range(2):
        shorter = _ENDINGS.sub("", word)
        if len(shorter) < _SHORTEST_STEM:
            break
        word = shorter
    return word
