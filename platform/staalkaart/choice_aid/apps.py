from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChoiceAidConfig(AppConfig):
    name = "staalkaart.choice_aid"
    label = "choice_aid"
    verbose_name = _("Keuzehulp")

    def ready(self):
        from staalkaart.choice_aid import models
        from staalkaart.choice_aid.search_sources import register_sources
        from staalkaart.choice_aid.sitemaps import addresses
        from staalkaart.core import registry
        from staalkaart.core.access import holders_of

        register_sources()
        models.ChoiceCard.watch_deletes()
        for model in (models.Question, models.Answer, models.ChoiceCard):
            registry.verbs.add(("edit", model), holders_of("editor", "admin"))
        registry.sitemap_sources.add("choice_aid", addresses)
