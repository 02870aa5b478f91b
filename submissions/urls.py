from django.urls import path

from submissions.views import duties, matrix, reminders, reviewing, scorecard, sending, summary

app_name = "submissions"
urlpatterns = [
    path("", sending.overview, name="overview"),
    path("send/<int:pk>/", sending.send, name="send"),
    path("excuse/<int:duty>/<int:office>/<int:year>/<int:month>/", sending.excuse, name="excuse"),
    path("excuses/<int:pk>/", sending.refuse_excuse, name="excuse_given"),
    path("desk/", reviewing.desk, name="desk"),
    path("desk/accept/", reviewing.accept_many, name="accept_many"),
    path("<int:pk>/", reviewing.submission, name="submission"),
    path("<int:pk>/open/", reviewing.open_it, name="open"),
    path("<int:pk>/accept/", reviewing.accept, name="accept"),
    path("<int:pk>/return/", reviewing.send_back, name="send_back"),
    path("<int:pk>/comment/", reviewing.comment, name="comment"),
    path("<int:pk>/withdraw/", sending.withdraw, name="withdraw"),
    path("<int:pk>/paper.pdf", reviewing.pdf, name="pdf"),
    path("<int:pk>/scan/", reviewing.scan, name="scan"),
    path("matrix/<int:pk>/", matrix.matrix, name="matrix"),
    path("matrix/<int:pk>/xlsx/", matrix.xlsx, name="xlsx"),
    path("scores/", scorecard.scores, name="scores"),
    path("scores/<int:pk>/", scorecard.scorecard, name="scorecard"),
    path("scores/<int:pk>/own/", scorecard.own_score, name="own_score"),
    path("scores/<int:pk>/xlsx/", scorecard.xlsx, name="scorecard_xlsx"),
    path("reminders/<int:pk>/", reminders.reminders, name="reminders"),
    path("summary/<int:pk>/", summary.summary, name="summary"),
    path("summary/<int:pk>/pdf/", summary.pdf, name="summary_pdf"),
    path("summary/<int:pk>/xlsx/", summary.xlsx, name="summary_xlsx"),
    path("duties/", duties.duties, name="duties"),
    path("duties/new/<int:pk>/", duties.new_duty, name="new_duty"),
    path("duties/<int:pk>/", duties.duty, name="duty"),
    path("duties/<int:pk>/change/", duties.edit_duty, name="edit_duty"),
    path("duties/<int:duty>/<int:office>/", duties.counterpart, name="counterpart"),
]
