from django.urls import path

from staalkaart.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("aanvullen/", views.autocomplete, name="autocomplete"),
]
