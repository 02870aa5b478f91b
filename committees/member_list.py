"""A member list as offices keep it, in a table or in lines, read into members.

pasting.tables finds the tables in what a clipboard gives; which cell says what of whom is told
here. Nothing is stored here; a person looks at what was read first.
"""

import re
from dataclasses import dataclass
from itertools import chain

from bangla.digits import to_bengali
from bangla.text import LONGEST_LINE, fold, normalise, skeleton
from committees.models import Membership
from offices.holders import holders
from offices.implementers import key_of
from offices.likeness import reads_alike
from offices.models import Office, Post
from pasting.grid import paragraphs
from pasting.notes import sentences
from pasting.tables import (
    first_found,
    in_unicode,
    lines_of,
    repeated,
    tables_and_rest,
    tables_in_html,
)

Role = Membership.Role

# A form of more rows would have more fields than a request may carry.
MOST_MEMBERS = 100
LONGEST_HEADING = 60  # letters
SHOWN_OPTIONS = 8

ROLE_WORDS = {
    Role.CHAIR: ["সভাপতি", "সভানেত্রী", "সভাপ্রধান", "চেয়ারপার্সন"],
    Role.CONVENER: ["আহবায়ক", "আহ্বায়ক", "আহবায়িকা", "আহ্বায়িকা"],
    Role.MEMBER: ["সদস্য", "সদস্যা", "সম্মানিত সদস্য", "সাধারণ সদস্য"],
    Role.MEMBER_SECRETARY: ["সদস্য সচিব", "সদস্যসচিব"],
    Role.FOCAL_POINT: [
        "ফোকাল পয়েন্ট",
        "ফোকাল পয়েন্ট কর্মকর্তা",
        "ফোকাল পার্সন",
        "ফোকাল পারসন",
    ],
}
_AND = r" (?:ও|এবং) |[/,;+&\n]"
_JOINED_ROLE = re.compile(r"(?:ও|এবং)\s|[/,;+&]")
HONORIFICS = normalise(
    "জনাব বেগম মিসেস মিজ মো. মোঃ মো: মোহাম্মদ মোসা. মোছা. মোসাঃ মোছাঃ মোসা: মোছা: ডা. ডাঃ ডা: ড. ডঃ "
    "প্রফেসর অধ্যাপক ইঞ্জিনিয়ার প্রকৌঃ কৃষিবিদ শ্রী শ্রীমতি অ্যাডভোকেট এড. বীর"
).split()
ABBREVIATED = tuple(normalise("মোঃ মো: মোছাঃ মোসাঃ ডাঃ ড.").split())
POST_WORDS = normalise(
    "অফিসার কর্মকর্তা কমিশনার প্রশাসক পরিচালক প্রোগ্রামার প্রকৌশলী চেয়ারম্যান পরিদর্শক সহকারী সচিব শিক্ষক "
    "অধ্যক্ষ প্রতিনিধি সভাপতি সম্পাদক ম্যানেজার ব্যবস্থাপক ইনচার্জ উদ্যোক্তা তত্ত্বাবধায়ক সার্জন মেয়র সুপার "
    "কমান্ডার কাউন্সিলর"
).split()
OFFICE_WORDS = normalise("উপজেলা জেলা বিভাগীয় নির্বাহী ভাইস অধিদপ্তর কার্যালয় দপ্তর").split()


@dataclass
class Listed:
    """One member as a list names them. `role_said` is the role's text where it was not understood."""

    name: str = ""
    title: str = ""
    role: str = Role.MEMBER
    second_role: str = ""
    role_said: str = ""


def read_list(text, html=""):
    """(members, lines left out) of a pasted list; the HTML is read where it holds a table.

    Bijoy text becomes Unicode. At most MOST_MEMBERS are read, the rest is among the lines left
    out. Raises BadPaste.
    """
    found = first_found(
        lambda: _members_in(tables_in_html(html)),
        lambda: _members_in_text(text),
    )
    return _at_most(*(found or ([], [])))


def read_tables(tables):
    """(members, lines left out) of the tables of a file, as `read_list` of what is pasted."""
    return _at_most(*(_members_in(tables) or ([], [])))


def _at_most(members, left_out):
    left_out = left_out + [member.title or member.name for member in members[MOST_MEMBERS:]]
    return members[:MOST_MEMBERS], left_out


def _members_in(tables):
    """(members, lines left out) of those of the tables that list somebody, or None without one."""
    lists = _lists(tables)
    members, left_out, kinds = [], [], []
    for table in lists:
        found, unread, kinds = _members_of(_normal(repeated(table)), kinds)
        members += found
        left_out += unread
    notes = [note for table in lists for note in table.notes] + getattr(tables, "notes", [])
    return (members, left_out + sentences(notes)) if lists else None


def _members_in_text(text):
    """(members, lines left out) of a plain text, of its tables or else of its lines; None where
    it lists nobody."""
    if _is_drawn(text):
        tables, rest = tables_and_rest(text)
        if found := _members_in(tables):
            members, left_out = found
            others = [table for table in tables if not _is_table(table)]
            rest += [" · ".join(filter(None, row)) for table in others for row in table]
            return members, left_out + _one_by_one(rest)
    members, left_out = [], []
    for line in _one_by_one(lines_of(text)):
        if member := member_in(line):
            members.append(member)
        else:
            left_out.append(line)
    return (members, left_out) if members else None


def _is_drawn(text):
    """Whether a text is for the most part a table; a tab or two among many lines make none."""
    if "<table" in text.lower():
        return True
    lines = lines_of(text)
    drawn = [line for line in lines if "\t" in line or line.count("|") > 1]
    return bool(drawn) and 2 * len(drawn) >= len(lines)


def _one_by_one(lines):
    """Lines with single spaces, in Unicode; nobody's name and post take more than LONGEST_LINE."""
    lines = [each for line in lines for each in paragraphs(line).split("\n")]
    return [line for (line,) in _normal([line[:LONGEST_LINE]] for line in lines if line)]


def _normal(rows):
    """Rows with their Bijoy text in Unicode, in the form in which text is stored."""
    return [[normalise(cell) for cell in row] for row in in_unicode(rows)[0]]


def _lists(tables):
    """Those of the tables that list members. What stands in a cell of one is text of its cell."""
    lists, read = [], set()
    for table in tables:
        if id(table.within) in read:
            read.add(id(table))
        elif _is_table(repeated(table)):
            lists.append(table)
            read.add(id(table))
    return lists


def roles_in(text):
    """(role, second role, what was not understood) of a printed role: সদস্য সচিব ও ফোকাল পয়েন্ট."""
    said = _plain(text[:LONGEST_LINE])
    if not said:
        return Role.MEMBER, "", ""
    roles = []
    for part in re.split(_AND, said):
        role = _ROLES.get(part.strip(" .।()"))
        if role is None:
            return Role.MEMBER, "", " ".join(text.split())
        if role not in roles:
            roles.append(role)
    if len(roles) > 2:
        return *roles[:2], " ".join(text.split())
    return roles[0], roles[1] if len(roles) == 2 else "", ""


def member_in(line):
    """The member a plain line names, or None: ১। জনাব ক, উপজেলা কৃষি অফিসার, মেঘডুবি - সদস্য সচিব."""
    said = _SERIAL.sub("", " ".join(line.split()))
    if not said or _heading_kind(said):
        return None
    role = _ROLE_AT_END.search(_plain(said, keep=True))
    member = Listed()
    if role:
        member.role, member.second_role, member.role_said = roles_in(role["role"])
        said = said[: role.start()]
    elif not _is_title(said) and not _is_person(said):
        return None  # a heading or a note
    member.name, member.title = _who([said.strip(" ,;:-–—|(")])
    return member if member.name or member.title else None


# --- Words ---------------------------------------------------------------------------------------

_SERIAL = re.compile(r"^\(?[0-9০-৯]{1,3}\s*[).।:\-–]+\s*|^[0-9০-৯]{1,3}\s+")


def _plain(text, *, keep=False):
    """Letters as roles are compared by; `keep` keeps every letter in its place."""
    if keep:
        return normalise(text).translate(_DASHES)
    return " ".join(fold(text).translate(_DASHES).replace("\n", " ").split()).strip(" .।:")


_DASHES = str.maketrans(dict.fromkeys("-–—_", " "))
_ROLES = {_plain(words): role for role, spellings in ROLE_WORDS.items() for words in spellings}
_ONE_ROLE = "|".join(
    re.escape(normalise(words))
    for words in sorted(chain(*ROLE_WORDS.values()), key=len, reverse=True)
)
# The role that ends a line, after a sign or a space: “… অফিসার - সদস্য সচিব ও ফোকাল পয়েন্ট”.
_ROLE_AT_END = re.compile(
    rf"(?:^|[\s,:;(।|])(?P<role>(?:{_ONE_ROLE})(?:(?: (?:ও|এবং) | ?[/,] ?)(?:{_ONE_ROLE}))?)[\s)।.]*$"
)


# --- Columns -----------------------------------------------------------------------------------


def _heading_kind(cell):
    """What a column holds by its heading; "" for a cell that is no heading."""
    if len(cell) > 2 * LONGEST_HEADING:
        return ""
    said = _plain(cell)
    if len(said) > LONGEST_HEADING:
        return ""
    has_name, has_title = (
        "নাম" in said,
        "পদবি" in said or "পদবী" in said or said in ("পদ", "পদের নাম"),
    )
    if "কমিটি" in said and (has_title or "পদ" in said or "অবস্থান" in said or "ভূমিকা" in said):
        return "role"
    if has_name and has_title and said != "পদের নাম":
        return "who"
    if has_title:
        return "title"
    if said.startswith(("নাম", "সদস্যের নাম", "সদস্যগণের নাম", "কর্মকর্তার নাম")):
        return "name"
    if said.startswith(("ক্রম", "ক্রঃ", "ক্র.", "ক্র:")) or said in ("নং", "ক্র", "ক্র নং"):
        return "serial"
    if said.startswith(("দপ্তর", "কার্যালয়", "প্রতিষ্ঠান", "কর্মস্থল", "অফিস")) and len(said) < 25:
        return "office"
    if said.startswith(("স্বাক্ষর", "মোবাইল", "ফোন", "ই মেইল", "ইমেইল", "মন্তব্য")):
        return "other"
    return ""


def _members_of(table, kinds_before):
    """(members, rows that name nobody, what each column holds) of one table.

    `kinds_before` are those of the table before it, [] for the first.
    """
    kinds, body = _kinds(table, kinds_before)
    members, left_out = [], []
    for row in body:
        said = {kind: cell for kind, cell in zip(kinds, row, strict=True) if cell}
        if not any(row):
            continue
        filled = [cell for cell in row if cell]
        is_band = len(filled) > 1 and len(set(filled)) == 1
        name, title = _who(said["who"].split("\n")) if "who" in said else ("", "")
        name = " ".join(said.get("name", name).split())
        title = _title(_lines(said["title"]), in_lines=True) if "title" in said else title
        title = " ".join(title.split()).strip(" ।,")
        if office := " ".join(said.get("office", "").split()).strip(" ।,"):
            title = f"{title}, {office}" if title else office
        is_too_long = max(len(name), len(title)) > LONGEST_LINE
        if is_band or is_too_long or not (name or title):
            told = " · ".join(dict.fromkeys(cell.replace("\n", " ") for cell in filled))
            left_out.append(told[:LONGEST_LINE])
            continue
        (role, second, unread), behind = _role_and_rest(said.get("role", ""))
        left_out += behind
        members.append(Listed(name, title, role, second, unread[:LONGEST_LINE]))
    return members, left_out, kinds


def _role_and_rest(cell):
    """(what `roles_in` tells, lines of the cell behind the role).

    In plain text a heading between two rows comes as a further line of the last cell.
    """
    first, _, rest = cell.partition("\n")
    if rest and roles_in(cell)[2] and not roles_in(first)[2] and not _JOINED_ROLE.match(rest):
        return roles_in(first), rest.split("\n")
    return roles_in(cell), []


def _kinds(table, kinds_before):
    """(what each column holds, the rows below the headings)."""
    for number, row in enumerate(table[:4]):
        kinds = [_heading_kind(cell) for cell in row]
        known = {kind for kind in kinds if kind} - {"other"}
        if len(known) >= 2 and known & {"name", "title", "who"}:
            rest = [r for r in table[number + 1 :] if [_heading_kind(cell) for cell in r] != kinds]
            above = [r for r in table[:number] if any(r)]
            return _first_of_each(kinds), above + rest
    if len(kinds_before) == len(table[0]):
        # A page end or a blank line has parted it from its headings.
        return kinds_before, table
    return _guessed(table), table


def _first_of_each(kinds):
    """A second column of a kind (a heading that spans two) says nothing new."""
    seen = set()
    return [
        kind if kind and kind not in seen and not seen.add(kind) else f"_{number}"
        for number, kind in enumerate(kinds)
    ]


def _guessed(table):
    """Kinds by what stands in the columns, for a table without headings."""
    kinds, texts = {}, []
    for number, cells in enumerate(zip(*table, strict=True)):
        filled = [cell for cell in cells if cell]
        roles = sum(_plain(cell) != "" and not _role_and_rest(cell)[0][2] for cell in filled)
        serials = sum(bool(re.fullmatch(r"\(?[0-9০-৯]{1,3}[).।]*", cell)) for cell in filled)
        if filled and serials * 2 > len(filled) and "serial" not in kinds.values():
            kinds[number] = "serial"
        elif filled and roles * 2 > len(filled) and "role" not in kinds.values():
            kinds[number] = "role"
        elif filled:
            texts.append(number)
    if len(texts) == 1:
        kinds[texts[0]] = "who"
    else:
        kinds |= dict(zip(texts, ("name", "title", "office"), strict=False))
        names, titles = ([row[n] for row in table] for n in texts[:2]) if texts else ([], [])
        if sum(map(_is_title, names)) > sum(map(_is_title, titles)):
            kinds[texts[0]], kinds[texts[1]] = "title", "name"
    return [kinds.get(number, f"_{number}") for number in range(len(table[0]))]


def _lines(cell):
    return [line.strip(" ,") for line in cell.split("\n") if line.strip(" ,")]


def _who(lines):
    """(name, title) of “নাম ও পদবি”: in lines of their own, or parted by a comma or a dash."""
    lines = [line.strip(" ,") for line in lines if line.strip(" ,")]
    in_lines = len(lines) > 1
    if sum(map(len, lines)) > 2 * LONGEST_LINE:
        return "", "".join(lines)  # too long for anybody; which part is what costs no time
    parts = lines if in_lines else _COMMA.split("".join(lines))
    parts = [part.strip(" ,") for part in parts if part.strip(" ,")]
    if not parts:
        return "", ""
    name, titles = _name_and_rest(parts)
    return name, _title(titles, in_lines) if titles else ""


# Not within brackets: ক (বিএ, বিএড).
_COMMA = re.compile(r",(?![^(]*\))")
_DASH = re.compile(r" [-–—] ")
_DEGREES = frozenset(
    normalise(
        "এমবিবিএস বিসিএস এফসিপিএস এমফিল এমডি পিএইচডি এমএ বিএ এমএসসি বিএসসি এমএসএস বিএসএস বিএড এমএড এলএলবি "
        "এলএলএম এমকম বিকম এমবিএ বিবিএ এমপিএইচ ডিপ্লোমা পিএসসি পিপিএম বিপিএম"
    ).split()
)
# What no name of a person holds: a branch of work, and “and”.
_BRANCHES = frozenset(
    normalise(
        "ও এবং স্বাস্থ্য শিক্ষা কৃষি মৎস্য প্রাণিসম্পদ পরিবার পরিকল্পনা সমাজসেবা সমবায় মহিলা যুব বিজ্ঞান প্রযুক্তি তথ্য "
        "যোগাযোগ অর্থ প্রশাসন ভূমি আইন খাদ্য নির্বাচন পরিসংখ্যান পল্লী উন্নয়ন জনস্বাস্থ্য বন নারী শিশু মুক্তিযোদ্ধা"
    ).split()
)
# With these a post begins, in a line that has no comma between it and the name.
_POST_BEGINS = re.compile(
    r"(?<=\s)(?:"
    + "|".join(
        map(
            re.escape,
            normalise(
                "উপজেলা জেলা বিভাগীয় সহকারী উপ অতিরিক্ত সিনিয়র প্রধান নির্বাহী মেডিকেল ইউপি ইউনিয়ন পৌর অফিসার "
                "কর্মকর্তা চেয়ারম্যান ভাইস অধ্যক্ষ সভাপতি সম্পাদক ম্যানেজার ব্যবস্থাপক প্রতিনিধি"
            ).split(),
        )
    )
    + r")(?:-|\s|$)"
)


def _name_and_rest(parts):
    """(the name, the parts of the title): a comma within a post or a name parts nothing."""
    first, rest = parts[0], parts[1:]
    if dashed := _DASH.search(first):
        before, behind = first[: dashed.start()], first[dashed.end() :]
        if _is_person(before) or _could_be_name(before, [behind, *rest]):
            first, rest = before, [behind, *rest]
    is_named = _is_person(first)
    if is_named and _names_post(first) and (post := _POST_BEGINS.search(first)):
        name = first[: post.start()].strip()
        if len(name.split()) > 1:
            return name, [first[post.start() :], *rest]
    if not (is_named or _could_be_name(first, rest)):
        return "", parts
    degrees = 0
    while degrees < len(rest) and re.sub(r"\(.*\)|[ .।]", "", rest[degrees]) in _DEGREES:
        degrees += 1
    return ", ".join([first, *rest[:degrees]]), rest[degrees:]


def _could_be_name(first, rest):
    """Whether a part without an honorific is a name, and the post what follows it."""
    words = first.split()
    return (
        len(words) > 1
        and _BRANCHES.isdisjoint(words)
        and not _is_title(first)
        and _is_title(" ".join(rest))
    )


def _title(parts, in_lines):
    """A post and where it is, parted by commas; a line that breaks off within a post goes on."""
    pieces = parts[:1]
    for part in parts[1:]:
        pieces += [", " if not in_lines or _names_post(pieces[-1]) else " ", part]
    return "".join(pieces).strip(" ।,")


def _is_title(text):
    return _names_post(text) or any(word in text for word in OFFICE_WORDS)


def _names_post(text):
    return any(word in text for word in POST_WORDS)


def is_same_name(one, other):
    """Whether two spellings name one person: জনাব and the like do not count."""
    return _bare_name(one) == _bare_name(other)


def _bare_name(text):
    words = fold(text).split()
    while words and words[0] in ("জনাব", "জনাবা", "বেগম", "মিজ", "মিসেস"):
        words.pop(0)
    return "".join(words).replace("ঃ", ".").replace(":", ".")


def _is_person(text):
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return first in HONORIFICS or first.startswith(ABBREVIATED)


def _is_table(table):
    return sum(len([cell for cell in row if cell]) > 1 for row in table) * 2 >= len(table) > 0


# --- Posts -------------------------------------------------------------------------------------


def _numbered(title):
    """What the second and any further post of a title are called; see offices.holders."""
    return [f"{title} ({to_bengali(number)})" for number in range(2, 10)]


def _holder(post):
    return post.current_postings[0].name if post.current_postings else ""


class NearPosts:
    """The posts that can sit in an office's committees, read once for a whole list."""

    def __init__(self, office):
        self.office = office
        posts = Post.objects.filter(office__in=Office.objects.around(office))
        posts = posts.select_related("office").prefetch_related(holders("postings"))
        self.by_pk = {post.pk: post for post in posts}
        self._by_title, self._own = {}, set()
        for post in self.by_pk.values():
            self._by_title.setdefault(key_of(post.title), []).append(post)
            self._by_title.setdefault(key_of(f"{post.title}, {post.office.name}"), []).append(post)
            if post.office_id == office.pk:
                self._own |= {fold(post.title), skeleton(post.title)}
        self._nearest = [
            post
            for post in self.by_pk.values()
            if post.office_id == office.pk
            or (post.office.kind == Office.Kind.LINE and post.office.parent_id == office.pk)
        ]
        above, each = set(), office.parent
        while each:
            above.add(each.pk)
            each = each.parent
        below = set(Office.objects.below(office).values_list("pk", flat=True))
        self._in_line = above | below
        place = office.letter_place or office.name
        self._places = {fold(part).strip(" ।.") for part in [*place.split(","), office.name]}

    def is_taken(self, title):
        """Whether the office has a post that readers could not tell from one of this title."""
        return bool({fold(title), skeleton(title)} & self._own)

    def similar(self, title):
        """Posts that a new one of this title may be meant for: of the office and of the line offices
        under it, and those of the same title in all the offices over and under it."""
        key = key_of(self.without_place(title))
        same = [post for post in self._by_title.get(key, ()) if post.office_id in self._in_line]
        alike = [post for post in self._nearest if reads_alike(key, post.title)]
        return list(dict.fromkeys([*alike, *same]))[:SHOWN_OPTIONS]

    def without_place(self, title):
        """A title without the office's own place behind it, which papers print of themselves."""
        parts = [part.strip(" ।") for part in title.split(",")]
        while len(parts) > 1 and fold(parts[-1]).strip(" ।.") in self._places:
            parts.pop()
        before, _, last = parts[-1].rpartition(" ")
        if fold(last) in self._places and _names_post(before):
            parts[-1] = before
        return ", ".join(parts).strip(" ,।")

    def post_of(self, member, *, but):
        """The post of a Listed, none of `but` (primary keys), or None: of several of one title, told
        apart by numbers, the one he holds or else the next."""
        posts = []
        for title in [member.title, *_numbered(self.without_place(member.title))]:
            post, _ = self.meant_by(title)
            if post is None:
                break
            posts.append(post)
        free = [post for post in posts if post.pk not in but]
        theirs = (post for post in free if is_same_name(member.name, _holder(post)))
        return next(theirs, free[0] if free else None)

    def free_title(self, title, taken):
        """The title, or with a number where `taken` (keys of titles) or the office has it already."""
        titles = [title, *_numbered(title)]
        return next((t for t in titles if fold(t) not in taken and not self.is_taken(t)), title)

    def meant_by(self, title):
        """(the post a title surely means or None, posts to offer)."""
        parts = [part.strip() for part in title.split(",") if part.strip()]
        offered, chosen = {}, None
        for count in range(len(parts), 0, -1):
            posts = self._by_title.get(key_of(", ".join(parts[:count])), [])
            offered |= {post.pk: post for post in posts}
            if posts and chosen is None:
                chosen = self._sure(posts, parts[count:])
        options = sorted(offered.values(), key=lambda post: post.office_id != self.office.pk)
        return chosen, options[:SHOWN_OPTIONS]

    def _sure(self, posts, places):
        if places:
            # The rest of the line has to say where: উপজেলা কৃষি অফিসার, মেঘডুবি.
            names = [fold(place).strip(" ।") for place in places]
            posts = [p for p in posts if any(name in fold(p.office.name) for name in names)]
        own = [post for post in posts if post.office_id == self.office.pk]
        if own:
            return own[0]
        if not places:
            # A neighbour's post of the same title is another post.
            posts = [post for post in posts if post.office_id in self._in_line]
        return posts[0] if len(posts) == 1 else None
