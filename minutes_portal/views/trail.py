"""The trail on a page: an office's for its officers, the portal's for the system administrator."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import trail
from accounts.access import allow
from accounts.chain import chain_of
from accounts.models import AuditEvent, User
from bangla.formfields import DateField
from minutes_portal.telling import kind_name, told
from offices.models import Office
from offices.rules import can_read_trail, offices_headed_by

A_PAGE = 25
SHORT = forms.TextInput(attrs={"size": 12})


class TrailFilter(forms.Form):
    """The words over the trail. Only people and things that are in it can be chosen."""

    by = forms.ModelChoiceField(User.objects.none(), label="কে", required=False, empty_label="সবাই")
    kind = forms.ChoiceField(label="কীসের", required=False)
    since = DateField(label="যে তারিখ থেকে", required=False, widget=SHORT)
    until = DateField(label="যে তারিখ পর্যন্ত", required=False, widget=SHORT)

    def __init__(self, data, *, events):
        super().__init__(data)
        self.events = events
        self.fields["by"].queryset = User.objects.filter(
            pk__in=events.order_by().values("by")
        ).order_by("name", "pk")
        kinds = events.order_by().values_list("target_kind", flat=True).distinct()
        choices = sorted((str(kind_name(kind)), kind) for kind in kinds)
        self.fields["kind"].choices = [("", "সবকিছু")] + [(kind, name) for name, kind in choices]

    def found(self):
        """The events asked for; none while the form does not hold."""
        if not self.is_valid():
            return self.events.none()
        asked = {
            "by": self.cleaned_data["by"],
            "target_kind": self.cleaned_data["kind"],
            "at__date__gte": self.cleaned_data["since"],
            "at__date__lte": self.cleaned_data["until"],
        }
        return self.events.filter(**{name: value for name, value in asked.items() if value})


@require_safe
def office_trail(request, pk):
    office = get_object_or_404(Office.objects.worked_in_by(request.user), pk=pk)
    allow(can_read_trail(request.user, office))
    others = offices_headed_by(request.user).exclude(pk=pk)
    return _page(request, office, others=others)


@require_safe
def portal_trail(request):
    allow(request.user.is_superuser)
    return _page(request, None)


def _page(request, office, **context):
    chain = chain_of(office)
    events = AuditEvent.objects.filter(chain=chain).select_related("by").order_by("-serial")
    form = TrailFilter(request.GET, events=events)
    page = Paginator(form.found(), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trail.html",
        {
            "office": office,
            "form": form,
            "page": page,
            "events": told(list(page), reader=request.user, office=office),
            "is_filtered": form.has_changed(),
            # Reading a whole chain takes a while: when it is asked for.
            "verdict": trail.verify(chain) if "verify" in request.GET else None,
            **context,
        },
        status=200 if form.is_valid() else 400,
    )
