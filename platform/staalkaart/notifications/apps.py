from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "staalkaart.notifications"
    label = "notifications"
    verbose_name = _("Meldingen")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.notifications import digest, notify, own_data, views

        registry.event_sinks.add("notifications", notify.receive)
        registry.mail_kinds.add(notify.KIND, notify.notification_mail)
        registry.mail_kinds.add(digest.KIND, digest.digest_mail)
        for job in digest.JOBS:
            registry.tick_jobs.add(job.name, job)
        registry.own_data.add("notifications", own_data.OWN_DATA)
        registry.on_mine.add("notifications", registry.OnMine(views.card))
