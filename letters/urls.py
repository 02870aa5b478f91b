from django.urls import path

from letters.views import copies, incoming, merging, reading, served, sheets, writing

app_name = "letters"
urlpatterns = [
    path("memos/<int:pk>/copies/", merging.copies, name="copies"),
    path("merges/<int:pk>/", merging.merge, name="merge"),
    path("merges/<int:pk>/file/", merging.merge_file, name="merge_file"),
    path("copies/<int:pk>/page.pdf", merging.copy_page, name="copy_page"),
    path("meetings/<int:pk>/addressed.pdf", merging.addressed, name="addressed"),
    path("", reading.letter_list, name="list"),
    path("meetings/<int:pk>/", reading.of_meeting, name="of_meeting"),
    path("meetings/<int:pk>/begin/<slug:kind>/", writing.begin, name="begin"),
    path("meetings/<int:pk>/<slug:kind>/<int:number>/begin/", served.begin, name="begin_served"),
    path("meetings/<int:pk>/attendance/", sheets.of_meeting, name="sheets"),
    path("meetings/<int:pk>/attendance/scan/", sheets.scan, name="sheet_scan"),
    path("meetings/<int:pk>/<slug:kind>/", served.served, name="served"),
    path("sheets/<slug:code>/", sheets.sheet, name="sheet"),
    path("sheets/<slug:code>.pdf", sheets.pdf, name="sheet_pdf"),
    path("<int:pk>/", reading.letter, name="letter"),
    path("<int:pk>/letter.pdf", reading.pdf, name="pdf"),
    path("<int:pk>/letter.docx", copies.word, name="word"),
    path("<int:pk>/meeting.ics", copies.calendar, name="calendar"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/renew/", writing.renew, name="renew"),
    path("<int:pk>/drop/", writing.drop, name="drop"),
    path("<int:pk>/issue/", writing.issue, name="issue"),
    path("incoming/", incoming.incoming_list, name="incoming_list"),
    path("incoming/new/<int:pk>/", incoming.register, name="register_incoming"),
    path("incoming/<int:pk>/", incoming.incoming, name="incoming"),
    path("incoming/<int:pk>/edit/", incoming.change, name="change_incoming"),
    path("incoming/<int:pk>/scan/", incoming.scan, name="incoming_scan"),
    path("incoming/<int:pk>/reply/", incoming.reply, name="reply"),
    path("incoming/<int:pk>/report/", incoming.report, name="report_incoming"),
    path("incoming/<int:pk>/close/", incoming.close, name="close_incoming"),
    path("incoming/<int:pk>/reopen/", incoming.reopen, name="reopen_incoming"),
    path("<int:pk>/answer-due/", incoming.answer_due, name="answer_due"),
]
