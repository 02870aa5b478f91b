from django.urls import path

from letters.views import merging

app_name = "letters"
urlpatterns = [
    path("memos/<int:pk>/copies/", merging.copies, name="copies"),
    path("merges/<int:pk>/", merging.merge, name="merge"),
    path("merges/<int:pk>/file/", merging.merge_file, name="merge_file"),
    path("copies/<int:pk>/page.pdf", merging.copy_page, name="copy_page"),
    path("meetings/<int:pk>/addressed.pdf", merging.addressed, name="addressed"),
]
