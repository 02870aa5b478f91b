from django.urls import path

from despatch.views import certificates, inbox, links, meter, peonbook, sending

app_name = "despatch"
urlpatterns = [
    path("papers/<int:pk>/", sending.paper, name="paper"),
    path("papers/<int:pk>/send/", sending.send, name="send"),
    path("papers/<int:pk>/take-back/", sending.take_back, name="take_back"),
    path("copies/<int:pk>/paper/", sending.on_paper, name="on_paper"),
    path("evidence/<int:pk>/scan/", sending.scan, name="scan"),
    path("returned/", sending.returned, name="returned"),
    path("returned/<int:pk>/seen/", sending.see_returned, name="see_returned"),
    path("returned/<int:pk>.eml", sending.returned_mail, name="returned_mail"),
    path("c/<slug:token>/", links.link, name="link"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.received, name="received"),
    path("inbox/<int:pk>/paper.pdf", inbox.pdf, name="received_pdf"),
    path("inbox/<int:pk>/acknowledge/", inbox.acknowledge, name="acknowledge"),
    path("copies/<int:pk>/certificate.pdf", certificates.certificate, name="certificate"),
    path("peon-book/<int:pk>/", peonbook.book, name="peon_book"),
    path("peon-book/<int:pk>/book.pdf", peonbook.book_pdf, name="peon_book_pdf"),
    path("peon-book/<int:pk>/labels.pdf", peonbook.labels, name="labels"),
    path("peon-book/<int:pk>/envelopes.pdf", peonbook.envelopes, name="envelopes"),
    path("served/<int:pk>/", meter.served, name="served"),
]
