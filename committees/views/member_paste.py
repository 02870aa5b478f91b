"""A member list pasted from Word, looked at, and taken in at once."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render

from accounts.access import acts
from bangla.digits import to_bengali
from committees import actions
from committees.member_list import NearPosts
from committees.models import Membership
from committees.paste_forms import PasteForm, Rows, SinceForm
from committees.views.fetching import fetch_to_change
from offices.actions import fill_post, make_post
from offices.models import today

# Lines that were left out, as many as a page tells.
SHOWN = 100


@acts
@transaction.atomic
def paste_members(request, pk):
    committee = fetch_to_change(request, pk)
    if "rows-TOTAL_FORMS" in request.POST:
        return _take_in(request, committee)
    form = PasteForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return _show_rows(request, committee, form.members, form.left_out)
    return render(
        request,
        "committees/paste_members.html",
        {"committee": committee, "form": form},
        status=422 if form.errors else 200,
    )


def _show_rows(request, committee, members, left_out):
    """What was read, to be looked at and mended."""
    near, seated = NearPosts(committee.office), _seated(committee, today())
    initial, chosen = [], set()
    for member in members:
        post, _ = near.meant_by(member.title)
        # The second of two who would be the same post is somebody else.
        post = None if post and post.pk in chosen else post
        chosen |= {post.pk} if post else set()
        initial.append(
            {
                "use": not (post and post.pk in seated),
                "name": member.name,
                "title": member.title,
                "post": post.pk if post else None,
                "role": member.role,
                "second_role": member.second_role,
                "said": member.role_said,
            }
        )
    rows = Rows(initial=initial, prefix="rows", form_kwargs={"near": near, "seated": seated})
    context = {
        "committee": committee,
        "rows": rows,
        "since": SinceForm(),
        "left_out": left_out[:SHOWN],
        "more_left_out": max(0, len(left_out) - SHOWN),
    }
    return render(request, "committees/paste_rows.html", context)


def _take_in(request, committee):
    """Add all members of the list, or none: the page comes back with every row as it was typed."""
    since = SinceForm(request.POST)
    starts_on = since.cleaned_data["starts_on"] if since.is_valid() else today()
    near = NearPosts(committee.office)
    kwargs = {"near": near, "seated": _seated(committee, starts_on)}
    rows = Rows(request.POST, prefix="rows", form_kwargs=kwargs)
    if since.is_valid() and rows.is_valid():
        taken = [row.cleaned_data for row in rows if row.cleaned_data.get("use")]
        for member in taken:
            post = near.by_pk.get(member["post"])
            if post is None:
                post = make_post(
                    office=committee.office,
                    title=member["title"],
                    holder=member["name"],
                    since=starts_on,
                    by=request.user,
                )
            elif member["name"] and post.office_id == committee.office_id and not post.holder:
                fill_post(post=post, name=member["name"], since=starts_on, by=request.user)
            seat = Membership(
                committee=committee,
                post=post,
                role=member["role"],
                second_role=member["second_role"],
                starts_on=starts_on,
            )
            actions.add_member(seat=seat, by=request.user)
        messages.success(
            request, f"{to_bengali(len(taken))} জন সদস্য যোগ হয়েছে। জ্যেষ্ঠতার ক্রম দেখে নিন।"
        )
        return redirect("committees:members", pk=committee.pk)
    for row in rows:
        row.mark_errors()
    context = {
        "committee": committee,
        "rows": rows,
        "since": since,
        "left_out": request.POST.getlist("left_out")[:SHOWN],
        "has_errors": True,
    }
    return render(request, "committees/paste_rows.html", context, status=422)


def _seated(committee, starts_on):
    """Posts (primary keys) that cannot get a seat without an end from that day."""
    seats = committee.memberships.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    return set(seats.values_list("post", flat=True))
