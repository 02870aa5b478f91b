from django.urls import path

from followup.views import reports, soon

app_name = "followup"
urlpatterns = [
    # answers
    path("", soon.soon, name="mine"),
    path("assignments/<int:pk>/", soon.soon, name="assignment"),
    path("proofs/<int:pk>/", soon.soon, name="proof"),
    path("l/<str:token>/", soon.soon, name="link"),
    path("desk/", soon.soon, name="desk"),
    # settling
    path("meetings/<int:pk>/", soon.soon, name="plan"),
    path("decisions/<int:pk>/", soon.soon, name="matter"),
    # grid
    path("decisions/", soon.soon, name="grid"),
    # next meeting and reports
    path("meetings/<int:pk>/review/", soon.soon, name="review"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new_report, name="new_report"),
    path("reports/table/", reports.table, name="table"),
    path("reports/table/<int:pk>.pdf", reports.table_pdf, name="table_pdf"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/refresh/", reports.refresh_report, name="refresh_report"),
    # cascade
    path("assignments/<int:pk>/hand-down/", soon.soon, name="hand_down"),
    # boards
    path("board/", soon.soon, name="board"),
    path("board/<int:pk>/", soon.soon, name="board_of"),
    # handover, indicators
    path("handovers/", soon.soon, name="handovers"),
    path("indicators/", soon.soon, name="indicators"),
]
