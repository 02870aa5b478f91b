"""What becomes of issued minutes: published, taken back from the public, corrected."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.access import ANYBODY, acts, allow, pressed_twice
from accounts.forms import is_the_person
from accounts.models import record
from documents.models import PaperFile
from documents.views import serving
from meetings import moves, printing, rules
from meetings.content import content_of
from meetings.correcting import begin_corrigendum
from meetings.forms import PublishedFilter, ReasonForm, WithdrawalForm
from meetings.models import OUT, Meeting, State
from meetings.views.fetching import fetch
from meetings.views.reading import A_PAGE
from papers.drawing import paper_of
from papers.places import unsigned


@acts
def publish(request, pk):
    meeting = fetch(request, pk)
    if pressed_twice(
        request, done=meeting.is_published, by=meeting.paper and meeting.paper.published_by_id
    ):
        return redirect("meetings:detail", pk=pk)
    if request.method == "POST":
        moves.publish(meeting=meeting, by=request.user)
        messages.success(request, "কার্যবিবরণী প্রকাশিত হয়েছে; এখন যে কেউ পড়তে পারবেন।")
        return redirect("meetings:detail", pk=pk)
    allow(rules.can_publish(request.user, meeting))
    missing = unsigned(content_of(meeting), meeting.paper.issued_file.signers)
    return render(
        request,
        "meetings/confirm.html",
        {
            "meeting": meeting,
            "asked": "কার্যবিবরণী প্রকাশ করবেন?",
            "told": [
                f"স্মারক {meeting.paper.number} এর কাগজ, স্বাক্ষরসহ, যে কেউ পোর্টালে পড়তে ও নামাতে পারবেন।",
                "প্রকাশে আপনার নাম ও সময় লেখা থাকবে। পরে প্রত্যাহার করা যাবে।",
                *(f"{place}; যেমন আছে তেমনই প্রকাশিত হবে।" for place in missing),
            ],
            "verb": "প্রকাশ করুন",
            "back": reverse("meetings:detail", args=[pk]),
        },
    )


@acts
@sensitive_post_parameters("password")
def unpublish(request, pk):
    """Close what everybody could read, after the password once more."""
    meeting = fetch(request, pk)
    form = WithdrawalForm(request.POST or None, asks="প্রত্যাহারের কারণ")
    if form.is_valid():
        withdrawal = _last_withdrawal(meeting)
        if pressed_twice(request, done=withdrawal, by=withdrawal and withdrawal.withdrawn_by_id):
            return redirect("meetings:detail", pk=pk)
    if form.is_valid() and is_the_person(request.user, form):
        moves.unpublish(meeting=meeting, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "প্রকাশ প্রত্যাহার করা হয়েছে; কাগজটি আর সবার জন্য খোলা নেই।")
        return redirect("meetings:detail", pk=pk)
    allow(rules.can_unpublish(request.user, meeting))
    return render(
        request,
        "meetings/reason.html",
        {
            "meeting": meeting,
            "form": form,
            "asked": "প্রকাশ প্রত্যাহার করবেন?",
            "told": ["যাচাই পাতায় কাগজটির নম্বর ও অবস্থা থাকবে, কাগজটি আর দেখা যাবে না।"],
            "verb": "প্রত্যাহার করুন",
        },
        status=422 if form.is_bound else 200,
    )


def _last_withdrawal(meeting):
    """By what issued minutes stopped being public; None where they are, or never were."""
    if meeting.state not in OUT or meeting.is_published:
        return None
    return meeting.paper.withdrawals.last()


@acts
def correct(request, pk):
    """Begin the minutes that will take the place of these."""
    meeting = fetch(request, pk)
    allow(rules.can_correct(request.user, meeting))
    form = ReasonForm(request.POST or None, asks="কী ভুল হয়েছে, কেন সংশোধন")
    going_on = meeting.corrigenda.exclude(state=State.CANCELLED).first()
    if pressed_twice(request, done=going_on, by=ANYBODY):
        return redirect("meetings:detail", pk=going_on.pk)
    if form.is_valid():
        draft = begin_corrigendum(meeting, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "সংশোধনী খোলা হয়েছে; আগের লেখা এতে আছে, এবার ঠিক করুন।")
        return redirect("meetings:items", pk=draft.pk)
    return render(
        request,
        "meetings/reason.html",
        {
            "meeting": meeting,
            "form": form,
            "going_on": going_on,
            "asked": "সংশোধনী জারি করবেন?",
            "told": [
                "আগের লেখা দিয়ে একটি নতুন খসড়া খুলবে; সেটি অনুমোদন হয়ে নতুন স্মারক নম্বরে জারি হবে।",
                "সংশোধনী জারি হলে এই কাগজের যাচাই পাতায় সব সময়ের জন্য লেখা থাকবে যে এটি সংশোধিত।",
                "কারণটি সংশোধিত কার্যবিবরণীর শুরুতে ছাপা হবে।",
            ],
            "verb": "সংশোধনী লিখুন",
        },
        status=422 if form.is_bound else 200,
    )


@require_safe
def scan(request, pk, file):
    """The scan of the issued paper, signed in ink."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("committee", "paper"), pk=pk
    )
    scans = PaperFile.objects.filter(kind=PaperFile.Kind.SCAN, paper=meeting.paper_id)
    row = get_object_or_404(scans.exclude(paper=None).select_related("document"), pk=file)
    if request.method == "GET" and not meeting.paper.is_public:
        record(by=request.user, what="scan downloaded", target=meeting, office=meeting.office)
    name = printing.file_name(meeting).removesuffix(".pdf")
    suffix = serving.SUFFIXES[row.document.mime]
    return serving.file_response(request, row.document, f"{name} স্বাক্ষরিত{suffix}")


# --- For everybody ------------------------------------------------------------------------------

# In settings.ACCOUNT_RATE_LIMITS.
limited = rate_limit(action="published", limit_get=True)
# Long enough for a crowd that reads the list, short enough for a paper that is taken back.
A_WHILE = "public, max-age=60"


@require_safe
@login_not_required
@limited
def published(request):
    """Every published paper, newest first."""
    meetings = Meeting.objects.published().select_related("committee__office", "paper")
    form = PublishedFilter(request.GET, meetings=meetings)
    page = Paginator(form.found(), A_PAGE).get_page(request.GET.get("page"))
    response = render(
        request,
        "meetings/published.html",
        {"form": form, "page": page, "is_filtered": form.has_changed()},
        status=200 if form.is_valid() else 400,
    )
    if form.is_valid():
        response.headers["Cache-Control"] = A_WHILE
    return response


@require_safe
@login_not_required
@limited
def published_minutes(request, pk):
    """Published minutes as a page, beside the issued file itself."""
    meetings = Meeting.objects.published().with_paper().select_related("paper__superseded_by")
    meeting = get_object_or_404(meetings, pk=pk)
    return render(
        request,
        "meetings/published_minutes.html",
        {
            "meeting": meeting,
            "paper": paper_of(content_of(meeting)),
        },
    )
