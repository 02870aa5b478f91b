"""The certificate of service of a copy, for the office whose paper it is."""

from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from despatch.certificate import certificate_of
from despatch.views.fetching import fetch_sent
from documents.rendering import render_pdf
from documents.views import serving
from papers.drawing import faces_of, stylesheet


@require_safe
def certificate(request, pk):
    copy = fetch_sent(request, pk)
    office = copy.memo.office
    page = render_to_string(
        "papers/certificate.html",
        {
            **certificate_of(copy),
            "css": stylesheet("paper.css", "working.css"),
            **faces_of(office.paper_font, office.paper_face),
        },
    )
    return serving.drawn_response(lambda: render_pdf(page), f"পৌঁছানোর প্রমাণপত্র {copy.number}.pdf")
