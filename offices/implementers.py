"""Which posts a printed implementer stands for, and the lines an office can choose from."""

import re
from collections import Counter
from functools import lru_cache

from django.db.models import Q

from bangla.text import fold
from offices.heads import HEADS
from offices.models import Office, Post

# Words by which a printed line names all posts of a kind. All posts of one title need no kind:
# “সহকারী প্রোগ্রামার (সকল)” names every post that is called so.
CLASSES = {
    "উপজেলা নির্বাহী অফিসার": Post.Kind.UNO,
    "উপজেলা নির্বাহী কর্মকর্তা": Post.Kind.UNO,
    "ইউপি চেয়ারম্যান": Post.Kind.UP_CHAIRMAN,
    "ইউনিয়ন পরিষদ চেয়ারম্যান": Post.Kind.UP_CHAIRMAN,
    "ইউনিয়ন পরিষদের চেয়ারম্যান": Post.Kind.UP_CHAIRMAN,
    "দপ্তর প্রধান": Post.Kind.DEPARTMENT_HEAD,
    "অফিস প্রধান": Post.Kind.DEPARTMENT_HEAD,
    "বিভাগীয় প্রধান": Post.Kind.DEPARTMENT_HEAD,
    "জেলা প্রশাসক": Post.Kind.DC,
    "অতিরিক্ত জেলা প্রশাসক": Post.Kind.ADC,
    "সহকারী কমিশনার (আইসিটি)": Post.Kind.AC_ICT,
    "বিভাগীয় কমিশনার": Post.Kind.COMMISSIONER,
}
_CLASSES = {fold(words): kind for words, kind in CLASSES.items()}
ALL = fold("সকল")

# The wordings offered for choice, as offices print them.
OFFERED = {
    "সংশ্লিষ্ট দপ্তর প্রধান (সকল)": Post.Kind.DEPARTMENT_HEAD,
    "সকল অফিস প্রধান": Post.Kind.DEPARTMENT_HEAD,
    "উপজেলা নির্বাহী অফিসার (সকল)": Post.Kind.UNO,
    "ইউপি চেয়ারম্যান (সকল)": Post.Kind.UP_CHAIRMAN,
    "অতিরিক্ত জেলা প্রশাসক (সকল)": Post.Kind.ADC,
    "জেলা প্রশাসক (সকল)": Post.Kind.DC,
    "সহকারী কমিশনার (আইসিটি) (সকল)": Post.Kind.AC_ICT,
    "বিভাগীয় কমিশনার (সকল)": Post.Kind.COMMISSIONER,
}
# Offered even where their posts have not been entered: every office has them around it.
EVERYWHERE = {Post.Kind.DEPARTMENT_HEAD, Post.Kind.UP_CHAIRMAN}

# Where a post stands, seen from the office that names it; the nearest is offered first.
OWN, ABOVE, BELOW = range(3)


def _all_of(words):
    """A line that names all of what `words` matches, and nothing beside a place.

    “উপজেলা নির্বাহী অফিসার (সকল), শালবন”, “সকল অফিস প্রধান”.
    """
    return re.compile(
        f"(?:{fold('সংশ্লিষ্ট')} )?"
        f"(?P<before>{ALL} )?"
        f"(?P<words>{words})(?:{fold('গণ')}|{fold('বৃন্দ')})?"
        rf"(?:(?P<after> {ALL}| \({ALL}\))|)"
        r"(?P<place>(?:,|(?<=\)))[^,/()]+)?"
    )


_ALL_OF_A_KIND = _all_of("|".join(map(re.escape, _CLASSES)))
_ALL_OF_A_TITLE = _all_of(".+?")
# What joins another implementer to the line.
_AND = {fold("ও"), fold("এবং"), fold("আর")}


class Implementers:
    """The posts an office can name, read once for many printed lines.

    Its own and those of the offices below it, and the head of the office above.
    """

    def __init__(self, office):
        reach = Office.objects.filter(
            Q(pk=office.pk) | Q(pk__in=Office.objects.below(office).values("pk"))
        )
        found = Post.objects.filter(
            Q(office__in=reach) | Q(office=office.parent_id, kind__in=HEADS.values())
        ).select_related("office")
        self._office = office
        self._posts = sorted(
            found,
            key=lambda post: (
                self._rank(post),
                post.office.geo_code,
                post.office.name,
                post.seniority,
                post.pk,
            ),
        )
        self._by_line, self._by_title, self._of_kind = {}, {}, Counter()
        for post in self._posts:
            for line in {key_of(line) for line in _lines_for(post)}:
                self._by_line.setdefault(line, []).append(post)
            if self._rank(post) != ABOVE:
                self._by_title.setdefault(key_of(post.title), []).append(post)
                self._of_kind[post.kind] += 1

    def meant_by(self, printed):
        """(posts, kind): the posts a line names, or the kind of which it names all.

        A line that names neither for certain gives ([], ""): it is printed as written and a
        person says later whom it means.
        """
        key = key_of(printed)
        posts = self._by_line.get(key, [])
        if posts:
            return (posts, "") if len(posts) == 1 else ([], "")
        if words := self._all_named(_ALL_OF_A_KIND, key):
            return [], _CLASSES[words]
        return self._by_title.get(self._all_named(_ALL_OF_A_TITLE, key), []), ""

    def posts_of(self, printed):
        """The posts a line stands for today, each once; [] for one that names nobody for certain."""
        posts, kind = self.meant_by(printed)
        if not kind:
            return posts
        return [p for p in self._posts if p.kind == kind and self._rank(p) != ABOVE]

    def stands_for(self, printed):
        """How many posts a line stands for today; None for one that names nobody for certain."""
        posts, kind = self.meant_by(printed)
        return self._of_kind[kind] if kind else len(posts) or None

    def choices(self):
        """The lines the office can choose: posts at hand, all of a kind or a title, posts below."""
        near, below = [], []
        for post in self._posts:
            lines = (line for line in _lines_for(post) if len(self._by_line[key_of(line)]) == 1)
            if line := next(lines, None):
                (below if self._rank(post) == BELOW else near).append(line)
        kinds = [
            line for line, kind in OFFERED.items() if kind in EVERYWHERE or self._of_kind[kind] > 1
        ]
        titles = [f"{posts[0].title} (সকল)" for posts in self._by_title.values() if len(posts) > 1]
        return list(dict.fromkeys([*near, *kinds, *titles, *below]))

    def _rank(self, post):
        return {self._office.pk: OWN, self._office.parent_id: ABOVE}.get(post.office_id, BELOW)

    def _all_named(self, pattern, key):
        """The words of which the line names all, or ""."""
        line = pattern.fullmatch(key)
        if not line or not (line["before"] or line["after"]):
            return ""
        place = (line["place"] or "").strip(" ,")
        named = {*place.split(), place}
        if named & (_AND | {ALL} | self._by_line.keys() | _CLASSES.keys()):
            return ""
        return line["words"]


def _lines_for(post):
    """The lines that name a post, the shortest first: its title, and the title with its place."""
    yield post.title
    place = post.office.letter_place.strip(" ,।")
    if place:
        for where in dict.fromkeys((place.split(",")[0], place)):
            yield f"{post.title}, {where}"
            yield f"{post.title} {where}"
    yield f"{post.title}, {post.office.name}"


@lru_cache(maxsize=20_000)
def key_of(text):
    """The spelling in which printed lines and titles are compared."""
    key = re.sub(r" ?\( ?", " (", fold(text))
    key = re.sub(r" ?([),])", r"\1", key)
    return key.rstrip(" ।.,").strip()
