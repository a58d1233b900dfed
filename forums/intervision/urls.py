"""Addresses of intervision: numbers only, no word of a case."""

from django.urls import path

from .views import acts, case, circle, keeping, learned, methods, overview, trajectory

app_name = "intervision"
urlpatterns = [
    path("intervisie/", overview.overview, name="overview"),
    path("intervisie/nieuw/", case.case_new, name="case_new"),
    path("intervisie/afspraken/", overview.agreements, name="agreements"),
    path("intervisie/kring/nieuw/", circle.circle_new, name="circle_new"),
    path("intervisie/kring/<int:pk>/", circle.circle_detail, name="circle"),
    path("intervisie/kring/<int:pk>/doe/", circle.circle_act, name="circle_act"),
    path("intervisie/kring/<int:pk>/overnemen/", circle.circle_take_over, name="circle_take_over"),
    path("intervisie/uitnodiging/<int:pk>/", circle.circle_invitation, name="circle_invitation"),
    path("intervisie/methodes/", methods.method_list, name="method_list"),
    path("intervisie/methodes/<slug:slug>/", methods.method_detail, name="method"),
    path("intervisie/<int:pk>/", trajectory.trajectory_detail, name="trajectory"),
    path("intervisie/<int:pk>/casus/", case.case_edit, name="case_edit"),
    path("intervisie/<int:pk>/doe/", acts.trajectory_act, name="act"),
    path("intervisie/<int:pk>/schrijf/<slug:kind>/", trajectory.contribution_new, name="contribution_new"),
    path("intervisie/<int:pk>/bijdrage/<int:post>/", trajectory.contribution_edit, name="contribution_edit"),
    path("intervisie/<int:pk>/verslag/", learned.report, name="report"),
    path("intervisie/<int:pk>/leerpunt/<int:post>/", learned.point_new, name="point_new"),
    path("intervisie/<int:pk>/bewaren/<slug:kind>/<int:of>/", keeping.text_keep, name="text_keep"),
]
