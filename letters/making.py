"""What a letter says when it is begun: made of the record, for its writer to go over.

`content_for` makes it and changes nothing; `begin` keeps it as a draft. Each kind of letter has its
maker in MAKERS: a function of an Occasion that gives the parts which are its own.
"""

from copy import copy, deepcopy
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.access import WrongState, allow
from accounts.models import record
from bangla.calendar import from_gregorian
from bangla.grammar import genitive
from bangla.phrases import long_date, time_phrase, weekday
from bangla.text import fold
from bangla.words import count_words
from documents.models import Paper
from documents.pagecount import pages_in
from letters import notice, rules
from letters.absences import absences_parts
from letters.extracts import extract_parts
from letters.models import Incoming, Letter
from meetings.models import OUT, PLANS, Meeting, State
from memos.models import Copy, FileNumber
from offices.heads import address_of_head
from offices.holders import designation_of, holders_of
from offices.models import Office
from papers.content import VERSION
from papers.head import sitting_of
from papers.titles import title_of

Kind = Letter.Kind

HEAD = [
    "letterhead", "memo", "subject", "reference", "body", "head", "agenda", "table", "enclosure",
]  # fmt: skip
FOOT = ["recipient", "attention", "signatory"]
COPIES = ["memo", "distribution", "copy_signatory"]

# A line that means all members, where an office's lists have one: সদস্য (সকল), সকল সদস্য.
ALL_MEMBERS = fold("সদস্য"), fold("সকল")


@dataclass
class Occasion:
    """Of what a letter is written, and what its writer was asked beforehand."""

    office: Office
    meeting: Meeting | None = None
    incoming: Incoming | None = None
    # Of a change to a sitting: attributes of Meeting that it gives new values, "topics" it adds to the
    # agenda, and "reason".
    ask: dict = field(default_factory=dict)
    # Which of several letters of its kind: the implementer of an extract, the office of a report.
    number: int | None = None

    def __post_init__(self):
        self.standing = notice.standing(self.meeting) if self.meeting else []

    @property
    def becomes(self):
        """The meeting as it will be once the letter is issued; not to be saved."""
        changed = copy(self.meeting)
        for name, value in self.ask.items():
            if name not in ("topics", "reason"):
                setattr(changed, name, value)
        return changed


def content_for(kind, *, meeting=None, ask=None, incoming=None, again=None, number=None):
    """The content (interchange format) of a letter that is begun now.

    `ask` is what an Occasion asks of a change; `again` a letter whose number was struck out, and whose
    words are taken up.
    """
    office = incoming.office if incoming else meeting.office
    occasion = Occasion(office, meeting, incoming, ask or {}, number)
    content = _frame(kind, occasion) | MAKERS[kind](occasion)
    if again:
        content = take_up(content, again.content)
    return arranged(content)


def take_up(content, before):
    """A content with what a writer gave an earlier one: its words and whom it goes to, not its facts."""
    kept = ("letter", "distribution", "signatory", "copy_signatory")
    number = (before.get("memo") or {}).get("number")
    taken = {name: deepcopy(before[name]) for name in kept if before.get(name)}
    return content | taken | ({"memo": {"number": number}} if number else {})


def arranged(content):
    """The content with its blocks in the order of a government letter.

    A letter to an addressee has its copy lists under the memo again, with a signature of their own; of
    one to many the first list stands under the signature.
    """
    lists = content["distribution"]
    is_addressed = bool((content["letter"] or {}).get("recipient"))
    order = [*HEAD, *FOOT]
    if lists and not is_addressed:
        order.append("distribution")
    if len(lists) > (not is_addressed):
        order += COPIES
    return content | {"order": order}


def _frame(kind, occasion):
    """What every letter of an office has, empty where its maker fills it."""
    meeting = occasion.meeting
    number = meeting and (meeting.memo or {}).get("number")
    if not number:
        file = _usual_file(occasion)
        number = file and str(file)
    signatory = meeting and meeting.signatory
    return {
        "version": VERSION,
        "kind": kind,
        "committee": meeting.committee_name if meeting else "",
        "title": None,
        "cadence": meeting and meeting.cadence,
        "period": None,
        "letterhead": (meeting and meeting.letterhead) or occasion.office.letterhead,
        "meeting": sitting_of(meeting) if meeting else {},
        "letter": {},
        "head": [],
        "columns": [],
        "column_keys": [],
        "opening": [],
        "items": [],
        "closing": [],
        "signatory": deepcopy(signatory),
        "copy_signatory": deepcopy((meeting and meeting.copy_signatory) or signatory),
        "memo": {"number": number} if number else None,
        "distribution": [],
    }


def _usual_file(occasion):
    if occasion.meeting:
        return FileNumber.usual_for(occasion.meeting)
    files = FileNumber.objects.open().filter(office=occasion.office)
    return files.first() if files.count() == 1 else None


# --- The kinds ------------------------------------------------------------------------------------


def _notice(occasion):
    meeting = occasion.meeting
    return {
        **_sitting(meeting, notice.agenda_of(meeting)),
        "letter": {
            "subject": f"{_sitting_name(meeting, 'নোটিশ')}।",
            "body": [
                f"উপর্যুক্ত বিষয়ের পরিপ্রেক্ষিতে জানানো যাচ্ছে যে, {_called(meeting)} নিম্নবর্ণিত তারিখ, "
                "সময় ও স্থানে অনুষ্ঠিত হবে। সভায় যথাসময়ে উপস্থিত থাকার জন্য সংশ্লিষ্ট সকলকে অনুরোধ করা হলো।"
            ],
        },
        "distribution": _members_and_copies(meeting),
    }


def _postponement(occasion):
    meeting, becomes = occasion.meeting, occasion.becomes
    topics = [*notice.agenda_of(meeting), *occasion.ask.get("topics", [])]
    before, after = _before(occasion), notice.facts_of(becomes)._replace(agenda=tuple(topics))
    changed = notice.between(before, after)
    named = [notice.NAMES[name] for name in changed] or [notice.NAMES["date"]]
    is_moved = "date" in changed
    what = "পুনর্নির্ধারণ" if is_moved else "পরিবর্তন"
    listed = " ও ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
    reason = occasion.ask.get("reason") or "অনিবার্য কারণবশত"
    return {
        **_sitting(becomes, topics),
        "letter": {
            "subject": f"{_sitting_name(meeting, listed)} {what}।",
            "reference": _cited(occasion.standing),
            "body": [
                f"উপর্যুক্ত বিষয়{_and_paper(occasion)} পরিপ্রেক্ষিতে জানানো যাচ্ছে যে, {_when(before)} "
                f"অনুষ্ঠেয় {_called(meeting)} {reason} "
                + ("স্থগিত করে নিম্নরূপে পুনর্নির্ধারণ করা হলো।" if is_moved else "নিম্নরূপে অনুষ্ঠিত হবে।"),
                "সভায় যথাসময়ে উপস্থিত থাকার জন্য সংশ্লিষ্ট সকলকে অনুরোধ করা হলো।",
            ],
        },
        "distribution": _lists_of_all(occasion),
    }


def _cancellation(occasion):
    meeting, before = occasion.meeting, _before(occasion)
    reason = occasion.ask.get("reason") or "অনিবার্য কারণবশত"
    return {
        "letter": {
            "subject": f"{_sitting_name(meeting, 'নোটিশ')} বাতিল।",
            "reference": _cited(occasion.standing),
            "body": [
                f"উপর্যুক্ত বিষয়{_and_paper(occasion)} পরিপ্রেক্ষিতে জানানো যাচ্ছে যে, {_when(before)} "
                f"অনুষ্ঠেয় {_called(meeting)} {reason} বাতিল করা হলো।"
            ],
        },
        "distribution": _lists_of_all(occasion),
    }


def _addendum(occasion):
    meeting, before = occasion.meeting, _before(occasion)
    topics = occasion.ask.get("topics")
    if topics is None:
        topics = [each for each in notice.agenda_of(meeting) if each not in before.agenda]
    return {
        **_sitting(meeting, topics, heading="সংযোজিত আলোচ্যসূচি:"),
        "letter": {
            "subject": f"{_sitting_name(meeting, 'আলোচ্যসূচি')} সংযোজন।",
            "reference": _cited(occasion.standing),
            "body": [
                f"উপর্যুক্ত বিষয়{_and_paper(occasion)} পরিপ্রেক্ষিতে জানানো যাচ্ছে যে, নিম্নবর্ণিত সভার "
                "আলোচ্যসূচিতে নিচের বিষয় সংযোজন করা হলো। নোটিশের অন্যান্য বিষয় অপরিবর্তিত থাকবে।"
            ],
        },
        "distribution": _lists_of_all(occasion),
    }


def _forwarding(occasion):
    """As the report's own letter says it, where the record has one; else in the words of the office."""
    meeting, own = occasion.meeting, occasion.meeting.letter or {}
    last = _last_of(Kind.FORWARDING, meeting)
    what = _in_one_line(meeting.heading)
    said = {
        "subject": f"{what} প্রেরণ।",
        "reference": cited_paper(meeting.paper) if meeting.paper_id else None,
        "body": [
            f"উপর্যুক্ত বিষয়ের পরিপ্রেক্ষিতে {genitive(meeting.committee_name)} গত "
            f"{long_date(meeting.held_on)} তারিখে অনুষ্ঠিত সভার {meeting.get_kind_display()} মহোদয়ের সদয় "
            "অবগতি ও প্রয়োজনীয় ব্যবস্থা গ্রহণের জন্য এসঙ্গে প্রেরণ করা হলো।"
        ],
        "enclosure": _pages_said(meeting.paper if meeting.paper_id else None),
        "recipient": _earlier(last, "recipient") or _office_above(occasion.office),
        "attention": _earlier(last, "attention"),
    }
    is_report = meeting.kind == Meeting.Kind.PROGRESS_REPORT
    signs = meeting.signatory if is_report else meeting.copy_signatory or meeting.signatory
    return {
        "letter": said | {name: deepcopy(value) for name, value in own.items() if value},
        "signatory": deepcopy(signs),
        "copy_signatory": deepcopy(signs),
        "distribution": deepcopy(last.content["distribution"]) if last else [],
    }


def _corrigendum(occasion):
    meeting, old = occasion.meeting, occasion.meeting.corrects
    lists = _without_blanks(deepcopy(old.distribution))
    _add_lines(lists, _late_lines(Copy.objects.filter(memo__paper=old.paper)))
    return {
        "letter": {
            "subject": f"{_in_one_line(old.heading)} সংশোধন প্রসঙ্গে।",
            "reference": cited_paper(old.paper),
            "body": [
                f"উপর্যুক্ত বিষয় ও সূত্রোক্ত স্মারকের পরিপ্রেক্ষিতে জানানো যাচ্ছে যে, "
                f"{genitive(meeting.committee_name)} {long_date(meeting.held_on)} তারিখে অনুষ্ঠিত সভার "
                f"{meeting.get_kind_display()} সংশোধন করা হয়েছে। সংশোধনের কারণ: {meeting.correction_reason}",
                "আগের কাগজের স্থলে এসঙ্গে সংযুক্ত সংশোধিত কাগজ ব্যবহার করার জন্য অনুরোধ করা হলো।",
            ],
            "enclosure": _pages_said(meeting.paper if meeting.paper_id else None),
        },
        "distribution": lists,
    }


def _extract(occasion):
    return extract_parts(occasion.meeting, occasion.number)


def _absences(occasion):
    return absences_parts(occasion.meeting, occasion.number)


def _reply(occasion):
    incoming = occasion.incoming
    return {
        "letter": {
            "subject": incoming.subject,
            "reference": f"{incoming.sender_in_line} এর স্মারক নং {incoming.number}; তারিখ: "
            f"{long_date(incoming.dated_on)}",
            "body": ["উপর্যুক্ত বিষয় ও সূত্রোক্ত স্মারকের পরিপ্রেক্ষিতে জানানো যাচ্ছে যে, "],
            "recipient": incoming.sender.split("\n"),
        },
    }


# kind → Occasion → the parts of a content that are its own
MAKERS = {
    Kind.NOTICE: _notice,
    Kind.POSTPONEMENT: _postponement,
    Kind.CANCELLATION: _cancellation,
    Kind.ADDENDUM: _addendum,
    Kind.FORWARDING: _forwarding,
    Kind.CORRIGENDUM: _corrigendum,
    Kind.EXTRACT: _extract,
    Kind.ABSENCES: _absences,
    Kind.REPLY: _reply,
}

# Those that are begun of a meeting as a whole.
OF_A_MEETING = [kind for kind in MAKERS if kind not in (Kind.EXTRACT, Kind.ABSENCES, Kind.REPLY)]


# --- Words ----------------------------------------------------------------------------------------


def _sitting_name(meeting, what):
    """“উপজেলা আইসিটি কমিটির মার্চ, ২০২৬ মাসের সভার নোটিশ”."""
    return title_of(
        committee=meeting.committee_name,
        kind=what,
        cadence=meeting.cadence,
        period_start=meeting.period_start,
    )


def _in_one_line(title):
    """A title as it stands in a subject: without its line breaks and what ends it."""
    return " ".join(title.split()).rstrip(" :ঃ।")


def _called(meeting):
    """“উপজেলা আইসিটি কমিটির মার্চ, ২০২৬ মাসের সভা”."""
    return _sitting_name(meeting, "").strip().removesuffix("র")


def _when(facts):
    """“আগামী ২২ মার্চ ২০২৬ তারিখ রবিবার সকাল ১১.০০ ঘটিকায়”."""
    day = date.fromisoformat(facts.date)
    hour = facts.time and notice.as_said("time", facts.time).removesuffix("ঘটিকা") + "ঘটিকায়"
    return " ".join(filter(None, [f"আগামী {long_date(day)} তারিখ {weekday(day)}", hour]))


def _and_paper(occasion):
    return " ও সূত্রোক্ত স্মারকের" if occasion.standing else "ের"


def _before(occasion):
    """What the members have been told; what the record says, where they were told without a paper."""
    return notice.told(occasion.meeting, occasion.standing) or notice.facts_of(occasion.meeting)


def cited_paper(*papers):
    """Our own papers, as a letter refers to them."""
    each = [f"স্মারক নং {paper.number}; তারিখ: {long_date(paper.issued_on)}" for paper in papers]
    return f"অত্র কার্যালয়ের {' এবং '.join(each)}"


def _cited(letters):
    return cited_paper(*(letter.paper for letter in letters)) if letters else None


def _pages_said(paper):
    """“বর্ণনামতে-০৩ (তিন) পাতা।”, as many as the issued file has."""
    pages = paper and pages_in(paper.issued_file.document.read())
    return f"বর্ণনামতে-{count_words(pages)} পাতা।" if pages else "বর্ণনামতে।"


def _sitting(meeting, topics, heading="আলোচ্যসূচি:"):
    """The facts of a sitting as a notice prints them: lines, and the agenda with its numbers."""
    sitting = sitting_of(meeting)
    day = meeting.held_on
    sitting["date_as_printed"] = f"{long_date(day)} ({from_gregorian(day)}), {weekday(day)}"
    if meeting.starts_at and not meeting.time_as_printed:
        sitting["time_as_printed"] = time_phrase(meeting.starts_at)
    label = (meeting.chair or {}).get("label") or meeting.committee.chair_label
    lines = {"chair": label, "date": "তারিখ ও বার", "time": "সময়", "venue": "স্থান"}
    return {
        "meeting": sitting,
        "chair": deepcopy(meeting.chair),
        "head": [{"key": key, "label": said} for key, said in lines.items()],
        "agenda": topics and {"heading": heading, "numbering": "১।", "topics": topics},
    }


# --- Whom it goes to ------------------------------------------------------------------------------


def _members_and_copies(meeting):
    """The members as the first list, and the copy lists of the last notice, else of the meeting."""
    lists = _without_blanks(deepcopy(meeting.distribution))
    of_all = [line for each in lists for line in each["recipients"] if _means_all_members(line)]
    members = of_all[:1] or _members(meeting)
    named = set(map(_key, [*of_all, *members]))
    for each in lists:
        each["recipients"] = [line for line in each["recipients"] if _key(line) not in named]
    if last := _last_of(Kind.NOTICE, meeting):
        lists = deepcopy(last.content["distribution"][1:])
    first = {"heading": "বিতরণ (কার্যার্থে):", "numbering": "১।", "recipients": members}
    return [each for each in (first, *lists) if each["recipients"]]


def _means_all_members(line):
    return all(word in fold(line) for word in ALL_MEMBERS)


def _members(meeting):
    """A line for each who sits in the meeting, but who signs its papers."""
    seated = [(row.name, row.designation) for row in meeting.attendances.all()]
    if not seated:
        # Nobody was seated yet: whoever sits in the committee that day.
        posts = [each.post for each in meeting.committee.members_on(meeting.held_on)]
        names = holders_of([post.pk for post in posts], meeting.held_on)
        seated = [(names.get(post.pk, ""), designation_of(post)) for post in posts]
    signs = fold((meeting.signatory or {}).get("name", ""))
    return [
        (", ".join(lines) or name).rstrip(" ।") + "।"
        for name, lines in seated
        if not signs or fold(name) != signs
    ]


def _without_blanks(lists):
    """Lists without the copies that are addressed one by one (blank_address)."""
    return [each for each in lists if each["recipients"] and not each.get("blank_address")]


def _lists_of_all(occasion):
    """The lists of every paper that told of this sitting, and whoever got one of them later."""
    if not occasion.standing:
        return _members_and_copies(occasion.meeting)
    *earlier, last = occasion.standing
    lists = deepcopy(last.content["distribution"])
    for letter in earlier:
        for place, each in enumerate(letter.content["distribution"]):
            if place < len(lists):
                _add_lines(lists, each["recipients"], to=place)
            else:
                lists.append(deepcopy(each))
    papers = [letter.paper_id for letter in occasion.standing]
    _add_lines(lists, _late_lines(Copy.objects.filter(memo__paper__in=papers)))
    return lists


def _late_lines(copies):
    return [copy.line for copy in copies.filter(is_late=True).order_by("memo", "position")]


def _add_lines(lists, lines, to=-1):
    """Put lines that are in none of the lists behind one of them."""
    there = {_key(line) for each in lists for line in each["recipients"]}
    new = [line for line in lines if _key(line) not in there]
    if new and lists:
        lists[to]["recipients"] = [*lists[to]["recipients"], *new]
    elif new:
        lists.append({"heading": "বিতরণ (কার্যার্থে):", "numbering": "১।", "recipients": new})


def _key(line):
    return fold(" ".join(line.split()).rstrip(" ।"))


def _last_of(kind, meeting):
    """The last letter of a kind that the committee sent, or None."""
    sent = Letter.objects.filter(
        kind=kind, state=Letter.State.ISSUED, meeting__committee=meeting.committee_id
    )
    return sent.exclude(paper__status=Paper.Status.VOID).order_by("-issued_at").first()


def _earlier(letter, part):
    return deepcopy(letter.content["letter"].get(part)) if letter else None


def _office_above(office):
    """The head of the office above, as an address; nothing where there is none."""
    return address_of_head(office.parent) if office.parent else []


# --- A draft --------------------------------------------------------------------------------------


def why_not(kind, meeting):
    """Why a letter of this kind cannot be written about a meeting now, in Bengali; None where it can."""
    if kind == Kind.NOTICE:
        if meeting.state not in PLANS:
            return "সভা হয়ে গেলে বা বাতিল হলে নোটিশ হয় না।"
        if notice.standing(meeting):
            return "এই সভার নোটিশ জারি হয়েছে; কিছু বদলালে পরিবর্তনের পত্র জারি করুন।"
    if kind in (Kind.POSTPONEMENT, Kind.ADDENDUM) and meeting.state != State.NOTICED:
        return "নোটিশ জারি হয়েছে এমন সভার বিষয়েই কেবল এই পত্র হয়।"
    if kind == Kind.ADDENDUM and notice.untold_change(meeting) == Kind.POSTPONEMENT:
        return "সভার অন্য তথ্যও বদলেছে; সভা পুনর্নির্ধারণের পত্রে সব পরিবর্তন একসঙ্গে জানান।"
    can_be_called_off = meeting.state == State.NOTICED or (
        meeting.state == State.CANCELLED and notice.standing(meeting)
    )
    if kind == Kind.CANCELLATION and not can_be_called_off:
        return "নোটিশ জারি হয়েছে এমন সভাই কেবল পত্র দিয়ে বাতিল করা যায়।"
    if kind == Kind.ABSENCES and meeting.state not in OUT:
        return "উপস্থিতি চূড়ান্ত হয় কার্যবিবরণী জারি হলে; তার পরে অনুপস্থিতির প্রতিবেদন পাঠানো যায়।"
    if kind == Kind.CORRIGENDUM and not (meeting.corrects_id and meeting.state in OUT):
        return "সংশোধিত কার্যবিবরণী জারি হওয়ার পরে সংশোধনীর পত্র হয়।"
    return None


@transaction.atomic
def begin(kind, *, by, meeting=None, changes=None, incoming=None, number=None):
    """A draft of a letter; the one there is, where somebody has begun it already.

    `changes` is what an Occasion asks of a change to a sitting, `number` which of several. Raises WrongState where there is
    nothing to write such a letter about, ValidationError where nothing would change.
    """
    office = incoming.office if incoming else meeting.office
    allow(rules.can_write_letters(by, office), rules.WHO_WRITES)
    again = None
    if meeting:
        meetings = Meeting.objects.select_related("committee__office")
        meeting = meetings.select_for_update(of=("self",)).get(pk=meeting.pk)
        letters = Letter.objects.filter(kind=kind, meeting=meeting, number=number)
        if there := letters.filter(state=Letter.State.DRAFT).first():
            return there
        if refusal := why_not(kind, meeting):
            raise WrongState(refusal)
        again = letters.filter(paper__status=Paper.Status.VOID, taken_up_by=None).last()
    elif incoming.answer_id and incoming.answer.is_draft:
        return incoming.answer
    content = content_for(
        kind, meeting=meeting, ask=changes, incoming=incoming, again=again, number=number
    )
    standing = notice.standing(meeting) if kind in notice.CHANGES else []
    _refuse_no_change(kind, content, notice.told(meeting, standing) if standing else None)
    letter = Letter.objects.create(
        office=office,
        meeting=meeting,
        kind=kind,
        number=number,
        content=content,
        seen=notice.facts_of(meeting)._asdict() if meeting else {},
        changes=notice.last_told(standing),
        instead_of=again,
        created_by=by,
    )
    if incoming:
        incoming.answer = letter
        incoming.save(update_fields=["answer"])
    record(by=by, what="letter begun", target=letter, office=office, kind=kind)
    return letter


def _refuse_no_change(kind, content, before):
    """Refuse a change that leaves the sitting as its members were told."""
    after = notice.facts_in(content)
    if kind == Kind.POSTPONEMENT and before and not notice.between(before, after):
        raise ValidationError("নোটিশে যা আছে তার কিছুই বদলায়নি; নতুন তারিখ, সময় বা স্থান দিন।")
    if kind == Kind.ADDENDUM and not after.agenda:
        raise ValidationError("নোটিশের পরে আলোচ্যসূচিতে নতুন কিছু আসেনি; বিষয় লিখুন।")
