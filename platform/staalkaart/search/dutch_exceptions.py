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
# Words of a question that say nothing of what it is about: never ranked, unless there is nothing else. They stay in the index.
ASKING = _words("""
    iemand iemands iets welk welke wat wie waar hoe hoelang hoeveel hoever wanneer waarom waarvoor waarmee waaraan daar daarvan
    mag mogen moet moeten zou zouden zullen kon konden wilt wilde wilden weet weten zegt zeggen zei vertel vertellen
    vind vinden vindt vond past passen zit zitten ligt ligt staat staan komen kwam gaat ging laten laat krijg krijgt krijgen
    altijd soms vaak meestal echt eens even efkes keer ne nen toch gewoon alleen heel hele zeer erg goed goede graag beter
    echter tegenover mee eigen zelf elke elk ieder iedere alle allemaal andere ander anders dingen ding
    zover verschil tips tip info informatie uitleg voorbeeld voorbeelden manier manieren best beste doe doen maak maken
    nodig zoek zoekt zoeken zoals terwijl omdat opeens al lang langer pas net bijna ineens nu straks morgen
    mijnen onzen zijnen haren den t k m n ge gij onze uwe die dees dat der
""")
# Words that deny what follows: they never rank themselves
NEGATIONS = _words("geen niet nooit zonder niets niks niemand nergens noch amper nauwelijks")
# Beginnings that make another word of a word: what follows them is no part of a compound (wantrouwen is no kind of rouwen)
PREFIXES = ("wan", "ont", "mis", "her", "ver", "be", "ge", "on")
