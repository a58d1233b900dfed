from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "staalkaart.notifications"
    label = "notifications"
    verbose_name = _("Meldingen")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.notifications import notify, own_data, views

        registry.event_sinks.add("notifications", notify.receive)
        registry.mail_kinds.add("notification", notify.notification_mail)
        registry.own_data.add("notifications", own_data.OWN_DATA)
        registry.on_mine.add("notifications", registry.OnMine(views.card))
