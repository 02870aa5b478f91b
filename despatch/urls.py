from django.urls import path

from despatch.views import sending

app_name = "despatch"
urlpatterns = [
    path("papers/<int:pk>/", sending.paper, name="paper"),
    path("papers/<int:pk>/send/", sending.send, name="send"),
    path("papers/<int:pk>/take-back/", sending.take_back, name="take_back"),
    path("copies/<int:pk>/paper/", sending.on_paper, name="on_paper"),
    path("evidence/<int:pk>/scan/", sending.scan, name="scan"),
    path("returned/", sending.returned, name="returned"),
    path("returned/<int:pk>.eml", sending.returned_mail, name="returned_mail"),
]
