"""Issue a paper, sign it further, file the scan of one signed in ink."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import reauth
from accounts.access import acts, allow, pressed_twice, token_sent
from accounts.forms import is_the_person
from documents import qr
from documents.confined import NoAnswer
from documents.keys import KeyUnavailable, WrongPin
from meetings import rules as meeting_rules
from meetings.attached import NotKept, media_type
from meetings.completeness import doubts_of_signing
from meetings.content import content_of
from meetings.models import Meeting
from meetings.views.fetching import fetch_with_paper
from memos import actions, numbers, rules, sheets
from memos.forms import ScanForm, SignForm, issue_form, usable_key_of
from memos.hindrances import HINDRANCES, said_of
from memos.ordering import OutOfOrder
from memos.views.fetching import fetch_issued
from offices.signatories import who_signs
from papers.drawing import paper_of
from papers.places import places_to_sign


@acts
@sensitive_post_parameters("pin", "password")
def issue(request, pk):
    """Freeze, number, draw, sign, store: one act of an officer, after the password once more."""
    meeting = fetch_with_paper(request, pk)
    line = actions.made_by_form(token_sent(request), meeting, request.user)
    if pressed_twice(request, done=line, by=request.user.pk):
        return _issued(request, line)
    allow(meeting_rules.can_issue(request.user, meeting))

    content = content_of(meeting)
    form = issue_form(request.POST or None, meeting=meeting, content=content, user=request.user)
    if line := issued_by(form, request, lambda told: actions.issue(meeting=meeting, **told)):
        return _issued(request, line)
    return render(
        request,
        "memos/issue.html",
        {
            "meeting": meeting,
            "form": form,
            "paper": paper_of(content),
            "next_numbers": next_numbers(form, content["memo"] or {}),
            "doubts": [told for _, told in doubts_of_signing(meeting, content)],
        },
        status=422 if form.is_bound else 200,
    )


def issued_by(form, request, act):
    """The line that an act gives which is told what the form asks; None where the form says what to mend.

    Before it the person types the password once more.
    """
    if not (form.is_valid() and is_the_person(request.user, form)):
        return None
    try:
        return act({"by": request.user, "signer": _signer(form, request.user), **form.asked()})
    except (WrongPin, reauth.TooMany) as wrong:
        form.add_error("pin", str(wrong))
    except KeyUnavailable as unavailable:
        form.add_error("way", str(unavailable))
    except OutOfOrder as crossed:
        form.add_error("order_reason", said_of(crossed))
    except HINDRANCES as hindered:
        form.add_error(None, said_of(hindered))
    return None


def _issued(request, line):
    messages.success(request, f"কার্যবিবরণী {line.number} স্মারকে জারি হয়েছে।")
    return redirect("meetings:detail", pk=line.meeting.pk)


def _signer(form, user):
    """The opened key, or None for a paper that is signed in ink. Raises WrongPin, KeyUnavailable, TooMany."""
    if form.cleaned_data["way"] == form.INK:
        return None
    return opened(form.key, form.cleaned_data["pin"], of=user)


def opened(key, pin, *, of):
    """The key, opened by its PIN; a wrong one is counted, and the next has to wait longer."""
    return reauth.attempt(of, reauth.Kind.PIN, lambda: key.open(pin), wrong=WrongPin)


def next_numbers(form, memo):
    """What the next number would be, for each file that can be chosen: [(file, number)].

    Told, not taken: another paper may be faster.
    """
    if memo.get("issue"):
        return []
    on = form.initial["on"]
    if "file" in form.fields:
        files = list(form.fields["file"].queryset.select_related("series"))
    else:
        plain = numbers.plain(memo["number"])
        files = form.office.file_numbers.filter(number=plain).select_related("series")
    return [(file, file.series.last_taken(on) + 1) for file in files]


@acts
@sensitive_post_parameters("pin", "password")
def sign(request, pk, field):
    """A further signature on an issued paper, such as that under its copy list."""
    meeting = fetch_issued(request, pk)
    to_sign = places_to_sign(content_of(meeting))
    places = {each.name: (each, who) for each, who in to_sign}
    if field not in places:
        raise Http404
    place, printed = places[field]
    if not meeting_rules.can_sign(request.user, meeting, place, printed):
        if meeting_rules.signs_as(request.user, meeting.office, printed):
            raise PermissionDenied("এই জায়গায় এখন স্বাক্ষর দেওয়া যায় না।")
        raise PermissionDenied(who_signs(printed, is_issued=True))

    key, _ = usable_key_of(request.user)
    form = SignForm(request.POST or None)
    if form.is_valid() and is_the_person(request.user, form):
        try:
            signer = opened(key, form.cleaned_data["pin"], of=request.user)
            actions.sign_further(meeting=meeting, by=request.user, field=place, signer=signer)
        except (WrongPin, reauth.TooMany) as wrong:
            form.add_error("pin", str(wrong))
        except (KeyUnavailable, *HINDRANCES) as hindered:
            form.add_error(None, said_of(hindered))
        else:
            messages.success(request, "কাগজে আপনার ডিজিটাল স্বাক্ষর যুক্ত হয়েছে।")
            return redirect("meetings:detail", pk=meeting.pk)
    return render(
        request,
        "memos/sign.html",
        {
            "meeting": meeting,
            "form": form,
            "key": key,
            "fields": meeting_rules.waiting_for(request.user, meeting, to_sign),
            "signs_as": meeting_rules.signs_as(request.user, meeting.office, printed),
        },
        status=422 if form.is_bound else 200,
    )


@acts
def scan(request, pk):
    """The scan of a paper signed in ink, filed beside the issued file it is a print of."""
    meeting = fetch_issued(request, pk)
    allow(meeting_rules.can_add_scan(request.user, meeting))
    return _scan(request, meeting)


@acts
def scans(request):
    """The same, for a pile of papers and attendance sheets: each finds its meeting by the code on it."""
    allow(rules.offices_numbered_by(request.user).exists())
    return _scan(request, None)


def _scan(request, meeting):
    form = ScanForm(request.POST or None, request.FILES or None)
    if meeting is None:
        del form.fields["unread"]
    if form.is_valid():
        try:
            said = _file(request, form, meeting)
        except (NoAnswer, NotKept, *HINDRANCES) as hindered:
            form.add_error("scan", said_of(hindered))
        else:
            messages.success(request, said)
            if meeting is None:
                return redirect("memos:scans")
            return redirect("meetings:detail", pk=meeting.pk)
    return render(
        request,
        "memos/scan.html",
        {"meeting": meeting, "form": form},
        status=422 if form.is_bound else 200,
    )


def _file(request, form, meeting):
    """Keep what the form brings where its code says, or with `meeting`. A sentence of where it is."""
    file = form.cleaned_data["scan"]
    mime = media_type(file.name)
    data = file.read()
    code = qr.read_code(data, mime)
    sheet = sheets.sheet_with(code, request.user)
    if sheet and meeting in (None, sheet.meeting):
        sheets.file_sheet(meeting=sheet.meeting, by=request.user, file=file, code=code)
        return f"{sheet.meeting.heading}: হাজিরা শিটের স্ক্যান পরিশিষ্ট-ক হিসেবে রাখা হয়েছে।"
    found = meeting or _meeting_of(request, code)
    actions.file_scan(
        meeting=found, by=request.user, data=data, code=code, mime=mime,
        unread=form.cleaned_data.get("unread", False),
    )  # fmt: skip
    return f"স্মারক {found.paper.number} এর স্বাক্ষরিত কাগজের স্ক্যান রাখা হয়েছে।"


def _meeting_of(request, code):
    """The meeting whose paper bears the code, if this person files scans for its office."""
    found = code and (
        Meeting.objects.visible_to(request.user)
        .select_related("paper", "committee__office")
        .filter(paper__code=code)
        .first()
    )
    if not found or not meeting_rules.can_add_scan(request.user, found):
        raise ValidationError(
            "স্ক্যানে আপনার কার্যালয়ের কোনো কাগজ বা হাজিরা শিটের সংকেত পাওয়া যায়নি; পরিষ্কার করে আবার স্ক্যান করুন।"
        )
    return found
