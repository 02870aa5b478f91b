from django.urls import path

from meetings import attending, checking, files, lookups, paste_views, planning, views, writing

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("new/", planning.choose, name="choose"),
    path("new/<int:pk>/", planning.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/minutes.pdf", views.pdf, name="pdf"),
    path("<int:pk>/head/", planning.head, name="head"),
    path("<int:pk>/notice/", planning.give_notice, name="give_notice"),
    path("<int:pk>/start/", planning.start_writing, name="start_writing"),
    path("<int:pk>/cancel/", planning.cancel, name="cancel"),
    path("<int:pk>/attendance/", attending.attendance, name="attendance"),
    path("<int:pk>/attendance/members/", attending.seat_members, name="seat_members"),
    path("<int:pk>/items/", writing.items, name="items"),
    path("<int:pk>/items/add/", writing.add_item, name="add_item"),
    path("<int:pk>/items/<int:item>/", writing.item, name="item"),
    path("<int:pk>/items/<int:item>/confirmation/", checking.confirmation, name="confirmation"),
    path("<int:pk>/items/<int:item>/restore/", checking.restore_item, name="restore_item"),
    path("<int:pk>/paste/", paste_views.paste, name="paste"),
    path("<int:pk>/preview/", writing.preview, name="preview"),
    path("<int:pk>/implementers/", lookups.implementers, name="implementers"),
    path("<int:pk>/precedents/", lookups.precedents, name="precedents"),
    path("<int:pk>/files/", files.files, name="files"),
    path("<int:pk>/files/<int:file>/", files.download, name="download"),
    path("<int:pk>/files/<int:file>/delete/", files.drop, name="drop_file"),
    path("<int:pk>/check/", checking.check, name="check"),
    path("<int:pk>/history/", checking.history, name="history"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/return/", views.send_back, name="send_back"),
]
