"""Words that are data in the choice aid."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How a question is answered."""

    CARDS = "kaartjes", _("kaartjes kiezen")
    MANY = "meer", _("meer dan één antwoord")
    ONE = "een", _("één antwoord")


class Weight(models.TextChoices):
    """What a model does with an answer. There is no third value: what is not noted, weighs nothing."""

    FITS = "past", _("past")
    MIND = "let_op", _("let op, bespreek dit")


class Adds(models.TextChoices):
    """What an answer adds above all groups. It never takes a model away."""

    NOTHING = "", _("niets")
    STAYS_CLOSE = "veel-tegelijk", _("er blijft een beroepskracht dichtbij")
    SAFETY_FIRST = "niet-veilig", _("veiligheid gaat voor")


class Group(models.TextChoices):
    """Where a model stands. Never a number, never an order of merit."""

    FITS = "past", _("Past bij wat je zei")
    TALK = "praat", _("Kan ook, praat erover")
    LESS = "minder", _("Minder voor de hand, maar vraag het na")

    @property
    def words(self) -> str:
        return str(GROUP_WORDS[self])


GROUP_WORDS = {
    Group.FITS: _("Hier past duidelijk meer dan er wringt."),
    Group.TALK: _("Iets past, en er is iets om te bespreken."),
    Group.LESS: _("Er is weinig dat past. Dat is geen nee."),
}
