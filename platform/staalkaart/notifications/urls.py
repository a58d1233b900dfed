from django.urls import path

from staalkaart.notifications import views

app_name = "notifications"
urlpatterns = [path("mijn/meldingen/", views.notification_list, name="notification_list")]
