"""Knowledge in the admin: snippets in one menu, the validation round, the report, the log's words."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from staalkaart.core.access.admin_views import OpenChoicesForm
from staalkaart.knowledge.admin import review_views
from staalkaart.knowledge.admin.reports import UncheckedEntriesReport
from staalkaart.knowledge.models import GlossaryTerm, HelpLine, Source, Theme, ThemeGroup, WorkingModelPage


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "tag"
    list_display = ["title", "group", "title_en"]
    list_filter = ["group"]
    list_per_page = 100
    ordering = ["title"]
    edit_handler = ObjectList(Theme.panels, base_form_class=OpenChoicesForm)


class ThemeGroupViewSet(SnippetViewSet):
    model = ThemeGroup
    icon = "folder-open-inverse"
    list_display = ["title", "title_en", "position"]


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "help"
    list_display = ["term", "term_en", "autolink"]
    list_filter = ["autolink"]
    list_per_page = 120


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    list_display = ["citation", "kind", "year", "is_listed", "checked_on"]
    list_filter = ["kind", "is_listed", "language"]
    search_fields = ["citation", "title", "publisher", "author", "slug"]


class HelpLineViewSet(SnippetViewSet):
    model = HelpLine
    icon = "warning"
    list_display = ["name", "number", "urgent", "in_footer", "checked_on"]


class KnowledgeGroup(SnippetViewSetGroup):
    menu_label = _("Kennis")
    menu_icon = "list-ul"
    menu_order = 200
    items = (ThemeViewSet, ThemeGroupViewSet, GlossaryTermViewSet, SourceViewSet, HelpLineViewSet)


register_snippet(KnowledgeGroup)


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("nazicht/", review_views.round_list, name="knowledge_rounds"),
        path("nazicht/<int:pk>/", review_views.round_detail, name="knowledge_round"),
        path("nazicht/<int:pk>/intrekken/", review_views.revoke, name="knowledge_round_revoke"),
        path("nazicht/vragen/<int:page_id>/", review_views.ask, name="knowledge_review_ask"),
        path("nazicht/naar-word/<int:page_id>/", review_views.to_word, name="knowledge_to_word"),
        path("nazicht/uit-word/<int:page_id>/", review_views.from_word, name="knowledge_from_word"),
        path("rapporten/nazicht/", UncheckedEntriesReport.as_view(), name="unchecked_entries_report"),
        path(
            "rapporten/nazicht/resultaten/",
            UncheckedEntriesReport.as_view(results_only=True),
            name="unchecked_entries_report_results",
        ),
    ]


class ReviewMenuItem(MenuItem):
    def is_shown(self, request):
        return UncheckedEntriesReport.permission_policy.user_has_any_permission(request.user, ["change"])


@hooks.register("register_admin_menu_item")
def review_menu_item():
    return ReviewMenuItem(
        _("Nazicht van kaarten"), reverse("knowledge_rounds"), name="nazicht", icon_name="calendar-check", order=210
    )


@hooks.register("register_reports_menu_item")
def report_menu_item():
    return ReviewMenuItem(
        _("Punten na te kijken"),
        reverse("unchecked_entries_report"),
        name="unchecked",
        icon_name="calendar-check",
        order=700,
    )


@hooks.register("register_page_header_buttons")
def review_buttons(page, user, next_url=None, view_name=None, **kwargs):
    if isinstance(page, WorkingModelPage) or isinstance(page.specific_deferred, WorkingModelPage):
        for label, name, icon, priority in (
            (_("Laat deze kaart nakijken"), "knowledge_review_ask", "mail", 60),
            (_("Kaart naar Word"), "knowledge_to_word", "download", 61),
            (_("Kaart terug uit Word"), "knowledge_from_word", "upload", 62),
        ):
            yield Button(label, reverse(name, args=[page.pk]), icon_name=icon, priority=priority)


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("staalkaart.review_asked", _("Nazicht vragen"), _("Nazicht gevraagd"))
    actions.register_action("staalkaart.review_revoked", _("Nazicht intrekken"), _("Link voor nazicht ingetrokken"))
    actions.register_action("staalkaart.entry_added", _("Punt toevoegen"), _("Punt uit de praktijk toegevoegd"))
    actions.register_action("staalkaart.review_decided", _("Nazicht verwerken"), _("Antwoord uit nazicht verwerkt"))


def _uses_of(instance) -> int:
    if isinstance(instance, Theme):
        return instance.entries.count()
    return instance.citations.count() if isinstance(instance, Source) else 0


@hooks.register("before_delete_snippet")
def keep_what_is_in_use(request, instances):
    """A theme or source that entries carry is not thrown away by accident: the editor is told where it is used."""
    for instance in instances:
        if count := _uses_of(instance):
            messages.error(
                request,
                _("“%(name)s” staat bij %(count)s punten. Haal het daar eerst weg.")
                % {"name": instance, "count": count},
            )
            return redirect(request.META.get("HTTP_REFERER") or "wagtailadmin_home")
    return None
