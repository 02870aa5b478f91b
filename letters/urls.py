from django.urls import path

from letters.views import incoming

app_name = "letters"
urlpatterns = [
    path("incoming/", incoming.incoming_list, name="incoming_list"),
    path("incoming/new/<int:pk>/", incoming.register, name="register_incoming"),
    path("incoming/<int:pk>/", incoming.incoming, name="incoming"),
    path("incoming/<int:pk>/edit/", incoming.change, name="change_incoming"),
    path("incoming/<int:pk>/scan/", incoming.scan, name="incoming_scan"),
    path("incoming/<int:pk>/reply/", incoming.reply, name="reply"),
    path("incoming/<int:pk>/close/", incoming.close, name="close_incoming"),
    path("incoming/<int:pk>/reopen/", incoming.reopen, name="reopen_incoming"),
    path("<int:pk>/answer-due/", incoming.answer_due, name="answer_due"),
]
