from django.urls import path

from distribution.views import book, lists

app_name = "distribution"
urlpatterns = [
    path("", book.book, name="book"),
    path("<int:pk>/", book.addressee, name="addressee"),
    path("offices/<int:pk>/new/", book.new, name="new"),
    path("offices/<int:pk>/paste/", book.paste, name="paste"),
    path("offices/<int:pk>/lists/new/", lists.new, name="new_list"),
    path("lists/", lists.lists, name="lists"),
    path("lists/<int:pk>/", lists.edit, name="list"),
]
