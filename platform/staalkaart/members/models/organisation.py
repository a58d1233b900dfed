"""Regions, partners, and organisations outside the network that one can be referred to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import PUBLIC, AudienceModel
from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.core.models import check_slug
from staalkaart.core.writing.phones import check_phone
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.members import geography
from staalkaart.members.models.contact import ContactDetails


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


class Place(IndexedModel, AudienceModel):
    """Something one can be referred to: where it is, how it works and for whom. One main municipality, and the others."""

    default_audience = PUBLIC

    slug = models.SlugField(_("adres"), unique=True, max_length=80, validators=[check_slug])
    name = models.CharField(_("naam"), max_length=120)
    nis = models.CharField(_("gemeente"), max_length=5, choices=geography.choices)
    postal_code = models.CharField(_("postcode"), max_length=4, blank=True)
    also_in = models.JSONField(_("werkt ook in"), default=list, blank=True)
    main_model = models.ForeignKey(
        WorkingModelPage,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("hoofdmodel"),
    )
    working_models = models.ManyToManyField(
        WorkingModelPage, blank=True, related_name="%(class)ss", verbose_name=_("werkmodellen")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="%(class)ss", verbose_name=_("doelgroepen")
    )
    website = models.URLField(_("website"), blank=True)
    fictional = models.BooleanField(_("fictief voorbeeld"), default=False)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def municipality(self) -> geography.Municipality:
        return geography.municipalities()[self.nis]

    @property
    def municipalities(self) -> list[geography.Municipality]:
        """The main one first."""
        known = geography.municipalities()
        return [self.municipality, *(known[nis] for nis in self.also_in if nis in known and nis != self.nis)]


class Initiative(ContactDetails, Place):
    """An organisation outside the network that strengthens networks too, so that every model has somewhere to go."""

    contact: Any  # set by the directory: itself

    sort = models.CharField(
        _("soort"), max_length=60, help_text=_("Bijvoorbeeld inloopcentrum, vereniging, cursusaanbod.")
    )
    description = models.TextField(_("omschrijving"), max_length=600)
    buddy_does = models.TextField(_("wat men er vindt"), max_length=400, blank=True)
    buddy_does_not = models.TextField(_("wat men er niet vindt"), max_length=400, blank=True)
    source = models.CharField(_("bron"), max_length=200, blank=True)
    checked_on = models.DateField(
        _("nagekeken op"), null=True, blank=True, help_text=_("Zonder datum is de website geen link.")
    )

    class Meta(Place.Meta):
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")

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


class LocalService(IndexedModel):
    """The OCMW of a municipality, or the CAW of a group of them: whom one can always call. Kept by editors."""

    class Kind(models.TextChoices):
        OCMW = "ocmw", _("OCMW")
        CAW = "caw", _("CAW")

    kind = models.CharField(_("soort"), max_length=4, choices=Kind)
    name = models.CharField(
        _("naam"), max_length=120, help_text=_("Zoals het zelf heet: Sociaal Huis Mechelen, CAW Oost-Brabant.")
    )
    towns = models.JSONField(_("gemeenten"), default=list)
    phone = models.CharField(_("telefoon"), max_length=40, validators=[check_phone])
    reachable = models.CharField(_("wanneer bereikbaar"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    checked_on = models.DateField(_("nagekeken op"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("OCMW of CAW")
        verbose_name_plural = _("OCMW's en CAW's")

    def __str__(self) -> str:
        return self.name
