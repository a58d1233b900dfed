from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntervisionConfig(AppConfig):
    name = "forums.intervision"
    label = "intervision"
    verbose_name = _("Intervisie")

    def ready(self):
        from forums.intervision import cards, circles, closing, occasions, own_data, rules, running, working_forms
        from staalkaart.core import registry
        from staalkaart.core.delivery.jobs import TickJob, every_day, every_minute

        rules.register_rules()
        occasions.register_events()
        registry.tick_jobs.add("intervision-clock", TickJob("intervision-clock", every_minute, running.run_clock))
        registry.tick_jobs.add("intervision-reports", TickJob("intervision-reports", every_day, closing.ask_reports))
        for rule in (own_data.RULE, own_data.FORGOTTEN):
            registry.retention_rules.add(rule.name, rule)
        registry.dashboard_cards.add("intervision", cards.intervision_card)
        registry.related_blocks.add(("challenge", "intervision"), cards.start_from_challenge)
        registry.working_forms.add("intervision", working_forms.methods_at_the_table)
        registry.room_guests.add("intervision", circles.guests_of)
        registry.related_blocks.add(("day_block", "intervision"), cards.start_from_day)
        registry.handover_sources.add("intervision", cards.cases_in_hand)
        registry.exporters.add("intervisie", own_data.intervision_part)
        registry.erasers.add("intervision", closing.withdraw_all_of)
        registry.leaving.add("intervision", circles.leave_everything)
