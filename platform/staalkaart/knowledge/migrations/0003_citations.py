"""Points lean on sources with a place in them; sources get an address of their own; models, themes and help lines say more.

What was loaded with an earlier release and touched by nobody stays so: its record is rewritten in the new words, so that the release
that comes with this migration is followed. What editors changed keeps its sources, as citations without a place.
"""

import hashlib
import json

import django.db.models.deletion
import modelcluster.fields
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import migrations, models

FOLLOW = {"proposal", "proposal_public", "fact", "research"}  # these follow from the sources now


def fingerprint(values):
    text = json.dumps(values, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def cite(apps, schema_editor):
    source_model = apps.get_model("knowledge", "Source")
    for source in source_model.objects.all():
        source.slug = source.slug.lower()
        who = source.author or source.publisher
        year = f" ({source.year})" if source.year else ""
        source.citation = f"{who}{year}. {source.title or source.description}".strip(". ") + "."
        source.kind = "onderzoek" if source.is_research else "website"
        source.editors_note = "\n".join(filter(None, [source.description, source.location, source.note]))
        source.save()


def move(apps, schema_editor):
    entry_model, citation_model = apps.get_model("knowledge", "CardEntry"), apps.get_model("knowledge", "Citation")
    records = {row.key: row for row in apps.get_model("home", "ContentRecord").objects.filter(key__startswith="entry:")}
    for entry in entry_model.objects.select_related("page").prefetch_related("themes", "sources"):
        record = records.get(f"entry:{entry.page.slug}:{entry.quadrant}:{entry.title}")
        sources = list(entry.sources.order_by("slug"))
        kind = "" if entry.source_kind in FOLLOW else entry.source_kind
        if not (record and follows(entry, sources, record, kind)):
            citation_model.objects.bulk_create(
                citation_model(entry=entry, source=source, sort_order=at) for at, source in enumerate(sources)
            )
        entry_model.objects.filter(pk=entry.pk).update(source_kind=kind)
    in_revisions(apps)
    let_go(apps)


def follows(entry, sources, record, kind):
    """Is it as it was loaded? Then its record says so in the new words too."""
    if entry.page.has_unpublished_changes:
        return False
    values = {
        "quadrant": entry.quadrant,
        "title": entry.title,
        "text": entry.text,
        "reference": entry.reference,
        "source_kind": entry.source_kind,
        "themes": sorted(theme.slug for theme in entry.themes.all()),
        "sources": sorted(source.slug.upper() for source in sources),
        "status": entry.status,
    }
    if fingerprint(values) != record.stored:
        return False
    del values["sources"]
    record.stored = fingerprint(values | {"source_kind": kind})
    record.content = {name: value for name, value in record.content.items() if name != "sources"}
    record.save()
    return True


def in_revisions(apps):
    """Drafts and older versions open in the new form."""
    pages = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="knowledge", model="workingmodelpage"
    )
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=pages):
        for entry in revision.content.get("entries") or []:
            entry["source_kind"] = "" if entry.get("source_kind") in FOLLOW else entry.get("source_kind", "")
            entry["citations"] = [
                {"pk": None, "sort_order": at, "entry": entry.get("pk"), "source": pk, "place": ""}
                for at, pk in enumerate(entry.pop("sources", None) or [])
            ]
        revision.save(update_fields=["content"])


def let_go(apps):
    """Sources of an earlier release that no point leans on any more; the new ones have other addresses."""
    records = apps.get_model("home", "ContentRecord").objects.filter(key__startswith="source:")
    slugs = [key.partition(":")[2].lower() for key in records.values_list("key", flat=True)]
    apps.get_model("knowledge", "Source").objects.filter(slug__in=slugs, citations=None).delete()
    records.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0002_proposed_points"),
        ("home", "0001_initial"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.AlterModelOptions(name="source", options={"ordering": []}),
        migrations.RenameField(model_name="source", old_name="code", new_name="slug"),
        migrations.AlterField(
            model_name="source",
            name="slug",
            field=models.SlugField(
                help_text="Het laatste stuk van het webadres. Wijzig dit niet meer als de pagina gekend is.",
                max_length=80,
                unique=True,
                validators=[RegexValidator("[a-z]", "Een adres heeft minstens één letter.")],
                verbose_name="adres",
            ),
        ),
        migrations.AddField(
            model_name="cardentry",
            name="certainty",
            field=models.TextField(
                blank=True,
                help_text="Voor wie wil weten hoe zeker dit is: over wie ging het, wat is niet onderzocht?",
                max_length=400,
                verbose_name="wat de bron wel en niet zegt",
            ),
        ),
        migrations.AddField(
            model_name="cardentry",
            name="is_partly_estimated",
            field=models.BooleanField(
                default=False,
                help_text="Aan als de bron over iets anders gaat, of een deel van de uitspraak niet zegt.",
                verbose_name="deels een inschatting van de redactie",
            ),
        ),
        migrations.AddField(
            model_name="cardentry",
            name="editors_note",
            field=models.TextField(
                blank=True,
                help_text="Voor de redactie alleen. Verschijnt nergens op de site.",
                verbose_name="nota van de redactie",
            ),
        ),
        migrations.AddField(
            model_name="modelcombination",
            name="caution",
            field=models.TextField(blank=True, max_length=300, verbose_name="let op"),
        ),
        migrations.AddField(
            model_name="reviewanswer",
            name="new_words",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="cardentry",
            name="scene",
            field=models.TextField(
                blank=True,
                help_text="Een kleine verzonnen scène die de uitspraak laat zien. Nooit iemand die echt bestaat.",
                max_length=400,
                verbose_name="een voorbeeld",
            ),
        ),
        migrations.AddField(
            model_name="helpline",
            name="cost",
            field=models.CharField(blank=True, max_length=80, verbose_name="kost"),
        ),
        migrations.AddField(
            model_name="helpline",
            name="for_whom",
            field=models.CharField(blank=True, max_length=200, verbose_name="voor wie"),
        ),
        migrations.AddField(
            model_name="helpline",
            name="hours",
            field=models.CharField(
                blank=True,
                help_text="Verschijnen pas als ook de datum van nazicht ingevuld is.",
                max_length=120,
                verbose_name="uren",
            ),
        ),
        migrations.AddField(
            model_name="helpline",
            name="is_anonymous",
            field=models.BooleanField(blank=True, null=True, verbose_name="zonder je naam te zeggen"),
        ),
        migrations.AddField(
            model_name="helpline",
            name="otherwise",
            field=models.CharField(
                blank=True,
                help_text="Chat, mail, sms, een app of langsgaan.",
                max_length=250,
                verbose_name="lukt bellen niet",
            ),
        ),
        migrations.AddField(
            model_name="helpline",
            name="tip",
            field=models.CharField(
                blank=True, help_text="Eén zin die helpt om te durven bellen.", max_length=250, verbose_name="tip"
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="citation",
            field=models.TextField(
                default="",
                help_text="Auteur (jaar). Titel. Uitgever. Tussen [ ] wat de redactie zelf omschrijft.",
                verbose_name="zo citeren we deze bron",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="source",
            name="editors_note",
            field=models.TextField(
                blank=True,
                help_text="Voor de redactie alleen. Verschijnt nergens op de site.",
                verbose_name="nota van de redactie",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="is_listed",
            field=models.BooleanField(
                default=True,
                help_text="Uit: geen eigen pagina en niet in de lijst van bronnen.",
                verbose_name="in de openbare lijst",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="kind",
            field=models.CharField(
                choices=[
                    ("onderzoek", "Onderzoek"),
                    ("beleidstekst", "Beleidstekst"),
                    ("vakartikel", "Vakartikel"),
                    ("praktijk", "Praktijkbeschrijving"),
                    ("website", "Website of bericht"),
                ],
                default="website",
                help_text="Het label van elk punt volgt hieruit: onderzoek is enkel wat zelf onderzocht of studies bundelde.",
                max_length=14,
                verbose_name="soort bron",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="language",
            field=models.CharField(
                choices=[("nl", "Nederlands"), ("en", "Engels"), ("fr", "Frans")],
                default="nl",
                max_length=2,
                verbose_name="taal",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="intro",
            field=models.CharField(
                blank=True,
                help_text="Wat bezoekers eerst lezen: wat betekent dit in iemands week?",
                max_length=250,
                verbose_name="in één zin",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="projects_for",
            field=models.TextField(
                blank=True,
                help_text="Het adres van een doelgroep, één per regel.",
                verbose_name="projecten voor deze doelgroepen",
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="see_also",
            field=models.ManyToManyField(blank=True, to="knowledge.theme", verbose_name="kijk ook bij deze thema's"),
        ),
        migrations.AddField(
            model_name="theme",
            name="see_models",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="knowledge.workingmodelpage", verbose_name="kijk ook bij deze modellen"
            ),
        ),
        migrations.AddField(
            model_name="theme",
            name="without_points",
            field=models.TextField(
                blank=True,
                help_text="Staat er enkel als geen enkele kaart een punt over dit thema heeft: waar kan men wel kijken?",
                max_length=400,
                verbose_name="zolang er geen punten zijn",
            ),
        ),
        migrations.AddField(
            model_name="workingmodelpage",
            name="does_not_replace",
            field=models.TextField(blank=True, max_length=400, verbose_name="wat dit niet vervangt"),
        ),
        migrations.AddField(
            model_name="workingmodelpage",
            name="first_step_guide",
            field=models.TextField(
                blank=True,
                help_text="Gericht aan wie iemand op weg helpt: iets wat deze week kan.",
                max_length=400,
                verbose_name="eerste stap voor een begeleider",
            ),
        ),
        migrations.AddField(
            model_name="workingmodelpage",
            name="first_step_you",
            field=models.TextField(
                blank=True,
                help_text="Gericht aan wie zelf mensen wil leren kennen.",
                max_length=400,
                verbose_name="eerste stap voor jou",
            ),
        ),
        migrations.AddField(
            model_name="workingmodelpage",
            name="where_to_find",
            field=models.TextField(
                blank=True,
                help_text="Eén soort plek of dienst per regel, geen namen of nummers.",
                verbose_name="waar vind ik dit?",
            ),
        ),
        migrations.AlterField(
            model_name="cardentry",
            name="advice",
            field=models.TextField(
                blank=True,
                help_text="Eén raad per regel, die iemand morgen kan doen. Bij sterktes en kansen: zo benut je het. Bij zwaktes en uitdagingen: zo ga je ermee om.",
                max_length=800,
                verbose_name="zo doe je het",
            ),
        ),
        migrations.AlterField(
            model_name="cardentry",
            name="reference",
            field=models.TextField(
                blank=True,
                help_text="Eén per regel. Bij een evaluatie: bron en jaar.",
                verbose_name="verwijzing buiten de lijst",
            ),
        ),
        migrations.AlterField(
            model_name="cardentry",
            name="source_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("proposal", "Inschatting van de redactie"),
                    ("partly", "Deels uit een bron, deels inschatting van de redactie"),
                    ("described", "Beschreven door organisaties of in berichten, niet onderzocht"),
                    ("published", "Beschreven in een vakartikel of beleidstekst, niet zelf onderzocht"),
                    ("with_research", "Beschreven in onderzoek en in andere bronnen"),
                    ("research", "Beschreven in onderzoek"),
                    ("mixed", "Onderzocht, met verschillende uitkomsten"),
                    ("practice", "Ervaring uit de praktijk"),
                    ("discussed", "Besproken in intervisie of op een netwerkdag"),
                    ("evaluated", "Geëvalueerd"),
                ],
                help_text="Laat leeg: dan volgt het label uit de bronnen.",
                max_length=20,
                verbose_name="hoe weten we dit",
            ),
        ),
        migrations.AlterField(
            model_name="cardentry",
            name="text",
            field=models.TextField(
                help_text="Eén tot drie zinnen: wat klopt er volgens ons?", max_length=600, verbose_name="de uitspraak"
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="author",
            field=models.CharField(blank=True, max_length=400, verbose_name="auteurs"),
        ),
        migrations.AlterField(
            model_name="source",
            name="url",
            field=models.URLField(
                blank=True,
                help_text="Wordt pas een link als ook de datum van nazicht ingevuld is.",
                max_length=400,
                verbose_name="webadres",
            ),
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Hoofdstuk, deel of bladzijde, zoals een lezer het vindt.",
                        max_length=200,
                        verbose_name="plaats",
                    ),
                ),
                (
                    "entry",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="knowledge.cardentry"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="knowledge.source",
                        verbose_name="bron",
                    ),
                ),
            ],
            options={
                "verbose_name": "bron bij een punt",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="source",
            options={"ordering": ["citation"], "verbose_name": "bron", "verbose_name_plural": "bronnen"},
        ),
        migrations.RunPython(cite, migrations.RunPython.noop),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
