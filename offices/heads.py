"""Who heads an office, who is the head's deputy, and who works there, on a day."""

from collections import defaultdict

from offices.holders import designation_of
from offices.models import Office, Post, Posting
from offices.rules import WORK

# Who heads an office, by the kind of the post.
HEADS = {
    Office.Kind.DIVISION: Post.Kind.COMMISSIONER,
    Office.Kind.DISTRICT: Post.Kind.DC,
    Office.Kind.UPAZILA: Post.Kind.UNO,
}


def address_of_head(office):
    """The head of an office as the lines of an address; the office itself where nobody heads it."""
    kind = HEADS.get(office.kind)
    post = kind and Post.objects.filter(office=office, kind=kind).first()
    return designation_of(post)[0].split(", ") if post else [office.name]


class People:
    """Who works where on a day, of those who can sign in: one question for all offices.

    `staff`, `officers`, `deputies` and `heads` are {office: {user's primary key: User}}, by the primary
    keys of the offices; `workers` is {office: {users' primary keys}} of all who act for it.
    """

    def __init__(self, on):
        self.staff, self.officers = defaultdict(dict), defaultdict(dict)
        self.deputies, self.heads = defaultdict(dict), defaultdict(dict)
        self.workers = defaultdict(set)
        held = Posting.objects.current(on).filter(user__is_active=True)
        for posting in held.select_related("user", "post__office").order_by("pk"):
            office, user = posting.post.office, posting.user
            if posting.role == Posting.Role.STAFF:
                self.staff[office.pk][user.pk] = user
            if posting.role == Posting.Role.OFFICER:
                self.officers[office.pk][user.pk] = user
                if posting.post.kind == Post.Kind.ADC:
                    self.deputies[office.pk][user.pk] = user
            if posting.post.kind == HEADS.get(office.kind):
                self.heads[office.pk][user.pk] = user
            if posting.role in WORK:
                self.workers[office.pk].add(user.pk)

    def doing_the_work(self, office):
        """Its staff or, where it has none, its officers: {user's primary key: User}."""
        return self.staff[office] or self.officers[office]

    def heading(self, office):
        """Its head or, while the post is vacant, its officers: {user's primary key: User}."""
        return self.heads[office] or self.officers[office]
