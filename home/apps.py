from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self):
        from staalkaart.core import registry

        for name in ("site", "knowledge", "words", "network", "people", "practices", "intervision", "network_days"):
            registry.demo_loaders.add(name, f"home.demo.{name}.load")
