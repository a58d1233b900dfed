from django.urls import path

from staalkaart.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("werkmodellen/vergelijken/", views.model_compare, name="model_compare"),
    path("werkmodellen/matrix/", views.model_matrix, name="model_matrix"),
    path("themas/", views.theme_list, name="theme_list"),
    path("themas/<slug:slug>/", views.theme_detail, name="theme_detail"),
    path("begrippen/", views.term_list, name="term_list"),
    path("begrippen/<slug:slug>/", views.term_detail, name="term_detail"),
    path("bronnen/", views.source_list, name="source_list"),
    path("bronnen/<slug:slug>/", views.source_detail, name="source_detail"),
    path("nu-hulp-nodig/", views.help_now, name="help_now"),
    path("nazicht/dank/", views.review_thanks, name="review_thanks"),
    path("nazicht/<str:token>/", views.review, name="review"),
]
