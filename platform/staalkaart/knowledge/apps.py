from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "staalkaart.knowledge"
    label = "knowledge"
    verbose_name = _("Kennis")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.core.access import holders_of
        from staalkaart.knowledge import events, models, sitemaps
        from staalkaart.knowledge.card_page import model_page
        from staalkaart.knowledge.chapters import chapter_context
        from staalkaart.knowledge.lists import model_list_context
        from staalkaart.knowledge.search_sources import register_sources
        from staalkaart.knowledge.waiting import waits_for_editors

        register_sources()
        watched = (
            models.CardEntry,
            models.Theme,
            models.ThemeGroup,
            models.GlossaryTerm,
            models.Source,
            models.HelpLine,
        )
        for model in watched:
            model.watch_deletes()
        editors = holders_of("editor", "admin")
        for model in (models.WorkingModelPage, models.KnowledgePage, models.Theme, models.GlossaryTerm):
            registry.verbs.add(("edit", model), editors)
            registry.verbs.add(("review", model), editors)
        registry.page_contexts.add(models.WorkingModelIndexPage, model_list_context)
        registry.page_contexts.add(models.WorkingModelPage, model_page)
        registry.page_contexts.add(models.KnowledgePage, chapter_context)
        registry.sitemap_sources.add("knowledge", sitemaps.addresses)
        registry.event_subjects.add("model", models.WorkingModelPage)
        events.register_events()
        registry.on_mine.add("editing", registry.OnMine(waits=waits_for_editors))
