"""The address book of an office: its lines, a new one, one that is changed, and many out of Word."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acts, number_sent
from bangla.digits import to_bengali
from distribution import actions
from distribution.actions import Conflict
from distribution.book import proposed_way
from distribution.differences import differences_of
from distribution.forms import AddresseeForm, BookFilter, PasteRecipientsForm
from distribution.meaning import Meaning
from distribution.models import Addressee, DistributionList, Way
from distribution.pasted import email_apart
from distribution.views.fetching import fetch_addressee_to_change, fetch_office_to_change
from offices.rules import offices_kept_by

A_PAGE = 50


@require_safe
def book(request):
    """Everybody the offices of this person write to."""
    form = BookFilter(request.GET)
    rows = form.found(Addressee.objects.visible_to(request.user))
    rows = rows.select_related("office", "post__office").order_by("office", "key", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    kept = list(offices_kept_by(request.user))
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in request.GET.items() if name in form.fields})
    return render(
        request,
        "distribution/book.html",
        {
            "form": form,
            "page": page,
            "is_filtered": form.has_changed(),
            "query": asked.urlencode(),
            "kept": kept,
            "kept_pks": {office.pk for office in kept},
            "several_offices": len({row.office_id for row in page}) > 1,
        },
        status=200 if form.is_valid() else 400,
    )


@acts
def new(request, pk):
    """Someone more in the book; `line` is what a list prints and nobody knows yet."""
    office = fetch_office_to_change(request, pk)
    back = _list_to_settle(request)
    form = AddresseeForm(
        request.POST or None, office=office, initial=_proposed(office, request.GET.get("line", ""))
    )
    if form.is_valid() and (kept := _save(form, by=request.user)):
        messages.success(request, f"ঠিকানা বইয়ে যোগ হয়েছে: {kept}")
        return redirect(*(("distribution:list", back.pk) if back else ("distribution:book",)))
    return _addressee_page(request, form, office=office, back=back)


def _list_to_settle(request):
    """The list from which somebody came to say whom its line means, or None."""
    pk = number_sent((request.POST or request.GET).get("list"))
    return DistributionList.objects.visible_to(request.user).filter(pk=pk).first()


def _proposed(office, line):
    """What the fields of a new line begin with."""
    if not line:
        return {}
    (recipient, *more) = Meaning(office).of(line)
    if more or not recipient.post:
        return {"line": line}
    way = proposed_way(recipient.post)
    return {"line": line, "post": str(recipient.post), "way": way}


def _save(form, *, by, version=None):
    """The Addressee saved, or None with what is wrong said at its field. Raises Conflict."""
    try:
        return actions.keep_addressee(addressee=form.to_keep(), by=by, version=version)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


@acts
def addressee(request, pk):
    row = fetch_addressee_to_change(request, pk)
    if request.method == "POST" and (act := request.POST.get("act")) in ("close", "reopen"):
        actions.close_addressee(addressee=row, by=request.user, is_closed=act == "close")
        messages.success(request, f"{'বন্ধ' if act == 'close' else 'আবার চালু'} করা হয়েছে: {row}")
        return redirect("distribution:book")
    name, version = str(row), row.version
    form = AddresseeForm(request.POST or None, office=row.office, row=row)
    told = {"office": row.office, "row": row, "name": name, "version": version}
    if form.is_bound:
        told["version"] = number_sent(request.POST.get("version")) or 0
    if form.is_valid():
        try:
            if _save(form, by=request.user, version=told["version"]):
                messages.success(request, f"সংরক্ষিত হয়েছে: {row}")
                return redirect("distribution:book")
        except Conflict as conflict:
            theirs = AddresseeForm(office=row.office, row=conflict.current)
            differences = differences_of(theirs, form)
            told |= {"differences": differences, "in_conflict": True}
            told |= {"version": conflict.current.version, "row": conflict.current}
    return _addressee_page(request, form, **told)


def _addressee_page(request, form, *, in_conflict=False, **told):
    status = 409 if in_conflict else 422 if form.errors else 200
    context = {"form": form, "in_conflict": in_conflict, **told}
    return render(request, "distribution/addressee.html", context, status=status)


# --- Many at once ---------------------------------------------------------------------------------


@acts
def paste(request, pk):
    """Lines out of Word, each looked at before any is stored."""
    office = fetch_office_to_change(request, pk)
    if request.POST.get("act") == "keep":
        return _keep_pasted(request, office)
    form = PasteRecipientsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        rows = _rows_read(office, form.found.recipients)
        return _rows_page(request, office, rows, left_out=form.found.left_out)
    return render(
        request,
        "distribution/paste.html",
        {"form": form, "office": office},
        status=422 if form.errors else 200,
    )


def _rows_read(office, lines):
    """A form for each line, with its e-mail apart and the post it names."""
    apart = [email_apart(line) for line in lines]
    meant = Meaning(office).of_lines([line for line, _ in apart])
    rows = []
    for number, ((line, email), recipients) in enumerate(zip(apart, meant, strict=True)):
        post = recipients[0].post if len(recipients) == 1 else None
        way = proposed_way(post) if post else Way.HAND
        if email and way == Way.HAND:
            way = Way.MAIL
        values = {"line": line, "email": email, "way": way, "post": str(post) if post else ""}
        is_there = any(each.addressee for each in recipients)
        form = AddresseeForm(office=office, prefix=f"row{number}", initial=values)
        many = len(recipients) if len(recipients) > 1 else 0
        use = not is_there and not many
        rows.append({"form": form, "use": use, "there": is_there, "many": many})
    return rows


def _keep_pasted(request, office):
    """Take in all rows that are chosen, or none: the page comes back with each as it was typed."""
    rows = []
    for number in range(min(number_sent(request.POST.get("rows")) or 0, 200)):
        form = AddresseeForm(request.POST, office=office, prefix=f"row{number}")
        rows.append({"form": form, "use": f"use{number}" in request.POST})
    used = [row["form"] for row in rows if row["use"]]
    faults = [] if used else ["অন্তত একটি সারিতে টিক দিন।"]
    if used and not [form for form in used if not form.is_valid()]:
        with transaction.atomic():
            if not [form for form in used if not _save(form, by=request.user)]:
                messages.success(request, f"{to_bengali(len(used))} জন ঠিকানা বইয়ে যোগ হয়েছে।")
                return redirect("distribution:book")
            transaction.set_rollback(True)
    return _rows_page(request, office, rows, faults=faults, status=422)


def _rows_page(request, office, rows, *, left_out=(), faults=(), status=200):
    left_out = left_out or request.POST.getlist("left_out")[:100]
    context = {"office": office, "rows": rows, "left_out": left_out, "faults": faults}
    context["is_refused"] = status != 200
    context["posts"] = rows[0]["form"].choices if rows else None
    return render(request, "distribution/paste_rows.html", context, status=status)
