"""The demo's practices: shared, read over or not, one due, two open to everybody, and drafts. All made up, through the services."""

from __future__ import annotations

import io
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from home.demo.content_files import read_demo
from home.demo.records import Ledger, mailed_to_nobody
from home.setup.content_files import Checker, read_target_groups, read_themes
from home.setup.reference import models_file
from practices import content, drafting, lifecycle, material, publishing
from practices.choices import BLOCK_BY_SLUG, FACT_BY_SLUG
from practices.models import Draft, PracticePage
from staalkaart.core.access import PUBLIC, set_audience
from staalkaart.members import geography
from staalkaart.members.models import Membership, Project, User
from staalkaart.notifications.models import Notification

DAYS_BETWEEN = 9


@mailed_to_nobody()
def load(ledger: Ledger, progress) -> None:
    data = read_demo("practices.yaml")
    check(data)
    for number, row in enumerate(data["praktijken"]):
        ledger.once(f"practice:{row['sleutel']}", partial(_share, row, number))
    progress()
    for row in data["kladden"]:
        ledger.once(f"draft:{row['sleutel']}", partial(_keep_draft, row))
    progress()


def check(data: dict[str, Any]) -> None:
    """Every name that a practice refers to stands in the content files, before anything is written."""
    checker = Checker("practices.yaml")
    themes, network = {theme["slug"] for theme in read_themes()["themas"]}, read_demo("projects.yaml")
    known = {
        "project": {row["slug"] for row in network["projecten"]},
        "modellen": {row["slug"] for row in models_file()["modellen"]},
        "doelgroepen": set(read_target_groups()),
        "themas": themes,
    }
    rows = [*checker.rows(data, "praktijken"), *checker.rows(data, "kladden")]
    checker.unique(rows, "sleutel")
    for row in rows:
        key = row["sleutel"]
        checker.text(row, "titel", key, longest=140)
        checker.known([row.get("project")], known["project"], "project", key)
        for field in ("modellen", "doelgroepen", "themas"):
            checker.known(row.get(field), known[field], field, key)
        checker.known(row.get("delen"), set(BLOCK_BY_SLUG), "delen", key)
        for name, values in (row.get("feiten") or {}).items():
            checker.known([name], set(FACT_BY_SLUG), "feiten", key)
            allowed = set(FACT_BY_SLUG[name].values)
            checker.known(values if isinstance(values, list) else [values], allowed, f"feiten.{name}", key)


def _data(row: dict[str, Any]) -> content.Data:
    facts = {name: values if isinstance(values, list) else [values] for name, values in row.get("feiten", {}).items()}
    towns = [town.nis for name in row.get("gemeenten", []) if (town := geography.find_municipality(name))]
    return content.empty() | {
        "title": row["titel"],
        "summary": row["samenvatting"],
        "models": row["modellen"],
        "target_groups": sorted(row["doelgroepen"]),
        "themes": sorted(row.get("themas", [])),
        "towns": towns,
        "works": [_point(point) for point in row["werkt"]],
        "clashes": [_point(point) for point in row["botst"]],
        "blocks": row.get("delen", {}),
        "facts": facts,
        "running_duos": row.get("duos"),
        "coordination_fte": row.get("vte", ""),
        "start_year": row.get("sinds"),
        "languages": row.get("talen", "Nederlands") if facts else "",
        "contact_role": row["contact"],
    }


def _point(point: dict[str, str]) -> dict[str, str]:
    return {"title": point["titel"], "text": point.get("tekst", ""), "basis": point.get("basis", "")}


def _draft(row: dict[str, Any], by: User) -> Draft:
    draft = drafting.start(project=Project.objects.get(slug=row["project"]), by=by, title=row["titel"])
    Draft.objects.filter(pk=draft.pk).update(data=_data(row))
    draft.refresh_from_db()
    return draft


def _coordinator(row: dict[str, Any]) -> User:
    return Membership.objects.coordinators().filter(project__slug=row["project"]).earliest("since").user


def _share(row: dict[str, Any], number: int) -> None:
    """Written and shared by a coordinator, some weeks ago; read over by the editor; opened with consent where the row says so."""
    by, editor = _coordinator(row), User.objects.get(email="redacteur@demo.example")
    draft = _draft(row, by)
    for file in row.get("materiaal", []):
        upload = ContentFile(_file(file), name=file["naam"])
        material.add(draft=draft, file=upload, title=file["titel"], sort=file["soort"], licence=file["licentie"], by=by)
    page = publishing.publish(draft=draft, by=by)
    if row["nagelezen"]:
        lifecycle.mark_read_over(page=page, by=editor)
        Notification.objects.filter(about_id=page.pk, kind__startswith="practice_").update(read_at=timezone.now())
    when = timezone.now() - timedelta(days=4 + number * DAYS_BETWEEN)
    dates: dict[str, Any] = {"first_published_at": when, "last_published_at": when}
    if row["nagelezen"]:
        dates["read_over_at"] = when + timedelta(days=2)
    if row.get("na_te_kijken"):
        dates["review_due"] = timezone.localdate() - timedelta(days=6)
    PracticePage.objects.filter(pk=page.pk).update(**dates)
    if row.get("publiek"):
        page.refresh_from_db()
        lifecycle.give_consent(page=page, by=by, files=[file.pk for file in publishing.attachments_of(page)])
        set_audience(obj=page, audience=PUBLIC, by=editor)


def _keep_draft(row: dict[str, Any]) -> None:
    team = Membership.objects.current().filter(project__slug=row["project"], role="member")
    by = team.earliest("since").user
    draft = _draft(row, by)
    if row.get("staat") == "ingediend":
        drafting.submit(draft=draft, by=by)


# --- files -----------------------------------------------------------------------------------------------------------
def _file(file: dict[str, str]) -> bytes:
    """A small real file of the kind that its name says."""
    kind = file["naam"].rpartition(".")[2]
    if kind == "txt":
        return file["tekst"].encode()
    from docx import Document as WordDocument
    from openpyxl import Workbook

    out = io.BytesIO()
    if kind == "docx":
        document = WordDocument()
        title, _sep, text = file["tekst"].partition("\n\n")
        document.add_heading(title, 1)
        for line in text.splitlines():
            document.add_paragraph(line)
        document.save(out)
    else:
        book = Workbook()
        book.active.append(["Datum", "Met wie", "Waarvoor", "Bedrag in euro"])
        book.save(out)
    return out.getvalue()
