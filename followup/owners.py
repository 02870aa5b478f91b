"""Whom the printed lines of a decision mean, as the portal proposes it and as a clerk settled it.

What is printed stays as it is: a line that hides several posts is told apart here alone.
"""

import re
import unicodedata
from functools import cached_property
from typing import NamedTuple

from bangla.text import fold, words
from committees.models import Committee, Membership
from distribution.meaning import Meaning
from distribution.models import Addressee
from followup.models import Assignment, RollUp
from meetings.charging import is_done, lines_of, unmarked
from offices.implementers import ALL, CLASSES, Implementers, key_of
from offices.models import Office, Post, today

LEAD, SUPPORT = Assignment.Part.LEAD, Assignment.Part.SUPPORT
Role = Membership.Role


class Owner(NamedTuple):
    """One who is to carry a decision out, or is proposed to; without a post and outsider: somebody."""

    # The printed line, and its place among the lines of the decision.
    printed: str
    position: int
    post: Post | None = None
    # Somebody outside the portal: as they are called, and where the address book has them.
    outsider: str = ""
    addressee: Addressee | None = None
    part: str = LEAD
    # The words of the line that mean this one: a line may hide several.
    words: str = ""
    # Whether that is sure enough to be chased; else a person says whose it is.
    is_certain: bool = True

    @property
    def is_found(self):
        return bool(self.post or self.outsider)


def _nfc(pattern):
    return re.compile(unicodedata.normalize("NFC", pattern))


# “১। ক ২। খ” in one line.
_NEXT_NUMBER = _nfc(r"(?<=[।;,)\s])\s*(?=[(\[]?[০-৯0-9]{1,2}[)\]।.]\s)")
# “(সার্বিক), (রাজস্ব)”: the second bracket goes with the title of the first.
_BRACKETS = _nfc(r"(?P<title>[^(),/]+?)\s*\((?P<first>[^()]+)\)\s*[,/]\s*\((?P<second>[^()]+)\)")
# “(সার্বিক ও রাজস্ব)”.
_IN_BRACKETS = _nfc(
    r"(?P<title>[^(),/]+?)\s*\((?P<first>[^()]+?)\s*(?:/|,| ও )\s*(?P<second>[^()]+)\)"
)
_EITHER = _nfc(r"\s*/\s*|\s+(?:অথবা|কিংবা|বা)\s+")
_JOINED = _nfc(r"\s*[/;]\s*|\s+(?:ও|এবং|আর|অথবা|কিংবা|বা)\s+")
# What of a list of words is a post: all else behind a comma is a department, or a place.
_TITLE = _nfc(
    "অফিসার|কর্মকর্তা|প্রশাসক|কমিশনার|প্রকৌশলী|পরিচালক|শিক্ষক|চেয়ারম্যান|ম্যাজিস্ট্রেট|সচিব|প্রধান|প্রোগ্রামার|সুপার"
    "|সার্জন|ব্যবস্থাপক|ম্যানেজার|প্রতিনিধি|কমিটি|টিম|সকল|উদ্যোক্তা|সদস্য|মেয়র|অধ্যক্ষ|ইনচার্জ|পরিদর্শক|সহকারী"
    "|তত্ত্বাবধায়ক|সভাপতি|আহবায়ক|আহ্বায়ক|বৃন্দ|গণ$"
)
_ANY = _nfc(r"যে ?কোনো|যেকোন|অথবা|কিংবা")
_CONCERNED = _nfc(r"^(?:সংশ্লিষ্ট|স্ব স্ব|নিজ নিজ) ")
_REPRESENTATIVE = _nfc(r"^(?:প্রতিনিধি|মেসার্স)|প্রতিনিধি$|লিমিটেড|লিঃ|কোম্পানি")
# “জেলা/উপজেলা পর্যায়ের সকল কর্মকর্তা”.
_OFFICERS = _nfc(
    r"^(?P<levels>(?:জেলা|উপজেলা|ইউনিয়ন|মাঠ|বিভাগীয়)(?: ?(?:/|ও|,|এবং) ?(?:জেলা|উপজেলা|ইউনিয়ন|মাঠ|বিভাগীয়))*) ?"
    r"পর্যায়ের সকল (?:সরকারি )?(?:কর্মকর্তা|দপ্তর|অফিস|কার্যালয়)"
)
_LEVELS = {fold("জেলা"): Office.Kind.DISTRICT, fold("উপজেলা"): Office.Kind.UPAZILA}
_HEADS = {Post.Kind.DEPARTMENT_HEAD, Post.Kind.UNO}
_BODY = {*words("কমিটি টিম দল পরিষদ সভা কমিটির টিমের সদস্যবৃন্দ সদস্যগণ সকল সদস্য")}
_ENDS_AS_BODY = _nfc(r"(?:কমিটি|টিম|কমিটির সদস্য(?:বৃন্দ|গণ)?|সকল সদস্য)(?:,[^,]+)?$")
# Who is asked in the text: “সদস্য সচিব জনাব …কে”, “ফোকাল পয়েন্ট এর প্রতি”.
_ASKED = _nfc(
    r"(?P<role>সদস্য[ -]?সচিব|ফোকাল পয়েন্ট|আহবায়ক|আহ্বায়ক|সভাপতি)(?: মহোদয়)?"
    r"(?:কে|[^।]{0,60}?(?:কে| প্রতি)) [^।]*?(?:অনুরোধ|আহ্বান|আহবান|নির্দেশ|দায়িত্ব)"
)
_ROLES = {
    fold("সদস্য সচিব"): Role.MEMBER_SECRETARY, fold("সদস্য-সচিব"): Role.MEMBER_SECRETARY,
    fold("সদস্যসচিব"): Role.MEMBER_SECRETARY, fold("ফোকাল পয়েন্ট"): Role.FOCAL_POINT,
    fold("আহবায়ক"): Role.CONVENER, fold("আহ্বায়ক"): Role.CONVENER, fold("সভাপতি"): Role.CHAIR,
}  # fmt: skip


def proposed_owners(decision, office):
    """[Owner] of the printed lines of a decision, as an office means them today. For many: `Owners`."""
    return Owners(office, committee=decision.item.meeting.committee).of(decision)


def owners_of(matter, decision):
    """[Owner]: as a clerk settled them, line by line, else as proposed. For many: `Owners`."""
    return Owners(matter.office, committee=matter.committee).settled(matter.owners, decision)


def proposed_roll_up(owners, decision):
    """The RollUp of a decision with these owners: with lead and support the lead; “যে কোনো” any."""
    if any(_ANY.search(fold(line)) for line in lines_of(decision)):
        return RollUp.ANY
    if any(owner.part == SUPPORT for owner in owners):
        return RollUp.LEAD
    return RollUp.ALL


def to_store(owners, *, before=None, settled=()):
    """What Matter.owners is to keep of these: a list of dicts, or None.

    Those of the lines that a person settled, now (`settled`, their places) or before (`before`, what was
    kept), and the proposals that are still open; what the words say by themselves is read anew each time.
    """
    said = {key_of(told["printed"]) for told in before or () if told["certain"]}
    kept = [
        {
            "printed": owner.printed, "position": owner.position, "words": owner.words,
            "post": owner.post and owner.post.pk, "outsider": owner.outsider,
            "addressee": owner.addressee and owner.addressee.pk, "part": str(owner.part),
            "certain": owner.is_certain,
        }
        for owner in owners
        if owner.position in settled or key_of(owner.printed) in said or not owner.is_certain
    ]  # fmt: skip
    return kept or None


class Owners:
    """Whom an office means by the lines of its decisions on a day; read once for many of them."""

    def __init__(self, office, *, committee=None, on=None):
        self._office, self._committee, self._on = office, committee, on or today()
        # What words have been read already: the lines of a paper often say the same.
        self._read = {}

    def of(self, decision, charges=None):
        """[Owner] as proposed, each post once; `charges` are what its issued paper froze of it."""
        frozen = {}
        for charge in charges or ():
            frozen.setdefault(charge.position, []).append(charge)
        found = []
        lines = lines_of(decision)
        for position, line in enumerate(lines):
            if key_of(unmarked(line)) and not is_done(line):
                found += self._of_line(line, position, decision, frozen.get(position, ()))
        if not lines:
            found = self._of_text(decision)
        return once_each(found)

    def settled(self, stored, decision, charges=None):
        """[Owner]: of each line what a person has settled (`stored`, Matter.owners), else as proposed."""
        kept = {}
        for told in stored or ():
            if told["certain"]:
                kept.setdefault(key_of(told["printed"]), []).append(told)
        lines = lines_of(decision) or [""]
        if not kept or not any(key_of(line) in kept for line in lines):
            return self.of(decision, charges)
        posts, addressees = self._known_of(stored)
        found = []
        proposed = self.of(decision, charges)
        for position, line in enumerate(lines):
            if key_of(line) not in kept:
                found += [owner for owner in proposed if owner.position == position]
                continue
            found += [
                Owner(
                    line, position, posts.get(told["post"]), told["outsider"],
                    addressees.get(told["addressee"]), told["part"], told["words"],
                )
                for told in kept[key_of(line)]
                if told["post"] in posts or told["outsider"]
            ]  # fmt: skip
        return once_each(found)

    def from_stored(self, stored):
        """[Owner] of all that Matter.owners keeps, proposals too."""
        posts, addressees = self._known_of(stored)
        return [
            Owner(
                told["printed"], told["position"], posts.get(told["post"]), told["outsider"],
                addressees.get(told["addressee"]), told["part"], told["words"], told["certain"],
            )
            for told in stored
        ]  # fmt: skip

    def learn(self, all_stored):
        """Fetch at once what many stored owners name."""
        told = [each for stored in all_stored for each in stored or ()]
        self._known = (
            Post.objects.select_related("office").in_bulk({t["post"] for t in told if t["post"]}),
            Addressee.objects.in_bulk({t["addressee"] for t in told if t["addressee"]}),
        )
        return self

    _known = None

    def _known_of(self, stored):
        if self._known is None:
            self.learn([stored])
        return self._known

    def of_line(self, line):
        """[Owner] of a line by itself, whatever decision it stands in."""
        return once_each(self._of_line(line, 0, None, ()))

    # --- One line -----------------------------------------------------------------------------

    def _of_line(self, line, position, decision, charges):
        posts = [charge.post for charge in charges if charge.post_id]
        if posts:
            return [Owner(line, position, post, words=line) for post in posts]
        plain = unmarked(line)
        for find in (self._plain, self._body, self._officers, self._several, self._vague):
            if found := find(plain, decision):
                return [
                    owner._replace(
                        printed=line,
                        position=position,
                        words=line if owner.words in ("", plain) else owner.words,
                    )
                    for owner in found
                ]
        return [Owner(line, position, words=line, is_certain=False)]

    def _plain(self, plain, decision=None):
        """What the words name for certain: posts, a class, somebody in the address book."""
        if found := self._named(plain):
            return found
        # “সহকারী কমিশনার (আইসিটি) লালমনিরহাট”: the own place without a comma.
        head, _, tail = plain.strip(" ।").rpartition(" ")
        return self._named(head) if head and fold(tail) in self._own_place else []

    def _named(self, plain):
        if plain not in self._read:
            self._read[plain] = self._reading(plain)
        return self._read[plain]

    def _reading(self, plain):
        if posts := self._implementers.posts_of(plain):
            return [Owner("", 0, post, words=plain) for post in posts]
        recipients = self._meaning.found(plain)
        if all(each.post for each in recipients):
            return [Owner("", 0, each.post, words=plain) for each in recipients]
        first = recipients[0].addressee
        called = _in_a_line(plain)
        return [Owner("", 0, outsider=called, addressee=first, words=plain)] if first else []

    def _body(self, plain, decision):
        """A committee: who is asked in the text, else its secretary, is the lead; its members support."""
        if not _ENDS_AS_BODY.search(key_of(plain)):
            return []
        body, is_certain = self._named_body(plain)
        members = self._members.get(body and body.pk, [])
        if not members:
            return []
        lead = self._asked_in(decision, members)
        return [
            Owner(
                "", 0, seat.post, part=LEAD if not lead or seat in lead else SUPPORT,
                words=plain, is_certain=is_certain,
            )
            for seat in sorted(members, key=lambda seat: seat not in lead)
        ]  # fmt: skip

    def _asked_in(self, decision, members):
        asked = [
            _ROLES[found["role"]]
            for found in _ASKED.finditer(fold(decision.text) if decision else "")
            if found["role"] in _ROLES
        ]
        for role in [*asked, Role.MEMBER_SECRETARY]:
            if named := [seat for seat in members if role in (seat.role, seat.second_role)]:
                return named[:1]
        return []

    def _named_body(self, plain):
        """(the Committee a line names, whether that is certain)."""
        said = set(words(fold(plain))) - _folded(_BODY)
        if not said:
            return self._committee, bool(self._committee)
        own = self._committee
        named = [each for each in self._committees if said <= _words_of_body(each)]
        if own and own in named:
            return own, True
        exact = [each for each in named if _words_of_body(each) == said]
        if len(exact or named) == 1:
            return (exact or named)[0], bool(exact)
        return None, False

    def _several(self, plain, decision=None):
        """The posts that one cell hides behind “ও”, “/”, a comma; a place at the end goes with all."""
        numbered = [unmarked(each) for each in _NEXT_NUMBER.split(plain) if each.strip()]
        if len(numbered) > 1:
            return self._parts(numbered, "", is_certain=True)
        spread = _spread(plain)
        parts, place = _parted(spread)
        if len(parts) < 2:
            return []
        # One or the other: which of them, a person says.
        return self._parts(parts, place, is_certain=not _EITHER.search(spread))

    def _parts(self, parts, place, *, is_certain):
        """The owners of the parts; [] where none of them names anybody."""
        each = [(part, self._found(part, place) or self._vague(part)) for part in parts]
        if not any(found for _, found in each):
            return []
        return [
            owner._replace(words=part, is_certain=owner.is_certain and is_certain)
            for part, found in each
            for owner in (found or [Owner("", 0, is_certain=False)])
        ]

    def _found(self, part, place=""):
        """Whom a part names, with the place behind it or without."""
        for said in dict.fromkeys((f"{part}, {place}" if place else part, part)):
            if found := self._plain(said):
                return found
        return []

    # --- What a person has to settle, with what is likely -----------------------------------------

    def _vague(self, plain, decision=None):
        """What the words may mean: all are proposals."""
        key = key_of(plain)
        if _CONCERNED.match(key):
            rest = _CONCERNED.sub("", key)
            posts = self._implementers.posts_of(f"{rest} ({ALL})")
            posts = posts or self._implementers.posts_of(rest)
            if posts:
                return _proposed(posts, plain)
            if rest in map(key_of, CLASSES):
                return [Owner("", 0, outsider=_in_a_line(plain), words=plain, is_certain=False)]
        if _REPRESENTATIVE.search(key):
            return [Owner("", 0, outsider=_in_a_line(plain), words=plain, is_certain=False)]
        head = plain.partition(",")[0]
        if ALL not in key:
            return _proposed(self._implementers.posts_of(f"{head} ({ALL})"), plain)
        return []

    def _of_text(self, decision):
        """Of a decision without any line: one to settle, with the classes that its text names as such."""
        said = fold(decision.text)
        for class_words in CLASSES:
            if re.search(fold(class_words) + fold("গণ"), said):
                posts = self._implementers.posts_of(f"{class_words} (সকল)")
                if posts:
                    return _proposed(posts, "")
        return [Owner("", 0, is_certain=False)]

    def _officers(self, plain, decision=None):
        """“জেলা/উপজেলা পর্যায়ের সকল কর্মকর্তা”: the heads of the offices right under those of these levels."""
        found = _OFFICERS.search(key_of(plain))
        levels = {_LEVELS.get(word) for word in words(found["levels"])} if found else ()
        posts = []
        for post in self._below if found else ():
            if post.kind == Post.Kind.UNO:
                is_meant = Office.Kind.UPAZILA in levels
            else:
                is_meant = post.office.parent is not None and post.office.parent.kind in levels
            if is_meant:
                posts.append(post)
        return _proposed(posts, plain)

    @cached_property
    def _implementers(self):
        return Implementers(self._office)

    @cached_property
    def _own_place(self):
        """The words of where the office is."""
        where = f"{self._office.letter_place} {self._office.name.rpartition(',')[2]}"
        return {fold(word) for word in words(where)}

    @cached_property
    def _meaning(self):
        return Meaning(self._office, self._on, implementers=self._implementers)

    @cached_property
    def _below(self):
        offices = Office.objects.below(self._office).values("pk")
        posts = Post.objects.filter(office__in=offices, kind__in=_HEADS)
        return list(posts.select_related("office__parent").order_by("office__name", "pk"))

    @cached_property
    def _committees(self):
        found = list(Committee.objects.filter(office=self._office, closed_on=None))
        if self._committee and self._committee not in found:
            found.append(self._committee)
        return found

    @cached_property
    def _members(self):
        seats = Membership.objects.current(self._on).filter(committee__in=self._committees)
        found = {}
        for seat in seats.select_related("post__office").order_by("order", "pk"):
            found.setdefault(seat.committee_id, []).append(seat)
        return found


def once_each(owners):
    """The owners, each post once: where two lines name it, as lead and by the first of them."""
    found = {}
    for owner in owners:
        key = owner.post.pk if owner.post else (owner.position, owner.words, owner.outsider)
        before = found.get(key)
        if before is None:
            found[key] = owner
        elif before.part == SUPPORT and owner.part == LEAD:
            found[key] = before._replace(part=LEAD)
    return list(found.values())


def _proposed(posts, plain):
    return [Owner("", 0, post, words=plain, is_certain=False) for post in posts]


def _spread(plain):
    """“ADC (সার্বিক), (রাজস্ব)” with the title said with each bracket."""
    before = None
    while before != plain:
        before = plain
        for brackets in (_BRACKETS, _IN_BRACKETS):
            plain = brackets.sub(r"\g<title> (\g<first>), \g<title> (\g<second>)", plain)
    return plain


def _parted(text):
    """(the posts a line names one after the other, the place at its end)."""
    parts, place = [], ""
    for segment in _JOINED.split(text):
        pieces = [piece for piece in (each.strip(" ।") for each in segment.split(",")) if piece]
        for number, piece in enumerate(pieces):
            if number == 0 or _TITLE.search(fold(piece)):
                parts.append(piece)
                place = ""
            else:
                # Of this post, and, where nothing follows, of all of them.
                place = piece
                parts[-1] = f"{parts[-1]}, {piece}"
    if place and len(parts) > 1:
        parts[-1] = parts[-1].removesuffix(f", {place}")
    return parts, place


def _in_a_line(text):
    return " ".join(text.split())


def _folded(said):
    return {fold(word) for word in said}


def _words_of_body(committee):
    return set(words(fold(committee.name))) - _folded(_BODY)
