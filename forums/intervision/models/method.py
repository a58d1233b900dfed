"""A method of intervision as data: its phases, and who may post what in each. Editors can add one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from forums.intervision.choices import Role, kind_choices
from forums.intervision.machine import PhaseRule


class ListField(models.JSONField):
    """A list of codes, chosen with checkboxes; `options` gives (code, label) pairs."""

    options: Callable[[], list[tuple[str, Any]]]

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.options(),
            required=False,
            label=capfirst(self.verbose_name),
            widget=forms.CheckboxSelectMultiple,
        )


class KindsField(ListField):
    options = staticmethod(kind_choices)


class RolesField(ListField):
    options = staticmethod(lambda: list(Role.choices))


class PhaseFields(models.Model):
    """What a phase is, in a method and in a trajectory alike: a trajectory keeps its own copy."""

    code = models.SlugField(_("code"), max_length=40, help_text=_("Eén woord, bijvoorbeeld “advies”."))
    label = models.CharField(_("naam van de fase"), max_length=80)
    owner_kinds = KindsField(_("wat de inbrenger mag schrijven"), default=list, blank=True)
    participant_kinds = KindsField(_("wat een meedenker mag schrijven"), default=list, blank=True)
    facilitator_kinds = KindsField(_("wat de begeleider mag schrijven"), default=list, blank=True)
    workdays = models.PositiveSmallIntegerField(_("werkdagen"), default=2, help_text=_("0 is zonder einddatum."))
    blind = models.BooleanField(
        _("elk apart"), default=False, help_text=_("Elk ziet enkel de eigen tekst tot de fase klaar is.")
    )
    min_participant = models.PositiveSmallIntegerField(_("minstens per meedenker"), default=0)
    max_participant = models.PositiveSmallIntegerField(_("hoogstens per meedenker"), null=True, blank=True)
    min_owner = models.PositiveSmallIntegerField(_("minstens van de inbrenger"), default=0)
    hidden_from = RolesField(_("verborgen voor"), default=list, blank=True)
    hidden_until = models.SlugField(
        _("verborgen tot fase"), max_length=40, blank=True, help_text=_("De code van de fase waarin het opengaat.")
    )
    hint = models.CharField(_("aanwijzing op het scherm"), max_length=300, blank=True)
    face_to_face = models.CharField(_("aan tafel"), max_length=120, blank=True, help_text=_("Bijvoorbeeld “15 min”."))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def may_post(self) -> dict[str, frozenset[str]]:
        return {
            Role.OWNER: frozenset(self.owner_kinds),
            Role.PARTICIPANT: frozenset(self.participant_kinds),
            Role.FACILITATOR: frozenset(self.facilitator_kinds),
        }

    def as_rule(self) -> PhaseRule:
        return PhaseRule(
            code=self.code,
            may_post=self.may_post,
            workdays=self.workdays,
            blind=self.blind,
            min_participant=self.min_participant,
            max_participant=self.max_participant,
            min_owner=self.min_owner,
            hidden_from=frozenset(self.hidden_from),
            hidden_until=self.hidden_until,
        )

    def phase_values(self) -> dict[str, Any]:
        """Every value of the phase, to copy it."""
        return {field.name: getattr(self, field.name) for field in PhaseFields._meta.get_fields()}


class Method(ClusterableModel):
    """A way of consulting each other, in phases."""

    slug = models.SlugField(_("adres"), unique=True, max_length=40)
    label = models.CharField(_("naam"), max_length=80)
    level = models.CharField(_("voor wie"), max_length=120, blank=True)
    description = models.TextField(_("in het kort"), max_length=400, blank=True)
    fewest = models.PositiveSmallIntegerField(_("minstens zoveel mensen"), default=5)
    most = models.PositiveSmallIntegerField(_("hoogstens zoveel mensen"), default=8)
    offered_first = models.BooleanField(
        _("meteen tonen"), default=False, help_text=_("De andere staan achter “meer methodes”.")
    )
    is_offered = models.BooleanField(_("in gebruik"), default=True)

    class Meta:
        verbose_name = _("intervisiemethode")
        verbose_name_plural = _("intervisiemethodes")
        ordering = ["-offered_first", "pk"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("intervision:method", args=[self.slug])

    def clean(self) -> None:
        """Closing asks for a choice of the owner, and for learning points and a summary in the last phase."""
        super().clean()
        phases = list(self.phases.all())
        if not phases:
            return
        last = phases[-1]
        chooses = any("keuze" in phase.owner_kinds for phase in phases)
        if (
            not chooses
            or "samenvatting" not in last.facilitator_kinds
            or "leerpunt" not in (set(last.owner_kinds) | set(last.participant_kinds) | set(last.facilitator_kinds))
        ):
            words = _(
                "Ergens moet de inbrenger een keuze schrijven, en in de laatste fase moeten een leerpunt en een samenvatting kunnen."
            )
            raise ValidationError(words)

    @property
    def workdays(self) -> int:
        return sum(phase.workdays for phase in self.phases.all())


class MethodPhase(PhaseFields):
    method = ParentalKey(Method, on_delete=models.CASCADE, related_name="phases")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        ordering = ["sort_order"]
        verbose_name = _("fase")
        verbose_name_plural = _("fasen")
        constraints = [models.UniqueConstraint(fields=["method", "code"], name="phase_code_once_in_a_method")]

    def clean(self) -> None:
        """A phase in which nobody can ever be ready would hold every trajectory that reaches it."""
        super().clean()
        found = {}
        if self.min_owner and not self.owner_kinds:
            found["min_owner"] = _("De inbrenger mag in deze fase niets schrijven, dus ook niets moeten.")
        if self.min_participant and not self.participant_kinds:
            found["min_participant"] = _("Meedenkers mogen in deze fase niets schrijven, dus ook niets moeten.")
        if self.max_participant is not None and self.max_participant < self.min_participant:
            found["max_participant"] = _("Dit ligt onder het minimum.")
        if not (self.owner_kinds or self.participant_kinds or self.facilitator_kinds):
            found["owner_kinds"] = _("In een fase schrijft minstens iemand.")
        if found:
            raise ValidationError(found)
