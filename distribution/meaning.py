"""Whom a printed line of a list means today: a post, each post of a class, or someone outside."""

import re
from functools import cached_property
from typing import NamedTuple

from bangla.text import fold, normalise, words
from distribution.lines import (
    body_and_note,
    counted,
    in_one_line,
    is_office_copy,
    recipient_key,
)
from distribution.models import Addressee
from offices.holders import designation_of, holders_of
from offices.implementers import ALL, Implementers, key_of
from offices.models import Office, Post, today

# Words of a place that are no name: “লৌহজং উপজেলা, মুন্সিগঞ্জ জেলা”.
_OF_A_PLACE = set(words("জেলা জেলার উপজেলা উপজেলার বিভাগ বিভাগের পরিষদ কার্যালয়"))
_ALL = re.compile(rf"(?<![ঀ-৿]){ALL}(?![ঀ-৿])")
# “জনাব ক, জেলা প্রশাসক, শালবন”: the person first.
_PERSON = re.compile(r"^(?:জনাব|বেগম|মিজ|মিসেস|ডা\.|ড\.)\s?[^,]+,\s*")
_DEPARTMENT = re.compile(rf"[^,]+{normalise('অধিদপ্তর')}(?:,|$)")
_LEVELS = {
    Office.Kind.DISTRICT: {"জেলা", "জেলার"},
    Office.Kind.UPAZILA: {"উপজেলা", "উপজেলার"},
}


class Recipient(NamedTuple):
    """One recipient of one copy."""

    post: Post | None
    # Where the office's address book has them.
    addressee: Addressee | None
    # As a paper addressed to them alone prints them; it may hold line breaks.
    text: str
    # Who holds the post.
    holder: str = ""


def recipients_of(line, office):
    """[Recipient]: whom one printed line means to an office today. For many lines: `Meaning`."""
    return Meaning(office).of(line)


class Meaning:
    """What an office means by its lines on a day, by default today; read once for many lines."""

    def __init__(self, office, on=None, *, implementers=None):
        self._office = office
        self._on = on or today()
        self._implementers = implementers or Implementers(office)
        book = list(Addressee.objects.in_use().filter(office=office).select_related("post__office"))
        self._book = {each.key: each for each in book}
        self._of_post = {each.post_id: each for each in book if each.post_id}

    def of(self, line):
        """[Recipient] of a line, at least one; a line nobody knows is one without a post."""
        return self.of_lines([line])[0]

    def of_lines(self, lines):
        """[[Recipient]], those of each of these lines."""
        found = [self.found(line) for line in lines]
        posts = {each.post.pk for recipients in found for each in recipients if each.post}
        held = holders_of(posts, self._on) if posts else {}
        return [
            [
                each._replace(holder=held.get(each.post.pk, "")) if each.post else each
                for each in recipients
            ]
            for recipients in found
        ]

    def count(self, line):
        """How many copies a line asks for."""
        return len(self.found(line))

    def found(self, line):
        """What `of` tells, without who holds the posts."""
        printed = in_one_line(line)
        plain, count = counted(printed)
        if is_office_copy(line):
            return [Recipient(None, None, line)] * (count or 1)
        named = self._all_named(plain)
        if named is None and count:
            # “উপজেলা নির্বাহী অফিসার (৫ জন)” of an office with five.
            named = self._all_named(counted(printed, instead="(সকল)")[0])
        if named and count in (None, len(named)):
            return [self._one_of(line, post) for post in named]
        addressee = self._book.get(recipient_key(line)) or self._book.get(key_of(plain))
        post = addressee.post if addressee else self._single(plain)
        if post and not addressee:
            addressee = self._of_post.get(post.pk)
        return [Recipient(post, addressee, line)] * (count or 1)

    def _single(self, plain):
        """The one post that a line names, or None."""
        for spelling in (plain, _PERSON.sub("", plain)):
            posts, kind = self._implementers.meant_by(spelling)
            if len(posts) == 1 and not kind:
                return posts[0]
        return self._titled(_PERSON.sub("", plain))

    def _titled(self, plain):
        """The one post around the office of which a line says the title and, in any words, the place.

        “বিভাগীয় কমিশনার, রংপুর বিভাগ, রংপুর”; “…, মুন্সিগঞ্জ” of an office two levels up.
        """
        title, _, place = plain.partition(",")
        said = set(words(place)) - _OF_A_PLACE
        if not said:
            return None
        posts = [post for post in self._around.get(key_of(title), []) if _is_in(post.office, said)]
        return posts[0] if len(posts) == 1 else None

    @cached_property
    def _around(self):
        """{title as compared: posts} of the offices above, below and beside this one."""
        around = Office.objects.around(self._office)
        posts = Post.objects.filter(office__in=around).select_related("office__parent__parent")
        by_title = {}
        for post in posts.order_by("pk"):
            by_title.setdefault(key_of(post.title), []).append(post)
        return by_title

    def _one_of(self, line, post):
        """A post of a class that a line names, as the recipient of its own copy."""
        addressee = self._of_post.get(post.pk)
        body, note = body_and_note(line)
        end = "।" if body[-1].rstrip().endswith("।") else ""
        text = addressee.line if addressee else ", ".join(designation_of(post)) + end
        return Recipient(post, addressee, "\n".join([text, *note]))

    # --- Classes: “উপজেলা নির্বাহী অফিসার (সকল), শালবন” --------------------------------------------

    def _all_named(self, plain):
        """The posts of the class that a line names; None for one that names no class for certain."""
        head, place = _class_and_place(plain)
        if not head:
            return None
        _, kind = self._implementers.meant_by(head)
        if not kind:
            # “সহকারী প্রোগ্রামার (সকল), … অধিদপ্তর, শালবন”: the title says the department already.
            place = _DEPARTMENT.sub("", place)
        return self._within(self._implementers.posts_of(head), place) or None

    def _within(self, posts, place):
        """Those of the posts that are in a place; none where the place is not known here."""
        said = set(words(place))
        around, below = self._places
        for word in said - _OF_A_PLACE:
            named = [office for office, names in below if word in names]
            # “রংপুর জেলা” of an office in Rangpur that has the whole division below it.
            asked = [office for office in named if said & _LEVELS.get(office.kind, set())]
            if asked or word not in around:
                inside = self._and_below({office.pk for office in asked or named})
                posts = [post for post in posts if post.office_id in inside]
        return posts

    def _and_below(self, offices):
        """These offices and all under them, of those below this one."""
        _, below = self._places
        inside, grown = set(), offices
        while grown:
            inside |= grown
            grown = {office.pk for office, _ in below if office.parent_id in grown} - inside
        return inside

    @cached_property
    def _places(self):
        """(words in the names of this office and of those above it, [(one below it, its words)])."""
        around, each = set(), self._office
        while each:
            around, each = around | _words_of(each), each.parent
        below = Office.objects.below(self._office)
        return around, [(office, _words_of(office)) for office in below]


def _is_in(office, said):
    """Whether the words of a place tell this office from others: its own place is named, and no other."""
    own = _place_of(office)
    above = _place_of(office.parent) if office.parent else set()
    known, each = set(), office
    while each:
        known, each = known | _words_of(each), each.parent
    return said <= known and bool(said & (own - above or own))


def _place_of(office):
    """The words of the place of an office: of its letterhead, else those behind its name."""
    name, _, behind = office.name.partition(",")
    return set(words(office.letter_place) or words(behind) or words(name)) - _OF_A_PLACE


def _words_of(office):
    return {*words(office.name), *words(office.letter_office), *words(office.letter_place)}


def _class_and_place(plain):
    """(the words of a class, the place behind them), both "" where a line names no class.

    “সকল অফিস প্রধান, শালবন”, “উপজেলা নির্বাহী অফিসার (সকল), শালবন।”
    """
    found = _ALL.search(plain)
    if not found:
        return "", ""
    before, after = plain[: found.start()], plain[found.end() :]
    if key_of(before) in ("", fold("সংশ্লিষ্ট")):
        head, _, place = plain.partition(",")
        return head, place
    bracket = ")" if after.lstrip().startswith(")") else ""
    return f"{before}{found[0]}{bracket}", after.lstrip().removeprefix(")").lstrip(" ,")
