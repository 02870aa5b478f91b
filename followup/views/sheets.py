"""The list of shares as a spreadsheet: taken out, given back, shown what it would change, applied."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import acts
from bangla.digits import to_bengali
from bangla.phrases import numeric_date
from documents.views import serving
from followup import exchange, exchange_applying, exchange_reading
from followup import grid as lines
from followup.grid_forms import GridFilter
from offices.models import today
from papers import spreadsheets


@require_safe
def grid_xlsx(request):
    reader = lines.Reader(request.user)
    form = GridFilter(request.GET, reader=reader)
    found = lines.lines_of(form.found()[: lines.MOST_LINES + 1], reader)
    if not form.is_valid() or len(found) > lines.MOST_LINES:
        most = to_bengali(lines.MOST_LINES)
        reason = f"এক ফাইলে সর্বোচ্চ {most}টি কাজ নেওয়া যায়; কমিটি, দায়িত্বপ্রাপ্ত বা অবস্থা বেছে নিন।"
        return HttpResponse(render_to_string("403.html", {"reason": reason}), status=400)
    name = f"সিদ্ধান্ত অনুসরণ {numeric_date(today(), '-')}.xlsx"
    return serving.download(exchange.workbook(found), name, mime=spreadsheets.MIME)


class SheetForm(forms.Form):
    """A list that was taken out, filled in and comes back."""

    file = forms.FileField(
        label="পূরণ করা XLSX ফাইল",
        max_length=400,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text="আগে দেখানো হবে কী কী বদলাবে; আপনি চাপা পর্যন্ত কিছু বদলায় না।",
        error_messages={"required": "পূরণ করা XLSX ফাইলটি বেছে দিন।"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > exchange_reading.LARGEST:
            most = to_bengali(exchange_reading.LARGEST // 2**20)
            raise forms.ValidationError(f"ফাইলটি {most} মেগাবাইটের বেশি বড়।")
        try:
            self.asked = exchange_reading.read(file.read())
        except exchange_reading.BadWorkbook as bad:
            raise forms.ValidationError(str(bad)) from None
        return file


@acts
def take_xlsx(request):
    """What a filled sheet would change, and every row that is in the way, at once. Nothing is changed."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "followup/take_xlsx.html", {"form": form}, status=status)
    plan = exchange_applying.plan(form.asked, reader=lines.Reader(request.user))
    exchange_applying.try_out(plan, by=request.user)
    return _shown(request, plan)


def _shown(request, plan):
    is_whole = not plan.wrong
    kept = exchange_applying.kept(plan, request.user) if is_whole and plan.changes else ""
    return render(
        request,
        "followup/tried_xlsx.html",
        {"plan": plan, "kept": kept},
        status=200 if is_whole else 422,
    )


@require_POST
def apply_xlsx(request):
    try:
        asked = exchange_applying.read_kept(request.POST.get("kept", ""), request.user)
    except exchange_applying.NotKept as gone:
        form = SheetForm({})
        form.errors["file"] = form.error_class([str(gone)])
        return render(request, "followup/take_xlsx.html", {"form": form}, status=422)
    plan = exchange_applying.apply(asked, reader=lines.Reader(request.user))
    if plan.wrong:
        return _shown(request, plan)
    count = to_bengali(len(plan.changes))
    messages.success(request, f"{count}টি সারি বদলেছে।" if plan.changes else "নতুন কিছু বদলানোর ছিল না।")
    return redirect(reverse("followup:grid"))
