from django.urls import path

from meetings import paste_views, views, writing

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/minutes.pdf", views.pdf, name="pdf"),
    path("<int:pk>/items/", writing.items, name="items"),
    path("<int:pk>/items/add/", writing.add_item, name="add_item"),
    path("<int:pk>/items/<int:item>/", writing.item, name="item"),
    path("<int:pk>/paste/", paste_views.paste, name="paste"),
    path("<int:pk>/preview/", writing.preview, name="preview"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/return/", views.send_back, name="send_back"),
]
