"""The choice aid as records: questions, answers with their row of the matrix, cards, texts, and the points on its own quality."""

from __future__ import annotations

from functools import cache
from typing import Any

from home.setup.content_files import QUADRANTS, Checker, everyday_words, read_sources, read_yaml
from home.setup.records import ContentKind, Values
from home.setup.reference import Texts, cards_file, models_file
from home.setup.rows import Rows, linked
from staalkaart.choice_aid.choices import Adds, Kind, Weight
from staalkaart.choice_aid.models import Answer, ChoiceAidTexts, ChoiceCard, QualityPoint, Question, Reason
from staalkaart.knowledge.models import CardEntry, Quadrant, WorkingModelPage

FILE = "choice_aid.yaml"
PLAIN = ("question", "position", "label", "says", "easy", "adds")
CARD_TEXT = {"what": "wat_is_het", "how": "zo_gaat_het", "if_not": "past_het_niet", "how_sure": "hoe_zeker"}
CARD_LINES = {"gives": "wat_geeft_het", "asks": "wat_vraagt_het", "ask_first": "vraag_dit"}


@cache
def choice_aid_file() -> dict[str, Any]:
    """Checked as a whole: every reason names a point of its model's card, on the side that it says. Raises ContentError."""
    data, check = read_yaml(FILE), Checker(FILE)
    _check_questions(data, check)
    _check_matrix(data, check)
    for row in check.rows(data, "keuzekaarten"):
        check.known(row["bron"], set(read_sources()), "bron", row["sleutel"])
        for name in CARD_TEXT.values():
            check.text(row, name, row["sleutel"], longest=260)
    return data


def _check_questions(data: dict[str, Any], check: Checker) -> None:
    for question in check.rows(data, "vragen"):
        check.known([question["soort"]], set(Kind.values), "soort", question["sleutel"])
        for row in check.rows(question, "antwoorden", question["sleutel"]):
            check.known([row.get("voegt_toe", "")], set(Adds.values), "voegt_toe", row["sleutel"])


def _check_matrix(data: dict[str, Any], check: Checker) -> None:
    sides = {
        (slug, row["titel"]): Quadrant(QUADRANTS[quadrant]).carries
        for slug, card in cards_file().items()
        for quadrant, rows in card.items()
        for row in rows
    }
    models = {row["slug"] for row in models_file()["modellen"]}
    answers = {row["sleutel"] for question in data["vragen"] for row in question["antwoorden"]}
    for row in (row for part in check.rows(data, "matrix") for row in part["antwoorden"]):
        check.known([row["antwoord"]], answers, "antwoord", "matrix")
        check.known(list(row["redenen"]), models, "redenen", row["antwoord"])
        for slug, cell in row["redenen"].items():
            check.known([cell["doet"]], set(Weight.values), "doet", row["antwoord"])
            check.text(cell, "reden", row["antwoord"], longest=160)
            if sides.get((slug, cell["punt"])) is not (cell["doet"] == Weight.FITS):
                check.fail(row["antwoord"], "punt", f"“{cell['punt']}” staat zo niet op de kaart van {slug}")


def questions() -> list[Values]:
    return [
        {
            "slug": row["sleutel"],
            "position": position,
            "title": row["titel"],
            "easy_title": row.get("makkelijk", ""),
            "explanation": row.get("uitleg", ""),
            "why": row["waarom"],
            "kind": row["soort"],
            "most": row.get("meeste", 0),
        }
        for position, row in enumerate(choice_aid_file()["vragen"])
    ]


def cards() -> list[Values]:
    return [
        {
            "slug": row["sleutel"],
            "model": row["model"],
            "position": position,
            "name": row["naam"],
            "easy_name": row["makkelijk"]["naam"],
            "easy_sentence": row["makkelijk"]["zin"],
            **{name: row[field] for name, field in CARD_TEXT.items()},
            **{name: "\n".join(row[field]) for name, field in CARD_LINES.items()},
            "search_words": everyday_words("kaarten").get(row["sleutel"], ""),
            "sources": sorted(row["bron"]),
        }
        for position, row in enumerate(choice_aid_file()["keuzekaarten"])
    ]


def quality_points() -> list[Values]:
    return [
        {
            "slug": row["sleutel"],
            "position": position,
            "text": row["punt"],
            "is_met": row["in_orde"],
            "why": row["waarom"],
            "where": row["waar"],
        }
        for position, row in enumerate(choice_aid_file()["kwaliteit"])
    ]


def texts() -> Values:
    data = choice_aid_file()
    start, made = data["begin"], data["gemaakt"]
    return {
        "situation": start["situatie"],
        "choice": start["keuze"],
        "start": "\n".join(start["regels"]),
        "together": start["samen"],
        "takes": start["tijd"],
        "help_now": start["nu_hulp"],
        "easy_start": "\n".join(start["makkelijk"]),
        "guide": "\n".join(data["voor_de_werker"]["zinnen"]),
        "not_for": data["voor_de_werker"]["niet_gebruiken"],
        "privacy": "\n".join(data["privacy"]["zinnen"]),
        "leave_to": data["privacy"]["verlaat_naar"],
        "always": "\n".join(data["altijd_waar"]),
        "stays_close": data["veel_tegelijk"],
        "safety_first": data["niet_veilig"],
        "made_by": made["door"],
        "interest": made["belang"],
        "funder": made["financier"],
        "tested_with": made["getest_met"],
        "tested_on": made["getest_op"],
        "made_on": made["gemaakt_op"],
        "next_review": made["volgende_nazicht"],
        "uncertainty": "\n".join(made["onzekerheid"]),
        "read_sources": "\n".join(made["steunt_op"]),
    }


class Answers(ContentKind):
    """An answer with its reasons. A reason names the point of the card by its title, which the database knows by its row."""

    name = "antwoorden van de keuzehulp"

    def wanted(self) -> dict[str, Values]:
        reasons = {
            row["antwoord"]: row["redenen"] for part in choice_aid_file()["matrix"] for row in part["antwoorden"]
        }
        return {
            f"choice-answer:{row['sleutel']}": {
                "question": question["sleutel"],
                "position": position,
                "label": row["label"],
                "says": row["zeg"],
                "easy": row.get("makkelijk", ""),
                "adds": row.get("voegt_toe", ""),
                "reasons": [self._cell(slug, cell) for slug, cell in reasons.get(row["sleutel"], {}).items()],
            }
            for question in choice_aid_file()["vragen"]
            for position, row in enumerate(question["antwoorden"])
        }

    @staticmethod
    def _cell(slug: str, cell: dict[str, Any]) -> Values:
        return {
            "model": slug,
            "weight": cell["doet"],
            "text": cell["reden"],
            "point": cell["punt"],
            "talk_about": cell.get("bespreek", ""),
        }

    def present(self) -> dict[str, Values]:
        rows = Answer.objects.select_related("question").prefetch_related("reasons__model", "reasons__point")
        return {f"choice-answer:{row.slug}": self._values(row) for row in rows}

    @staticmethod
    def _values(answer: Answer) -> Values:
        plain = {name: getattr(answer, name) for name in PLAIN} | {"question": answer.question.slug}
        reasons = [
            {
                "model": reason.model.slug,
                "weight": reason.weight,
                "text": reason.text,
                "point": reason.point.title if reason.point else "",
                "talk_about": reason.talk_about,
            }
            for reason in answer.reasons.all()
        ]
        return plain | {"reasons": reasons}

    def write(self, changes: dict[str, Values]) -> None:
        points = {(point.page_id, point.title): point for point in CardEntry.objects.all()}
        pages = {page.slug: page for page in WorkingModelPage.objects.all()}
        for key, values in changes.items():
            slug = key.partition(":")[2]
            answer = Answer.objects.filter(slug=slug).first() or Answer(slug=slug)
            for name in PLAIN:
                setattr(answer, name, values[name] if name != "question" else self._question(values))
            reasons = [
                Reason(
                    sort_order=position,
                    model=pages[cell["model"]],
                    weight=cell["weight"],
                    text=cell["text"],
                    point=points.get((pages[cell["model"]].pk, cell["point"])),
                    talk_about=cell["talk_about"],
                )
                for position, cell in enumerate(row for row in values["reasons"] if row["model"] in pages)
            ]
            setattr(answer, "reasons", reasons)  # noqa: B010  the children of a cluster are known at run time only
            answer.save()

    @staticmethod
    def _question(values: Values) -> Question:
        return linked(Answer._meta.get_field("question"), values["question"])


KINDS: tuple[ContentKind, ...] = (
    Rows("vragen van de keuzehulp", "choice-question", Question, questions),
    Answers(),
    Rows("keuzekaarten", "choice-card", ChoiceCard, cards),
    Rows("kwaliteitspunten van de keuzehulp", "choice-quality", QualityPoint, quality_points),
    Texts("teksten van de keuzehulp", "choice-texts", ChoiceAidTexts, texts),
)
