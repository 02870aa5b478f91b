"""What goes with a letter beside its paper: a Word copy to work on, the calendar file of its sitting."""

from django.http import Http404
from django.views.decorators.http import require_safe

from accounts.models import record
from documents.views import serving
from letters.calendar import calendar_for
from letters.printing import draw_word, file_name
from letters.views.fetching import fetch
from meetings.calendar import MIME
from papers import wordcopy


@require_safe
def word(request, pk):
    """A copy to work on, of a draft too. Of issued words that are not public the taking is noted."""
    letter = fetch(request, pk)
    if request.method == "GET" and letter.paper_id and not letter.paper.is_public:
        record(by=request.user, what="word copy taken", target=letter, office=letter.office)
    name = f"{file_name(letter).removesuffix('.pdf')}.docx"
    return serving.download(draw_word(letter), name, mime=wordcopy.MIME)


@require_safe
def calendar(request, pk):
    """The sitting it is about, as calendars take it."""
    letter = fetch(request, pk)
    data = calendar_for(letter)
    if data is None:
        raise Http404
    return serving.download(data, f"{file_name(letter).removesuffix('.pdf')}.ics", mime=MIME)
