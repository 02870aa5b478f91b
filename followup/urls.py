from django.urls import path

from followup.views import (
    answering,
    boards,
    desk,
    grid,
    handing_down,
    handovers,
    indicators,
    links,
    matters,
    planning,
    reports,
    reviewing,
    shares,
    sheets,
)

app_name = "followup"
urlpatterns = [
    # what owners answer, and what the section says to it
    path("", answering.mine, name="mine"),
    path("assignments/<int:pk>/", answering.assignment, name="assignment"),
    path("assignments/<int:pk>/tend/", answering.tend, name="tend"),
    path("proofs/<int:pk>/", answering.proof, name="proof"),
    path("l/<str:token>/", links.link, name="link"),
    path("desk/", desk.desk, name="desk"),
    # what a meeting's decisions mean, and one of them
    path("meetings/<int:pk>/", planning.plan, name="plan"),
    path("decisions/<int:pk>/", matters.matter, name="matter"),
    path("decisions/<int:pk>/close/", matters.close, name="close"),
    path("decisions/<int:pk>/reopen/", matters.reopen, name="reopen"),
    # all shares in one list
    path("decisions/", grid.grid, name="grid"),
    path("decisions/shares/<int:pk>/", shares.share, name="share"),
    path("decisions/many/", shares.many, name="many"),
    path("decisions/xlsx/", sheets.grid_xlsx, name="grid_xlsx"),
    path("decisions/xlsx/take/", sheets.take_xlsx, name="take_xlsx"),
    path("decisions/xlsx/apply/", sheets.apply_xlsx, name="apply_xlsx"),
    # the next sitting
    path("meetings/<int:pk>/review/", reviewing.review, name="review"),
    path("meetings/<int:pk>/review/<int:matter>/", reviewing.dispose_one, name="dispose"),
    # reports upward, the table of any day
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new_report, name="new_report"),
    path("reports/table/", reports.table, name="table"),
    path("reports/table/<int:pk>.pdf", reports.table_pdf, name="table_pdf"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/decisions/<int:decision>/", reports.take_up, name="take_up"),
    path("reports/<int:pk>/refresh/", reports.refresh_report, name="refresh_report"),
    # handing down; indicators
    path("assignments/<int:pk>/hand-down/", handing_down.hand_down, name="hand_down"),
    path("assignments/<int:pk>/take-back/", handing_down.take_back, name="take_back"),
    path("assignments/<int:pk>/essential/", handing_down.essential, name="essential"),
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
    # handing over
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<int:pk>/", handovers.handover, name="handover"),
    path("handovers/<int:pk>/pdf/", handovers.pdf, name="handover_pdf"),
    # figures
    path("board/", boards.board, name="board"),
    path("board/<int:pk>/", boards.board_of, name="board_of"),
    path("board/<int:pk>/list/", boards.board_list, name="board_list"),
]
