from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Praktijken")

    def ready(self):
        from practices import events, lifecycle, on_other_pages, own_data, permissions, search_sources, waiting
        from practices.lists import practice_list_context
        from practices.models import Draft, PracticeIndexPage, PracticePage
        from practices.views.reading import practice_context
        from staalkaart.core import registry
        from staalkaart.core.delivery.jobs import TickJob, every_day

        permissions.register_rules()
        events.register_events()
        search_sources.register_sources()
        registry.event_subjects.add("practice", PracticePage)
        registry.event_subjects.add("draft", Draft)
        registry.tick_jobs.add(
            "practices-due", TickJob("practices-due", lifecycle.every_month, lifecycle.remind_of_review)
        )
        registry.tick_jobs.add("drafts-waiting", TickJob("drafts-waiting", every_day, lifecycle.remind_of_drafts))
        registry.on_mine.add(
            "practices", registry.OnMine(on_other_pages.practices_card, waits=waiting.waits_around_practices)
        )
        registry.own_data.add("practices", own_data.OWN_DATA)
        registry.page_contexts.add(PracticeIndexPage, lambda request, page: practice_list_context(request))
        registry.page_contexts.add(PracticePage, practice_context)
        registry.related_blocks.add(("model", "practices"), on_other_pages.practices_of_model)
        registry.related_blocks.add(("compare", "practices"), on_other_pages.practices_of_models)
        registry.related_blocks.add(("project", "practices"), on_other_pages.practices_of_project)
        registry.related_blocks.add(("theme", "practices"), on_other_pages.practices_of_theme)
        registry.on_a_day.add("practices", registry.OnADay(harvest=on_other_pages.stale_practices))
        registry.related_blocks.add(("point_promote", "practices"), on_other_pages.into_practice)
