from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("", views.verify, name="verify"),
    path("<str:code>/", views.paper, name="paper"),
    path("<str:code>/paper.pdf", views.pdf, name="pdf"),
]
