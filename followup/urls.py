from django.urls import path

from followup.views import grid, shares, sheets, soon

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
    path("assignments/<int:pk>/hand-down/", soon.soon, name="hand_down"),
    # boards
    path("board/", soon.soon, name="board"),
    path("board/<int:pk>/", soon.soon, name="board_of"),
    # handover, indicators
    path("handovers/", soon.soon, name="handovers"),
    path("indicators/", soon.soon, name="indicators"),
]
