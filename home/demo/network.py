"""The demo's network: regions, 28 fictional projects, fourteen fictional initiatives, the partners."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from home.demo.content_files import read_demo
from home.demo.records import Ledger
from home.setup.content_files import Checker, read_target_groups
from staalkaart.core.access import PUBLIC, set_audience
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members import geography
from staalkaart.members.models import Initiative, NetworkPart, Partner, Project, Referral, Region, TargetGroup, TeamPart


def load(ledger: Ledger, progress) -> None:
    data = read_demo("projects.yaml")
    check(data)
    for row in data["regionale_netwerken"]:
        ledger.once(f"region:{row['slug']}", partial(_make_region, row))
    for row in data["partners"]:
        ledger.once(f"partner:{row['slug']}", partial(_make_partner, row))
    progress()
    for row in data["projecten"]:
        ledger.once(f"project:{row['slug']}", partial(_make_project, row))
    progress()
    for row in data["initiatieven"]:
        ledger.once(f"initiative:{row['slug']}", partial(_make_initiative, row))
    progress()


def check(data: dict[str, Any]) -> None:
    """Every name that a row refers to exists, before anything is written."""
    checker = Checker("projects.yaml")
    regions = {row["slug"] for row in data["regionale_netwerken"]}
    target_groups = set(read_target_groups())
    for part in ("projecten", "initiatieven"):
        for row in checker.rows(data, part):
            for name in ("slug", "naam", "gemeente", "omschrijving"):
                checker.text(row, name, row.get("slug", part))
            try:
                town_of(row), [town_named(name) for name in row.get("ook_in", ())]
            except LookupError as unknown:
                checker.fail(row["slug"], "gemeente", f"“{unknown}” bestaat niet")
            checker.known([row["regionaal_netwerk"]], regions, "regionaal_netwerk", row["slug"])
            checker.known(row["doelgroepen"], target_groups, "doelgroepen", row["slug"])


def town_named(name: str) -> geography.Municipality:
    """Raises LookupError for a town that is not on the map."""
    found = geography.find_municipality(name)
    if found is None:
        raise LookupError(name)
    return found


def town_of(row: dict[str, Any]) -> geography.Municipality:
    """Raises LookupError for a town that is not on the map."""
    return geography.find_municipality(str(row["gemeente"])) or town_named(str(row["postcode"]))


def _make_region(row: dict[str, Any]) -> None:
    Region.objects.create(slug=row["slug"], name=row["naam"], coverage=row["dekking"])


def _make_partner(row: dict[str, Any]) -> None:
    Partner.objects.create(slug=row["slug"], name=row["naam"], description=row.get("rol", ""))


def _place(row: dict[str, Any]) -> dict[str, Any]:
    """The fields that projects and initiatives share."""
    models = {page.slug: page for page in WorkingModelPage.objects.all()}
    return {
        "slug": row["slug"],
        "name": row["naam"],
        "nis": town_of(row).nis,
        "postal_code": str(row["postcode"]),
        "description": row["omschrijving"],
        "also_in": [town_named(name).nis for name in row.get("ook_in", ())],
        "website": row.get("website", ""),
        "main_model": models[row["hoofdmodel"]],
        "fictional": row["fictional"],
    }


def _link(obj: Project | Initiative, row: dict[str, Any]) -> None:
    obj.working_models.set(WorkingModelPage.objects.filter(slug__in=row["modellen"]))
    obj.target_groups.set(TargetGroup.objects.filter(slug__in=row["doelgroepen"]))
    obj.save()


def _make_project(row: dict[str, Any]) -> None:
    project = Project.objects.create(
        **_place(row),
        region=Region.objects.get(slug=row["regionaal_netwerk"]),
        carrier=row.get("drager", ""),
        duos=row.get("aantal_duos"),
        start_year=row.get("startjaar"),
    )
    project.themes.set(Theme.objects.filter(slug__in=row.get("themas", [])))
    _link(project, row)
    NetworkPart.objects.create(
        project=project, learning_question=row.get("leervraag", ""), contact_role=row.get("contactrol", "")
    )
    TeamPart.objects.create(project=project)
    if "verwijzen" in row:
        _make_referral(project, row["verwijzen"])


def _contact(row: dict[str, Any]) -> dict[str, Any]:
    """How to get there: the fields that a referral and an initiative share."""
    age = row.get("leeftijd", {})
    return {
        "takes": row["opname"],
        "waiting_weeks": row.get("weken"),
        "function": row.get("functie", ""),
        "phone": row.get("telefoon", ""),
        "mail": row.get("mail", ""),
        "reachable": row.get("bereikbaar", ""),
        "who_may_refer": row.get("wie", ""),
        "self_referral": row.get("zelf", False),
        "age_words": age.get("woorden", ""),
        "age_from": age.get("van"),
        "age_to": age.get("tot"),
        "languages": row.get("talen", ""),
        "cost": row.get("kost", ""),
        "comes_home": row.get("komt_aan_huis", False),
        "transport": row.get("vervoer", ""),
        "buddy_does": row.get("wel", ""),
        "buddy_does_not": row.get("niet", ""),
        "if_it_does_not_fit": row.get("past_het_niet", ""),
        "updated_on": timezone.localdate() - timedelta(days=row.get("dagen_geleden", 20)),
    }


def _make_referral(project: Project, row: dict[str, Any]) -> None:
    """Made up like the project itself, and open to everybody as a project that agreed would be."""
    referral = Referral.objects.create(project=project, **_contact(row))
    set_audience(obj=referral, audience=PUBLIC, by=None)


def _make_initiative(row: dict[str, Any]) -> None:
    _link(Initiative.objects.create(**_place(row), sort=row["type"], **_contact(row["verwijzen"])), row)
