"""A list as its page shows it: whom each line means today, and the lines in order of rank."""

from typing import NamedTuple

from distribution.book import Book
from distribution.lines import is_office_copy
from distribution.meaning import Meaning
from distribution.models import Way
from offices.models import Office

# From the highest office down; a line office stands beside the one it is under.
_LEVELS = [
    Office.Kind.NATIONAL,
    Office.Kind.DIVISION,
    Office.Kind.DISTRICT,
    Office.Kind.UPAZILA,
    Office.Kind.UNION,
]


class Shown(NamedTuple):
    """A line, and whom it means: [(Recipient, Address)]."""

    line: str
    meant: list

    @property
    def kind(self):
        """In a word that the page has a sentence for."""
        recipient, _ = self.meant[0]
        if is_office_copy(self.line):
            return "office_copy"
        if len(self.meant) > 1:
            return "class" if recipient.post else "counted"
        if recipient.post:
            return "post"
        return "outside" if recipient.addressee else "unknown"

    @property
    def unproved(self):
        """How many of them are written to at an address that nothing has proved."""
        return sum(a.way == Way.MAIL and not a.is_proved for _, a in self.meant)


def shown(lines, office):
    """[Shown] of printed lines, as the office means them today."""
    meant = Meaning(office).of_lines(lines)
    posts = [each.post for recipients in meant for each in recipients if each.post]
    book = Book(office, posts)
    return [
        Shown(line, [(each, book.address_of(each.post, each.addressee)) for each in recipients])
        for line, recipients in zip(lines, meant, strict=True)
    ]


def by_rank(lines, office):
    """The lines with those that name posts in the order of these: office by office, then by seniority.

    Whoever has no post in the portal keeps the place; the office copy stays last.
    """
    last = [line for line in lines if is_office_copy(line)]
    lines = [line for line in lines if not is_office_copy(line)]
    meant = Meaning(office).of_lines(lines)
    ranked = [
        (min(_rank(each.post) for each in recipients), line)
        for line, recipients in zip(lines, meant, strict=True)
        if all(each.post for each in recipients)
    ]
    in_order = iter([line for _, line in sorted(ranked, key=lambda pair: pair[0])])
    known = {line for _, line in ranked}
    return [next(in_order) if line in known else line for line in lines] + last


def _rank(post):
    office = post.office
    kind = office.kind
    if kind == Office.Kind.LINE:
        kind = office.parent.kind if office.parent_id else Office.Kind.NATIONAL
    level = _LEVELS.index(kind) if kind in _LEVELS else len(_LEVELS)
    return level, office.kind == Office.Kind.LINE, post.seniority, office.geo_code, post.pk
