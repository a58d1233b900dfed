from django.urls import path

from staalkaart.members.recognise import views as recognise
from staalkaart.members.views import address, directory, first_sign_in, invitation, mine, own_data, project

app_name = "members"
urlpatterns = [
    path("projecten/", directory.project_list, name="project_list"),
    path("projecten/plaatsen/", directory.place_suggest, name="place_suggest"),
    path("projecten/<slug:slug>/", directory.project_detail, name="project_detail"),
    path("projecten/<slug:slug>/bewerken/", project.project_edit, name="project_edit"),
    path("projecten/<slug:slug>/ploeg/", project.project_team, name="project_team"),
    path("projecten/<slug:slug>/ploeg/<int:pk>/", project.team_member, name="team_member"),
    path("projecten/<slug:slug>/uitnodigen/", invitation.project_invite, name="project_invite"),
    path("projecten/<slug:slug>/uitnodigen/lijst/", invitation.project_invite_bulk, name="project_invite_bulk"),
    path("initiatieven/<slug:slug>/", directory.initiative_detail, name="initiative_detail"),
    path("partners/", directory.partner_list, name="partner_list"),
    path("herken/", recognise.recognise, name="recognise"),
    path("mijn/", mine.mine, name="mine"),
    path("mijn/profiel/", mine.profile, name="profile"),
    path("mijn/e-mailadres/", address.address_change, name="address_change"),
    path("rekening/e-mailadres/<str:token>/", address.address_confirm, name="address_confirm"),
    path("rekening/e-mailadres-terug/<str:token>/", address.address_undo, name="address_undo"),
    path("mijn/gegevens/", own_data.own_data, name="own_data"),
    path("mijn/gegevens/wissen/", own_data.erase, name="erase"),
    path("gewist/", own_data.erased, name="erased"),
    path("privacy/register/", own_data.processing_register, name="processing_register"),
    path("mijn/uitnodigingen/", invitation.invitation_list, name="invitation_list"),
    path("mijn/uitnodigingen/nieuw/", invitation.invite_anyone, name="invite_anyone"),
    path("rekening/eerste-keer/<str:token>/", first_sign_in.first_sign_in, name="first_sign_in"),
    path("uitnodiging/<str:token>/", invitation.accept, name="accept"),
    path("uitnodiging/<str:token>/nieuwe-link/", invitation.ask_new_link, name="ask_new_link"),
    # acts: each a POST of its own
    path("mijn/uitnodigingen/<int:pk>/intrekken/", invitation.invitation_revoke, name="invitation_revoke"),
    path("mijn/uitnodigingen/<int:pk>/opnieuw/", invitation.invitation_resend, name="invitation_resend"),
    path("projecten/<slug:slug>/ploeg/<int:pk>/toon/", project.team_member_show, name="team_member_show"),
    path("projecten/<slug:slug>/ploeg/<int:pk>/weg/", project.team_member_leave, name="team_member_leave"),
    path("projecten/<slug:slug>/ploeg/<int:pk>/rol/", project.team_member_role, name="team_member_role"),
]
