from django.urls import path

from letters.views import sheets

app_name = "letters"
urlpatterns = [
    path("meetings/<int:pk>/attendance/", sheets.of_meeting, name="sheets"),
    path("meetings/<int:pk>/attendance/scan/", sheets.scan, name="sheet_scan"),
    path("sheets/<slug:code>/", sheets.sheet, name="sheet"),
    path("sheets/<slug:code>.pdf", sheets.pdf, name="sheet_pdf"),
]
