from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from staalkaart.search.models import SynonymRing


class SynonymRingViewSet(SnippetViewSet):
    model = SynonymRing
    icon = "rotate"
    menu_label = _("Synoniemen")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["__str__"]
    search_fields = ["words", "from_words"]


register_snippet(SynonymRingViewSet)
