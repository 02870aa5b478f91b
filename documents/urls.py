from django.urls import path

from documents.views import verifying

app_name = "documents"
urlpatterns = [
    path("", verifying.verify, name="verify"),
    path("<str:code>/", verifying.paper, name="paper"),
    path("<str:code>/paper.pdf", verifying.pdf, name="pdf"),
]
