"""Tools in the editors' menu."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from staalkaart.toolbox.models import RoleCard


class RoleCardViewSet(SnippetViewSet):
    model = RoleCard
    icon = "group"
    menu_order = 207
    add_to_admin_menu = True
    list_display = ["name", "one_sentence"]


register_snippet(RoleCardViewSet)
