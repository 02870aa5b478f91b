"""The offices of the demo, their posts and people, and the committees they keep."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password

from accounts.models import User
from committees.models import Committee, Membership
from demo.sources import offices
from demo.timetable import months_before
from offices.models import Office, Post, Posting
from papers.shapes import READY_SHAPES

# The office by which the demo is known: where it is, the demo has been loaded.
ROOT = "rangpur-division"

PASSWORD = "dhan-nodi-nouka"  # noqa: S105 - everybody may know it; demo mode only

# Who is invited to sign in. The others have accounts, so that what they did bears their name.
SIGN_INS = [
    "kurigram.staff",
    "kurigram.officer",
    "gaibandha.staff",
    "gaibandha.officer",
    "ulipur.staff",
    "ulipur.officer",
    "gobindaganj.staff",
    "gobindaganj.officer",
    "krishi.staff",
    "krishi.officer",
    "somobay.officer",
    "kurigram.dc",
    "gaibandha.dc",
    "division.viewer",
    "sysadmin",
]

YEARS_BACK = 3


class Cast:
    """Everybody and everything a paper of the demo can name, by code and title."""

    def __init__(self, today):
        self.today = today
        self.told = {office["code"]: office for office in offices()["office"]}
        self.offices = {}
        # (committee, what offices.toml says of it, of its office), and its members with their posts
        self.committees, self.members = [], {}
        self._open_offices()
        self._open_accounts()
        self._fill_posts()
        self._form_committees()

    def address(self, code):
        """Where an office is, as it stands behind a designation: উলিপুর, কুড়িগ্রাম."""
        place = self.told[code]["place"]
        district = self.district(code)
        return place if district in ("", place) else f"{place}, {district}"

    def district(self, code):
        """The name of the district an office lies in, "" for the division."""
        while code and self.told[code]["kind"] != "district":
            code = self.told[code].get("parent")
        return self.told[code]["place"] if code else ""

    def post(self, code, title):
        """The post an office means: one of its own, or "office/title" for another's."""
        other, _, rest = title.rpartition("/")
        return self.posts[(other, rest) if other in self.told else (code, title)]

    def posting(self, post, on):
        """Who holds a post on a day, or None while it is vacant."""
        for posting in self._postings[post.pk]:
            if posting.starts_on <= on and (posting.ends_on is None or on <= posting.ends_on):
                return posting
        return None

    def let_go(self, on):
        """Whoever's time was over by a day has left; up to then the rules let them act.

        The demo is played in the order of time, and rules ask who holds a post now.
        """
        gone = [posting for posting in self._leaving if posting.ends_on < on]
        for posting in gone:
            Posting.objects.filter(pk=posting.pk).update(ends_on=posting.ends_on)
            self._leaving.remove(posting)

    def user(self, code, role, on):
        """The account that acts for an office in a role on a day: the most junior, day by day."""
        acting = [posting for posting in self._acting(code, on) if posting.role == role]
        if acting:
            return acting[-1].user
        if role == Posting.Role.STAFF and self.offices[code].one_officer:
            return self.user(code, Posting.Role.OFFICER, on)
        raise LookupError(f"{code}: nobody is {role} on {on}")

    def officer_named(self, code, name, on):
        """The account of an officer of an office by the name that papers print, or None."""
        named = [
            posting.user
            for posting in self._acting(code, on)
            if (posting.role, posting.name) == (Posting.Role.OFFICER, name)
        ]
        return named[0] if named else None

    def _acting(self, code, on):
        """The postings of an office on a day that have an account, by seniority."""
        posts = [post for (office, _), post in self.posts.items() if office == code]
        postings = (self.posting(post, on) for post in posts)
        return [posting for posting in postings if posting and posting.user_id]

    def titled(self, post, on_paper_of):
        """The designation of a post, with the place it is in: পুলিশ সুপার, কুড়িগ্রাম."""
        told = self.told[post.office.code]
        if told["place"] in post.title:
            return post.title
        # A district's paper need not say which district an upazila is in.
        in_district = self.told[on_paper_of]["kind"] == Office.Kind.DISTRICT
        return f"{post.title}, {told['place'] if in_district else self.address(post.office.code)}"

    def _open_offices(self):
        for code, told in self.told.items():
            is_upazila = told["kind"] in (Office.Kind.UPAZILA, Office.Kind.LINE)
            self.offices[code] = Office.objects.create(
                code=code,
                kind=told["kind"],
                name=told["name"],
                parent=self.offices.get(told.get("parent")),
                geo_code=told.get("geo", ""),
                letter_office=told["letter_office"],
                letter_section=told.get("section", ""),
                letter_place=self.address(code) if is_upazila else told["place"],
                website=f"www.{told['web']}.example.org",
                one_officer=told.get("one_officer", False),
            )

    def _open_accounts(self):
        # Everybody may know the password: a salt for each account would only cost time.
        known, none = make_password(PASSWORD), make_password(None)
        admin = offices()["administrator"]
        people = [admin, *(person for person in self._people() if "user" in person)]
        rows = User.objects.bulk_create(
            User(
                username=person["user"],
                name=person["name"],
                email=f"{person['user']}@minutes.example",
                password=known if person["user"] in SIGN_INS else none,
                is_superuser=person is admin,
                is_staff=person is admin,
            )
            for person in people
        )
        self.users = {user.username: user for user in rows}

    def _people(self):
        for told in self.told.values():
            for post in told["posts"]:
                yield from (person for person in (post.get("before"), post) if person)

    def _fill_posts(self):
        rows = Post.objects.bulk_create(
            Post(
                office=self.offices[code],
                title=post["title"],
                kind=post["kind"],
                seniority=place * 10,
                phone=post.get("phone", ""),
                email=f"{post['email']}@{told['web']}.example.org" if "email" in post else "",
            )
            for code, told in self.told.items()
            for place, post in enumerate(told["posts"], 1)
        )
        self.posts = {(post.office.code, post.title): post for post in rows}
        told_of = [post for told in self.told.values() for post in told["posts"]]
        self._postings = {
            post.pk: self._held(post, told, number)
            for number, (post, told) in enumerate(zip(rows, told_of, strict=True))
        }
        postings = [posting for held in self._postings.values() for posting in held]
        Posting.objects.bulk_create(postings)
        self._leaving = [posting for posting in postings if posting.ends_on and posting.user_id]
        Posting.objects.filter(pk__in=[posting.pk for posting in self._leaving]).update(
            ends_on=None
        )

    def _held(self, post, told, number):
        """The postings of a post: who holds it and, where told, who held it before."""
        begun = months_before(self.today, told.get("months", 16 + number * 7 % 23))
        people = [(told, begun, None)] if "name" in told else []
        if before := told.get("before"):
            left = months_before(self.today, told["vacant_for"]) if "vacant_for" in told else begun
            joined = months_before(self.today, before["months"])
            people.append((before, joined, left - timedelta(days=1)))
        return [
            Posting(
                post=post,
                name=person["name"],
                user=self.users.get(person.get("user")),
                role=told.get("role", Posting.Role.VIEWER),
                starts_on=starts_on,
                ends_on=ends_on,
            )
            for person, starts_on, ends_on in people
        ]

    def _form_committees(self):
        standing = offices()["standing"]
        since = months_before(self.today, 12 * YEARS_BACK)
        for code, told in self.told.items():
            for body in told["committee"]:
                chair_label = body.get("chair_label", "সভাপতি")
                committee = Committee.objects.create(
                    office=self.offices[code],
                    name=body["name"],
                    cadence=body["cadence"],
                    chair_label=chair_label,
                    shape=READY_SHAPES[body["shape"]],
                    opening=[p.format(chair_label=chair_label) for p in standing["opening"]],
                    closing=[p.format(chair_label=chair_label) for p in standing["closing"]],
                )
                self.members[committee.pk] = Membership.objects.bulk_create(
                    Membership(
                        committee=committee,
                        post=self.post(code, title),
                        role=role,
                        second_role=second,
                        order=order * 10,
                        starts_on=since,
                    )
                    for order, (title, role, second) in enumerate(_seats(body), 1)
                )
                self.committees.append((committee, body, told))


def _seats(body):
    """(post, role, second role) of each member by seniority."""
    role = Membership.Role
    yield body["chair"], role.CONVENER if "chair_label" in body else role.CHAIR, ""
    for title in body["members"]:
        yield title, role.MEMBER, ""
    yield body["secretary"], role.MEMBER_SECRETARY, body.get("secretary_also", "")
