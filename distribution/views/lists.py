"""The lists of an office: which there are, and one as it is written, with whom each line means."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.access import acts, number_sent
from bangla.digits import to_bengali
from distribution import actions
from distribution.actions import Conflict
from distribution.differences import differences_of
from distribution.forms import HEADINGS, ListForm, PasteRecipientsForm
from distribution.lines import is_office_copy, purpose_of, with_rank
from distribution.meaning import Meaning
from distribution.models import DistributionList
from distribution.pasted import MOST_RECIPIENTS
from distribution.showing import by_rank, shown
from distribution.views.fetching import fetch_list_to_change, fetch_office_to_change
from offices.rules import offices_kept_by

_MOVE = re.compile(r"(up|down|drop)-([0-9]{1,3})")


@require_safe
def lists(request):
    rows = DistributionList.objects.visible_to(request.user).select_related("office")
    rows = list(rows.order_by("office", "closed_on", "name"))
    meanings = {}
    for row in rows:
        meaning = meanings.setdefault(row.office_id, None) or Meaning(row.office)
        meanings[row.office_id] = meaning
        row.copies = sum(map(meaning.count, row.lines))
    kept = list(offices_kept_by(request.user))
    return render(
        request,
        "distribution/lists.html",
        {
            "lists": rows,
            "kept": kept,
            "kept_pks": {office.pk for office in kept},
            "several_offices": len({row.office_id for row in rows}) > 1,
        },
    )


@acts
def new(request, pk):
    return _write(request, fetch_office_to_change(request, pk), None)


@acts
def edit(request, pk):
    row = fetch_list_to_change(request, pk)
    if request.method == "POST" and (act := request.POST.get("act")) in ("close", "reopen"):
        actions.close_list(kept=row, by=request.user, is_closed=act == "close")
        messages.success(request, "তালিকাটি বন্ধ হয়েছে।" if act == "close" else "তালিকাটি আবার চালু হয়েছে।")
        return redirect("distribution:lists")
    return _write(request, row.office, row)


def _write(request, office, row):
    """A list as it is written: every button but the saving one only changes what the page shows."""
    stored = ListForm.values_of(row)
    act = request.POST.get("act", "")
    told = {
        "office": office,
        "row": row,
        "name": row and row.name,
        "pasting": PasteRecipientsForm(),
    }
    told["version"] = row.version if row else 0
    form = ListForm(request.POST or None, initial=stored)
    if not form.is_bound:
        return _page(request, form, stored, **told)
    told["version"] = number_sent(request.POST.get("version")) or 0
    if act in ("", "save"):
        if form.is_valid() and (answer := _saved(request, form, row, office, told)):
            return answer
        return _page(request, form, _values_in(form), is_changed=True, **told)
    values = _values_in(form)
    if act == "read":
        told["pasting"] = pasting = PasteRecipientsForm(request.POST, request.FILES)
        if pasting.is_valid():
            values, told["notes"] = _with_pasted(values, pasting.found)
            told["pasting"] = PasteRecipientsForm()
    values["recipients"] = _acted(values["recipients"], act, office)
    told["focus"] = _focus_after(act, len(values["recipients"]))
    return _page(request, ListForm(initial=values), values, is_changed=True, **told)


def _values_in(form):
    """What a form holds, whatever is wrong with it, as `ListForm.values_of` has it."""
    values = form.typed()
    return values | {"recipients": form.fields["recipients"].to_python(values["recipients"] or "")}


def _saved(request, form, row, office, told):
    """The answer to a list that was saved, or None: what is wrong stands in the form or in `told`."""
    kept = form.to_keep(row, office)
    try:
        actions.keep_list(kept=kept, by=request.user, version=told["version"])
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    except Conflict as conflict:
        theirs = ListForm(initial=ListForm.values_of(conflict.current))
        told["differences"] = differences_of(theirs, form)
        told |= {"version": conflict.current.version, "in_conflict": True}
        return None
    messages.success(request, "তালিকা সংরক্ষিত হয়েছে।")
    return redirect("distribution:list", pk=kept.pk)


def _with_pasted(values, found):
    """(the values with what was pasted behind what is there, what to tell of it)."""
    there = list(values["recipients"])
    added = [line for line in found.recipients if line not in there]
    kept = added[: max(0, MOST_RECIPIENTS - len(there))]
    # The office copy stays last.
    end = len(there) - 1 if there and is_office_copy(there[-1]) else len(there)
    values = values | {"recipients": there[:end] + kept + there[end:]}
    if not values["heading"] and found.heading:
        values["heading"] = found.heading
    if not there and found.numbering:
        values["numbering"] = found.numbering
    told = [f"{to_bengali(len(kept))} জন প্রাপক নিচে যোগ হয়েছে; দেখে সংরক্ষণ করুন।"]
    if same := len(found.recipients) - len(added):
        told.append(f"{to_bengali(same)} জন আগেই তালিকায় ছিলেন।")
    left_out = [*found.left_out, *added[len(kept) :]]
    return values, {"told": told, "left_out": left_out[:100]}


def _acted(lines, act, office):
    """The recipients after a button was pressed; an unknown one changes nothing."""
    if act == "sort":
        return by_rank(lines, office)
    move = _MOVE.fullmatch(act)
    if not move or not 0 <= (place := int(move[2])) < len(lines):
        return lines
    lines = list(lines)
    if move[1] == "drop":
        del lines[place]
    elif 0 <= (other := place + {"up": -1, "down": 1}[move[1]]) < len(lines):
        lines[place], lines[other] = lines[other], lines[place]
    return lines


def _focus_after(act, count):
    """The button that the keyboard is on after a move: that of the same line, if it still moves."""
    move = _MOVE.fullmatch(act)
    if not move or not count:
        return ""
    way, place = move[1], int(move[2]) + {"up": -1, "down": 1, "drop": 0}[move[1]]
    place = min(max(place, 0), count - 1)
    if way == "up" and place == 0:
        way = "down"
    elif way == "down" and place == count - 1:
        way = "up"
    return f"{way}-{place}"


def _page(request, form, values, *, office, in_conflict=False, is_changed=False, **told):
    lines = shown(values.get("recipients") or [], office)
    heading = values.get("heading") or ""
    context = {
        "form": form,
        "office": office,
        "lines": lines,
        "copies": sum(len(each.meant) for each in lines),
        "unknown": sum(each.kind == "unknown" for each in lines),
        "heading": with_rank(heading, is_by_rank=bool(values.get("is_by_rank"))) if heading else "",
        "purpose": purpose_of(heading).label if heading else "",
        "headings": HEADINGS,
        "is_changed": is_changed,
        "in_conflict": in_conflict,
        **told,
    }
    is_refused = form.errors or told["pasting"].errors
    status = 409 if in_conflict else 422 if is_refused else 200
    return render(request, "distribution/list.html", context, status=status)
