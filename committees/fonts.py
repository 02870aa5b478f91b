"""Whether an uploaded face can set an office's papers."""

from io import BytesIO

from django.core.exceptions import ValidationError
from fontTools.ttLib import TTFont, TTLibError

LARGEST = 4 * 1024 * 1024

# One letter, one vowel sign, the hasanta and a digit: a face without them prints no Bengali.
NEEDED = "কা্১"

# OS/2 fsType bit 1: the maker forbids embedding the face in documents.
RESTRICTED = 0x0002


def check_paper_font(file):
    """Refuse a file that is no TrueType/OpenType face for Bengali that papers may embed.

    `file` is an uploaded file (or a stored one); raises ValidationError with a Bengali message.
    """
    if file.size > LARGEST:
        raise ValidationError("ফন্ট ফাইলটি ৪ মেগাবাইটের বেশি বড়।")
    file.seek(0)
    content = file.read()
    file.seek(0)
    try:
        font = TTFont(BytesIO(content), lazy=True)
        letters = font.getBestCmap() or {}
        shaping = "GSUB" in font and {
            record.ScriptTag for record in font["GSUB"].table.ScriptList.ScriptRecord
        }
        embedding = font["OS/2"].fsType
    except (TTLibError, KeyError, AttributeError, ValueError, AssertionError, OSError):
        raise ValidationError("এটি পাঠযোগ্য TTF/OTF ফন্ট ফাইল নয়।") from None
    if not all(ord(letter) in letters for letter in NEEDED):
        raise ValidationError("ফন্টটিতে ইউনিকোড বাংলা অক্ষর নেই (বিজয়/ANSI ফন্ট চলবে না)।")
    if not shaping or not shaping & {"beng", "bng2"}:
        raise ValidationError("ফন্টটিতে বাংলা যুক্তবর্ণের নিয়ম নেই।")
    if embedding & RESTRICTED:
        raise ValidationError("ফন্টটির নির্মাতা নথিতে এটি সংযোজনের অনুমতি দেননি।")
