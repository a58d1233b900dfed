"""Intervision in the admin: methods and agreements for editors. Circles, cases and contributions are nowhere in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forums.intervision.models import Agreement, Method

PHASE_PANELS = [
    FieldRowPanel([FieldPanel("label"), FieldPanel("code")]),
    FieldPanel("hint"),
    MultiFieldPanel(
        [
            FieldPanel("owner_kinds"),
            FieldPanel("participant_kinds"),
            FieldPanel("facilitator_kinds"),
        ],
        heading=_("Wie schrijft wat"),
    ),
    FieldRowPanel(
        [FieldPanel("min_participant"), FieldPanel("max_participant"), FieldPanel("min_owner"), FieldPanel("workdays")]
    ),
    FieldPanel("blind"),
    FieldRowPanel([FieldPanel("hidden_from"), FieldPanel("hidden_until")]),
    FieldPanel("face_to_face"),
]


class MethodViewSet(SnippetViewSet):
    model = Method
    icon = "list-ol"
    list_display = ["label", "level", "offered_first", "is_offered"]
    menu_label = _("Methodes")
    panels = [
        MultiFieldPanel(
            [FieldPanel("label"), FieldPanel("slug"), FieldPanel("description"), FieldPanel("level")],
            heading=_("Methode"),
        ),
        FieldRowPanel(
            [FieldPanel("fewest"), FieldPanel("most"), FieldPanel("offered_first"), FieldPanel("is_offered")]
        ),
        InlinePanel("phases", panels=PHASE_PANELS, heading=_("Fasen"), label=_("Fase"), min_num=2),
    ]


class AgreementViewSet(SnippetViewSet):
    model = Agreement
    icon = "doc-full"
    list_display = ["__str__", "created_at"]
    menu_label = _("Afspraken")
    panels = [FieldPanel("text")]


class IntervisionGroup(SnippetViewSetGroup):
    items = (MethodViewSet, AgreementViewSet)
    menu_label = _("Intervisie")
    menu_icon = "group"
    menu_order = 450


register_snippet(IntervisionGroup)


@hooks.register("register_log_actions")
def log_actions(actions):
    for name, doing, done in (
        ("circle_created", _("Kring starten"), _("Kring gestart")),
        ("circle_handed_over", _("Kring doorgeven"), _("Kring doorgegeven")),
        ("circle_stopped", _("Kring stoppen"), _("Kring gestopt")),
        ("trajectory_started", _("Traject starten"), _("Traject gestart")),
        ("phase", _("Fase vooruit"), _("Fase vooruit gezet")),
        ("phase_back", _("Fase terug"), _("Fase terug gezet")),
        ("intervision_glass", _("Intervisie lezen met noodtoegang"), _("Intervisie gelezen met noodtoegang")),
    ):
        actions.register_action(f"staalkaart.{name}", doing, done)
