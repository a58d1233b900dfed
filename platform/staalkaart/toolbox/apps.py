from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolboxConfig(AppConfig):
    name = "staalkaart.toolbox"
    label = "toolbox"
    verbose_name = _("Hulpmiddelen")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.core.access import holders_of
        from staalkaart.toolbox import models
        from staalkaart.toolbox.search_sources import register_sources
        from staalkaart.toolbox.tools import addresses

        register_sources()
        models.RoleCard.watch_deletes()
        registry.verbs.add(("edit", models.RoleCard), holders_of("editor", "admin"))
        registry.sitemap_sources.add("toolbox", addresses)
