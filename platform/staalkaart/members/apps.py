from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "staalkaart.members"
    label = "members"
    verbose_name = _("Leden")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.core.ticks import TickJob, every_minute

        from .services import close_ended_grants

        registry.tick_jobs.add("close-ended-grants", TickJob("close-ended-grants", every_minute, close_ended_grants))
