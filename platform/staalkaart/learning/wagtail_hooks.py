from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from staalkaart.learning.models import PageReport


class PageReportViewSet(SnippetViewSet):
    """What visitors said about a page. The page and the words are theirs; the editors note what they did."""

    model = PageReport
    icon = "comment"
    menu_label = _("Meldingen")
    menu_order = 215
    add_to_admin_menu = True
    list_display = [
        "__str__",
        DateColumn("created_at", label=_("Gemeld op")),
        BooleanColumn("is_handled", label=_("Afgehandeld")),
    ]
    list_filter = ["is_handled"]
    panels = [
        FieldPanel("path", read_only=True),
        FieldPanel("text", read_only=True),
        FieldRowPanel([FieldPanel("is_handled")]),
        FieldPanel("note"),
    ]


register_snippet(PageReportViewSet)


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("staalkaart.signal_released", _("Signaal vrijgeven"), _("Signaal vrijgegeven"))
    actions.register_action("staalkaart.comment_removed", _("Reactie verwijderen"), _("Reactie verwijderd"))
