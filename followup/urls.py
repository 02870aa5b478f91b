from django.urls import path

from followup.views import handovers, soon

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
    path("board/", soon.soon, name="board"),
    path("board/<int:pk>/", soon.soon, name="board_of"),
    # handover, indicators
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/<int:pk>/", handovers.handover, name="handover"),
    path("handovers/<int:pk>/pdf/", handovers.pdf, name="handover_pdf"),
    path("indicators/", soon.soon, name="indicators"),
]
