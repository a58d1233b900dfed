"""Regions, partners, and organisations outside the network that one can be referred to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import PUBLIC, AudienceModel
from staalkaart.core.indexing import IndexedModel, uid_of
from staalkaart.core.models import RESERVED_SLUGS

from .. import geography

PHONE = RegexValidator(r"^[+0][0-9 ./()-]{5,30}$", _("Schrijf een telefoonnummer, bijvoorbeeld 03 123 45 67."))


def check_slug(slug: str) -> None:
    """Refuse addresses that are taken by fixed screens."""
    if slug in RESERVED_SLUGS or slug.isdigit():
        raise ValidationError(_("Dit woord is al in gebruik als vast adres van de site. Kies een ander."))


class Region(models.Model):
    """One of the regional groups that meet on network days."""

    slug = models.SlugField(_("adres"), unique=True)
    name = models.CharField(_("naam"), max_length=120)
    coverage = models.CharField(_("gebied"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("regio")
        verbose_name_plural = _("regio's")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        return f"region:{self.pk}"

    @property
    def short_name(self) -> str:
        """ "Noordoost" of "Regionaal netwerk Noordoost"."""
        return self.name.rsplit(" ", 1)[-1]


class TargetGroup(models.Model):
    """People that a project or initiative is there for, in respectful words."""

    slug = models.SlugField(_("adres"), unique=True)
    title = models.CharField(_("naam"), max_length=80)

    class Meta:
        verbose_name = _("doelgroep")
        verbose_name_plural = _("doelgroepen")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Place(models.Model):
    """Where something is: one main municipality and, when it works in more, the others."""

    nis = models.CharField(_("gemeente"), max_length=5, choices=geography.choices)
    postal_code = models.CharField(_("postcode"), max_length=4, blank=True)
    also_in = models.JSONField(_("werkt ook in"), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def municipality(self) -> geography.Municipality:
        return geography.municipalities()[self.nis]

    @property
    def municipalities(self) -> list[geography.Municipality]:
        """The main one first."""
        known = geography.municipalities()
        return [self.municipality, *(known[nis] for nis in self.also_in if nis in known and nis != self.nis)]

    def km_to(self, town: geography.Municipality) -> float:
        """Kilometres from `town` to the nearest municipality where this works; 0 when it works there."""
        return min(town.km_to(other) for other in self.municipalities)


class Initiative(Place, IndexedModel, AudienceModel):
    """An organisation outside the network that strengthens networks too, so that every model has somewhere to go."""

    default_audience = PUBLIC

    slug = models.SlugField(_("adres"), unique=True, max_length=80, validators=[check_slug])
    name = models.CharField(_("naam"), max_length=120)
    sort = models.CharField(
        _("soort"), max_length=60, help_text=_("Bijvoorbeeld inloopcentrum, vereniging, cursusaanbod.")
    )
    description = models.TextField(_("omschrijving"), max_length=600)
    main_model = models.ForeignKey(
        "knowledge.WorkingModelPage",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("hoofdmodel"),
    )
    working_models = models.ManyToManyField(
        "knowledge.WorkingModelPage", blank=True, related_name="initiatives", verbose_name=_("werkmodellen")
    )
    target_groups = models.ManyToManyField(TargetGroup, blank=True, verbose_name=_("doelgroepen"))
    phone = models.CharField(_("telefoon"), max_length=40, blank=True, validators=[PHONE])
    website = models.URLField(_("website"), blank=True)
    source = models.CharField(_("bron"), max_length=200, blank=True)
    checked_on = models.DateField(
        _("nagekeken op"), null=True, blank=True, help_text=_("Zonder datum is de website geen link.")
    )
    fictional = models.BooleanField(_("fictief voorbeeld"), default=False)

    class Meta:
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:initiative_detail", args=[self.slug])

    def index_keys(self) -> list[str]:
        return [uid_of("initiative", self.pk)] if self.pk else []


class Partner(models.Model):
    """A partner organisation of the network; its people get the role `partner`."""

    slug = models.SlugField(_("adres"), unique=True, max_length=80)
    name = models.CharField(_("naam"), max_length=120)
    description = models.TextField(_("rol in het netwerk"), max_length=600, blank=True)
    website = models.URLField(_("website"), blank=True)
    checked_on = models.DateField(_("website nagekeken op"), null=True, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
