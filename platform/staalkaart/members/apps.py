from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "staalkaart.members"
    label = "members"
    verbose_name = _("Leden")

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from staalkaart.core import registry
        from staalkaart.core.delivery.jobs import TickJob, every_minute
        from staalkaart.members import (
            adapter,
            cards,
            first_week,
            invitations,
            models,
            occasions,
            own_data,
            rooms,
            rules,
            search_sources,
            second_factor,
        )
        from staalkaart.members.services import close_ended_grants

        registry.tick_jobs.add("close-ended-grants", TickJob("close-ended-grants", every_minute, close_ended_grants))
        rules.register_verbs()
        rooms.register_rooms()
        search_sources.register_sources()
        for model in (models.Project, models.NetworkPart, models.TeamPart, models.Referral, models.Initiative):
            model.watch_deletes()
        registry.mail_kinds.add("invitation", invitations.invitation_mail)
        registry.mail_kinds.add("invitation_asked_anew", invitations.asked_anew_mail)
        registry.mail_kinds.add("account", adapter.account_mail)
        registry.mail_kinds.add("factor_reset", second_factor.factor_reset_mail)
        occasions.register_events()
        authenticator_added.connect(second_factor.note_set_up, dispatch_uid="second-factor-set-up")
        own_data.register_own_data()
        registry.dashboard_cards.add("project", cards.project_card)
        registry.first_week_steps.add("project", first_week.complete_project)
        registry.first_week_steps.add("introduce", first_week.introduce_yourself)
        for name, step in first_week.ADMINISTRATOR_STEPS.items():
            registry.first_week_steps.add(name, step)
        registry.handover_sources.add("contact", cards.contact_in_hand)
        registry.sitemap_sources.add("members", cards.addresses)
