"""The matrix that editors keep: questions, their answers, and per answer what fits or asks a talk at each model, with why."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.models import Orderable

from staalkaart.choice_aid.choices import Adds, Kind, Weight
from staalkaart.core.delivery.indexing import IndexedModel
from staalkaart.knowledge.models import CardEntry, WorkingModelPage


class Question(IndexedModel):
    """One screen of the choice aid. Every question can be skipped."""

    slug = models.SlugField(_("adres"), unique=True, max_length=40)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    title = models.CharField(_("vraag"), max_length=120)
    easy_title = models.CharField(_("makkelijk"), max_length=60, blank=True)
    explanation = models.CharField(_("uitleg"), max_length=160, blank=True)
    why = models.CharField(_("waarom vragen we dit?"), max_length=200)
    kind = models.CharField(_("hoe antwoordt men?"), max_length=10, choices=Kind, default=Kind.MANY)
    most = models.PositiveSmallIntegerField(
        _("hoogstens"), default=0, help_text=_("Hoeveel antwoorden men mag kiezen; 0 is zoveel men wil.")
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("easy_title"),
        FieldPanel("explanation"),
        FieldPanel("why"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("most"), FieldPanel("position")]),
        FieldPanel("slug"),
    ]

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("vraag van de keuzehulp")
        verbose_name_plural = _("vragen van de keuzehulp")

    def __str__(self) -> str:
        return self.title

    @property
    def is_one(self) -> bool:
        return self.kind == Kind.ONE


class Answer(IndexedModel, ClusterableModel):
    """An answer in the person's words, with a row of the matrix: a reason per model."""

    slug = models.SlugField(_("adres"), unique=True, max_length=40)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers", verbose_name=_("vraag"))
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    label = models.CharField(_("antwoord"), max_length=90)
    says = models.CharField(
        _("in een zin"), max_length=70, help_text=_("Zo staat het bij elke reden: Jij zei: “…”. Zonder hoofdletter.")
    )
    easy = models.CharField(_("makkelijk"), max_length=40, blank=True)
    adds = models.CharField(_("voegt toe"), max_length=14, choices=Adds, blank=True, default=Adds.NOTHING)

    panels = [
        FieldRowPanel([FieldPanel("question"), FieldPanel("position")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("says"), FieldPanel("easy")]),
        FieldPanel("adds"),
        HelpPanel(
            _(
                "Een rij per model waarvoor dit antwoord iets zegt. Een model zonder rij blijft altijd in beeld; het weegt hier niets."
            )
        ),
        InlinePanel("reasons", heading=_("Redenen"), label=_("Reden")),
        FieldPanel("slug"),
    ]

    class Meta:
        ordering = ["question__position", "position", "pk"]
        verbose_name = _("antwoord van de keuzehulp")
        verbose_name_plural = _("antwoorden van de keuzehulp")

    def __str__(self) -> str:
        return self.label


class PointChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: CardEntry) -> str:
        return f"{obj.page.title} · {obj.get_quadrant_display()} · {obj.title}"


class Reason(Orderable):
    """A cell of the matrix. The point of the card is where the reason comes from: of the same model, strong for what fits."""

    answer = ParentalKey(Answer, on_delete=models.CASCADE, related_name="reasons")
    model = models.ForeignKey(WorkingModelPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("model"))
    weight = models.CharField(_("wat doet dit antwoord?"), max_length=8, choices=Weight)
    text = models.CharField(_("reden"), max_length=160, help_text=_("Eén of twee korte zinnen tegen “je”."))
    point = models.ForeignKey(
        CardEntry,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("punt van de kaart"),
    )
    talk_about = models.CharField(
        _("bespreek"), max_length=120, blank=True, help_text=_("Een vraag voor het gesprek, bij “let op”.")
    )

    panels = [
        FieldRowPanel([FieldPanel("model"), FieldPanel("weight")]),
        FieldPanel("text"),
        FieldPanel("talk_about"),
        FieldPanel("point"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("reden")
        constraints = [models.UniqueConstraint(fields=["answer", "model"], name="one_reason_per_answer_and_model")]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        problems = {}
        if self.point is not None and self.point.page_id != self.model_id:
            problems["point"] = _("Dit punt staat op de kaart van een ander model.")
        elif self.point is not None and self.point.quadrant_choice.carries != (self.weight == Weight.FITS):
            problems["point"] = _("Bij “past” hoort een sterkte of kans, bij “let op” een zwakte of uitdaging.")
        if self.weight == Weight.MIND and not self.talk_about:
            problems["talk_about"] = _("Geef bij “let op” een vraag om over te praten.")
        if problems:
            raise ValidationError(problems)
