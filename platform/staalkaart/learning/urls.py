"""Addresses of what the network learns."""

from django.urls import path

from staalkaart.learning.views import challenges, learning_points, page_reports, policy_signals

app_name = "learning"
urlpatterns = [
    path("leerpunten/", learning_points.point_list, name="point_list"),
    path("leerpunten/<int:pk>/", learning_points.point_detail, name="point"),
    path("leerpunten/<int:pk>/naar-kaart/", learning_points.point_promote, name="point_promote"),
    path("uitdagingen/", challenges.challenge_list, name="challenge_list"),
    path("uitdagingen/nieuw/", challenges.challenge_new, name="challenge_new"),
    path("uitdagingen/<int:pk>/", challenges.challenge_detail, name="challenge"),
    path("uitdagingen/<int:pk>/stem/", challenges.challenge_vote, name="challenge_vote"),
    path("signalen/", policy_signals.signal_list, name="signal_list"),
    path("signalen/nieuw/", policy_signals.signal_new, name="signal_new"),
    path("signalen/vrijgeven/", policy_signals.signal_release, name="signal_release"),
    path("signalen/uitvoer/", policy_signals.signal_export, name="signal_export"),
    path("melden/", page_reports.report, name="report"),
    path("melden/dank/", page_reports.report_thanks, name="report_thanks"),
    # acts: each a POST of its own
    path("uitdagingen/<int:pk>/stem-weg/", challenges.challenge_unvote, name="challenge_unvote"),
]
