from django.urls import path

from followup.views import (
    answering,
    boards,
    desk,
    grid,
    handing_down,
    links,
    matters,
    planning,
    shares,
    sheets,
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
    path("decisions/", grid.grid, name="grid"),
    path("decisions/shares/<int:pk>/", shares.share, name="share"),
    path("decisions/many/", shares.many, name="many"),
    path("decisions/xlsx/", sheets.grid_xlsx, name="grid_xlsx"),
    path("decisions/xlsx/take/", sheets.take_xlsx, name="take_xlsx"),
    path("decisions/xlsx/apply/", sheets.apply_xlsx, name="apply_xlsx"),
    # next meeting and reports
    path("meetings/<int:pk>/review/", soon.soon, name="review"),
    path("reports/", soon.soon, name="reports"),
    # cascade
    path("assignments/<int:pk>/hand-down/", handing_down.hand_down, name="hand_down"),
    path("assignments/<int:pk>/take-back/", handing_down.take_back, name="take_back"),
    path("assignments/<int:pk>/essential/", handing_down.essential, name="essential"),
    # boards
    path("board/", boards.board, name="board"),
    path("board/<int:pk>/", boards.board_of, name="board_of"),
    path("board/<int:pk>/list/", boards.board_list, name="board_list"),
    # handover, indicators
    path("handovers/", soon.soon, name="handovers"),
    path("indicators/", soon.soon, name="indicators"),
]
