from django.urls import path

from followup.views import boards, soon

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
    path("reports/", soon.soon, name="reports"),
    # cascade
    path("assignments/<int:pk>/hand-down/", soon.soon, name="hand_down"),
    # boards
    path("board/", boards.board, name="board"),
    path("board/<int:pk>/", boards.board_of, name="board_of"),
    path("board/<int:pk>/list/", boards.board_list, name="board_list"),
    # handover, indicators
    path("handovers/", soon.soon, name="handovers"),
    path("indicators/", soon.soon, name="indicators"),
]
