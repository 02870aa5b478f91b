"""Which posts a printed implementer stands for."""

import re

from django.db.models import Q

from bangla.text import fold
from committees.models import Office, Post

# Words by which a printed line names all posts of a kind.
CLASSES = {
    "উপজেলা নির্বাহী অফিসার": Post.Kind.UNO,
    "উপজেলা নির্বাহী কর্মকর্তা": Post.Kind.UNO,
    "ইউপি চেয়ারম্যান": Post.Kind.UP_CHAIRMAN,
    "দপ্তর প্রধান": Post.Kind.DEPARTMENT_HEAD,
    "অফিস প্রধান": Post.Kind.DEPARTMENT_HEAD,
    "জেলা প্রশাসক": Post.Kind.DC,
    "অতিরিক্ত জেলা প্রশাসক": Post.Kind.ADC,
    "বিভাগীয় কমিশনার": Post.Kind.COMMISSIONER,
}
_CLASSES = {fold(words): kind for words, kind in CLASSES.items()}
ALL = fold("সকল")

# “উপজেলা নির্বাহী অফিসার (সকল), শালবন”, “সকল অফিস প্রধান”: all of one kind, and nothing beside a place.
_ALL_OF_A_KIND = re.compile(
    f"(?:{fold('সংশ্লিষ্ট')} )?"
    f"(?P<before>{ALL} )?"
    f"(?P<words>{'|'.join(map(re.escape, _CLASSES))})(?:{fold('গণ')}|{fold('বৃন্দ')})?"
    rf"(?:(?P<after> {ALL}| \({ALL}\))|)"
    r"(?P<place>(?:,|(?<=\)))[^,/()]+)?"
)
# What joins another implementer to the line.
_AND = {fold("ও"), fold("এবং"), fold("আর")}


class Implementers:
    """The posts an office can name, read once for many printed lines."""

    def __init__(self, office):
        reach = Office.objects.filter(
            Q(pk=office.pk) | Q(pk__in=Office.objects.below(office).values("pk"))
        )
        self._by_title = {}
        for post in Post.objects.filter(office__in=reach).select_related("office"):
            for title in {key_of(post.title), key_of(f"{post.title}, {post.office.name}")}:
                self._by_title.setdefault(title, []).append(post)

    def meant_by(self, printed):
        """(posts, kind): the one post a line names, or the kind of which it names all.

        A line that names neither for certain gives ([], ""): it is printed as written and a
        person says later whom it means.
        """
        key = key_of(printed)
        posts = self._by_title.get(key, [])
        if posts:
            return (posts, "") if len(posts) == 1 else ([], "")
        return [], self._kind(key)

    def _kind(self, key):
        line = _ALL_OF_A_KIND.fullmatch(key)
        if not line or not (line["before"] or line["after"]):
            return ""
        place = (line["place"] or "").strip(" ,")
        named = {*place.split(), place}
        if named & (_AND | {ALL} | self._by_title.keys() | _CLASSES.keys()):
            return ""
        return _CLASSES[line["words"]]


def key_of(text):
    """The spelling in which printed lines and titles are compared."""
    key = re.sub(r" ?\( ?", " (", fold(text))
    key = re.sub(r" ?([),])", r"\1", key)
    return key.rstrip(" ।.,").strip()
