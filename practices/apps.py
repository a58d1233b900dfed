from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    name = "practices"
    verbose_name = _("Praktijken")

    def ready(self):
        from practices import cards, keeping, occasions, own_data, rules, search_sources
        from practices.exchange import import_runs
        from staalkaart.core import registry
        from staalkaart.core.delivery.jobs import TickJob, every_day

        rules.register_rules()
        occasions.register_events()
        search_sources.register_sources()
        registry.tick_jobs.add("practices-due", TickJob("practices-due", keeping.every_month, keeping.remind_of_review))
        registry.tick_jobs.add("drafts-waiting", TickJob("drafts-waiting", every_day, keeping.remind_of_drafts))
        registry.dashboard_cards.add("practices", cards.practices_card)
        registry.handover_sources.add("practice-drafts", cards.drafts_in_hand)
        registry.exporters.add("praktijken", own_data.practices_part)
        registry.erasers.add("practices", own_data.forget_buffers)
        registry.related_blocks.add(("model", "practices"), cards.practices_of_model)
        registry.related_blocks.add(("project", "practices"), cards.practices_of_project)
        registry.related_blocks.add(("theme", "practices"), cards.practices_of_theme)
        registry.harvest_sources.add("stale-practices", cards.stale_practices)
        registry.related_blocks.add(("point_promote", "practices"), cards.into_practice)
        for rule in (own_data.RULE, import_runs.RULE):
            registry.retention_rules.add(rule.name, rule)
