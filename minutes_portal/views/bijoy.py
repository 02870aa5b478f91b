"""Bijoy text that was pasted into a field, in Unicode."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from bangla.bijoy import from_bijoy, looks_like_bijoy

# Longer than any field takes: it comes back as it was sent.
LONGEST = 200_000


@require_POST
def in_unicode(request):
    """{"text": …} of a text: converted where it is Bijoy, else as it came.

    `is_bijoy` is sent where its font says so: then a line that does not look like it is too.
    """
    # A form sends its lines with two signs between; the field has one.
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) <= LONGEST:
        is_bijoy = "is_bijoy" in request.POST
        text = "\n".join(
            from_bijoy(line, force=is_bijoy and not looks_like_bijoy(line))
            for line in text.split("\n")
        )
    return JsonResponse({"text": text})
