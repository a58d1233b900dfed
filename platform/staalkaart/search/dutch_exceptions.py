"""Words that the rules of `dutch` do not know: data, so that the rules stay readable."""

from __future__ import annotations


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Forms whose lemma no rule gives
EXCEPTIONS = _pairs("""
    kinderen=kind centra=centrum buddies=buddy leden=lid steden=stad ideeen=idee regionale=regio regionaal=regio
    financiele=financieel maatje=maatje maatjes=maatje mantelzorger=mantelzorg mantelzorgers=mantelzorg
    vrienden=vriend vriendin=vriend sterkten=sterkte zwakten=zwakte sterkte=sterkte sterktes=sterkte zwakte=zwakte
    zwaktes=zwakte zwakke=zwak bezoeken=bezoek duos=duo regios=regio themas=thema fotos=foto criteria=criterium
    musea=museum vragen=vrag lenen=len geleend=len leent=len geven=gef geeft=gef gegeven=gef krijgen=krijg
    gekregen=krijg geholpen=help gevonden=vind gekozen=kies gekoppeld=koppel gematcht=match matchen=match
    matching=match gestopt=stop gestart=start huizen=huis ouderen=oudere oudere=oudere jongeren=jonger budget=budget
    zorgen=zorg dagboekje=dagboek staalkaarten=staalkaart methode=methodiek methoden=methodiek methodes=methodiek
    afhankelijk=afhankelijk afhankelijkheid=afhankelijk onafhankelijk=onafhankelijk
""")
# Words that stand for themselves, though the list of parts lacks them
EXTRA_WORDS = _words("afhankelijkheid buddy eenouder peer verantwoordelijkheid vrijwilliger weak zelfstandigheid")
# Parts shorter than four letters that are words of this domain
SHORT_PARTS = _words("arm dag duo lid rol zin")
# Endings and heads that look like a word and are none
NOT_PARTS = _words("""
    aars achter achtig aren baar bare delijk ding dingen door eerde eind elen eling ende enis eren erij gen gend
    heden heid inge ingen isch ische lende lijk lijke lijks ling lingen loos loze ment onder over ring ringen schap
    schappen ster sters tegen tief ting voor willig williger zonder
""")
NEVER_SPLIT = _words("""
    aandacht afspraak allemaal begeleiding controle daarnaast dagboek deelnemer deelnemers drempel gezinnen metaal
    onderzoek totaal uitdaging vandaag voorbeeld vriendelijk waardering
""")
STOP_WORDS = _words("""
    aan al als bij dan dat de der des deze die dit doe doen doet door dus een en er gaan gaat ge had heb hebben
    heeft het hier hij hoe hun ik in is ja je jij jou jouw jullie kan komt kunnen maar me men met mij mijn moet na
    naar nee niet nog nu of om omdat ons onze ook op over te tegen ten ter tot tussen u uit uw van veel voor waar
    waarom wanneer was wat we wel werd wie wij wil worden wordt zal ze zich zij zijn zo zonder zou
""")
