from django.urls import path

from meetings import lookups, views, writing

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/minutes.pdf", views.pdf, name="pdf"),
    path("<int:pk>/items/", writing.items, name="items"),
    path("<int:pk>/items/add/", writing.add_item, name="add_item"),
    path("<int:pk>/items/<int:item>/", writing.item, name="item"),
    path("<int:pk>/preview/", writing.preview, name="preview"),
    path("<int:pk>/implementers/", lookups.implementers, name="implementers"),
    path("<int:pk>/precedents/", lookups.precedents, name="precedents"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/return/", views.send_back, name="send_back"),
]
