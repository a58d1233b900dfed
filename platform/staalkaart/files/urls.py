from django.urls import path

from . import views

app_name = "files"
urlpatterns = [path("<uuid:uuid>/", views.serve, name="serve")]
