from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntervisionConfig(AppConfig):
    name = "forums.intervision"
    label = "intervision"
    verbose_name = _("Intervisie")

    def ready(self):
        from forums.intervision import (
            closing,
            events,
            on_other_pages,
            own_data,
            permissions,
            phases,
            waiting,
            working_forms,
        )
        from forums.intervision.models import Circle, Trajectory
        from staalkaart.core import registry
        from staalkaart.core.delivery.jobs import TickJob, every_day, every_minute

        permissions.register_rules()
        events.register_events()
        registry.event_subjects.add("circle", Circle)
        registry.event_subjects.add("trajectory", Trajectory)
        registry.tick_jobs.add("intervision-clock", TickJob("intervision-clock", every_minute, phases.run_clock))
        registry.tick_jobs.add("intervision-reports", TickJob("intervision-reports", every_day, closing.ask_reports))
        registry.own_data.add("intervision", own_data.OWN_DATA)
        registry.on_mine.add(
            "intervision", registry.OnMine(on_other_pages.intervision_card, waits=waiting.waits_in_intervision)
        )
        registry.related_blocks.add(("challenge", "intervision"), on_other_pages.start_from_challenge)
        registry.on_a_day.add("intervision", registry.OnADay(working_forms=working_forms.methods_at_the_table))
        registry.related_blocks.add(("day_block", "intervision"), on_other_pages.start_from_day)
