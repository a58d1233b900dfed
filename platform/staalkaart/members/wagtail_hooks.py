"""Members in the admin: the network's lists, people, and the words of the log."""

from django.db.models import F
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from staalkaart.core.access.admin_views import AudienceSnippetViewSet, OpenChoicesForm
from staalkaart.members import break_glass
from staalkaart.members.admin import audit, people
from staalkaart.members.models import Grant, Initiative, LocalService, Partner, Project, Region, TargetGroup
from staalkaart.members.project_forms import TownsField
from staalkaart.members.teams import move_project

ACTIONS = (
    ("joined", _("Lid maken"), _("Lid geworden")),
    ("left", _("Lidmaatschap beëindigen"), _("Lidmaatschap beëindigd")),
    ("label_shown", _("Label tonen"), _("Toont zelf het label ervaringsdeskundige")),
    ("label_hidden", _("Label wegnemen"), _("Nam zelf het label ervaringsdeskundige weg")),
    ("suspended", _("Schorsen"), _("Geschorst")),
    ("restored", _("Schorsing opheffen"), _("Schorsing opgeheven")),
    ("invited", _("Uitnodigen"), _("Uitgenodigd")),
    ("invitation_revoked", _("Uitnodiging intrekken"), _("Uitnodiging ingetrokken")),
    ("project_edited", _("Projectpagina bewerken"), _("Projectpagina bewerkt")),
    ("factor_reset", _("Tweede stap wissen"), _("Tweede stap gewist na terugbellen")),
    ("address_changed", _("E-mailadres wijzigen"), _("E-mailadres gewijzigd")),
    ("address_undone", _("E-mailadres terugzetten"), _("Wijziging van het e-mailadres ongedaan gemaakt")),
    ("break_glass", _("Noodtoegang"), _("Noodtoegang genomen")),
    ("exported", _("Gegevens uitvoeren"), _("Eigen gegevens uitgevoerd")),
    ("erased", _("Account wissen"), _("Account gewist")),
)


@hooks.register("register_log_actions")
def register_actions(actions):
    for name, label, message in ACTIONS:
        actions.register_action(f"staalkaart.{name}", label, message)


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("leden/", people.person_list, name="members_people"),
        path("logboek/", audit.audit_log, name="members_audit"),
        path("noodtoegang/", break_glass.glass_screen, name="members_break_glass"),
        path("leden/<int:pk>/", people.person_detail, name="members_person"),
        path("leden/<int:pk>/plaats/", people.place_add, name="members_place_add"),
        path("leden/<int:pk>/plaats-weg/", people.place_end, name="members_place_end"),
        path("leden/<int:pk>/schorsen/", people.person_suspend, name="members_person_suspend"),
        path("leden/<int:pk>/herstellen/", people.person_restore, name="members_person_restore"),
        path("leden/<int:pk>/e-mailadres/", people.address_set, name="members_address_set"),
        path("leden/<int:pk>/tweede-stap-weg/", people.factor_reset, name="members_factor_reset"),
    ]


class AdministratorsItem(MenuItem):
    def is_shown(self, request):
        return request.viewer.has_role(Grant.Role.ADMIN)


@hooks.register("register_admin_menu_item")
def people_item():
    return AdministratorsItem(_("Leden"), reverse_lazy("members_people"), icon_name="user", order=205)


@hooks.register("register_reports_menu_item")
def audit_item():
    return AdministratorsItem(_("Logboek"), reverse_lazy("members_audit"), icon_name="history", order=320)


@hooks.register("register_settings_menu_item")
def glass_item():
    return MenuItem(_("Noodtoegang"), reverse_lazy("members_break_glass"), icon_name="warning", order=950)


class PlaceForm(OpenChoicesForm):
    also_in = TownsField(
        label=_("Werkt ook in"), required=False, help_text=_("Gemeenten of postcodes, met een komma ertussen.")
    )


PLACE_PANELS = [
    FieldRowPanel([FieldPanel("nis"), FieldPanel("postal_code")]),
    FieldPanel("also_in"),
    MultiFieldPanel(
        [FieldPanel("main_model"), FieldPanel("working_models"), FieldPanel("target_groups")],
        heading=_("Voor wie en hoe"),
    ),
]


@hooks.register("after_edit_snippet")
def project_edited_here(request, instance):
    """The team's rights follow the region, and a form that a coordinator has open is now of an older version."""
    if isinstance(instance, Project):
        Project.objects.filter(pk=instance.pk).update(version=F("version") + 1)
        move_project(project=Project.objects.get(pk=instance.pk))


class ProjectViewSet(AudienceSnippetViewSet):
    model = Project
    kept_by = (Grant.Role.ADMIN,)
    icon = "group"
    list_display = ["name", "region", "status", BooleanColumn("fictional")]
    list_filter = ["region", "status"]
    list_per_page = 60
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
            FieldRowPanel([FieldPanel("region"), FieldPanel("status"), FieldPanel("seats")]),
            FieldPanel("description"),
            FieldPanel("carrier"),
            *PLACE_PANELS,
            FieldRowPanel([FieldPanel("duos"), FieldPanel("start_year")]),
            FieldPanel("website"),
        ],
        base_form_class=PlaceForm,
    )


class InitiativeViewSet(AudienceSnippetViewSet):
    model = Initiative
    icon = "site"
    list_display = ["name", "sort", "checked_on", BooleanColumn("fictional")]
    list_filter = ["checked_on"]
    list_per_page = 60
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
            FieldPanel("sort"),
            FieldPanel("description"),
            *PLACE_PANELS,
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("takes"), FieldPanel("waiting_weeks")]),
                    FieldRowPanel([FieldPanel("function"), FieldPanel("reachable")]),
                    FieldRowPanel([FieldPanel("phone"), FieldPanel("mail")]),
                    FieldRowPanel([FieldPanel("who_may_refer"), FieldPanel("self_referral")]),
                    FieldPanel("updated_on"),
                ],
                heading=_("Bereiken en aanmelden"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("age_words"), FieldPanel("age_from"), FieldPanel("age_to")]),
                    FieldRowPanel([FieldPanel("languages"), FieldPanel("cost")]),
                    FieldRowPanel([FieldPanel("comes_home"), FieldPanel("transport")]),
                    FieldPanel("buddy_does"),
                    FieldPanel("buddy_does_not"),
                    FieldPanel("if_it_does_not_fit"),
                ],
                heading=_("Past het?"),
            ),
            MultiFieldPanel(
                [FieldPanel("website"), FieldPanel("checked_on"), FieldPanel("source")],
                heading=_("Website en bron"),
            ),
        ],
        base_form_class=PlaceForm,
    )


class LocalServiceForm(WagtailAdminModelForm):
    towns = TownsField(label=_("Gemeenten"), help_text=_("Gemeenten of postcodes, met een komma ertussen."))


class LocalServiceViewSet(SnippetViewSet):
    model = LocalService
    icon = "help"
    list_display = ["name", "kind", "phone", "checked_on"]
    list_filter = ["kind"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
            FieldPanel("towns"),
            FieldRowPanel([FieldPanel("phone"), FieldPanel("reachable")]),
            FieldRowPanel([FieldPanel("website"), FieldPanel("checked_on")]),
        ],
        base_form_class=LocalServiceForm,
    )


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "openquote"
    list_display = ["name", "checked_on"]


class RegionViewSet(SnippetViewSet):
    model = Region
    icon = "globe"
    list_display = ["name", "coverage"]


class TargetGroupViewSet(SnippetViewSet):
    model = TargetGroup
    icon = "tag"
    list_display = ["title"]


class NetworkGroup(SnippetViewSetGroup):
    menu_label = _("Netwerk")
    menu_icon = "group"
    menu_order = 210
    items = (ProjectViewSet, InitiativeViewSet, LocalServiceViewSet, PartnerViewSet, RegionViewSet, TargetGroupViewSet)


register_snippet(NetworkGroup)
