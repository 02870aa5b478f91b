"""Bijoy (SutonnyMJ, "ANSI") text recognised and turned into Unicode.

A Bijoy font draws Bengali glyphs on the codes of Windows-1252, so pasted Bijoy text arrives as
Latin letters and signs: Kvh©weeiYx for কার্যবিবরণী. Codes stand in the order of the glyphs on paper:
the vowels ি ে ৈ before their consonants, the reph after. The table is that of the SutonnyMJ layout,
older and newer codes together; where one code has two readings the neighbours decide (a curly
quotation mark after র is the vowel ু, after a space it is a quotation mark).

Office paragraphs mix Bijoy with English words, addresses and numbers, and without its font a word
like "mfv" looks as English as "file". So each word is judged: whether it reads as Bengali at all,
then whether it carries a mark that English never has, is on a list, or stands among Bijoy words.

Convert before bangla.text.normalise: that removes the soft hyphen, which is a letter here.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from .digits import to_bengali

VIRAMA, ZWNJ, ZWJ = "\u09cd", "\u200c", "\u200d"

_ONE_BY_ONE = """
°ক্ক ±ক্ট ²ক্ষ্ম ³ক্ত ´ক্ম µক্র ¶ক্ষ ÿক্ষ ·ক্স ¹গ্গ ºগ্দ »গ্ধ ¼ঙ্ক ½ঙ্গ ¾জ্জ Àজ্ঝ Áজ্ঞ Âঞ্চ Ãঞ্ছ Äঞ্জ Åঞ্ঝ Æট্ট Çড্ড
Èণ্ট Éণ্ঠ Êণ্ড Ðণ্ড Ëত্ত Ìত্থ Îত্র Ïদ্দ ×দ্ধ Øদ্ব Ùদ্ম Úন্ঠ Ûন্ড Üন্ধ Ýন্স Þপ্ট ßপ্ত àপ্প áপ্স âব্জ ãব্দ äব্ধ åভ্র
çম্ফ éল্ক êল্গ ëল্ট ìল্ড íল্প îল্ফ ðশ্চ ñশ্ছ òষ্ণ óষ্ট ôষ্ঠ õষ্ফ öস্খ ÷স্ট ùস্ফ ýহ্ন þহ্ম
¸গু ïশু ûহু üহৃ
"""
_LETTERS = {
    **dict(zip("KLMNOPQRSTUVWXYZ", "কখগঘঙচছজঝঞটঠডঢণত", strict=True)),
    **dict(zip("_`abcdefghijklmn", "থদধনপফবভমযরলশষসহ", strict=True)),
    "o": "ড়",
    "p": "ঢ়",
    "q": "য়",
    # One code, one conjunct, or one letter with its vowel.
    **{pair[0]: pair[1:] for pair in _ONE_BY_ONE.split()},
}
# The first half of a conjunct; the other half follows.
_HALVES = {"˜": "দ", "™": "দ", "š": "ন", "›": "ন", "¤": "ম", "¯": "স", "®": "ষ", "”": "চ", "•": "ঙ"}
# The lower half of a conjunct, under the letter before.
_TAILS = {
    **dict.fromkeys("^¡¦Ÿ", "্ব"),
    **dict.fromkeys("¥§", "্ম"),
    **dict.fromkeys("¬\u00adø", "্ল"),
    **dict.fromkeys("ªÖ«", "্র"),
    **dict.fromkeys("œè", "্ন"),
    **dict(zip("¨¢£ú", ("্য", "্ভ", "্ভ্র", "্প"), strict=True)),
    **dict(zip("‹ŒÍ—‘¿’", ("্ক", "্ক্র", "্ত", "্ত", "্তু", "্ত্র", "্থ"), strict=True)),
}
_PRE_VOWELS = {"w": "ি", "†": "ে", "‡": "ে", "ˆ": "ৈ", "‰": "ৈ"}
_POST_VOWELS = {
    "v": "া",
    "x": "ী",
    "Š": "ৗ",
    **dict.fromkeys("yzæ“–", "ু"),
    **dict.fromkeys("~ƒ‚", "ূ"),
    **dict.fromkeys("„…", "ৃ"),
}
_VOWEL_LETTERS = dict(zip("ABCDEFGHIJ", "অইঈউঊঋএঐওঔ", strict=True))
_SIGNS = {"r": "ৎ", "s": "ং", "t": "ঃ"}
_CANDRABINDU, _REPH, _EXPLICIT_VIRAMA = "u", "©", "&"

# Windows-1252 as some programs leave it: the bytes 80–9F taken for control characters.
_C1_CONTROLS = {
    byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}


def _any_of(codes):
    return "[" + re.escape("".join(codes)) + "]"


_PRE = _any_of(_PRE_VOWELS)
_LETTER = _any_of(set(_LETTERS) - {"Ð"}) + "|(?<=[A-Za-z`_~])Ð"
# Only these lower halves hang under a half letter alone; they are punctuation elsewhere.
_LOWER_ONLY = "‹ŒÍ—‘¿’"
_TAIL = _any_of(set(_TAILS) - set(_LOWER_ONLY))
_HALF = "(?:[˜™›¤¯®]|š(?=[—Í‘¿’^¡¦ŸZ_])|(?<=.)(?:”(?=[PQTw†‡])|•(?=[KLMNg¶ÿw†‡])))"
_RU = "(?<=[iªÖ«µÎå¿Œ£])(?:“|–(?=[A-Za-z_`]))"
# The same code is the ellipsis, which can only follow a vowel that is written.
_RI = "(?<![vxyz~æƒ‚„…u])…"
_KAR = _any_of(set(_POST_VOWELS) - set("“–…")) + "|" + _RU + "|" + _RI

_SYLLABLE = re.compile(
    rf"(?P<pre>{_PRE})?"
    rf"(?P<cluster>(?:{_HALF}(?P<inner>{_PRE})?){{1,3}}(?:{_TAIL}|[{_LOWER_ONLY}]|{_LETTER})|{_LETTER})"
    rf"(?P<after>(?:{_TAIL}|{_KAR}|[{_CANDRABINDU}{_REPH}])*(?:{_EXPLICIT_VIRAMA})?)"
    rf"|(?P<vowel>[A-J])(?P<ya>¨v?)?(?P<aa>(?<=A)v)?(?P<nasal>{_CANDRABINDU})?"
    rf"|(?P<sign>[rst])"
    rf"|(?P<mark>[Ð“”‘’—–•…‚„])"
    rf"|(?P<stray>.)",
    re.DOTALL,
)


def _read(word):
    """Read a word as Bijoy: return (Unicode text, whether it is well formed, the codes it used)."""
    text, well_formed, used = "", True, set()
    for found in _SYLLABLE.finditer(word):
        if found["cluster"]:
            syllable, sound = _syllable(found, text)
            text += syllable
            well_formed &= sound
            used.update(found[0])
        elif found["vowel"]:
            text += _vowel(found)
            used.update(found[0])
        elif found["sign"]:
            text += _SIGNS[found[0]]
        elif found["mark"]:
            text += "–" if found[0] == "Ð" else found[0]
        else:
            well_formed = False
            text += _stray(found[0])
    return unicodedata.normalize("NFC", text), well_formed, used


def _syllable(found, before):
    """Return (text, whether sound) of one consonant cluster and what stands around it."""
    pre, inner = found["pre"], found["inner"]
    sound = not (pre and inner)
    cluster, joined, nasal, reph = "", False, "", ""
    vowels = [_PRE_VOWELS[pre or inner]] if pre or inner else []
    for code in found["cluster"]:
        if code in _HALVES or code in _LETTERS:
            cluster += (VIRAMA if joined else "") + (_HALVES.get(code) or _conjunct(code, before))
            joined = True
        elif code in _TAILS:
            cluster += _TAILS[code]
    # গু, শু, ্তু and their like bring their vowel along.
    if cluster[-1] in "ুৃ":
        vowels.append(cluster[-1])
        cluster = cluster[:-1]
    for code in found["after"]:
        if code == _REPH:
            reph = "র" + VIRAMA
        elif code == _CANDRABINDU:
            nasal = "ঁ"
        elif code in _TAILS:
            cluster += _tail(code, cluster)
        elif code in _POST_VOWELS and _POST_VOWELS[code] not in vowels:
            vowels.append(_POST_VOWELS[code])
    vowel, one_vowel = _joined_vowel(vowels)
    end = ""
    if found["after"].endswith(_EXPLICIT_VIRAMA):
        # Written out, not joined: the non-joiner keeps it so (উদ্‌যাপন).
        end = VIRAMA + (ZWNJ if found.string[found.end() :][:1].isalpha() else "")
    return reph + cluster + vowel + nasal + end, sound and one_vowel


def _conjunct(code, before):
    # The same glyph served for both; only তীক্ষ্ণ needs the other one.
    return "ক্ষ্ণ" if code == "²" and before.endswith("তী") else _LETTERS[code]


def _tail(code, cluster):
    if code == "¨" and cluster == "র":
        return ZWJ + _TAILS[code]
    if code == "è" and cluster[-1] in "ষহ":
        return VIRAMA + "ণ"
    return _TAILS[code]


def _joined_vowel(vowels):
    """Return the vowel that its written parts make, and whether they make one at all."""
    parts = "".join(vowels)
    whole = {"ে" + "া": "ো", "ে" + "ৗ": "ৌ"}.get(parts, parts)
    return whole, len(whole) <= 1 and whole != "ৗ"


def _vowel(found):
    text = "আ" if found["aa"] else _VOWEL_LETTERS[found["vowel"]]
    if found["ya"]:
        text += "্যা" if found["ya"].endswith("v") else "্য"
    return text + ("ঁ" if found["nasal"] else "")


def _stray(code):
    """What a code out of place stands for: its letter or sign, or itself."""
    for table in (_PRE_VOWELS, _POST_VOWELS, _TAILS, _HALVES):
        if code in table and code not in "“”‘’—–•…®©™§°":
            return table[code]
    return code


# --- Which words are Bijoy -------------------------------------------------------------------

CERTAIN, LIKELY, POSSIBLE, DOUBTFUL, LATIN = "certain", "likely", "possible", "doubtful", "latin"
_SURE = frozenset({CERTAIN, LIKELY})

_HIGH_CODES = sorted(
    code
    for code in {*_LETTERS, *_HALVES, *_TAILS, *_PRE_VOWELS, *_POST_VOWELS, _REPH}
    if not code.isascii()
)
_WORD_CODES = "A-Za-z_`~^&" + re.escape("".join(_HIGH_CODES))
# Lengths are bounded so that no text makes the search for an address slow.
_ADDRESS = (
    r"(?<!\S)`[A-Za-z0-9_()]{1,60}(?:[.:/-][A-Za-z0-9_()]{1,60}){1,8}`(?![A-Za-z0-9])"
    r"|(?:https?://|www\.)[^\s|]+"
    r"|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
    r"|[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){0,8}"
    r"\.(?:com|org|net|gov|edu|info|bd"
    r"|pdf|docx?|xlsx?|pptx?|jpe?g|png|zip|txt|csv|xml|json|html?|css|js|py)"
    r"(?![A-Za-z0-9])(?:/[^\s|]*)?"
)
_PIECE = re.compile(
    rf"(?P<address>{_ADDRESS})|(?P<word>[{_WORD_CODES}]+)|(?P<number>[0-9]+)|(?P<other>.)",
    re.DOTALL,
)
# Read in a Bijoy line wherever they stand.
_PUNCTUATION = {"|": "।", "Ò": "“", "Ó": "”", "Ô": "‘", "Õ": "’", "Ñ": "—"}
# A row of a table in text: its bars are no dandas.
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*")
_EDGES = "“”‘’—–…•"


# How much more (or less) often a letter occurs in Bijoy than in English words: natural logarithms,
# measured on office minutes and on English documentation, rounded. Capitals: inside a word, and as
# its first letter. The backtick and the underscore count less than they could: `code`, snake_case.
_INSIDE = """
a-2.4 b1.6 c0 d-1.6 e-0.9 f-0.4 g0.4 h-0.5 i0 j2.5 k0.4 l-2 m0.5 n-1.1 o-3 p-5 q2.6 r-2.5 s-2 t-3.7
u-1.5 v2.8 w2.3 x1.5 y0.3 z1.5 A0 B2 D0 G-1 I1 K3.5 L2 M1.7 N-1 P1.5 Q3 R2 S-2 U3 V2 W2.2 X-2 Y3 Z5
`4 ~5 ^5 &3 _2
"""
_FIRST = "K2.5 Z3 Q1 N-0.7 S-3 V-1 C-2 E-2 F-2 H-2 J-2"
_WEIGHTS = {entry[0]: float(entry[1:]) for entry in _INSIDE.split()}
_FIRST_CAPITAL = {entry[0]: float(entry[1:]) for entry in _FIRST.split()}
_CERTAIN_FROM, _LIKELY_FROM, _POSSIBLE_FROM, _DOUBTFUL_FROM = 8.5, 4, 1, -1

# Short or plain words of every paper that the letters alone would take for English.
_PLAIN_BIJOY = """
A_ev AZci AZtci aib aiv aiY Awdm Awdmmn Awdmvi AviI bM bs bw_ cb ci cov cvuP cybt Dc Dci dig Drme eB
ej eo eQi ermi ermivwaK ev eya eyaevi feb fq GB Ges Ggb Ggwb Gi Gici GK GKB GLb GLv Gme GZ gb gZ
hLb hv hyMcr hZ iB Ici iscyi Jla Kg Ki KiY Kj KLb KZ kZ Lei Lye me mfv mfvi mg mgq mn mwPe MZ nVvr ni
Ni nq bq Qq Rb RbK Rbve Ryb wewea weevn welq wK wnmve ZLb ZZ
"""
# English words whose letters read as Bijoy.
_ENGLISH_WORDS = """
awk baby bib big bike bit biz bobby bug buzz by bye café cafés cm² dev div dizzy dvd eve ever evict
exhibit five fix fixing fuzzy give given gives giving gov gplv ibm ipv inbox java jazz jeep jet jim job jobs
join kb kevin key keyed keying kim king kit kiwi km² knee knew knight lgplv lib live m² m³ max mb mib mix
mixing move movie mysql naïve new pypi qr quick quiz review reviewing vip we weak web webinar website
week weekly weigh weight wfp which who why wide widget wife wifi wig wiki win wine wing wink wip wire
wise wiz zip °c °f
any at back bajaj bay begin behave believe bigger bkash boq box boxing bright bucket bugs buggy but buy
check checkbox checking cm cv device digit divide egg eggs eight even event events exam exec exit fit
fits fixed fly ft gave get gets giving gm govt guy have having hex high him if img inject it joy jpg
juice junk just kb kg kick km kwh limit maximum maybe might mime min mit mixed mou moving mt mw my next nick
phd pick png receive regex reject url urls wait wake webex webm went west wet what when whichever whom
wind wins wish wk zlib
"""
# Bijoy so short that only Bengali around it shows what it is; no English has them.
_SHORT_BIJOY = frozenset(["Gi", "Rb", "wU", "bs", "Ges", "nq"])
_KNOWN = frozenset(_PLAIN_BIJOY.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())

# A marker no English word has inside it.
_MARKERS = frozenset("†‡ˆ‰©¨ªÖ«¯¤š›®˜™¡¥¦§Ÿ¬\u00adú‹ŒÍ¿„ƒ‚“”")
_ACCENTED = re.compile("[À-ÿ¢-¾]")
# No language goes on with an accented capital; Â and Ã after a letter are mostly another damage.
_CAPITAL_INSIDE = re.compile("[a-z][ÀÁÄ-Þ]")
_WRONG_START = "opqrstuvxyzOTY"
_WRONG_INSIDE = re.compile(
    # Doubled letters are one conjunct code; a visarga inside a word stands before খ or in an old
    # prefix; some vowels only begin a word.
    r"([acdfhjlmnopqrstu`~^_&])\1|(?<!^`y)(?<!^wb)(?<!^cyb)t(?!$)|(?!^)(?:[EFHJOT]|(?<!v)C|A(?!v))"
)


def _score(word):
    """The evidence that a word is Bijoy and not English: above 0 Bijoy is the likelier."""
    first, rest = word[0], word[1:]
    score = _FIRST_CAPITAL.get(first, 0) if first.isupper() else _WEIGHTS.get(first, 0)
    return score + sum(_WEIGHTS.get(code, 0) for code in rest.removesuffix("t"))


@lru_cache(maxsize=10_000)
def _verdict(word):
    """Judge one word by itself, from CERTAIN Bijoy to LATIN; see _settled for those between."""
    _, well_formed, used = _read(word)
    word = word.lstrip(_EDGES).rstrip("".join(set(_EDGES) - used))
    if not well_formed or not used:
        return LATIN
    # A final visarga is how Bijoy typists write a colon.
    stem = word.removesuffix("t") if word == "bst" or len(word) > 3 else word
    if word in _KNOWN or stem in _KNOWN:
        return LIKELY if len(stem) >= 3 else POSSIBLE
    if used & _MARKERS:
        # "†See": the dagger of a footnote.
        footnote = re.fullmatch("[†‡][A-Za-z]?[a-z]*", word) and _score(word[1:] or "a") < 1
        footnote = footnote and word[1:] not in ("g", "h", "m", "K")  # মে, যে, সে, কে
        return POSSIBLE if footnote else CERTAIN
    if _CAPITAL_INSIDE.search(word):
        return CERTAIN
    if len(word) == 1:
        return POSSIBLE if word in "IG" else LATIN
    if word[0] in _WRONG_START or _WRONG_INSIDE.search(word) or word.lower() in _ENGLISH:
        return LATIN
    if word.isascii() and (word.isupper() or word[0] == word[-1] == "`"):
        # Acronyms; and `code` as some people quote it.
        return LATIN
    score = _score(word)
    if score >= _CERTAIN_FROM:
        return CERTAIN
    if len(word) > 2 and not re.search("[aeiou]", word):
        score += 1.5
    score += 5 * len(_ACCENTED.findall(word))
    if score >= _LIKELY_FROM:
        return LIKELY
    if score >= _POSSIBLE_FROM:
        return POSSIBLE
    return DOUBTFUL if score >= (_DOUBTFUL_FROM if word.islower() else 0) else LATIN


# --- Lines of text ---------------------------------------------------------------------------

# UTF-8 read as Windows-1252, which is other damage than a missing font.
_MOJIBAKE = re.compile("à[¦§]|â€|Â[§©®°]")
_BENGALI = re.compile("[ঀ-৿]")


def looks_like_bijoy(text):
    """True if some line of ``text`` is, wholly or in part, Bengali typed in a Bijoy font.

    False for Unicode Bengali and for English; a line of plain letters counts only if most of its
    words are more likely Bijoy than English.
    """
    return any(_line_is_bijoy(line) for line in _restored(text).splitlines())


def from_bijoy(text, *, force=False):
    """Return ``text`` with its Bijoy words in Unicode (NFC) and everything else as it was.

    English words, acronyms, web and e-mail addresses, file names and Unicode Bengali stay; numbers
    and the danda change beside Bijoy words. A text that does not look like Bijoy comes back
    unchanged. ``force`` takes every word but the addresses to be Bijoy.
    """
    restored = _restored(text)
    if not force and not looks_like_bijoy(restored):
        return text
    return "".join(
        _converted_line(line, force=force) for line in restored.splitlines(keepends=True)
    )


def _restored(text):
    return str(text).translate(_C1_CONTROLS)


def _line_is_bijoy(line):
    if _MOJIBAKE.search(line):
        return False
    pieces = _pieces(line)
    verdicts = [piece.verdict for piece in pieces if piece.verdict]
    if CERTAIN in verdicts:
        return True
    english = sum(verdict in (DOUBTFUL, LATIN) for verdict in verdicts)
    if LIKELY in verdicts and 2 * english < len(verdicts):
        return True
    return bool(_BENGALI.search(line)) and any(
        piece.verdict == POSSIBLE and piece.text in _SHORT_BIJOY for piece in pieces
    )


class _Piece(NamedTuple):
    kind: str
    text: str
    verdict: str | None


def _pieces(line):
    """Cut a line into addresses, words with their verdicts, numbers and single other characters."""
    pieces = []
    for found in _PIECE.finditer(line):
        verdict = None
        if found.lastgroup == "word":
            verdict = _verdict_in_place(
                found[0],
                before=line[max(found.start() - 2, 0) : found.start()],
                after=line[found.end() : found.end() + 2],
            )
        pieces.append(_Piece(found.lastgroup, found[0], verdict))
    return pieces


def _verdict_in_place(word, *, before, after):
    """Judge a word by what touches it: 5g is ৫ম but 4G is not, (K) is (ক), a2i is a name."""
    after_number = before[-1:].isdigit()
    if after_number and word in ("g", "q", "Zg"):
        return POSSIBLE
    beside_number = after_number or after[:1].isdigit()
    if word.isascii() and word.islower() and len(word) < 4 and after[:1].isdigit() and word != "bs":
        # The letters of a model: fq5023.
        return LATIN
    if word == "GB" and re.search("[0-9] $", before):
        return LATIN
    if beside_number and word.isupper() and word.isascii():
        return LATIN
    label = word.strip(_EDGES)
    if len(label) == 1 and label in "KLMNOPQRSTUVWXYZ":
        is_quoted = label != word or before[-1:] in list("(ÒÔ")
        is_item = after[:1] in list(")Ó।|") or (after[:1] == "." and before[-1:] != ".")
        is_item = is_item and not re.match(r"[.]\S", after)
        if is_quoted or is_item or re.search(r"\S-$", before):
            return POSSIBLE
    if len(word) == 1 and before[-1:] in list("Õ’") and before[-2:-1].isalpha():
        return POSSIBLE
    if word == "t" and not before[-1:].strip() and not after[:1].strip(" -"):
        # The visarga as a colon of its own.
        return POSSIBLE
    if word == "i" and re.search("[A-Z]-$", before):
        # The ending of the genitive behind initials: TCB-র.
        return POSSIBLE
    if word == "B" and after.startswith("-"):
        return POSSIBLE
    if word == "G" and re.match("-[0-9]", after):
        return LATIN
    return _verdict(word)


def _converted_line(line, *, force):
    pieces = _pieces(line)
    if force:
        pieces = [piece._replace(verdict=piece.verdict and CERTAIN) for piece in pieces]
    else:
        pieces = _settled(pieces)
    verdicts = {piece.verdict for piece in pieces if piece.verdict}
    if verdicts == {LATIN}:
        return line
    stay = _numbers_of_latin(pieces)
    if _TABLE_ROW.fullmatch(line):
        stay |= {index for index, piece in enumerate(pieces) if piece.text == "|"}
    return "".join(
        piece.text if index in stay else _converted(piece) for index, piece in enumerate(pieces)
    )


def _settled(pieces):
    """Decide the words that could be either by their neighbours: no verdict between is left."""
    words = [index for index, piece in enumerate(pieces) if piece.verdict]
    verdicts = [pieces[index].verdict for index in words]
    is_english_line = _SURE.isdisjoint(verdicts) and (
        verdicts.count(LATIN) > verdicts.count(POSSIBLE)
    )
    settled = list(pieces)
    for place, index in enumerate(words):
        around = {*verdicts[max(place - 1, 0) : place], *verdicts[place + 1 : place + 2]}
        between_english = around == {LATIN} and 0 < place < len(words) - 1
        if verdicts[place] == DOUBTFUL:
            is_bijoy = around and around <= _SURE
        elif verdicts[place] == POSSIBLE:
            is_plain = pieces[index].text in _KNOWN or pieces[index].text == "I"
            is_bijoy = not is_english_line and (is_plain or not between_english)
        else:
            is_bijoy = verdicts[place] in _SURE
        settled[index] = pieces[index]._replace(verdict=CERTAIN if is_bijoy else LATIN)
    return settled


def _converted(piece):
    if piece.verdict == CERTAIN:
        return _read(piece.text)[0]
    if piece.kind == "number":
        return to_bengali(piece.text)
    if piece.kind == "other":
        return _PUNCTUATION.get(piece.text, piece.text)
    return piece.text


# --- Numbers of a Latin run ------------------------------------------------------------------

_IP_ADDRESS = re.compile(r"\(?[1-9][0-9]{0,2}(\.[0-9]{1,3}){3}(:[0-9]+)?[).,]?")
_DATE = re.compile(
    r"\(?([0-9]{1,2}([./-])[0-9]{1,2}\2[0-9]{4}|[0-9]{2}([./-])[0-9]{2}\3[0-9]{2})[).,]?"
)
# The ending of a case behind a number: Word 2019-এ.
_WITH_ENDING = re.compile("[0-9.]+-(?:Gi?|K|i|†Z)")
# What follows a number that counts, in a Bengali sentence: a money sign, a hundredth, a counter, a
# piece of the calendar.
_MONEY_OR_SHARE = re.compile("/-|[/=]=|%")
_COUNTED = re.compile(
    "(?:টি|টির|টিতে|টা|টার|জন|জনের|জনকে|খানা|খানি|মে|আগস্ট|আগষ্ট|বার)(?![ঀ-৿])|দিন|মাস|বছর|বৎসর|সাল|সনে|অর্থ|টাকা|লক্ষ|"
    "লাখ|কোটি|হাজার|শত|ঘণ্টা|ঘন্টা|মিনিট|কেজি|কি[.]|মিটার|ফুট|একর|হেক্টর|মেট্রিক|মে[.]|ভাগ|নং|নম্বর|তারিখ|খ্রি|জানু|ফেব্রু|"
    "মার্চ|এপ্রি|জুন|জুলা|সেপ্টে|অক্টো|নভে|ডিসে"
)


def _numbers_of_latin(pieces):
    """Which pieces (places) are numbers that go with Latin letters and keep their digits.

    Those written together with them, as in A4, Covid-19 and DC/CTG/2023/145, and those behind them,
    as in ProBook 450 and ISO 9001:2015; but not what a Bengali word counts, and no date.
    """
    stay, before = set(), None
    for start, end in _written_together(pieces):
        part = pieces[start:end]
        numbers = {start + nth for nth, piece in enumerate(part) if piece.kind == "number"}
        is_latin = any(piece.verdict == LATIN or piece.kind == "address" for piece in part)
        is_bijoy = any(piece.verdict == CERTAIN for piece in part)
        text = "".join(piece.text for piece in part) if numbers else ""
        if numbers and _IP_ADDRESS.fullmatch(text):
            stay |= numbers
        elif is_latin and is_bijoy:
            stay |= {index for index in numbers if _touches_latin(pieces, index)}
        elif is_latin or (
            numbers
            and (not is_bijoy or _WITH_ENDING.fullmatch(text))
            and before == start - 1
            and not _DATE.fullmatch(text)
            and not _MONEY_OR_SHARE.search(text)
            and not _counts(pieces, end)
        ):
            stay |= numbers
        before = end if is_latin and not is_bijoy and pieces[end : end + 1] else None
        before = before if before is not None and pieces[before].text == " " else None
    return stay


def _written_together(pieces):
    """(start, end) of each stretch without a space; a sign that sets apart ends one too, but for one
    between two digits (9001:2015, 2,50,000)."""
    start = 0
    for index, piece in enumerate(pieces):
        if piece.kind != "other":
            continue
        if piece.text in ":,":
            around = pieces[max(index - 1, 0) : index] + pieces[index + 1 : index + 2]
            apart = [each.kind for each in around] != ["number", "number"]
        else:
            apart = piece.text.isspace() or piece.text in ";|।"
        if apart:
            if start < index:
                yield start, index
            start = index + 1
    if start < len(pieces):
        yield start, len(pieces)


def _counts(pieces, end):
    """Whether the word behind a number that ends there is a Bengali one that is counted."""
    if [piece.text for piece in pieces[end : end + 1]] != [" "]:
        return False
    # As many pieces as the longest of them can take.
    following = "".join(_converted(piece) for piece in pieces[end + 1 : end + 8])
    return bool(_COUNTED.match(following))


def _touches_latin(pieces, index):
    before = pieces[max(index - 2, 0) : index]
    if before and before[-1].text == "-":
        before = before[:-1]
    beside = before[-1:] + pieces[index + 1 : index + 2]
    return any(piece.verdict == LATIN or piece.kind == "address" for piece in beside)
