"""Letters on the screen: the papers of a meeting, one letter, the list of an office."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import record
from documents.views import serving
from letters import notice, rules
from letters.actions import is_short_notice, out_of_date, why_not_issued
from letters.calendar import goes_with
from letters.forms import LetterFilter
from letters.hub import rows_of
from letters.models import Letter
from letters.printing import draw_letter, file_name
from letters.telling import told_of
from letters.views.fetching import fetch
from meetings.views.fetching import fetch_with_paper
from offices.models import today
from papers.drawing import paper_of

A_PAGE = 25


@require_safe
def of_meeting(request, pk):
    """Every paper of a meeting, with its number, its day and what can be done with it."""
    meeting = fetch_with_paper(request, pk)
    return render(
        request,
        "letters/of_meeting.html",
        {"meeting": meeting, "rows": rows_of(request.user, meeting)},
    )


@require_safe
def letter_list(request):
    letters = Letter.objects.visible_to(request.user)
    form = LetterFilter(request.GET)
    found = form.found(letters).select_related("meeting", "office", "paper")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "letters/list.html",
        {"form": form, "page": page, "is_filtered": form.has_changed()},
        status=200 if form.is_valid() else 400,
    )


@require_safe
def letter(request, pk):
    row = fetch(request, pk)
    can_write = rules.can_write(request.user, row)
    return render(
        request,
        "letters/letter.html",
        {
            "letter": row,
            "paper": paper_of(row.content),
            "can_write": can_write,
            "can_issue": rules.can_issue(request.user, row),
            "hindrance": why_not_issued(row) if row.is_draft else None,
            "stale": out_of_date(row) if can_write else [],
            "absentees_told": told_of(row),
            "comes_true": _comes_true(row),
            "short_by": is_short_notice(row, today()) if row.is_draft else 0,
            "goes_with_calendar": goes_with(row),
            "may_ask": rules.can_write_letters(request.user, row.office),
            "issued_file": row.paper_id and row.paper.issued_file,
        },
    )


def _comes_true(letter):
    """What the issue of a draft changes in the record: [(fact, as it stands, as it will be)]."""
    if not letter.is_draft or letter.kind != Letter.Kind.POSTPONEMENT:
        return []
    stands, will_be = notice.facts_of(letter.meeting), notice.facts_in(letter.content)
    return [
        (notice.NAMES[name], notice.as_said(name, before), notice.as_said(name, after))
        for name, (before, after) in notice.between(stands, will_be).items()
    ]


@require_safe
def pdf(request, pk):
    """The issued bytes themselves; of a draft the paper as it would print. Reading is noted."""
    row = fetch(request, pk)
    name = file_name(row)
    if row.paper_id is None:
        return serving.drawn_response(lambda: draw_letter(row)[1], name)
    if request.method == "GET" and not row.paper.is_public:
        record(by=request.user, what="letter downloaded", target=row, office=row.office)
    return serving.file_response(request, row.paper.issued_file.document, name)
