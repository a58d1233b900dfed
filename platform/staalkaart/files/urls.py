from django.urls import path

from staalkaart.files import views

app_name = "files"
urlpatterns = [path("<uuid:uuid>/", views.serve, name="serve")]
