"""Which posts a printed implementer stands for."""

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
}
_CLASSES = {fold(words): kind for words, kind in CLASSES.items()}
ALL = fold("সকল")


class Implementers:
    """The posts an office can name, read once for many printed lines."""

    def __init__(self, office):
        reach = Office.objects.filter(
            Q(pk=office.pk) | Q(pk__in=Office.objects.below(office).values("pk"))
        )
        self._by_title = {}
        for post in Post.objects.filter(office__in=reach).select_related("office"):
            for title in {post.title, f"{post.title}, {post.office.name}"}:
                self._by_title.setdefault(_key(title), []).append(post)

    def meant_by(self, printed):
        """(posts, kind): the one post a line names, or the kind of which it names all.

        A line that names neither for certain gives ([], ""): it is printed as written and a
        person says later whom it means.
        """
        key = _key(printed)
        if ALL in key.split() or f"({ALL})" in key:
            kinds = {kind for words, kind in _CLASSES.items() if words in key}
            return [], kinds.pop() if len(kinds) == 1 else ""
        posts = self._by_title.get(key, [])
        return (posts, "") if len(posts) == 1 else ([], "")


def _key(text):
    return fold(text).rstrip(" ।.,").strip()
