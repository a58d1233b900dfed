"""Who may do what with network days, in the table of verbs."""

from __future__ import annotations

from staalkaart.core import registry
from staalkaart.core.access import NETWORK, PUBLIC, Viewer, can_see, is_wider, set_audience
from staalkaart.members.models import Grant
from staalkaart.members.permissions import projects_worked_on, regions_led
from staalkaart.network_days.choices import AHEAD
from staalkaart.network_days.models import NetworkDay, Report

ROLES = (Grant.Role.MEMBER, Grant.Role.COORDINATOR, Grant.Role.FACILITATOR)


def leads(viewer: Viewer, day: NetworkDay) -> bool:
    """Prepares the day and sees who comes: facilitators of its region (of any, for a joint day), and those of another region
    that it names."""
    led = regions_led(viewer)
    if not led or day.region_id in led or not day.region_id:
        return bool(led)
    return day.facilitators.filter(pk=viewer.user_id).exists()


def prepares(viewer: Viewer, day: NetworkDay) -> bool:
    """The day itself, its agenda, its list. An administrator helps out where a facilitator is ill."""
    return leads(viewer, day) or viewer.has_role(Grant.Role.ADMIN)


def edits_texts(viewer: Viewer, day: NetworkDay) -> bool:
    """Editors polish what people read, and nothing else."""
    return prepares(viewer, day) or (viewer.has_role(Grant.Role.EDITOR) and can_see(viewer, day))


def takes_part(viewer: Viewer, day: NetworkDay) -> bool:
    """Members of the region (of all, for a joint day) and partners register, vote and answer; the others read along."""
    if viewer.is_visitor or NETWORK not in viewer.tokens or not can_see(viewer, day):
        return False
    here = day.region is None or day.region.token in viewer.tokens
    return viewer.has_role(Grant.Role.PARTNER) or (here and viewer.has_role(*ROLES))


def reads_who(viewer: Viewer, day: NetworkDay) -> bool:
    """Who promised what, and which project was there: for the people of the region and who prepares. Partners read totals."""
    here = day.region is None or day.region.token in viewer.tokens
    return prepares(viewer, day) or (here and takes_part(viewer, day) and viewer.has_role(*ROLES))


def votes(viewer: Viewer, day: NetworkDay) -> bool:
    return takes_part(viewer, day) and day.state in AHEAD


def starts_days(viewer: Viewer) -> bool:
    return bool(regions_led(viewer)) or viewer.has_role(Grant.Role.ADMIN)


def proposes_days(viewer: Viewer) -> bool:
    """Coordinators propose a day for their region; its facilitators take it up."""
    return starts_days(viewer) or (viewer.has_role(Grant.Role.COORDINATOR) and bool(projects_worked_on(viewer)))


def day_audiences(viewer: Viewer, day: NetworkDay) -> list[str]:
    if not prepares(viewer, day):
        return []
    region = [day.region.token] if day.region else []
    return [*region, NETWORK, PUBLIC]


def report_audiences(viewer: Viewer, report: Report) -> list[str]:
    return day_audiences(viewer, report.day) if report.is_published else []


def narrow_report(obj: object) -> None:
    """Who may not see the day any more, reads its report no more either."""
    if (
        isinstance(obj, NetworkDay)
        and (report := Report.objects.filter(day=obj).first())
        and is_wider(report.audience, than=obj.audience)
    ):
        set_audience(obj=report, audience=obj.audience, by=None, reason="dag")


def register_rules() -> None:
    for verb, rule in (
        ("lead", leads),
        ("prepare", prepares),
        ("edit", edits_texts),
        ("take_part", takes_part),
        ("vote", votes),
        ("read_who", reads_who),
    ):
        registry.verbs.add((verb, NetworkDay), rule)
    registry.audience_watchers.add("day-report", registry.AudienceWatcher(after=narrow_report))
    registry.audience_choices.add(NetworkDay, day_audiences)
    registry.audience_choices.add(Report, report_audiences)
