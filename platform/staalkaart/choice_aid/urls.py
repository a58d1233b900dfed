from django.urls import path

from staalkaart.choice_aid import views

app_name = "choice_aid"
urlpatterns = [
    path("keuzehulp/", views.start, name="start"),
    path("keuzehulp/kaarten/", views.cards, name="cards"),
    path("keuzehulp/kaarten.pdf", views.cards_pdf, name="cards_pdf"),
    path("keuzehulp/vragen/", views.questions, name="questions"),
    path("keuzehulp/makkelijk/", views.easy, name="easy"),
    path("keuzehulp/gemaakt/", views.made, name="made"),
    path("keuzehulp/blad/<slug:kind>/", views.sheet, name="sheet"),
    path("keuzehulp/blad/<slug:kind>.pdf", views.sheet_pdf, name="sheet_pdf"),
]
