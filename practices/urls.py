"""Fixed addresses of practices; they stand before Wagtail's pages."""

from django.urls import path

from .views import acting, draft_acts, exporting, importing, promoting, proposal, reading, step_screen, writing

app_name = "practices"
urlpatterns = [
    path("praktijken/nieuw/", writing.practice_new, name="practice_new"),
    path("praktijken/klad/", writing.draft_list, name="draft_list"),
    path("praktijken/<int:pk>/bewerken/", step_screen.draft_edit, name="draft_edit"),
    path("praktijken/<int:pk>/bewerken/<slug:slug>/", step_screen.draft_edit, name="draft_step"),
    path("praktijken/<int:pk>/bewaren/<slug:slug>/", step_screen.draft_keep, name="draft_keep"),
    path("praktijken/<int:pk>/voorbeeld/", writing.draft_preview, name="draft_preview"),
    path("praktijken/<int:pk>/doe/", draft_acts.draft_act, name="draft_act"),
    path("praktijken/<int:pk>/voorstel/", proposal.proposal, name="proposal"),
    path("praktijken/invoer/", importing.import_start, name="import_start"),
    path("praktijken/invoer/<int:pk>/", importing.import_run, name="import_run"),
    path("praktijken/leerpunt/<int:pk>/", promoting.take_up_point, name="take_up_point"),
    path("praktijken/uitvoer/", exporting.selection_export, name="selection_export"),
    path("praktijken/<slug:slug>/uitvoer/<slug:form>/", exporting.practice_export, name="practice_export"),
    path("praktijken/<slug:slug>/naar-kaart/", promoting.passage_list, name="passages"),
    path("praktijken/<slug:slug>/naar-kaart/<slug:anchor>/", promoting.promote, name="promote"),
    path("praktijken/<slug:slug>/doe/", acting.practice_act, name="practice_act"),
    path("praktijken/<slug:slug>/versies/", reading.practice_versions, name="practice_versions"),
]
