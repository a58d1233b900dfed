"""How somebody gets to a project or initiative: who answers, when, for which ages, and what it costs them to get there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.writing.phones import check_phone

STALE_AFTER = timedelta(days=183)
OLDEST = 120  # years


class ContactDetails(models.Model):
    """Fields of a `Referral` (a project's) and of an `Initiative`. Ages are whole years, both ends included."""

    class Takes(models.TextChoices):
        UNKNOWN = "", _("niet ingevuld")
        YES = "yes", _("neemt nieuwe mensen op")
        WAITING = "waiting", _("wachtlijst")
        NO = "no", _("neemt nu niemand op")

    takes = models.CharField(
        _("neemt nieuwe mensen op"), max_length=10, choices=Takes, default=Takes.UNKNOWN, blank=True
    )
    waiting_weeks = models.PositiveSmallIntegerField(_("wachttijd in weken, ongeveer"), null=True, blank=True)
    function = models.CharField(
        _("wie neemt op?"),
        max_length=80,
        blank=True,
        help_text=_("Een functie, geen naam: projectcoördinator, onthaal."),
    )
    phone = models.CharField(_("telefoon"), max_length=40, blank=True, validators=[check_phone])
    mail = models.EmailField(_("e-mail van de functie"), blank=True)
    reachable = models.CharField(
        _("wanneer bereikbaar"),
        max_length=120,
        blank=True,
        help_text=_("Bijvoorbeeld: dinsdag en donderdag, 9 tot 12 uur."),
    )
    who_may_refer = models.CharField(_("wie mag verwijzen?"), max_length=200, blank=True)
    self_referral = models.BooleanField(_("je mag jezelf aanmelden"), default=False)
    age_words = models.CharField(
        _("leeftijd, in woorden"),
        max_length=80,
        blank=True,
        help_text=_("Zoals je het aan de telefoon zegt: vanaf 45 jaar, ouders met kinderen tot 12 jaar."),
    )
    age_from = models.PositiveSmallIntegerField(
        _("leeftijd vanaf"), null=True, blank=True, help_text=_("In jaren. Wie zoekt op leeftijd, vindt jullie zo.")
    )
    age_to = models.PositiveSmallIntegerField(_("leeftijd tot en met"), null=True, blank=True)
    languages = models.CharField(
        _("talen"), max_length=120, blank=True, help_text=_("Met komma's: Nederlands, Frans, Dari.")
    )
    cost = models.CharField(_("kost voor de deelnemer"), max_length=120, blank=True)
    comes_home = models.BooleanField(_("er komt iemand aan huis"), default=False)
    transport = models.CharField(
        _("er geraken"),
        max_length=200,
        blank=True,
        help_text=_("Bus, ophalen, meerijden: hoe komt men er zonder auto?"),
    )
    buddy_does = models.TextField(_("wat een buddy doet"), max_length=400, blank=True)
    buddy_does_not = models.TextField(_("wat een buddy niet doet"), max_length=400, blank=True)
    if_it_does_not_fit = models.CharField(
        _("past het niet?"), max_length=200, blank=True, help_text=_("Waar kan iemand dan wel terecht?")
    )
    updated_on = models.DateField(_("bijgewerkt op"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        for name in ("age_from", "age_to"):
            if (getattr(self, name) or 0) > OLDEST:
                problems[name] = _("Een leeftijd is hoogstens %(most)s jaar.") % {"most": OLDEST}
        if not problems and self.age_from is not None and self.age_to is not None and self.age_from > self.age_to:
            problems["age_to"] = _("Dit is jonger dan de leeftijd vanaf.")
        if problems:
            raise ValidationError(problems)

    @property
    def is_stale(self) -> bool:
        return self.updated_on is None or self.updated_on < timezone.localdate() - STALE_AFTER

    @property
    def ages(self) -> str:
        """In words; made from the numbers where nobody wrote any."""
        if self.age_words or (self.age_from is None and self.age_to is None):
            return self.age_words
        if self.age_to is None:
            return str(_("vanaf %(years)s jaar") % {"years": self.age_from})
        if self.age_from is None:
            return str(_("tot en met %(years)s jaar") % {"years": self.age_to})
        return str(_("%(from)s tot en met %(to)s jaar") % {"from": self.age_from, "to": self.age_to})

    def takes_age(self, years: int) -> bool:
        """Whether somebody of this age is welcome; also when nothing is noted about ages."""
        return (self.age_from or 0) <= years <= (OLDEST if self.age_to is None else self.age_to)
