"""The review desk: what has come in, one paper beside its checklist, and what becomes of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.access import ANYBODY, WrongState, acts, allow, number_sent, pressed_twice
from bangla.digits import to_bengali
from bangla.phrases import period_of
from documents.models import Paper
from meetings import rules as meeting_rules
from meetings.models import Meeting
from memos.models import Memo
from offices.models import Holiday, Office
from offices.rules import offices_acted_for
from papers import content as read
from papers.comparing import changes
from papers.drawing import paper_of
from papers.printed import printed
from submissions import actions, rules
from submissions.checklist import checklist_of
from submissions.expectations import due_on
from submissions.forms import CommentForm, DeskFilter, ReopenForm, ReturnForm
from submissions.models import Submission
from submissions.owed import counts
from submissions.views.fetching import fetch, with_names

A_PAGE = 25
State = Submission.State
# The trays of the desk, in D-Nothi's words: name → (what it is called, the states in it).
TRAYS = {
    "new": ("নতুন আগত", [State.SENT]),
    "open": ("কার্যাধীন", [State.OPENED]),
    "asked": ("জিজ্ঞাসায়", [State.ASKED]),
    "returned": ("ফেরত দেওয়া", [State.RETURNED]),
    "accepted": ("গৃহীত", [State.ACCEPTED]),
}
WAITING = ["new", "open"]
# One more tray, whatever the state: what was struck out or corrected since it came.
FALLEN = "fallen"


@require_safe
def desk(request):
    """What has come in, longest waiting first; whatever is decided, newest first."""
    mine = Office.objects.worked_in_by(request.user)
    received = Submission.objects.received_by(mine).filter(is_latest=True)
    counted = counts(received)
    form = DeskFilter(request.GET, offices=mine)
    if form.is_valid():
        asked = {"duty": form.cleaned_data["duty"], "office": form.cleaned_data["office"]}
        received = received.filter(**{name: value for name, value in asked.items() if value})
    tray = request.GET.get("tray")
    states = TRAYS[tray][1] if tray in TRAYS else [s for t in WAITING for s in TRAYS[t][1]]
    is_decided = tray in ("returned", "accepted")
    fallen = received.fallen()
    found = fallen if tray == FALLEN else received.filter(state__in=states)
    found = found.order_by("-moved_at" if is_decided else "moved_at", "pk")
    page = Paginator(with_names(found), A_PAGE).get_page(request.GET.get("page"))
    acted_for = set(offices_acted_for(request.user).values_list("pk", flat=True))
    for submission in page:
        submission.may_decide = (
            submission.is_to_decide
            and submission.duty.office_id in acted_for
            and not submission.why_not_accepted
        )
    return render(
        request,
        "submissions/desk.html",
        {
            "form": form,
            "page": page,
            "tray": tray if tray in (*TRAYS, FALLEN) else "",
            "trays": [
                *(
                    (name, label, sum(counted[state] for state in states))
                    for name, (label, states) in TRAYS.items()
                ),
                (FALLEN, "পরে বাতিল বা সংশোধিত", fallen.count()),
            ],
            "waiting": sum(counted[s] for t in WAITING for s in TRAYS[t][1]),
            "is_filtered": form.has_changed(),
            "may_decide": any(submission.may_decide for submission in page),
        },
        status=200 if form.is_valid() else 400,
    )


@require_safe
def submission(request, pk):
    """One paper: as it was sent on the left; its checks, its conversation and its acts on the right."""
    return _page(request, fetch(request, pk))


def _page(request, found, *, form=None, status=200, **told):
    is_receiver = rules.works_for(request.user, found.duty.office)
    # Not opened yet: the cover alone, so that reading is an act, and ends the taking back.
    is_cover = found.state == State.SENT and not is_senders(request.user, found)
    before = _version_before(found)
    comments = list(found.comments.select_related("commented_by"))
    items = [
        (number, item, [c for c in comments if c.position == number])
        for number, item in enumerate(read.items(found.content), 1)
    ]
    return render(
        request,
        "submissions/submission.html",
        {
            "submission": found,
            "is_cover": is_cover,
            "paper": None if is_cover else paper_of(found.content),
            "checklist": [] if is_cover else checklist_of(found),
            "items": [] if is_cover else items,
            "comments": [c for c in comments if c.position is None],
            "before": before,
            "changes": _changes(before, found) if before and not is_cover else [],
            "versions": visible_versions(request.user, found),
            "due": _due(found),
            "next": next_for(request.user, found) if is_receiver else None,
            "form": form or CommentForm(items=len(items)),
            "can_open": rules.can_open(request.user, found),
            "can_review": rules.can_review(request.user, found),
            "can_accept": rules.can_accept(request.user, found),
            "can_reopen": rules.can_reopen(request.user, found),
            "struck_out": _struck_out(found),
            "can_comment": rules.can_comment(request.user, found),
            "can_withdraw": rules.can_withdraw(request.user, found),
            "mends": _mends(request.user, found),
            **told,
        },
        status=status,
    )


def _changes(before, found):
    """What another version prints otherwise."""
    return changes(printed(before.content), printed(found.content))


def visible_versions(user, found):
    seen = Submission.objects.visible_to(user).values("pk")
    return found.versions().filter(pk__in=seen)


def is_senders(user, found):
    return Office.objects.worked_in_by(user).filter(pk=found.office_id).exists()


def _version_before(found):
    """The version this one takes the place of, with its content; None where there is none."""
    same = {
        "duty": found.duty_id,
        "office": found.office_id,
        "period_start": found.period_start,
        "version__lt": found.version,
    }
    earlier = Submission.objects.filter(**same).exclude(state=State.WITHDRAWN)
    return earlier.select_related("file__paper").order_by("-version").first()


def _due(found):
    end = period_of(found.duty.cadence, found.period_start, fiscal=found.duty.fiscal)[1]
    holidays = frozenset(
        Holiday.objects.filter(falls_on__gt=end).values_list("falls_on", flat=True)[:100]
    )
    return due_on(end, due_day=found.duty.due_day, holidays=holidays)


def next_for(user, found):
    """What this person would review next: the one that waits longest, beside this one."""
    mine = offices_acted_for(user)
    waiting = Submission.objects.received_by(mine).to_review().exclude(pk=found.pk)
    return waiting.order_by("moved_at", "pk").only("pk").first()


def _struck_out(found):
    """The register line that says why a void paper is void; None of one that is not."""
    if found.paper.status != Paper.Status.VOID:
        return None
    return Memo.objects.filter(paper=found.paper).select_related("voided_by").first()


def _mends(user, found):
    """Where the sending office mends a paper that was given back, or stands no more: the meeting that
    can be sent or corrected now. None for everybody else."""
    is_back = found.state == State.RETURNED or found.paper.status != Paper.Status.CURRENT
    if not is_back or not found.is_latest or found.state == State.WITHDRAWN:
        return None
    if not rules.works_for(user, found.office):
        return None
    meeting = Meeting.objects.select_related("committee__office", "paper").get(pk=found.meeting_id)
    while (
        later := meeting.corrigenda.exclude(state="cancelled")
        .select_related("committee__office", "paper")
        .first()
    ):
        meeting = later
    meeting.is_other = (
        meeting.paper_id is not None
        and meeting.paper.issued_file.document_id != found.file.document_id
    )
    meeting.may_be_corrected = meeting_rules.can_correct(user, meeting)
    return meeting


# --- Acts -----------------------------------------------------------------------------------------


@require_POST
def open_it(request, pk):
    found = fetch(request, pk)
    is_open = found.is_taken_up and rules.works_for(request.user, found.duty.office)
    if not pressed_twice(request, done=is_open, by=ANYBODY):
        try:
            actions.open_submission(submission=found, by=request.user)
        except WrongState as late:
            return _too_late(request, pk, late)
    return redirect("submissions:submission", pk=pk)


@require_POST
def accept(request, pk):
    found = fetch(request, pk)
    if not pressed_twice(request, done=found.state == State.ACCEPTED, by=found.decided_by_id):
        try:
            actions.accept(submission=found, by=request.user)
        except WrongState as late:
            return _too_late(request, pk, late)
        messages.success(request, f"{found.office.name}: {found.period_name} গ্রহণ করা হয়েছে।")
    return onward(request, found)


@acts
def send_back(request, pk):
    found = fetch(request, pk)
    form = ReturnForm(request.POST or None)
    if pressed_twice(request, done=found.state == State.RETURNED, by=found.decided_by_id):
        return redirect("submissions:submission", pk=pk)
    try:
        actions.may_send_back(request.user, found)
        if form.is_valid():
            actions.send_back(submission=found, by=request.user, **form.cleaned_data)
            messages.success(request, f"{found.office.name} বরাবর সংশোধনের জন্য ফেরত পাঠানো হয়েছে।")
            return onward(request, found)
    except WrongState as late:
        return _too_late(request, pk, late, unsent=request.POST.get("remarks", ""))
    return render(
        request,
        "submissions/send_back.html",
        {"submission": found, "form": form, "comments": found.comments.exclude(position=None)},
        status=422 if form.is_bound else 200,
    )


@acts
def reopen(request, pk):
    """Take an acceptance back, with a reason both offices read."""
    found = fetch(request, pk)
    form = ReopenForm(request.POST or None)
    is_open = found.state != State.ACCEPTED and found.reopened_at
    if pressed_twice(request, done=is_open, by=found.reopened_by_id):
        return redirect("submissions:submission", pk=pk)
    try:
        if form.is_valid():
            actions.reopen(submission=found, by=request.user, **form.cleaned_data)
            messages.success(request, "গ্রহণ ফিরিয়ে নেওয়া হয়েছে; কাগজটি আবার সিদ্ধান্তের অপেক্ষায়।")
            return redirect("submissions:submission", pk=pk)
        allow(rules.can_reopen(request.user, found))
    except WrongState as late:
        return _too_late(request, pk, late, unsent=request.POST.get("reason", ""))
    return render(
        request,
        "submissions/reopen.html",
        {"submission": found, "form": form},
        status=422 if form.is_bound else 200,
    )


def _too_late(request, pk, late, *, unsent=""):
    """The paper as it stands now, with who was faster on top, and the words that did not go out."""
    return _page(request, fetch(request, pk), status=409, overtaken=str(late), unsent=unsent)


def onward(request, found):
    """To the next paper that waits, or back to the desk."""
    following = next_for(request.user, found)
    if following:
        return redirect("submissions:submission", pk=following.pk)
    return redirect("submissions:desk")


@require_POST
def comment(request, pk):
    found = fetch(request, pk)
    allow(rules.can_comment(request.user, found))
    form = CommentForm(request.POST, items=len(found.content["items"]))
    if form.is_valid():
        asks = request.POST.get("act") == "ask" and rules.can_review(request.user, found)
        said = form.cleaned_data
        last = found.comments.last()
        is_said = last and (last.text, last.position) == (said["text"], said["position"])
        if not pressed_twice(request, done=is_said, by=last and last.commented_by_id):
            try:
                actions.comment(submission=found, by=request.user, asks=asks, **said)
            except WrongState as late:
                return _too_late(request, pk, late, unsent=said["text"])
        messages.success(request, "জিজ্ঞাসা পাঠানো হয়েছে।" if asks else "মন্তব্য রাখা হয়েছে।")
        return redirect("submissions:submission", pk=pk)
    return _page(request, found, form=form, status=422)


@require_POST
def accept_many(request):
    """Accept the papers that were ticked: first shown what that does, then asked once, then done.

    What can no longer be accepted is told of, and why.
    """
    mine = offices_acted_for(request.user)
    allow(mine.exists())
    ticked = [number_sent(pk) for pk in request.POST.getlist("pk")[:A_PAGE]]
    found = Submission.objects.visible_to(request.user).filter(
        duty__office__in=mine, pk__in=[pk for pk in ticked if pk is not None]
    )
    found = list(with_names(found).order_by("moved_at", "pk"))
    if not found:
        messages.warning(request, "কোনোটি বাছাই করা হয়নি।")
        return redirect("submissions:desk")
    if request.POST.get("act") == "accept":
        return _accepted_many(request, found)
    for each in found:
        each.refusal = _why_not_accepted(request.user, each)
    chosen = [each for each in found if not each.refusal]
    return render(
        request,
        "submissions/accept_many.html",
        {
            "chosen": chosen,
            "unread": sum(not each.is_taken_up for each in chosen),
            "refused": [each for each in found if each.refusal],
        },
    )


def _accepted_many(request, found):
    accepted = 0
    for each in found:
        refusal = _why_not_accepted(request.user, each)
        if not refusal:
            try:
                actions.accept(submission=each, by=request.user)
                accepted += 1
            except WrongState as late:
                refusal = late
        if refusal:
            messages.warning(request, f"{each.office.name}, {each.period_name}: {refusal}")
    if accepted:
        messages.success(request, f"{to_bengali(accepted)}টি কার্যবিবরণী গ্রহণ করা হয়েছে।")
    return redirect("submissions:desk")


def _why_not_accepted(user, found):
    """Why this person cannot accept one of the papers of their own desk, in words, or None."""
    return found.why_not_accepted if rules.can_review(user, found) else found.overtaken
