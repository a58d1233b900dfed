from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self):
        from staalkaart.core import registry

        from .demo import knowledge, people, site, words

        registry.demo_loaders.add("site", site.load)
        registry.demo_loaders.add("knowledge", knowledge.load)
        registry.demo_loaders.add("words", words.load)
        registry.demo_loaders.add("people", people.load)
