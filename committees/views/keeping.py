"""The office's own staff change a committee and keep the list of its members."""

import hashlib
import json

from django.contrib import messages
from django.db import transaction
from django.db.models import Case, Q, When
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import acts, number_sent
from bangla.phrases import parse_date
from bangla.text import normalise
from committees import actions
from committees.forms import AddMemberForm, CommitteeForm, EndForm, HolderForm, SeatForm
from committees.views.fetching import fetch_seat_to_change, fetch_to_change, status_of
from offices.actions import fill_post, make_post
from offices.holders import holders
from offices.models import Office, Post, Posting

# Posts that a search offers at once.
FOUND = 30


@acts
@transaction.atomic
def edit(request, pk):
    committee = fetch_to_change(request, pk)
    name, offices = committee.name, [committee.office]
    standing = values_of(CommitteeForm(instance=committee, offices=offices))
    form = CommitteeForm(request.POST or None, instance=committee, offices=offices)
    sent = values_of(form)
    differences = []
    if request.method == "POST" and request.POST.get("seen", seen_of(standing)) != seen_of(
        standing
    ):
        # Somebody else saved since: both are shown, and nothing is stored before one is chosen.
        differences = [
            {"label": field.label, "theirs": standing[field.name], "mine": sent[field.name]}
            for field in form
            if standing[field.name] != sent[field.name]
        ]
    if not differences and form.is_valid():
        actions.change_committee(
            committee=committee, fields=form.fields.keys() - {"office"}, by=request.user
        )
        messages.success(request, "কমিটির তথ্য সংরক্ষিত হয়েছে।")
        return redirect("committees:detail", pk=committee.pk)
    return render(
        request,
        "committees/edit.html",
        {
            "form": form,
            "committee": committee,
            "name": name,
            "seen": seen_of(standing),
            "differences": differences,
        },
        status=409 if differences else status_of(form),
    )


def values_of(form):
    """{name of a field: its text as the form shows it}, of stored values and of sent ones alike."""
    return {
        field.name: str("" if field.value() is None else field.value())
        .replace("\r\n", "\n")
        .strip()
        for field in form
    }


def seen_of(values):
    """What stands for the values that a page shows: who sends it back has seen just these."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


@acts
@transaction.atomic
def members(request, pk):
    committee = fetch_to_change(request, pk)
    if request.method == "POST":
        down = "down" in request.POST
        chosen = number_sent(request.POST.get("down" if down else "up"))
        seat = get_object_or_404(committee.memberships.not_over(), pk=chosen)
        actions.move_seat(seat=seat, down=down, by=request.user)
        way = "down" if down else "up"
        page = reverse("committees:members", args=[pk])
        # No fragment: with one, a browser does not look for what has the autofocus.
        return redirect(f"{page}?{way}={seat.pk}")

    seats = committee.memberships.select_related("post__office").order_by("order", "pk")
    seats = list(seats.prefetch_related(holders("post__postings")))
    now = set(committee.memberships.not_over().values_list("pk", flat=True))
    return render(
        request,
        "committees/members.html",
        {
            "committee": committee,
            "seats": [seat for seat in seats if seat.pk in now],
            "former": [seat for seat in seats if seat.pk not in now],
            # Where the keyboard was before the move.
            "moved_up": request.GET.get("up"),
            "moved_down": request.GET.get("down"),
        },
    )


@acts
@transaction.atomic
def add_member(request, pk):
    committee = fetch_to_change(request, pk)
    form = AddMemberForm(request.POST or None, committee=committee, initial=_as_before(request))
    # Whoever is asked about a similar post meant to go on before.
    then = request.POST.get("act") or request.POST.get("then")
    if form.is_valid():
        seat, holder = form.instance, normalise(form.cleaned_data["holder"])
        if form.new_post:
            seat.post = make_post(
                office=committee.office,
                title=form.new_post.title,
                holder=holder,
                since=seat.starts_on,
                by=request.user,
            )
        elif holder and seat.post.office_id == committee.office_id and not seat.post.holder:
            fill_post(post=seat.post, name=holder, since=seat.starts_on, by=request.user)
        actions.add_member(seat=seat, by=request.user)
        messages.success(request, f"“{seat.post.title}” কমিটিতে যোগ হয়েছে।")
        if then == "more":
            page = reverse("committees:add_member", args=[pk])
            return redirect(f"{page}?since={seat.starts_on}")
        return redirect("committees:members", pk=pk)

    query = " ".join(normalise(request.GET.get("q", "")).split())[:100]
    found = _found(committee, query)
    return render(
        request,
        "committees/add_member.html",
        {
            "committee": committee,
            "form": form,
            "query": query,
            "found": found[:FOUND],
            "is_cut": len(found) > FOUND,
            "chosen": form["post"].value() or "",
            "seated": set(
                committee.memberships.filter(ends_on=None).values_list("post", flat=True)
            ),
            # Who adds one after another is not sent back to the head of the page.
            "goes_on": "since" in request.GET,
            "since": request.GET.get("since", ""),
            "then": then or "",
        },
        status=status_of(form),
    )


def _as_before(request):
    """The day that the member before was given, for whoever adds one after another."""
    try:
        return {"starts_on": parse_date(request.GET.get("since", ""))}
    except ValueError:
        return {}


@acts
@transaction.atomic
def seat(request, pk):
    seat = fetch_seat_to_change(request, pk)
    committee, post = seat.committee, seat.post
    postings = list(post.postings.current().order_by("-starts_on", "-pk"))
    present = postings[0] if postings else None
    # A post of another office is that office's to fill; a holder with a sign-in, the administrator's.
    may_fill = post.office_id == committee.office_id and not any(p.user_id for p in postings)

    for_holder = request.method == "POST" and may_fill and "holder" in request.POST
    for_seat = request.method == "POST" and not for_holder
    form = SeatForm(request.POST if for_seat else None, instance=seat)
    holder = HolderForm(request.POST if for_holder else None, present=present)
    if for_seat and form.is_valid():
        actions.change_seat(seat=seat, fields=list(form.fields), by=request.user)
        messages.success(request, f"“{post.title}” পদের সদস্যপদ সংরক্ষিত হয়েছে।")
        if request.POST.get("act") == "next" and (after := _seat_after(seat)):
            return redirect("committees:seat", pk=after.pk)
        return redirect("committees:members", pk=committee.pk)
    if for_holder and holder.is_valid():
        fill_post(
            post=post,
            name=normalise(holder.cleaned_data["name"]),
            since=holder.cleaned_data["since"],
            by=request.user,
        )
        messages.success(request, f"“{post.title}” পদে এখন {holder.cleaned_data['name']}।")
        return redirect("committees:members", pk=committee.pk)
    return render(
        request,
        "committees/seat.html",
        {
            "committee": committee,
            "seat": seat,
            "form": form,
            "holder": holder if may_fill else None,
            "present": present,
            "after": _seat_after(seat),
        },
        status=status_of(form, holder),
    )


def _seat_after(seat):
    """The next member by seniority, or None after the last."""
    seats = seat.committee.memberships.not_over().select_related("post")
    behind = Q(order__gt=seat.order) | Q(order=seat.order, pk__gt=seat.pk)
    return seats.filter(behind).order_by("order", "pk").first()


@acts
@transaction.atomic
def end_seat(request, pk):
    seat = fetch_seat_to_change(request, pk)
    form = EndForm(request.POST or None, seat=seat)
    if form.is_valid():
        actions.end_seat(seat=seat, on=form.cleaned_data["on"], by=request.user)
        messages.success(request, f"“{seat.post.title}” পদের সদস্যপদ শেষ হয়েছে।")
        return redirect("committees:members", pk=seat.committee_id)
    return render(
        request,
        "committees/end_seat.html",
        {"committee": seat.committee, "seat": seat, "form": form},
        status=status_of(form),
    )


def _found(committee, query):
    """Posts that can be seated and answer the search, those of the office itself first."""
    posts = Post.objects.filter(office__in=Office.objects.around(committee.office))
    posts = posts.exclude(
        pk__in=committee.memberships.not_over().filter(ends_on=None).values("post")
    )
    for word in query.split():
        named = Posting.objects.current().filter(name__icontains=word).values("post")
        posts = posts.filter(
            Q(title__icontains=word) | Q(office__name__icontains=word) | Q(pk__in=named)
        )
    if not query:
        posts = posts.filter(office=committee.office)
    own_first = Case(When(office=committee.office, then=0), default=1)
    posts = posts.order_by(own_first, "seniority", "pk")
    return list(posts.select_related("office").prefetch_related(holders("postings"))[: FOUND + 1])
