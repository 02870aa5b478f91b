"""What a browser may send about indicators: one, what a quarter achieved, a table out of Word or Excel."""

import re
from decimal import Decimal

from django import forms

from bangla.digits import to_ascii, uses_two_digit_systems
from bangla.formfields import LineField
from bangla.text import normalise
from followup.indicators import MOST, amount_told, code_of
from followup.models import Indicator
from pasting.forms import PasteForm, pasted_text
from pasting.tables import (
    BadPaste,
    first_found,
    in_unicode,
    repeated,
    tables_in_html,
)
from pasting.text import tables_in_text

NO_TABLE = "এই লেখায় কোনো সূচকের সারি পাওয়া যায়নি; প্রতি সারিতে কোড, সূচক, একক ও লক্ষ্যমাত্রা থাকতে হবে।"
_CODE = re.compile(
    r"\s*\[?\s*([০-৯0-9]{1,3}(?:\s?\.\s?[০-৯0-9]{1,3}){1,4})\s*\]?[.।:]?\s*(.*)", re.S
)
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
# What heads the columns of a plan, by the field it is for.
_HEADINGS = {
    "target": ("লক্ষ্যমাত্রা", "target"),
    "unit": ("একক", "unit"),
    "counting": ("গণনা", "পদ্ধতি"),
    "name": ("সূচক", "indicator"),
}
_HEADINGS = {key: tuple(map(normalise, words)) for key, words in _HEADINGS.items()}
_COUNTED = {normalise(each.label): each.value for each in Indicator.Counting}


class AmountField(forms.Field):
    """An amount of zero or more in Bengali or ASCII digits, with two places: ১,২০০ · ৯০.৫ · ৯০%."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value):
        return amount_told(value) if isinstance(value, Decimal) else value

    def to_python(self, value):
        typed = " ".join(normalise(str(value or "")).split())
        if not typed:
            return None
        if uses_two_digit_systems(typed):
            raise forms.ValidationError(f"“{typed}” সংখ্যাটিতে বাংলা ও ইংরেজি অঙ্ক মিশে আছে।")
        plain = to_ascii(typed).replace(",", "").rstrip("% ").strip()
        if not _AMOUNT.fullmatch(plain):
            raise forms.ValidationError(
                f"“{typed[:40]}” কোনো পরিমাণ নয়; শুধু অঙ্কে লিখুন, দশমিকের পরে সর্বোচ্চ দুই ঘর।"
            )
        return Decimal(plain)


class IndicatorForm(forms.Form):
    """One indicator of a plan."""

    code = LineField(label="কোড", max_length=20, help_text="যেমন ১.১.১")
    name = LineField(label="কর্মসম্পাদন সূচক", max_length=1000)
    unit = LineField(label="একক", required=False, max_length=40, help_text="যেমন সংখ্যা, %")
    target = AmountField(label="লক্ষ্যমাত্রা")
    counting = forms.ChoiceField(
        label="গণনা পদ্ধতি", choices=Indicator.Counting, initial=Indicator.Counting.SUM
    )

    def __init__(self, data=None, *, row=None, **kwargs):
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(data, **kwargs)

    def clean_target(self):
        if (target := self.cleaned_data["target"]) is not None and target <= 0:
            raise forms.ValidationError("লক্ষ্যমাত্রা শূন্যের বেশি হতে হবে।")
        return target


class AchievementForm(forms.Form):
    """What one indicator achieved in a quarter."""

    value = AmountField(label="অর্জন", required=False)
    note = LineField(label="মন্তব্য", required=False, max_length=300)

    def clean(self):
        told = super().clean()
        if told.get("note") and told.get("value") is None and not self.errors:
            self.add_error("value", "মন্তব্যের সঙ্গে অর্জনও লিখুন।")
        return told


class PastePlanForm(PasteForm):
    """A plan out of Word or Excel: `found` are the rows that were read, `left_out` what was not."""

    text = pasted_text(
        label="সূচকের ছক",
        rows=8,
        help_text="ওয়ার্ড বা এক্সেল থেকে কপি করে পেস্ট করুন; বিজয়ে লেখা হলে ইউনিকোড হবে।",
    )
    nothing = "ছকটি পেস্ট করুন, অথবা ফাইল দিন।"

    def read_file(self, tables):
        self.found, self.left_out = rows_of(tables or [])
        if not self.found:
            raise BadPaste(NO_TABLE)

    def read_pasted(self, text, html):
        self.read_file(
            first_found(lambda: html and tables_in_html(html), lambda: tables_in_text(text))
        )


def rows_of(tables):
    """([a dict of texts for each indicator], [what stands in none of them]) of tables of a plan.

    A row is an indicator where one of its cells begins with a code; what the columns are is read from
    their headings, else from their places: the name behind the code, the target the last amount.
    """
    found, left_out = [], []
    for table in tables:
        columns = {}
        for cells in in_unicode(repeated(table))[0]:
            cells = [" ".join(normalise(cell).split()) for cell in cells]
            if row := _row(cells, columns):
                found.append(row)
                if rest := _unread(cells, row):
                    left_out.append(f"{row['code']}: {rest}"[:200])
            elif headed := _headed(cells):
                columns = headed
            elif any(cells):
                left_out.append(" · ".join(dict.fromkeys(filter(None, cells)))[:200])
    return found[:MOST], left_out[:100]


def _headed(cells):
    """{field: column} of a row of headings, {} for any other."""
    columns = {}
    for field, words in _HEADINGS.items():
        for place, cell in enumerate(cells):
            if any(word in cell.casefold() for word in words) and place not in columns.values():
                columns.setdefault(field, place)
    return columns if len(columns) > 1 else {}


def _row(cells, columns):
    # The indicator's own code is the last one of a row: before it stand those of aims and activities.
    places = [place for place, cell in enumerate(cells) if _is_coded(cell)]
    if not places:
        return None
    at = max(places, key=lambda place: (cells[place].count("."), place))
    code, name = _CODE.fullmatch(cells[at]).groups()
    rest = list(cells[at + 1 :])
    if not name and rest:
        name = rest.pop(0)
    row = {"code": code_of(code), "name": name, "unit": "", "target": "", "counting": ""}
    for field in ("unit", "target", "counting"):
        if field in columns and columns[field] < len(cells):
            row[field] = cells[columns[field]]
    amounts = [cell for cell in rest if _is_amount(cell)]
    words = [cell for cell in rest if cell and not _is_amount(cell)]
    row["unit"] = row["unit"] or (words.pop(0) if words else "")
    row["target"] = row["target"] or (amounts or words or [""])[-1]
    row["counting"] = _COUNTED.get(row["counting"], Indicator.Counting.SUM.value)
    return row


def _unread(cells, row):
    """What stands in a row and in none of its fields, but its number: one text."""
    counted = Indicator.Counting(row["counting"]).label
    taken = {row["code"], f"[{row['code']}]", row["name"], row["unit"], row["target"], counted}
    rest = [
        cell
        for cell in dict.fromkeys(cells)
        if cell and cell not in taken and code_of(cell.removesuffix(row["name"])) != row["code"]
    ]
    return " · ".join(cell for place, cell in enumerate(rest) if place or not _is_amount(cell))


def _is_coded(cell):
    """Whether a cell begins with a code of three parts or more, or with one in brackets."""
    found = _CODE.fullmatch(cell)
    return bool(found) and (cell.lstrip().startswith("[") or found[1].count(".") > 1)


def _is_amount(cell):
    return bool(_AMOUNT.fullmatch(to_ascii(cell).replace(",", "").rstrip("% ")))
