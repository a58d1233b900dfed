from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "staalkaart.learning"
    label = "learning"
    verbose_name = _("Samen leren")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.core.retention import Rule
        from staalkaart.learning import (
            events,
            harvest_sources,
            models,
            on_other_pages,
            own_data,
            page_reports,
            search_sources,
            trail,
        )

        events.register_events()
        search_sources.register_sources()
        harvest_sources.register_harvest()
        models.LearningPoint.watch_deletes()
        registry.related_blocks.add(("theme", "learning_points"), on_other_pages.points_of_theme)
        registry.related_blocks.add(("model", "learning_points"), on_other_pages.points_of_model)
        registry.related_blocks.add(("entry", "trail"), trail.entry_trail)
        registry.in_digest.add("learning", registry.InDigest(decided=on_other_pages.learned))
        registry.on_mine.add("bookmarks", registry.OnMine(on_other_pages.bookmarks_card))
        registry.on_mine.add("reports", registry.OnMine(waits=page_reports.waits_for_editors))
        registry.own_data.add("learning", registry.OwnData(export={"reacties": own_data.said}))
        rule = Rule(
            "page-reports",
            _("meldingen van bezoekers over een pagina"),
            _("een jaar na afhandeling"),
            page_reports.purge,
        )
        registry.own_data.add("page-reports", registry.OwnData(retain=(rule,)))
