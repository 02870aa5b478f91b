"""The share of a decision: what is asked, what was answered, and what its owner and its section do next."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acts, allow, token_sent
from documents.views import serving
from followup import actions, answer_forms, drafting, echoes, history, rules, worklist
from followup.models import Answer, Assignment
from followup.parts import tree_of
from followup.views.fetching import fetch_proof, fetch_share, fetch_share_to_tend
from meetings.models import Meeting
from offices.models import Post, today

A_PAGE = 25
State = Assignment.State


@require_safe
def mine(request):
    """What this person is to answer, what is late first."""
    trays = worklist.owned_by(request.user)
    tray = request.GET.get("tray", worklist.OPEN)
    tray = tray if tray in trays else worklist.OPEN
    posts = Post.objects.filter(pk__in=trays[worklist.OPEN].order_by().values("post"))
    posts = list(posts.select_related("office").order_by("office", "seniority", "pk"))
    rows, chosen = trays[tray], request.GET.get("post", "")
    if chosen.isdecimal() and (post := next((p for p in posts if str(p.pk) == chosen), None)):
        rows = rows.filter(post=post)
    page = Paginator(worklist.leafed(tray, rows), A_PAGE).get_page(request.GET.get("page"))
    page.object_list = worklist.told_in_full(page.object_list)
    for row in page:
        put_time(row)
    counts = worklist.counts(trays)
    return render(
        request,
        "followup/mine.html",
        {
            "page": page,
            "tray": tray,
            "trays": [(name, worklist.MINE[name], counts[name]) for name in trays],
            "late": counts[worklist.LATE],
            "posts": posts if len(posts) > 1 else [],
            "chosen": chosen,
            "is_cut": tray == worklist.ENDED and page.paginator.count == worklist.MOST_ENDED,
        },
    )


def put_time(row):
    """How a line tells the time of a share: what is left, and whether it is over."""
    runs = row.state in Assignment.RUNNING and row.due_on
    row.time = worklist.time_left(row.due_on) if runs else ""
    row.is_over = bool(row.days_late())


@acts
def assignment(request, pk):
    """One share; a POST is an answer of its owner."""
    share = fetch_share(request, pk)
    if request.method != "POST":
        return _page(request, share, answer=asked_form(request, share, office=share.matter.office))
    allow(rules.can_answer(request.user, share), rules.WHO_ANSWERS)
    actions.guard_chased(share)
    form = sent_form(request, share, office=share.matter.office)
    if form and answered(request, form, by=request.user):
        messages.success(request, "উত্তর রাখা হয়েছে।")
        return redirect("followup:assignment", pk=pk)
    return _page(request, fetch_share(request, pk), answer=form, status=422)


def asked_form(request, share, *, office=None):
    """The form of the answer that the address names, where the share takes it; else None. With
    `draft` its text is what the parts of the share add up to."""
    kind, drafted = request.GET.get("kind"), {}
    if request.GET.get("draft") == "1":
        tree = tree_of(share)
        kind = kind or Answer.Kind.PROGRESS
        drafted = {"text": drafting.draft(tree), "progress": tree.step}
    if kind not in answer_forms.open_answers(share):
        return None
    form = answer_forms.FORMS[kind](share=share, office=office, initial=drafted)
    if drafted:
        form.fields["text"].widget.attrs["rows"] = 12
    return form


def sent_form(request, share, *, office=None):
    """The form of the answer that was sent, or None where no answer is named."""
    form = answer_forms.FORMS.get(request.POST.get("kind"))
    return form and form(request.POST, request.FILES, share=share, office=office)


def answered(request, form, **who):
    """Whether the answer was kept. Otherwise the form says why, carries its files on, and tells in
    `warnings` what it lacks, to be sent all the same."""
    form.warnings = []
    token = token_sent(request)
    if form.is_valid():
        told = form.told | {"token": token}
        if Answer.objects.filter(token=token, assignment=form.share).exclude(token=None).exists():
            return True
        if "anyway" not in request.POST:
            form.warnings = [echoes.WARNINGS[code] for code in warned(form.share, told)]
        if not form.warnings:
            try:
                actions.answer(form.share, **told, **who)
                return True
            except ValidationError as refused:
                # Before a fault takes them out of what the form holds.
                form.hold_files()
                form.refuse(refused)
                return False
    form.hold_files()
    return False


def warned(share, told):
    """The codes of what an answer lacks."""
    names = ("kind", "text", "progress", "proofs")
    return echoes.warnings_for(share, **{name: told.get(name) for name in names})


@acts
def tend(request, pk):
    """What the section does with a share."""
    share = fetch_share_to_tend(request, pk)
    if request.method != "POST":
        return _page(request, share)
    forms = {each.act: each for each in answer_forms.TendForm.__subclasses__()}
    form = forms.get(request.POST.get("act"))
    if form is None:
        return _page(request, share, status=422)
    form = form(request.POST, share=share)
    if history.did_last(request.user, share, form.act):
        return redirect("followup:assignment", pk=pk)
    if form.is_valid():
        try:
            getattr(actions, form.act)(share, by=request.user, **form.told)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, TENDED[form.act])
            return redirect("followup:assignment", pk=pk)
    return _page(request, share, tended=form, status=422)


TENDED = {
    "verify": "দাবি যাচাই করা হয়েছে।",
    "send_back": "দাবি ফেরত দেওয়া হয়েছে; আগের শেষ তারিখ আবার গণ্য।",
    "set_due": "শেষ তারিখ ঠিক করা হয়েছে।",
    "refuse_extension": "সময় দেওয়া হয়নি; কারণ জানানো হয়েছে।",
    "refuse_not_mine": "কাজটি তাঁদেরই থাকল; কারণ জানানো হয়েছে।",
    "answer_disagreement": "দ্বিমতের উত্তর দেওয়া হয়েছে।",
    "settle_owner": "কার কাজ, ঠিক করা হয়েছে।",
}


def _page(request, share, *, answer=None, tended=None, status=200):
    put_time(share)
    user, meeting = request.user, share.matter.decision and share.matter.decision.meeting
    may_tend = rules.can_tend(user, share)
    forms = []
    if may_tend and share.matter.state == share.matter.State.OPEN:
        shown = answer_forms.tend_forms(share, may_verify=rules.can_verify(user, share))
        forms = [
            tended if tended and tended.act == each.act else each(share=share) for each in shown
        ]
    may_answer = rules.can_answer(user, share) and share.matter.is_chased
    return render(
        request,
        "followup/assignment.html",
        {
            "share": share,
            "matter": share.matter,
            "decision": share.matter.decision,
            "meeting": meeting,
            "may_read_paper": meeting
            and Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists(),
            "choices": answer_forms.open_answers(share) if may_answer else {},
            "answer": answer if may_answer else None,
            "may_tend": may_tend,
            "desk_time": share.desk_due_on and worklist.time_left(share.desk_due_on),
            "desk_is_over": share.desk_due_on and share.desk_due_on < today(),
            "may_settle": rules.can_settle(user, share.matter),
            "may_hand_down": share.state == State.OPEN and rules.can_hand_down(user, share),
            "claims_own": may_tend
            and share.state == State.CLAIMED
            and rules.has_claimed(user, share),
            "tends": {form.act: form for form in forms},
            "form": tended or answer,
            "steps": history.steps_of(share),
        },
        status=status,
    )


@require_safe
def proof(request, pk):
    """A file that shows an answer, saved or shown as it was put in."""
    found = fetch_proof(request, pk)
    return serving.file_response(request, found.document, found.name, inline=True)
