from django.urls import path

from followup.views import matters, planning, reviewing, soon

app_name = "followup"
urlpatterns = [
    # answers
    path("", soon.soon, name="mine"),
    path("assignments/<int:pk>/", soon.soon, name="assignment"),
    path("proofs/<int:pk>/", soon.soon, name="proof"),
    path("l/<str:token>/", soon.soon, name="link"),
    path("desk/", soon.soon, name="desk"),
    # settling
    path("meetings/<int:pk>/", planning.plan, name="plan"),
    path("decisions/<int:pk>/", matters.matter, name="matter"),
    path("decisions/<int:pk>/close/", matters.close, name="close"),
    path("decisions/<int:pk>/reopen/", matters.reopen, name="reopen"),
    # grid
    path("decisions/", soon.soon, name="grid"),
    # next meeting and reports
    path("meetings/<int:pk>/review/", reviewing.review, name="review"),
    path("meetings/<int:pk>/review/<int:matter>/", reviewing.dispose_one, name="dispose"),
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
