"""The rows of a board: an office's own committees and owners, and the offices right below it; and the
shares behind each of its figures."""

from typing import NamedTuple

from django.db.models import Q

from committees.models import Committee
from followup import tallies
from followup.figures import Figures, behind, count
from followup.models import Assignment, below_acted_for
from offices.models import Office, Post, Posting, today
from offices.rules import offices_acted_for

WITHOUT_POST = {
    tallies.OUTSIDE: "পোর্টালের বাইরের কেউ",
    tallies.SETTLE: "কার কাজ, নির্ধারণ বাকি",
}
# The tables, in their order: key → (title, head of the first column).
TABLES = {
    "below": ("অধীন কার্যালয় অনুযায়ী", "কার্যালয়"),
    "committee": ("কমিটি অনুযায়ী", "কমিটি"),
    "office": ("যে কার্যালয়ের কাজ, সে অনুযায়ী", "কার্যালয়"),
    "owner": ("যে পদের কাজ, সে অনুযায়ী", "পদ"),
    "giver": ("আমাদের করণীয়: যে কার্যালয় দিয়েছে, সে অনুযায়ী", "কার্যালয়"),
}


class Row(NamedTuple):
    """One line of a board: of an office right below it leads to its board, else to what was counted."""

    key: str
    name: str
    figures: Figures


class Table(NamedTuple):
    key: str
    title: str
    head: str
    rows: list
    total: Figures


def offices_seen(user):
    """The offices whose boards this person may see: those acted for, and all below them."""
    acted_for = offices_acted_for(user)
    return Office.objects.filter(Q(pk__in=acted_for) | Q(pk__in=below_acted_for(user)))


class Board:
    """What became of what an office decided, and of what it has to do, as one reader may see it.

    Who acts for the office sees all of it; who acts for an office above, what it shows upward.
    """

    def __init__(self, office, *, is_own, day=None):
        self.office, self.is_own, self.day = office, is_own, day or today()
        self.children = list(office.children.order_by("geo_code", "name", "pk"))
        standing = tallies.standing(office, self.children, self.day)
        self._own, self._below, self.counted_at, self.is_whole = standing

    @property
    def figures(self):
        """Of what the office itself decided."""
        return self._seen(self._own)

    @property
    def owed(self):
        """Of what the office itself has to do; for its own people alone."""
        return Figures(self._own["owed"]) if self.is_own else Figures()

    def tables(self):
        """The tables that hold anything, in their order."""
        for key, (title, head) in TABLES.items():
            if rows := self._rows_of(key):
                rows.sort(key=lambda row: (-row.figures["late"], row.name, row.key))
                yield Table(key, title, head, rows, sum((row.figures for row in rows), Figures()))

    def _rows_of(self, table):
        return {
            "below": self._of_those_below,
            "committee": self._by_committee,
            "office": self._by_office,
            "owner": self._by_owner,
            "giver": self._by_giver,
        }[table]()

    def _seen(self, told):
        return Figures(told["all" if self.is_own else "shown"])

    def _rows(self, told):
        """{key: Figures} of what this reader may see, without what holds nothing."""
        return {key: seen for key, row in told.items() if (seen := self._seen(row))}

    def _of_those_below(self):
        told = {child.pk: self._below.get(child.pk, Figures()) for child in self.children}
        return [Row(str(child.pk), child.name, told[child.pk]) for child in self.children]

    def _by_committee(self):
        told = self._rows(self._own["committees"])
        names = dict(Committee.objects.filter(pk__in=told).values_list("pk", "name"))
        return [Row(pk, names[int(pk)], figures) for pk, figures in told.items()]

    def _by_office(self):
        """The burden stands here: it is told of offices, not of posts."""
        sums = {}
        for key, figures in self._rows(self._own["owners"]).items():
            place = str(self._own["owners"][key]["office"] or key)
            sums[place] = sums.get(place, Figures()) + figures
        for place, figures in self._rows(self._own["burdens"]).items():
            if place:
                sums[place] = sums.get(place, Figures()) + figures
        names = _office_names(sums)
        return [Row(key, names[key], figures) for key, figures in sums.items() if _charges(figures)]

    def _by_owner(self):
        told = self._rows(self._own["owners"])
        posts = Post.objects.filter(pk__in=[key for key in told if key.isdecimal()])
        names = {str(post.pk): str(post) for post in posts.select_related("office")}
        return [
            Row(key, names.get(key) or WITHOUT_POST[key], figures)
            for key, figures in told.items()
            if _charges(figures)
        ]

    def _by_giver(self):
        if not self.is_own:
            return []
        told = {key: Figures(figures) for key, figures in self._own["givers"].items()}
        names = _office_names(told)
        return [Row(key, names[key], figures) for key, figures in told.items()]

    def row(self, table, key):
        """One Row of a table. Raises KeyError where the table has none of this key."""
        return {row.key: row for row in self._rows_of(table)}[key]

    def shares(self, *, table="", key="", figure="all"):
        """The shares behind a figure of a row of a table; without a table, of all the office decided; of
        "giver" without a key, of all it has to do. Raises KeyError for what there is not."""
        if table == "giver":
            if not self.is_own:
                raise KeyError(table)
            found = tallies.owed_by([self.office])
            found = found.filter(matter__office=key) if key else found
        else:
            found = tallies.given_by([self.office])
        if not self.is_own:
            found = found.filter(matter__shown_above=True)
        if table == "committee":
            found = found.filter(matter__committee=key)
        elif key in WITHOUT_POST:
            outside = ~Q(outsider="")
            found = found.filter(outside if key == tallies.OUTSIDE else ~outside, post=None)
        elif table == "office":
            found = found.filter(office=key)
        elif table == "owner":
            found = found.filter(post=key)
        return found.filter(behind(figure, self.day))


def _charges(figures):
    """Whether somebody has to answer for any of it."""
    return bool(figures.n or figures["burden_items"])


def _office_names(keys):
    offices = Office.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
    return WITHOUT_POST | {str(pk): name for pk, name in offices.values_list("pk", "name")}


def of_own_posts(user, day=None):
    """The figures of the shares of the posts this person holds, for a reader who acts for no office."""
    held = Posting.objects.current().filter(user=user).values("post")
    shares = Assignment.objects.filter(post__in=held, matter__state__in=tallies.FOLLOWED)
    return sum(count(shares, ("office",), day or today()).values(), Figures())
