from django.urls import path

from staalkaart.toolbox import views

app_name = "toolbox"
urlpatterns = [
    path("hulpmiddelen/", views.tool_list, name="tool_list"),
    path("hulpmiddelen/rolkaarten/", views.role_cards, name="role_cards"),
]
