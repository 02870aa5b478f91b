from django.urls import path

from followup.views import (
    answering,
    desk,
    handing_down,
    indicators,
    links,
    matters,
    planning,
    reports,
    soon,
)

app_name = "followup"
urlpatterns = [
    # answers
    path("", answering.mine, name="mine"),
    path("assignments/<int:pk>/", answering.assignment, name="assignment"),
    path("assignments/<int:pk>/tend/", answering.tend, name="tend"),
    path("proofs/<int:pk>/", answering.proof, name="proof"),
    path("l/<str:token>/", links.link, name="link"),
    path("desk/", desk.desk, name="desk"),
    # settling
    path("meetings/<int:pk>/", planning.plan, name="plan"),
    path("decisions/<int:pk>/", matters.matter, name="matter"),
    path("decisions/<int:pk>/close/", matters.close, name="close"),
    path("decisions/<int:pk>/reopen/", matters.reopen, name="reopen"),
    # grid
    path("decisions/", soon.soon, name="grid"),
    # next meeting and reports
    path("meetings/<int:pk>/review/", soon.soon, name="review"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new_report, name="new_report"),
    path("reports/table/", reports.table, name="table"),
    path("reports/table/<int:pk>.pdf", reports.table_pdf, name="table_pdf"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/decisions/<int:decision>/", reports.take_up, name="take_up"),
    path("reports/<int:pk>/refresh/", reports.refresh_report, name="refresh_report"),
    # cascade
    path("assignments/<int:pk>/hand-down/", handing_down.hand_down, name="hand_down"),
    path("assignments/<int:pk>/take-back/", handing_down.take_back, name="take_back"),
    path("assignments/<int:pk>/essential/", handing_down.essential, name="essential"),
    # boards
    path("board/", soon.soon, name="board"),
    path("board/<int:pk>/", soon.soon, name="board_of"),
    # handover, indicators
    path("handovers/", soon.soon, name="handovers"),
    path("indicators/", indicators.plan, name="indicators"),
    path("indicators/<int:pk>/", indicators.indicator, name="indicator"),
    path("offices/<int:pk>/indicators/<int:year>/new/", indicators.new, name="new_indicator"),
    path("offices/<int:pk>/indicators/<int:year>/copy/", indicators.copy, name="copy_indicators"),
    path(
        "offices/<int:pk>/indicators/<int:year>/paste/", indicators.paste, name="paste_indicators"
    ),
    path(
        "offices/<int:pk>/indicators/<int:year>/quarters/<int:quarter>/",
        indicators.achievements,
        name="achievements",
    ),
]
