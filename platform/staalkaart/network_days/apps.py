from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkDaysConfig(AppConfig):
    name = "staalkaart.network_days"
    label = "network_days"
    verbose_name = _("Netwerkdagen")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.network_days import (
            events,
            harvest_board,
            on_other_pages,
            own_data,
            permissions,
            search_sources,
            waiting,
            worker_jobs,
        )
        from staalkaart.network_days.models import NetworkDay, Report

        permissions.register_rules()
        events.register_events()
        search_sources.register_sources()
        for model in (NetworkDay, Report):
            model.watch_deletes()
        registry.event_subjects.add("day", NetworkDay)
        registry.event_subjects.add("report", Report)
        registry.on_a_day.add("questions", registry.OnADay(harvest=harvest_board.brought_questions))
        registry.on_a_day.add("written", registry.OnADay(harvest=harvest_board.written_items))
        worker_jobs.register_jobs()
        registry.in_digest.add("network-days", registry.InDigest(decided=on_other_pages.reported))
        registry.own_data.add("network-days", own_data.OWN_DATA)
        registry.on_mine.add(
            "network-days",
            registry.OnMine(on_other_pages.days_card, on_other_pages.put_in_calendar, waiting.waits_around_days),
        )
