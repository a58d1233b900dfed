from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntervisionConfig(AppConfig):
    name = "forums.intervision"
    label = "intervision"
    verbose_name = _("Intervisie")

    def ready(self):
        from forums.intervision import (
            circles,
            closing,
            events,
            on_other_pages,
            own_data,
            permissions,
            phases,
            working_forms,
        )
        from staalkaart.core import registry
        from staalkaart.core.delivery.jobs import TickJob, every_day, every_minute

        permissions.register_rules()
        events.register_events()
        registry.tick_jobs.add("intervision-clock", TickJob("intervision-clock", every_minute, phases.run_clock))
        registry.tick_jobs.add("intervision-reports", TickJob("intervision-reports", every_day, closing.ask_reports))
        for rule in (own_data.RULE, own_data.FORGOTTEN):
            registry.retention_rules.add(rule.name, rule)
        registry.dashboard_cards.add("intervision", on_other_pages.intervision_card)
        registry.related_blocks.add(("challenge", "intervision"), on_other_pages.start_from_challenge)
        registry.working_forms.add("intervision", working_forms.methods_at_the_table)
        registry.room_guests.add("intervision", circles.guests_of)
        registry.related_blocks.add(("day_block", "intervision"), on_other_pages.start_from_day)
        registry.handover_sources.add("intervision", on_other_pages.cases_in_hand)
        registry.exporters.add("intervisie", own_data.intervision_part)
        registry.erasers.add("intervision", closing.withdraw_all_of)
        registry.leaving.add("intervision", circles.leave_everything)
