"""Two or three things that together point at one person: an exact age with a place and a family, a function with a named school, the
only one of its kind in a place. These warn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from staalkaart.members.recognise.addresses import CAPITAL, Span, towns

NO_AGE = r"(?!\s*(?:euro|dagen|weken|maanden|uur|km|procent|%|mensen|kinderen))"
NO_SPAN = r"(?!\s+(?:geleden|lang|later|ervaring|samen|bij|in dienst|getrouwd|weduw|vrijwillig|lid|bezig|aan een stuk))"
AGE = re.compile(
    r"\b(?:(?P<a>\d{1,3})\s?-?\s?jarige?\b|(?P<b>\d{1,2})\s?j\b\.?|(?P<c>\d{1,3})\s+jaar\s+(?:oud|jong)\b"
    rf"|(?:is|van|wordt|werd)\s+(?P<d>\d{{2}})\b{NO_AGE}"
    rf"|(?:beiden?|allebei|alletwee)\s+(?P<g>\d{{2}})\b|(?P<h>\d{{2}})\s+(?:jaar|jr)\b\.?{NO_SPAN})"
    r"|\((?P<e>\d{2})(?:\s?j(?:aar|r)?\.?)?\)"
    r"|(?<=, )(?P<f>\d{2})(?=\s*(?:,|en uit|uit|jaar\b(?!\s+(?:geleden|lang|later))))",
    re.IGNORECASE,
)
KIN = (
    "moeder|mama|ma|vader|papa|pa|ouders?|dochters?|dochtertje|zoon|zonen|zoontje|kind(?:eren|je|jes)?|baby|gezin|zussen|zusje"
    "|weduw(?:e|naar)|zus|broers?|broertje|partner|echtgeno(?:ot|te)|echtpaar|koppel|alleenstaande|gescheiden|(?:hoog)?zwanger"
    "|kleinkind(?:eren)?|kleinzoon|kleindochter|tweeling|peuter|kleuter|stiefzoon|stiefdochter|oma|opa|grootmoeder|grootvader"
    "|neef|nicht|(?:haar|zijn|mijn) (?:man|vrouw|vriend|vriendin)|met (?:vrouw|man) en"
)
FAMILY = re.compile(rf"\b(?:{KIN})\b", re.IGNORECASE)
NAMED = rf"(?:(?:De|Het|'t|Den|Ter|Ten|Sint|St\.|Heilige?|Onze-Lieve)[\s-]{{0,2}})?{CAPITAL}[\wÀ-ÿ'’\-]{{2,40}}"
HOUSE = (
    r"(?:basisschool|kleuterschool|lagere school|middelbare school|school|college|atheneum|instituut|academie|crèche|kinderdagverblijf"
    r"|wzc|woonzorgcentrum|rusthuis|ziekenhuis|kliniek|sporthal|zwembad|bibliotheek|bib|parochie|maatwerkbedrijf|voetbalclub|vbs|gbs|bsgo|bs|ka|az|uz|kfc|fc|vc|kvc|ksk|sk)"
)
FUNCTION = (
    r"(?:juf|meester|leerkracht|leraar|lerares|leerkrachte|directeur|directrice|schoolhoofd|conciërge|secretaresse|kok|kokkin"
    r"|(?:hoofd)?verple(?:ger|egster|egkundige)|zorgkundige|kinesist|opvoed(?:er|ster)|klusjesman|poets(?:vrouw|man|hulp)|trainer|voorzitter"
    r"|penningmeester|dirigent|koster|bibliothecaris|badmeester|vroedvrouw|logopediste?|turnleraar|kleuterjuf|zorgjuf|zorgleerkracht)"
)
WORKS_AT = re.compile(
    rf"\b(?i:{FUNCTION})\s(?:van\s(?:het|de|den)\s[\wÀ-ÿ]{{2,20}}\s(?:(?:leerjaar|kleuterklas|klas|middelbaar|graad)\s)?|[a-z]{{3,15}}\s)?"
    rf"(?:van|in|bij|op|aan)\s(?:(?:de|het|den|'t)\s)?(?:(?:[a-z]{{4,14}}e\s)?(?i:{HOUSE})\s(?:{NAMED})|(?:De|Het|'t|Den|Sint|St\.|Heilige?)[\s-]{{0,2}}{NAMED}"
    rf"|{CAPITAL}[\wÀ-ÿ'’\-]{{2,30}}(?:school|college|atheneum|instituut|hof|heem))"
)
ONE_OF_A_KIND = (
    r"(?:burgemeester|schepen|notaris|apotheker|dierenarts|veearts|huisarts|dorpsdokter|dokter|wijkagent|pastoor|deken|postbode|bakker|slager|koster"
    r"|beenhouwer|kapper|kapster|boswachter|champetter|bloemist|schoenmaker|smid|onderpastoor|imam|brandweercommandant|korpschef)"
)
ONLY = re.compile(
    rf"\b(?i:(?P<only>(?:de|den|'t|het|onze|een)\s(?:enige?n?|enigste|laatste)\s[\wÀ-ÿ]{{3,25}})|(?:(?:de|den|onze)\s)?{ONE_OF_A_KIND})"
    rf"\s(?:van|in|te|uit|op)\s(?={CAPITAL})"
)

SOMEWHERE = re.compile(rf"{CAPITAL}[\wÀ-ÿ'’\-]{{2,40}}")
DIGIT = r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)"
TEN = r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
SPELLED = re.compile(
    rf"(?<=\bis )(?:{DIGIT}[eë]n)?{TEN}\b(?!\s(?:jaar geleden|euro|minuten|kilometer|keer))", re.IGNORECASE
)


def together(text: str) -> Iterator[Span]:
    """The age where a place and a family stand in the same paragraph; the whole phrase of a function somewhere."""
    for paragraph in re.finditer(r"[^\n]+", text):
        words = paragraph[0]
        if FAMILY.search(words) and towns().search(words):
            for match in AGE.finditer(words):
                if 0 < int(next(filter(None, match.groups()))) < 110:
                    yield paragraph.start() + match.start(), paragraph.start() + match.end()
            for match in SPELLED.finditer(words):
                yield paragraph.start() + match.start(), paragraph.start() + match.end()
    yield from (match.span() for match in WORKS_AT.finditer(text))
    for match in ONLY.finditer(text):
        if place := towns().match(text, match.end()) or (match["only"] and SOMEWHERE.match(text, match.end())):
            yield match.start(), place.end()
