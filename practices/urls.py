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
    path("praktijken/<int:pk>/voorstel/", proposal.proposal, name="proposal"),
    path("praktijken/invoer/", importing.import_start, name="import_start"),
    path("praktijken/invoer/<int:pk>/", importing.import_run, name="import_run"),
    path("praktijken/leerpunt/<int:pk>/", promoting.take_up_point, name="take_up_point"),
    path("praktijken/uitvoer/", exporting.selection_export, name="selection_export"),
    path("praktijken/<slug:slug>/uitvoer/<slug:form>/", exporting.practice_export, name="practice_export"),
    path("praktijken/<slug:slug>/naar-kaart/", promoting.passage_list, name="passages"),
    path("praktijken/<slug:slug>/naar-kaart/<slug:anchor>/", promoting.promote, name="promote"),
    path("praktijken/<slug:slug>/versies/", reading.practice_versions, name="practice_versions"),
    # acts: each a POST of its own
    path("praktijken/<slug:slug>/reageren/", acting.comment_add, name="comment_add"),
    path("praktijken/<slug:slug>/reactie-wijzigen/", acting.comment_edit, name="comment_edit"),
    path("praktijken/<slug:slug>/reactie-weg/", acting.comment_remove, name="comment_remove"),
    path("praktijken/<slug:slug>/bewaren/", acting.bookmark_add, name="bookmark_add"),
    path("praktijken/<slug:slug>/niet-bewaren/", acting.bookmark_remove, name="bookmark_remove"),
    path("praktijken/<slug:slug>/wij-ook/", acting.use_add, name="use_add"),
    path("praktijken/<slug:slug>/wij-niet-meer/", acting.use_remove, name="use_remove"),
    path("praktijken/<slug:slug>/klopt-niet/", acting.remark_add, name="remark_add"),
    path("praktijken/<slug:slug>/beantwoord/", acting.remark_handle, name="remark_handle"),
    path("praktijken/<slug:slug>/herwerken/", acting.practice_rework, name="practice_rework"),
    path("praktijken/<slug:slug>/klopt-nog/", acting.practice_confirm, name="practice_confirm"),
    path("praktijken/<slug:slug>/toestemming/", acting.consent_give, name="consent_give"),
    path("praktijken/<slug:slug>/geen-toestemming/", acting.consent_withdraw, name="consent_withdraw"),
    path("praktijken/<slug:slug>/archiveren/", acting.practice_archive, name="practice_archive"),
    path("praktijken/<slug:slug>/terughalen/", acting.practice_restore, name="practice_restore"),
    path("praktijken/<slug:slug>/nagelezen/", acting.practice_read_over, name="practice_read_over"),
    path("praktijken/<slug:slug>/voorstel/", acting.proposal_start, name="proposal_start"),
    path("praktijken/<slug:slug>/terugsturen/", acting.practice_send_back, name="practice_send_back"),
    path("praktijken/<int:pk>/delen/", draft_acts.draft_publish, name="draft_publish"),
    path("praktijken/<int:pk>/indienen/", draft_acts.draft_submit, name="draft_submit"),
    path("praktijken/<int:pk>/teruggeven/", draft_acts.draft_hand_back, name="draft_hand_back"),
    path("praktijken/<int:pk>/weggooien/", draft_acts.draft_delete, name="draft_delete"),
    path("praktijken/<int:pk>/voorstellen/", draft_acts.draft_offer, name="draft_offer"),
    path("praktijken/<int:pk>/voorstel/akkoord/", proposal.proposal_agree, name="proposal_agree"),
    path("praktijken/<int:pk>/voorstel/niet-akkoord/", proposal.proposal_decline, name="proposal_decline"),
    path("praktijken/invoer/<int:pk>/overnemen/", importing.import_take_over, name="import_take_over"),
    path("praktijken/<int:pk>/materiaal/toevoegen/", step_screen.material_add, name="material_add"),
    path("praktijken/<int:pk>/materiaal/<int:number>/weg/", step_screen.material_remove, name="material_remove"),
]
