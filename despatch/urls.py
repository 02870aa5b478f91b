app_name = "despatch"
urlpatterns = []
