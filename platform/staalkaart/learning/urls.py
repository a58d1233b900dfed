"""Addresses of what the network learns."""

from django.urls import path

from staalkaart.learning import signal_views, views

app_name = "learning"
urlpatterns = [
    path("leerpunten/", views.point_list, name="point_list"),
    path("leerpunten/<int:pk>/", views.point_detail, name="point"),
    path("leerpunten/<int:pk>/naar-kaart/", views.point_promote, name="point_promote"),
    path("uitdagingen/", views.challenge_list, name="challenge_list"),
    path("uitdagingen/nieuw/", views.challenge_new, name="challenge_new"),
    path("uitdagingen/<int:pk>/", views.challenge_detail, name="challenge"),
    path("uitdagingen/<int:pk>/stem/", views.challenge_vote, name="challenge_vote"),
    path("signalen/", signal_views.signal_list, name="signal_list"),
    path("signalen/nieuw/", signal_views.signal_new, name="signal_new"),
    path("signalen/vrijgeven/", signal_views.signal_release, name="signal_release"),
    path("signalen/uitvoer/", signal_views.signal_export, name="signal_export"),
    # acts: each a POST of its own
    path("uitdagingen/<int:pk>/stem-weg/", views.challenge_unvote, name="challenge_unvote"),
]
