"""Addresses of intervision: numbers only, no word of a case."""

from django.urls import path

from forums.intervision.views import acts, autosave, case, circle, learned, methods, overview, trajectory

app_name = "intervision"
urlpatterns = [
    path("intervisie/", overview.overview, name="overview"),
    path("intervisie/nieuw/", case.case_new, name="case_new"),
    path("intervisie/afspraken/", overview.agreements, name="agreements"),
    path("intervisie/kring/nieuw/", circle.circle_new, name="circle_new"),
    path("intervisie/kring/<int:pk>/", circle.circle_detail, name="circle"),
    path("intervisie/kring/<int:pk>/overnemen/", circle.circle_take_over, name="circle_take_over"),
    path("intervisie/uitnodiging/<int:pk>/", circle.circle_invitation, name="circle_invitation"),
    path("intervisie/methodes/", methods.method_list, name="method_list"),
    path("intervisie/methodes/<slug:slug>/", methods.method_detail, name="method"),
    path("intervisie/<int:pk>/", trajectory.trajectory_detail, name="trajectory"),
    path("intervisie/<int:pk>/casus/", case.case_edit, name="case_edit"),
    path("intervisie/<int:pk>/schrijf/<slug:kind>/", trajectory.contribution_new, name="contribution_new"),
    path("intervisie/<int:pk>/bijdrage/<int:post>/", trajectory.contribution_edit, name="contribution_edit"),
    path("intervisie/<int:pk>/verslag/", learned.report, name="report"),
    path("intervisie/<int:pk>/leerpunt/<int:post>/", learned.point_new, name="point_new"),
    path("intervisie/<int:pk>/bewaren/<slug:kind>/<int:of>/", autosave.text_keep, name="text_keep"),
    # acts: each a POST of its own
    path("intervisie/<int:pk>/samenstellen/", acts.trajectory_assemble, name="trajectory_assemble"),
    path("intervisie/<int:pk>/toevoegen/", acts.trajectory_participants_add, name="trajectory_participants_add"),
    path("intervisie/<int:pk>/namen/", acts.trajectory_names_settle, name="trajectory_names_settle"),
    path("intervisie/<int:pk>/starten/", acts.trajectory_start, name="trajectory_start"),
    path("intervisie/<int:pk>/volgende/", acts.trajectory_phase_advance, name="trajectory_phase_advance"),
    path("intervisie/<int:pk>/verder/", acts.trajectory_phase_go_on, name="trajectory_phase_go_on"),
    path("intervisie/<int:pk>/terug/", acts.trajectory_phase_back, name="trajectory_phase_back"),
    path("intervisie/<int:pk>/pauze/", acts.trajectory_pause, name="trajectory_pause"),
    path("intervisie/<int:pk>/hervatten/", acts.trajectory_resume, name="trajectory_resume"),
    path("intervisie/<int:pk>/verlengen/", acts.trajectory_extend, name="trajectory_extend"),
    path("intervisie/<int:pk>/duwtje/", acts.trajectory_nudge, name="trajectory_nudge"),
    path("intervisie/<int:pk>/toelaten/", acts.trajectory_late_post_let_in, name="trajectory_late_post_let_in"),
    path("intervisie/<int:pk>/akkoord/", acts.trajectory_summary_agree, name="trajectory_summary_agree"),
    path("intervisie/<int:pk>/afronden/", acts.trajectory_close, name="trajectory_close"),
    path("intervisie/<int:pk>/leerpunt-akkoord/", acts.trajectory_point_agree, name="trajectory_point_agree"),
    path("intervisie/<int:pk>/leerpunt-weg/", acts.trajectory_point_drop, name="trajectory_point_drop"),
    path("intervisie/<int:pk>/intrekken/", acts.trajectory_withdraw, name="trajectory_withdraw"),
    path("intervisie/<int:pk>/doorgeven/", acts.trajectory_case_hand_over, name="trajectory_case_hand_over"),
    path("intervisie/<int:pk>/methode/", acts.trajectory_method_swap, name="trajectory_method_swap"),
    path("intervisie/kring/<int:pk>/uitnodigen/", circle.circle_invite, name="circle_invite"),
    path("intervisie/kring/<int:pk>/weghalen/", circle.circle_remove, name="circle_remove"),
    path("intervisie/kring/<int:pk>/doorgeven/", circle.circle_hand_over, name="circle_hand_over"),
    path("intervisie/kring/<int:pk>/stoppen/", circle.circle_stop, name="circle_stop"),
    path("intervisie/kring/<int:pk>/verlaten/", circle.circle_leave, name="circle_leave"),
    path("intervisie/uitnodiging/<int:pk>/bedankt/", circle.circle_decline, name="circle_decline"),
    path("intervisie/<int:pk>/casus/aankondigen/", case.case_announce, name="case_announce"),
    path(
        "intervisie/<int:pk>/bijdrage/<int:post>/aanvullen/",
        trajectory.contribution_correct,
        name="contribution_correct",
    ),
]
