from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkDaysConfig(AppConfig):
    name = "staalkaart.network_days"
    label = "network_days"
    verbose_name = _("Netwerkdagen")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.network_days import (
            clock,
            events,
            harvest_board,
            mailing,
            on_other_pages,
            own_data,
            permissions,
            search_sources,
        )
        from staalkaart.network_days.models import NetworkDay, Report

        permissions.register_rules()
        events.register_events()
        search_sources.register_sources()
        for model in (NetworkDay, Report):
            model.watch_deletes()
        registry.mail_kinds.add(mailing.KIND, mailing.calendar_mail)
        registry.harvest_sources.add("questions", harvest_board.brought_questions)
        registry.harvest_sources.add("written", harvest_board.written_items)
        clock.register_jobs()
        registry.retention_rules.add(own_data.RULE.name, own_data.RULE)
        registry.dashboard_cards.add("network-days", on_other_pages.days_card)
        registry.first_week_steps.add("calendar", on_other_pages.put_in_calendar)
        registry.handover_sources.add("network-days", on_other_pages.days_in_hand)
        registry.exporters.add("netwerkdagen", own_data.days_part)
        registry.erasers.add("network-days", own_data.forget)
        registry.leaving.add("network-days", own_data.leave_days)
