from django.urls import path

from staalkaart.notifications import views

app_name = "notifications"
urlpatterns = [
    path("mijn/meldingen/", views.notification_list, name="notification_list"),
    path("mijn/meldingen/gelezen/", views.mark_read, name="mark_read"),
    path("mijn/voorkeuren/", views.preferences, name="preferences"),
    path("afmelden/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
