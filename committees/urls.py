from django.urls import path

from committees.views import days, keeping, member_paste, opening, reading, shape

app_name = "committees"
urlpatterns = [
    path("", reading.committee_list, name="list"),
    path("new/", opening.new, name="new"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/edit/", keeping.edit, name="edit"),
    path("<int:pk>/members/", keeping.members, name="members"),
    path("<int:pk>/members/add/", keeping.add_member, name="add_member"),
    path("<int:pk>/members/paste/", member_paste.paste_members, name="paste_members"),
    path("<int:pk>/members/days/", days.days, name="days"),
    path("<int:pk>/shape/", shape.shape, name="shape"),
    path("<int:pk>/shape/preview/", shape.preview, name="shape_preview"),
    path("seats/<int:pk>/", keeping.seat, name="seat"),
    path("seats/<int:pk>/end/", keeping.end_seat, name="end_seat"),
]
