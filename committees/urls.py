from django.urls import path

from committees import views

app_name = "committees"
urlpatterns = [
    path("", views.committee_list, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
]
