"""The door for every file that is kept: what it is, and what it would do, is looked at before it is let in.

    from documents import uploads
    data = uploads.let_in(data, "application/pdf")

What comes back is what may be kept: a picture without place, time and maker, everything else to the
byte as it came. Nothing is decided by a name. What a file does when it is opened is looked for in a
process that is closed in (documents.confined); a file that cannot be looked at is not let in.
"""

import base64

from documents import confined, scanner

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Media type → what the bytes begin with, and how it is looked into.
KINDS = {
    PDF: (b"%PDF-", "pdf"),
    JPEG: (b"\xff\xd8\xff", "picture"),
    PNG: (b"\x89PNG\r\n\x1a\n", "picture"),
    DOCX: (b"PK\x03\x04", "docx"),
}
LARGEST_PDF = 10 * 2**20
SECONDS = 45  # for several pictures

_AS_PDF = "কাগজটি ছেপে স্ক্যান করে, বা ছাপার জানালায় “PDF হিসেবে সংরক্ষণ” করে আবার দিন।"
_AS_WORD = "শুধু লেখাটুকু নতুন Word ফাইলে কপি করে, বা PDF করে আবার দিন।"
REFUSALS = {
    "script": f"PDF-এর ভেতরে স্ক্রিপ্ট (নিজে চলা নির্দেশ) আছে, তাই রাখা হয়নি। {_AS_PDF}",
    "program": f"PDF-এ অন্য প্রোগ্রাম বা ফাইল খোলার নির্দেশ আছে, তাই রাখা হয়নি। {_AS_PDF}",
    "files": f"PDF-এর ভেতরে অন্য ফাইল জোড়া আছে, তাই রাখা হয়নি; দরকার হলে সেটি আলাদা দিন। {_AS_PDF}",
    "sends": f"PDF-এর ফরম অন্য কোথাও তথ্য পাঠায়, তাই রাখা হয়নি। {_AS_PDF}",
    "opens": f"PDF খুললেই তা নিজে থেকে অন্য ঠিকানায় যায়, তাই রাখা হয়নি। {_AS_PDF}",
    "media": f"PDF-এর ভেতরে ভিডিও, শব্দ বা ত্রিমাত্রিক ছবি আছে, তাই রাখা হয়নি। {_AS_PDF}",
    "long": "PDF-টি অস্বাভাবিক লম্বা বা জটিল, তাই রাখা হয়নি; কয়েক ভাগে আবার দিন।",
    "locked": "PDF-টি পাসওয়ার্ড দেওয়া, তাই খোলা যায়নি; পাসওয়ার্ড তুলে আবার দিন।",
    "joined": "ফাইলটির ভেতরে অন্য ধরনের আরেকটি ফাইল জোড়া আছে, তাই রাখা হয়নি; ঠিক ফাইলটি বেছে দিন।",
    "macros": f"Word ফাইলটিতে ম্যাক্রো (নিজে চলা নির্দেশ) আছে, তাই রাখা হয়নি। {_AS_WORD}",
    "objects": f"Word ফাইলটির ভেতরে অন্য প্রোগ্রামের ফাইল বসানো আছে, তাই রাখা হয়নি। {_AS_WORD}",
    "outside": f"Word ফাইলটি খুললে বাইরের ঠিকানা থেকে কিছু আনে, তাই রাখা হয়নি। {_AS_WORD}",
    "tangled": f"Word ফাইলটি অস্বাভাবিক বড় বা জটিলভাবে চাপা, তাই রাখা হয়নি। {_AS_WORD}",
    "huge": "ছবিটি অস্বাভাবিক বড় (৬ কোটি ৪০ লাখ বিন্দুর বেশি), তাই রাখা হয়নি; ছোট করে আবার দিন।",
    "broken": "ফাইলটি নষ্ট বা অসম্পূর্ণ, তাই খোলা যায়নি; আবার স্ক্যান করে বা ছবি তুলে দিন।",
    "other": "ফাইলটি যে ধরনের বলা হয়েছে, ভেতরে তা নয়; ঠিক ফাইলটি বেছে দিন।",
    "infected": "ফাইলটিতে ভাইরাস পাওয়া গেছে, তাই রাখা হয়নি; যে যন্ত্র থেকে এসেছে, সেটি পরীক্ষা করান।",
    "unasked": "ফাইলটিতে ভাইরাস আছে কি না পরীক্ষা করা গেল না, তাই রাখা হয়নি; একটু পরে আবার দিন, না হলে প্রশাসককে জানান।",
    "heavy": "ছবিগুলো মিলে PDF-টি ১০ মেগাবাইটের বেশি হয়; কম পাতা নিয়ে কয়েক বারে দিন।",
}


class Refused(ValueError):
    """The file is not let in. `str()` is a Bengali sentence for the user; `reason` a key of REFUSALS,
    or of documents.confined.MESSAGES where the file was not looked at."""

    def __init__(self, reason):
        super().__init__(REFUSALS.get(reason) or confined.MESSAGES[reason])
        self.reason = reason


def let_in(data, mime):
    """The bytes to keep of a file of that media type (a key of KINDS). Raises Refused."""
    begins, kind = KINDS[mime]
    if not data.startswith(begins):
        raise Refused("other")
    _scan(data)
    found = _looked_at(data, kind=kind)
    if kind != "picture":
        return data
    return b"".join(
        bytes.fromhex(piece) if isinstance(piece, str) else data[slice(*piece)]
        for piece in found["pieces"]
    )


def as_one_pdf(pictures):
    """The PDF of several pictures (bytes), a page each, in their order. Raises Refused."""
    for picture in pictures:
        _scan(picture)
    found = _looked_at(
        b"".join(pictures),
        kind="pages",
        parts=[len(each) for each in pictures],
        most=LARGEST_PDF,
        largest=2 * LARGEST_PDF,
        seconds=SECONDS,
    )
    return base64.b64decode(found["pdf"])


def _scan(data):
    try:
        if scanner.is_infected(data):
            raise Refused("infected")
    except scanner.Unasked:
        raise Refused("unasked") from None


def _looked_at(data, **terms):
    try:
        found = confined.ask("documents.uploadreading", data, **terms)
    except confined.NoAnswer as none:
        raise Refused(none.reason) from none
    if found["wrong"]:
        raise Refused(found["wrong"])
    return found
