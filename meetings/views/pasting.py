"""The page on which a table is pasted: paste or upload, look at what was recognised, add it."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import WrongState, acts
from bangla.digits import to_bengali
from meetings import actions
from meetings.actions import Conflict
from meetings.views.fetching import fetch_to_change
from pasting.agenda import agenda_in_upload, agenda_pasted
from pasting.agenda_columns import body_of, columns_of, headings_of
from pasting.agenda_doubts import NAMES, check, doubts
from pasting.agenda_items import read_agenda
from pasting.carrying import packed, packed_notes, unpacked
from pasting.fonts import FONTS_THAT_MATTER
from pasting.grid import Table, plain
from pasting.limits import BadPaste
from pasting.notes import balance, in_full, sentences
from pasting.tables import in_unicode

# What the preview shows of the table, of the items, and of the Bijoy text.
ROWS_SHOWN = 3
ITEMS_SHOWN = 5
CHANGES_SHOWN = 8

CHOICES = [("", "আনা হবে না"), *NAMES.items()]


class PasteForm(forms.Form):
    """What was pasted or uploaded. `rows` and `others` are the table found in it."""

    text = forms.CharField(
        label="ছকটি এখানে পেস্ট করুন",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 10, "data-paste": True, "data-fonts": FONTS_THAT_MATTER}
        ),
        help_text="ওয়ার্ড, এক্সেল, গুগল শিট, লিব্রেঅফিস বা ওয়েব পাতা থেকে পুরো ছক, পুরো কার্যবিবরণী, কিংবা ক্রম দেওয়া লেখা (১। …, (ক) …)।",
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label="অথবা ফাইল দিন (.docx)",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.html,.htm,.txt,.tsv"}),
    )

    def __init__(self, *args, expected, **kwargs):
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        try:
            if file:
                self.rows, self.others = agenda_in_upload(file, self.expected)
            else:
                html, text = cleaned.get("html", ""), cleaned.get("text", "")
                self.rows, self.others = agenda_pasted(html, text, self.expected)
        except BadPaste as refused:
            self.add_error("file" if file else "text", str(refused))
        return cleaned


class ColumnsForm(forms.Form):
    """The table as it was found, and what a person says its columns hold."""

    rows = forms.CharField(widget=forms.HiddenInput, strip=False)
    notes = forms.CharField(widget=forms.HiddenInput, strip=False, required=False)
    others = forms.IntegerField(required=False, widget=forms.HiddenInput)
    last = forms.IntegerField(required=False, widget=forms.HiddenInput)
    keep_bijoy = forms.BooleanField(label="বিজয় লেখা না বদলে যেমন আছে তেমন আনুন", required=False)

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        for column in range(columns):
            self.fields[f"column{column}"] = forms.ChoiceField(
                choices=CHOICES, required=False, widget=forms.Select(attrs={"class": "form-select"})
            )

    @property
    def columns(self):
        """The fields of the columns, bound."""
        return [self[name] for name in self.fields if name.startswith("column")]


@acts
def paste(request, pk):
    """Step 1 asks for a table; step 2 shows what was recognised; step 3 adds it."""
    meeting = fetch_to_change(request, pk)
    expected = meeting.shape["column_keys"]
    if "rows" in request.POST:
        return _corrected(request, meeting)
    if request.method != "POST":
        return _ask(request, meeting, PasteForm(expected=expected))
    form = PasteForm(request.POST, request.FILES, expected=expected)
    if not form.is_valid():
        return _ask(request, meeting, form)
    return _preview(request, meeting, _proposed(meeting, form.rows, form.others))


def _ask(request, meeting, form):
    status = 422 if form.is_bound else 200
    return render(request, "meetings/paste.html", {"meeting": meeting, "form": form}, status=status)


def _proposed(meeting, rows, others):
    """The ColumnsForm of a table as it was recognised."""
    keys = columns_of(in_unicode(rows)[0], meeting.shape["column_keys"])
    last = meeting.items.last()
    return ColumnsForm(
        {
            "rows": packed(rows),
            "notes": packed_notes(rows.notes),
            "others": others,
            "last": last.pk if last else "",
            **{f"column{column}": key for column, key in enumerate(keys)},
        },
        columns=len(keys),
    )


def _corrected(request, meeting):
    """What a person sent of the preview: look again, or add."""
    expected = meeting.shape["column_keys"]
    rows = unpacked(request.POST["rows"])
    form = ColumnsForm(request.POST, columns=len(rows[0]) if rows else 0)
    if not rows or not form.is_valid():
        # Not what the page sends: begin anew.
        return _ask(request, meeting, PasteForm({}, expected=expected))
    if request.POST.get("act") != "add":
        return _preview(request, meeting, form)
    rows, keys, _ = _read(form)
    try:
        items = read_agenda(rows, keys).items
        if not items or not any(
            item["topic"] or item["discussion"] or item["decisions"] for item in items
        ):
            raise BadPaste("কোন কলামে আলোচ্য বিষয় আর কোনটিতে সিদ্ধান্ত আছে, তা উপরে বেছে দিন।")
        check(items)
        added = actions.add_items(
            meeting, by=request.user, items=items, last=form.cleaned_data["last"]
        )
    except BadPaste as refused:
        return _preview(request, meeting, form, fault=str(refused), status=422)
    except (Conflict, WrongState) as refused:
        fault = str(refused)
        if isinstance(refused, Conflict):
            fault = (
                "ছকটি দেখার পরে আলোচ্যসূচির শেষে সারি যোগ বা বাদ হয়েছে, হয়তো এই ছকই একবার যোগ হয়ে গেছে। "
                "আলোচ্যসূচি দেখে নিন; তারপরও যোগ করতে চাইলে আবার চাপুন।"
            )
            form = _again(request, form, last=refused.current.pk if refused.current else "")
        return _preview(request, meeting, form, fault=fault, status=409)
    messages.success(
        request, f"{to_bengali(len(added))}টি সারি যোগ হয়েছে। প্রতিটি সারি একবার মিলিয়ে নিন।"
    )
    page = reverse("meetings:items", args=[meeting.pk])
    return redirect(f"{page}?focus={added[0].pk}#item{added[0].pk}")


def _again(request, form, **told):
    """The same form, with something else in it."""
    data = request.POST.copy()
    for name, value in told.items():
        data[name] = value
    return ColumnsForm(data, columns=len(form.columns))


def _preview(request, meeting, form, *, fault="", status=200):
    form.is_valid()
    rows, keys, changed = _read(form)
    agenda = read_agenda(rows, keys)
    items, notes = agenda.items, rows.notes + agenda.notes
    texts = [[plain(cell) for cell in row] for row in rows]
    read, taken, left = balance(texts, rows.notes, agenda.notes)
    context = {
        "meeting": meeting,
        "form": form,
        "fault": fault,
        "columns": list(zip(headings_of(texts), form.columns, strict=True)),
        "first_rows": body_of(texts)[:ROWS_SHOWN],
        "items": items[:ITEMS_SHOWN],
        "more_items": items[ITEMS_SHOWN:],
        "count": len(items),
        "decisions": sum(len(item["decisions"]) for item in items),
        "words": {"read": read, "taken": taken, "left": left},
        "doubts": [
            *doubts(rows, keys, items, meeting.shape["column_keys"]),
            *sentences(notes, agenda.places.get),
            *_new_serials(meeting, items),
        ],
        "in_full": in_full(notes, agenda.places.get),
        "others": form.cleaned_data["others"],
        "changed": changed[:CHANGES_SHOWN],
        "changes": len(changed),
    }
    return render(request, "meetings/paste_preview.html", context, status=status)


def _new_serials(meeting, items):
    """That the serials which came are not those that will stand, where that is so: a list."""
    came = [item["serial"] for item in items if item["serial"]]
    if not came or "serial" not in meeting.shape["column_keys"]:
        return []
    if meeting.items.exists():
        return ["সভায় আগে থেকে সারি আছে; ছকের ক্রমিকের বদলে তার পরের ক্রমিক বসবে।"]
    if len(came) < len(items):
        return ["সব সারিতে ক্রমিক নেই; ছকের ক্রমিকের বদলে নতুন ক্রমিক বসবে।"]
    return []


def _read(form):
    """(rows, column keys, cells changed from Bijoy) as the form says."""
    told = form.cleaned_data
    rows, changed = unpacked(told["rows"], told["notes"] or "[]"), []
    converted, found = in_unicode(rows)
    if told["keep_bijoy"]:
        # The offer stays on the page.
        changed = found
    else:
        rows, changed = Table(converted, notes=rows.notes), found
    keys = [told[f"column{column}"] for column in range(len(rows[0]))]
    return rows, keys, changed
