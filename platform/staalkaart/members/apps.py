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
            addresses,
            audiences,
            events,
            invitations,
            models,
            on_other_pages,
            own_data,
            permissions,
            search_sources,
            second_factor,
        )
        from staalkaart.members.grants import close_ended_grants
        from staalkaart.members.recognise.forms import refusal

        registry.tick_jobs.add("close-ended-grants", TickJob("close-ended-grants", every_minute, close_ended_grants))
        permissions.register_verbs()
        audiences.register_rooms()
        search_sources.register_sources()
        for model in (models.Project, models.NetworkPart, models.TeamPart, models.Referral, models.Initiative):
            model.watch_deletes()
        registry.mail_kinds.add("invitation", invitations.invitation_mail)
        registry.mail_kinds.add("invitation_asked_anew", invitations.asked_anew_mail)
        registry.mail_kinds.add("account", adapter.account_mail)
        registry.mail_kinds.add("factor_reset", second_factor.factor_reset_mail)
        for kind, mail in addresses.MAILS.items():
            registry.mail_kinds.add(kind, mail)
        events.register_events()
        registry.event_subjects.add("project", models.Project)
        authenticator_added.connect(second_factor.note_set_up, dispatch_uid="second-factor-set-up")
        registry.own_data.add("members", own_data.OWN_DATA)
        registry.text_refusals.add("recognise", refusal)
        on_other_pages.register_on_mine()
        registry.sitemap_sources.add("members", on_other_pages.addresses)
