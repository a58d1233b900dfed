from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Praktijken")

    def ready(self):
        from practices import events, lifecycle, on_other_pages, own_data, permissions, search_sources
        from practices.import_export import import_runs
        from staalkaart.core import registry
        from staalkaart.core.delivery.jobs import TickJob, every_day

        permissions.register_rules()
        events.register_events()
        search_sources.register_sources()
        registry.tick_jobs.add(
            "practices-due", TickJob("practices-due", lifecycle.every_month, lifecycle.remind_of_review)
        )
        registry.tick_jobs.add("drafts-waiting", TickJob("drafts-waiting", every_day, lifecycle.remind_of_drafts))
        registry.dashboard_cards.add("practices", on_other_pages.practices_card)
        registry.handover_sources.add("practice-drafts", on_other_pages.drafts_in_hand)
        registry.exporters.add("praktijken", own_data.practices_part)
        registry.erasers.add("practices", own_data.forget_buffers)
        registry.related_blocks.add(("model", "practices"), on_other_pages.practices_of_model)
        registry.related_blocks.add(("project", "practices"), on_other_pages.practices_of_project)
        registry.related_blocks.add(("theme", "practices"), on_other_pages.practices_of_theme)
        registry.harvest_sources.add("stale-practices", on_other_pages.stale_practices)
        registry.related_blocks.add(("point_promote", "practices"), on_other_pages.into_practice)
        for rule in (own_data.RULE, import_runs.RULE):
            registry.retention_rules.add(rule.name, rule)
