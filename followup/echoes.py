"""What an answer may lack; pointed out as it is given, and never in its way."""

# Code → what the owner is told.
WARNINGS = {
    "echo": "উত্তরটি সিদ্ধান্তের কথাই আবার বলছে; কী করা হয়েছে তা লিখলে ভালো হয়।",
    "repeat": "উত্তরটি আগের উত্তরের মতোই; এর মধ্যে কী বদলেছে লিখুন।",
    "no_proof": "সম্পন্ন বলা হয়েছে, কিন্তু কোনো প্রমাণক নেই।",
    "empty_number": "“টি”, “জন” বা “%” এর আগে অঙ্ক লেখা নেই।",
}


def warnings_for(assignment, *, kind, text, progress=None, proofs=()):
    """The codes of WARNINGS that an answer deserves, in their order."""
    return ["no_proof"] if kind == "claim" and not proofs else []
