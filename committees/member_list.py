"""A member list as offices keep it, in a table or in lines, read into members.

Takes what a clipboard gives: the HTML of a table, tab-separated text, a table drawn with |, or plain
lines. Nothing is stored here; a person looks at what was read first.
"""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import chain

import nh3

from bangla.bijoy import from_bijoy
from bangla.text import fold, normalise, skeleton
from committees.models import Membership
from offices.holders import holders
from offices.implementers import key_of
from offices.models import Office, Post

Role = Membership.Role

MOST_TEXT, MOST_HTML = 100_000, 600_000  # letters
# A form of more rows would have more fields than a request may carry.
MOST_MEMBERS = 100
MOST_COLUMNS, MOST_SPAN = 20, 200
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

    Bijoy text becomes Unicode. Never raises for what somebody may paste within MOST_TEXT and
    MOST_HTML letters; at most MOST_MEMBERS are read, the rest is among the lines left out.
    """
    tables = [table for table in tables_of(html) if _is_table(table)] or _tables_in(text)
    members, left_out = [], []
    if tables:
        for table in tables:
            found, unread = _members_of(_unicode(table))
            members += found
            left_out += unread
    else:
        for (line,) in _unicode([[line] for line in _clean(text).split("\n") if line.strip()]):
            member = member_in(line)
            if member:
                members.append(member)
            else:
                left_out.append(line)
    left_out += [member.title or member.name for member in members[MOST_MEMBERS:]]
    return members[:MOST_MEMBERS], left_out


def roles_in(text):
    """(role, second role, what was not understood) of a printed role: সদস্য সচিব ও ফোকাল পয়েন্ট."""
    said = _plain(text)
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


def tables_of(html):
    """The tables of an HTML text: lists of rows of cells, each a text of one or more lines."""
    if "<t" not in html.lower():
        return []
    clean = nh3.clean(
        html,
        tags={"table", "tr", "td", "th", "p", "br", "div", "li"},
        attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        clean_content_tags={"script", "style", "title", "noscript", "template"},
    )
    reader = _Tables()
    reader.feed(clean)
    reader.close()
    return [_spread(table) for table in reader.tables]


class _Tables(HTMLParser):
    """Collects the cells of the outermost tables; what stands in a table within is text of its cell."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables, self.depth, self.cell = [], 0, None

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append([])
        elif self.depth == 1 and tag == "tr":
            self.tables[-1].append([])
        elif self.depth == 1 and tag in ("td", "th"):
            if not self.tables[-1]:
                self.tables[-1].append([])
            spans = dict(attrs)
            self.cell = []
            self.tables[-1][-1].append(
                (self.cell, _span(spans.get("colspan")), _span(spans.get("rowspan")))
            )
        elif self.cell is not None:
            self.cell.append("\n")

    def handle_endtag(self, tag):
        if tag == "table":
            self.depth -= 1
        if self.depth <= 1 and tag in ("td", "th", "tr", "table"):
            self.cell = None
        elif self.cell is not None:
            self.cell.append("\n")

    def handle_data(self, data):
        if self.cell is not None:
            self.cell.append(" ".join(f"|{data}|".split())[1:-1])


def _span(value):
    return min(int(value), MOST_SPAN) if re.fullmatch("[0-9]{1,9}", value or "") else 1


def _spread(table):
    """Rows of texts, a cell that spans others repeated in their places."""
    rows, below = [], {}
    for cells in table:
        row, waiting = [], list(cells)
        while (waiting or len(row) in below) and len(row) < MOST_COLUMNS:
            if len(row) in below:
                text, lines = below.pop(len(row))
                if lines > 1:
                    below[len(row)] = (text, lines - 1)
                    row.append(text)
                    continue
                row.append(text)
                continue
            pieces, wide, tall = waiting.pop(0)
            text = _clean("".join(pieces))
            for _ in range(min(wide, MOST_COLUMNS - len(row)) or 1):
                if tall > 1:
                    below[len(row)] = (text, tall - 1)
                row.append(text)
        rows.append(row)
    return rows


# --- Text --------------------------------------------------------------------------------------

_QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|^)"([^"\t]*\n[^"\t]*)"(?=\t|\n|$)')
_SERIAL = re.compile(r"^\(?[0-9০-৯]{1,3}\s*[).।:\-–]+\s*|^[0-9০-৯]{1,3}\s+")


def _tables_in(text):
    """The table of a text with tabs or bars, as a list of one; none where there are only lines."""
    # Excel puts a cell of several lines in quotation marks.
    text = _QUOTED.sub(lambda cell: cell[1].replace("\n", "\v"), text.replace("\r\n", "\n"))
    lines = [line for line in text.split("\n") if line.strip()]
    if sum("\t" in line for line in lines) * 2 >= max(len(lines), 1):
        rows = [[_clean(cell.replace("\v", "\n")) for cell in line.split("\t")] for line in lines]
        return [_joined(rows)]
    barred = [line for line in lines if line.count("|") >= 2]
    if barred and len(barred) * 2 >= len(lines):
        rows = [[_clean(cell) for cell in line.strip().strip("|").split("|")] for line in barred]
        return [[row for row in rows if any(cell.strip(" -:") for cell in row)]]
    return []


def _joined(rows):
    """Rows that a cell of several lines broke apart, put together again."""
    wide = Counter(map(len, rows)).most_common(1)[0][0]
    wide = max(wide, len(rows[0]))
    joined = []
    for row in rows:
        before = joined[-1] if joined else None
        if before and len(before) < wide and len(before) + len(row) - 1 <= wide:
            before[-1] = f"{before[-1]}\n{row[0]}".strip()
            before += row[1:]
        else:
            joined.append(list(row))
    return joined


def _unicode(table):
    """The table with its Bijoy text in Unicode; a row is judged as a whole."""
    rows = []
    for row in table:
        # Converted before any normal form is made: Bijoy writes a letter with the soft hyphen.
        said = from_bijoy("\t".join(cell.replace("\n", "\v") for cell in row))
        cells = said.split("\t")
        rows.append([normalise(cell.replace("\v", "\n")) for cell in cells])
    return rows


def _clean(text):
    lines = (" ".join(line.split()) for line in re.split("\r\n|[\r\n\v\f\u2028\u2029]", text))
    return "\n".join(line for line in lines if line)


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
    said = _plain(cell)
    if len(said) > 60:
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


def _members_of(table):
    """(members, rows that name nobody) of one table."""
    wide = max(map(len, table), default=0)
    table = [row + [""] * (wide - len(row)) for row in table]
    kinds, body = _kinds(table)
    members, left_out = [], []
    for row in body:
        said = {kind: cell for kind, cell in zip(kinds, row, strict=True) if cell}
        if not any(row):
            continue
        filled = [cell for cell in row if cell]
        is_band = len(filled) > 1 and len(set(filled)) == 1
        name, title = _who(said["who"].split("\n")) if "who" in said else ("", "")
        name = " ".join(said.get("name", name).split())
        title = " ".join(said.get("title", title).split()).strip(" ।,")
        if office := " ".join(said.get("office", "").split()).strip(" ।,"):
            title = f"{title}, {office}" if title else office
        if is_band or not (name or title):
            left_out.append(" · ".join(dict.fromkeys(cell.replace("\n", " ") for cell in filled)))
            continue
        role, second, unread = roles_in(said.get("role", ""))
        members.append(Listed(name, title, role, second, unread))
    return members, left_out


def _kinds(table):
    """(what each column holds, the rows below the headings)."""
    for number, row in enumerate(table[:4]):
        kinds = [_heading_kind(cell) for cell in row]
        known = {kind for kind in kinds if kind} - {"other"}
        if len(known) >= 2 and known & {"name", "title", "who"}:
            rest = [r for r in table[number + 1 :] if [_heading_kind(cell) for cell in r] != kinds]
            above = [r for r in table[:number] if any(r)]
            return _first_of_each(kinds), above + rest
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
        roles = sum(_plain(cell) != "" and not roles_in(cell)[2] for cell in filled)
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
    return [kinds.get(number, f"_{number}") for number in range(len(table[0]) if table else 0)]


def _who(lines):
    """(name, title) of “নাম ও পদবি”: in lines of their own, or parted by a comma."""
    lines = [line.strip(" ,") for line in lines if line.strip(" ,")]
    in_lines = len(lines) > 1
    parts = lines if in_lines else [p.strip() for p in "".join(lines).split(",") if p.strip()]
    if not parts:
        return "", ""
    is_named = _is_person(parts[0])
    if len(parts) == 1:
        is_name = is_named and not _is_title(parts[0])
        return (parts[0], "") if is_name else ("", parts[0].strip(" ।"))
    if is_named or (not _is_title(parts[0]) and _is_title(" ".join(parts[1:]))):
        return parts[0], _title(parts[1:], in_lines)
    return "", _title(parts, in_lines)


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


def _is_person(text):
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return first in HONORIFICS or first.startswith(ABBREVIATED)


def _is_table(table):
    return sum(len([cell for cell in row if cell]) > 1 for row in table) * 2 >= len(table) > 0


# --- Posts -------------------------------------------------------------------------------------


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
        above, each = set(), office.parent
        while each:
            above.add(each.pk)
            each = each.parent
        below = set(Office.objects.below(office).values_list("pk", flat=True))
        self._in_line = above | below

    def is_taken(self, title):
        """Whether the office has a post that readers could not tell from one of this title."""
        return bool({fold(title), skeleton(title)} & self._own)

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
