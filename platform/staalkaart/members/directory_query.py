"""What somebody asks of the directory: where, for whom, how old, in which language; and why something does not fit them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from staalkaart.members import geography
from staalkaart.members.models import Initiative, Project, TargetGroup
from staalkaart.members.models.contact import OLDEST, ContactDetails

SORTS = {"project": Project, "initiatief": Initiative}


@dataclass(frozen=True)
class DirectoryQuery:
    """What the address bar asks for; unknown values are left out, so an odd address still gives a page. `age` in years."""

    place: str = ""
    town: geography.Municipality | None = None
    target_group: str = ""
    age: int | None = None
    language: str = ""
    region: str = ""
    province: str = ""
    model: str = ""
    sort: str = ""
    takes: bool = False
    typed_age: str = ""

    @classmethod
    def read(cls, params: QueryDict) -> DirectoryQuery:
        place = params.get("gemeente", "").strip()[:80]
        province, sort = params.get("provincie", ""), params.get("soort", "")
        years = params.get("leeftijd", "").strip()[:20]
        numbers = re.findall(r"\d+", years)
        age = int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) < 4 and int(numbers[0]) <= OLDEST else None
        return cls(
            place=place,
            town=geography.find_municipality(place, close=True) if place else None,
            target_group=params.get("doelgroep", "")[:80],
            age=age,
            typed_age=years if age is None else "",
            language=params.get("taal", "").strip()[:40],
            region=params.get("regio", "")[:60],
            province=province if province in geography.provinces() else "",
            model=params.get("model", "")[:120],
            sort=sort if sort in SORTS else "",
            takes=params.get("opname") == "ja",
        )

    @property
    def is_on(self) -> bool:
        return self != DirectoryQuery()

    @property
    def has_more(self) -> bool:
        """Is something chosen that stands under "more choices"?"""
        return bool(self.model or self.language or self.region or self.province or self.sort or self.takes)

    @property
    def is_other_name(self) -> bool:
        """Was a part of the municipality typed, an old name, or one with a fault?"""
        return (
            self.town is not None
            and geography.folded(self.town.name) not in geography.folded(self.place)
            and self.place not in self.town.postal_codes
        )

    @property
    def is_for_somebody(self) -> bool:
        return bool(self.target_group or self.language or self.age is not None)

    @property
    def is_unknown_place(self) -> bool:
        return bool(self.place) and self.town is None


def languages_of(contact: ContactDetails | None) -> list[str]:
    """The languages one is helped in, one by one, as they were written."""
    words = contact.languages.replace(" en ", ",").split(",") if contact else []
    return [word.strip() for word in words if word.strip()]


def why_not(query: DirectoryQuery, contact: ContactDetails | None, groups: Iterable[TargetGroup]) -> list[str]:
    """Why this is there for somebody else than who is asked for. What is not noted, stands in nobody's way."""
    reasons, titles = [], [group.title for group in groups]
    if query.target_group and titles and query.target_group not in {group.slug for group in groups}:
        reasons.append(_("is er voor %(groups)s") % {"groups": ", ".join(titles)})
    if contact is None:
        return reasons
    if query.age is not None and not contact.takes_age(query.age):
        reasons.append(_("leeftijd: %(ages)s") % {"ages": contact.ages})
    spoken = languages_of(contact)
    if query.language and spoken and geography.plain(query.language) not in {geography.plain(word) for word in spoken}:
        reasons.append(_("talen: %(languages)s") % {"languages": contact.languages})
    return reasons
