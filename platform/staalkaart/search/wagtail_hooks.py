"""Search in the editors' menu: rings of words, and the words that found nothing."""

from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from staalkaart.search.misses import ENOUGH_DAYS
from staalkaart.search.models import MissedWord, SynonymRing

OFFERED = 30  # letters of a word that a new ring may begin with


class RingCreateView(CreateView):
    """A new ring may begin with the word that found nothing."""

    def get_initial_form_instance(self):
        word = self.request.GET.get("van", "")[:OFFERED].strip()
        return SynonymRing(from_words=word)


class SynonymRingViewSet(SnippetViewSet):
    model = SynonymRing
    icon = "rotate"
    menu_label = _("Synoniemen")
    menu_order = 220
    add_to_admin_menu = True
    add_view_class = RingCreateView
    list_display = ["__str__"]
    search_fields = ["words", "from_words"]


register_snippet(SynonymRingViewSet)


def ring_address(row: MissedWord) -> str:
    return f"{reverse('wagtailsnippets_search_synonymring:add')}?{urlencode({'van': row.word})}"


class MissedWordsReport(ReportView):
    """Words only, from three different days on: a ring may help the next person who types one."""

    model = MissedWord
    index_url_name = "missed_words_report"
    index_results_url_name = "missed_words_report_results"
    page_title = _("Woorden waarop niets gevonden werd")
    header_icon = "search"
    permission_policy = ModelPermissionPolicy(SynonymRing)
    any_permission_required = ["add", "change"]
    columns = [
        TitleColumn("word", label=_("Woord: maak een ring"), get_url=ring_address),
        Column("days", label=_("Op hoeveel dagen")),
        DateColumn("last_on", label=_("Laatst op")),
    ]
    list_export = ["word", "days", "last_on"]
    export_headings = {"word": _("Woord"), "days": _("Op hoeveel dagen"), "last_on": _("Laatst op")}

    def get_queryset(self):
        return MissedWord.objects.filter(days__gte=ENOUGH_DAYS)


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("rapporten/zonder-resultaat/", MissedWordsReport.as_view(), name="missed_words_report"),
        path(
            "rapporten/zonder-resultaat/resultaten/",
            MissedWordsReport.as_view(results_only=True),
            name="missed_words_report_results",
        ),
    ]


class MissedWordsItem(MenuItem):
    def is_shown(self, request):
        return MissedWordsReport.permission_policy.user_has_any_permission(request.user, ["add", "change"])


@hooks.register("register_reports_menu_item")
def report_menu_item():
    return MissedWordsItem(
        _("Woorden zonder resultaat"), reverse("missed_words_report"), name="missed", icon_name="search", order=710
    )
