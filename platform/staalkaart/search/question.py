"""What somebody typed, analysed: never a query language, only words. Safe by construction against costly input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.cache import caches

from staalkaart.core.access import VISITOR
from staalkaart.core.models import ContentStamp
from staalkaart.core.writing.text import fold
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.members import geography
from staalkaart.search import dutch
from staalkaart.search.dutch_exceptions import ASKING
from staalkaart.search.intent import read_intent
from staalkaart.search.models import SynonymRing

MAX_LETTERS = 200
MAX_WORDS = 12
SYNONYM_WEIGHT = 0.55
PARTS_WEIGHT = 0.75
PARTICLES = frozenset(
    ("aan", "af", "bij", "door", "in", "mee", "na", "om", "open", "op", "over", "terug", "toe", "uit", "voor", "weg")
)
SENTENCE = 6  # words as typed
EVERYDAY_TOO = frozenset((  # names of municipalities
    "as", "bever", "boom", "geel", "halen", "ham", "kapellen", "landen", "lede", "lier", "lint", "malle",
    "menen", "mol", "peer", "pelt", "putte", "schelle", "schilde", "schoten", "voeren", "vorst", "wellen",
))  # fmt: skip
HELP_NUMBERS = frozenset(("1700", "1712", "1813"))  # postal codes too, and sooner meant
VERB_REACH = 7  # words between the halves of a verb


@dataclass(frozen=True)
class TermVariant:
    """One way in which a word of the question is found: all these terms, next to each other when `phrase`."""

    terms: tuple[str, ...]
    weight: float = 1.0
    phrase: bool = False
    label: str = ""  # the related word, when this way is a synonym


@dataclass(frozen=True)
class Group:
    """One word of the question, or a phrase of it that a ring knows, with every way to find it. `at` are the places of its words
    in the question; `denied` says that the question does not want it ("geen cursus")."""

    word: str
    ways: tuple[TermVariant, ...]
    at: tuple[int, ...] = ()
    denied: bool = False


@dataclass(frozen=True)
class Question:
    """`sides` are the fields of the card that the words ask for ("nadelen van …"); they are proposed as a filter."""

    text: str
    groups: tuple[Group, ...] = field(default_factory=tuple)
    sides: tuple[str, ...] = ()
    is_evaluating: bool = False
    is_sentence: bool = False
    places: tuple[str, ...] = ()  # NIS numbers of the municipalities that are named

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def words(self) -> list[Group]:
        """Without the phrases of rings."""
        return [group for group in self.groups if len(group.at) < 2]

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Of the words to look for, in order."""
        return tuple(group.ways[0].terms[0] for group in self.words)

    @property
    def direct_terms(self) -> set[str]:
        """Lemmas of what was typed, for highlights."""
        return {term for group in self.groups for way in group.ways if not way.label for term in way.terms}

    @property
    def related(self) -> list[TermVariant]:
        return [way for group in self.groups for way in group.ways if way.label]


Words = tuple[tuple[str, tuple[str, ...]], ...]  # (word as typed by the editor, its lemmas)
Rings = tuple[
    tuple[Words, Words], ...
]  # (who types one of these, finds those): twice the same words in an ordinary ring


def lemmas(phrase: str) -> tuple[str, ...]:
    return tuple(word.lemma for word in dutch.words(phrase))


def synonym_rings() -> Rings:
    """The editors' rings, analysed; kept in the process until any content changes. Two queries at most, often one."""
    key = f"synonyms:{ContentStamp.current()}"
    rings: Rings | None = caches["pages"].get(key)
    if rings is None:
        rings = tuple(
            (_analysed(ring.sources or ring.members), _analysed(ring.members)) for ring in SynonymRing.objects.all()
        )
        caches["pages"].set(key, rings)
    return rings


def _analysed(words: list[str]) -> Words:
    return tuple((word, found) for word in words if (found := lemmas(word)))


def clean(text: str) -> str:
    """At most 200 letters, without anything that is not a letter, a digit or ordinary punctuation."""
    return "".join(letter if letter.isprintable() else " " for letter in fold(text)[:MAX_LETTERS]).strip()


def ask(text: str, *, rings: Rings | None = None) -> Question:
    """Analyse a question. Words that only ask are left out unless there is nothing else; at most twelve words are looked at."""
    text = clean(text)
    rings = synonym_rings() if rings is None else rings
    intent = read_intent(text, lambda words: _names_a_model(words, rings))
    rows = list(enumerate(intent.tokens))
    meaning = [row for row in rows if not dutch.is_stop_word(dutch.fold(row[1][0]))] or rows
    meaning = [row for row in meaning if dutch.fold(row[1][0]) not in ASKING] or meaning
    whole = _whole_verbs([dutch.fold(token) for token, _denied in intent.tokens])
    phrases = list(_phrase_groups(text, intent.tokens, rings))
    said = {at for group in phrases for at in group.at}
    words = [
        _group(token, rings, at, denied, whole.get(at, ""))
        for at, (token, denied) in meaning[:MAX_WORDS]
        if not (denied and at in said)
    ]
    is_sentence = len(dutch.TOKEN.findall(text)) >= SENTENCE
    return Question(text, (*words, *phrases), intent.sides, intent.is_evaluating, is_sentence, _places(text))


def model_names() -> frozenset[tuple[str, ...]]:
    """Titles and other names of the working models that everybody may see, analysed; kept until any content changes."""
    key = f"model-names:{ContentStamp.current()}"
    names: frozenset[tuple[str, ...]] | None = caches["pages"].get(key)
    if names is None:
        pages = WorkingModelPage.objects.visible_to(VISITOR)
        names = frozenset(lemmas(name) for page in pages for name in (page.title, page.name, *page.variants)) - {()}
        caches["pages"].set(key, names)
    return names


def _names_a_model(words: Sequence[str], rings: Rings) -> bool:
    """By its name, or by a word that a ring holds together with its name."""
    names = model_names()
    sequence = [word.lemma for word in dutch.words(" ".join(words))]
    if any(stands_in(name, sequence) for name in names):
        return True
    return any(
        any(stands_in(member, sequence) for _word, member in sources)
        and any(member in names for _word, member in targets)
        for sources, targets in rings
    )


def _places(text: str) -> tuple[str, ...]:
    found = [named.town.nis for named in geography.named_in(text) if _is_meant(named, text)]
    return tuple(dict.fromkeys(found))


def _is_meant(named: geography.Named, text: str) -> bool:
    """A name that is an everyday word too (Mol, Peer, Leest) is a place when it stands alone, or has a capital that no sentence asks."""
    if named.typed in HELP_NUMBERS:
        return False
    word = dutch.fold(named.typed)
    is_word = len(word) < 5 or word in dutch.known_words() if named.is_part else word in EVERYDAY_TOO
    return not is_word or (named.at > 0 and named.typed[:1].isupper()) or word == dutch.fold(text)


def _whole_verbs(folded: Sequence[str]) -> dict[int, str]:
    """Verbs whose two halves stand apart: "haken … af" is "afhaken". By the place of the verb."""
    found = {}
    for at, part in enumerate(folded):
        if part in PARTICLES:
            for before in range(at - 1, max(at - VERB_REACH, 0) - 1, -1):
                joined = part + folded[before]
                if len(folded[before]) > 2 and (joined in dutch.known_words() or f"{joined}en" in dutch.known_words()):
                    found[before] = joined
                    break
    return found


def _group(token: str, rings: Rings, at: int, denied: bool, verb: str) -> Group:
    folded = dutch.fold(token)
    ways = list(_hyphenated(folded) if "-" in folded else _plain(folded))
    if verb:
        ways.append(TermVariant((dutch.lemma(verb),)))
    own = {way.terms for way in ways if len(way.terms) == 1 or "-" in folded}
    for sources, targets in rings:
        for whole in own:
            if any(member == whole for _word, member in sources):
                ways += [way for way in _synonyms(targets, whole) if way not in ways]
    return Group(token, tuple(ways), (at,), denied)


def _synonyms(targets: Words, but: tuple[str, ...]) -> list[TermVariant]:
    return [TermVariant(member, SYNONYM_WEIGHT, len(member) > 1, word) for word, member in targets if member != but]


def _plain(folded: str) -> list[TermVariant]:
    splits = dutch.splits(folded.removesuffix("'s").removesuffix("’s"))
    parts = {tuple(part for part, _start, _end in split) for split in splits}
    return [TermVariant((dutch.lemma(folded),)), *(TermVariant(terms, PARTS_WEIGHT) for terms in sorted(parts))]


def _hyphenated(folded: str) -> list[TermVariant]:
    """A hyphenated word: as one word, or its pieces side by side."""
    pieces = tuple(dutch.lemma(piece) for piece in folded.split("-"))
    return [TermVariant((dutch.lemma(folded.replace("-", "")),)), TermVariant(pieces, 1.0, phrase=True)]


def _phrase_groups(text: str, tokens: Sequence[tuple[str, bool]], rings: Rings) -> Iterator[Group]:
    """A ring's phrase of several words that stands in the question brings the other members of its ring along."""
    sequence = [word.lemma for word in dutch.words(text)]
    lemmas_at = [lemmas(token) for token, _denied in tokens]
    seen: set[tuple[str, ...]] = set()
    for sources, targets in rings:
        for word, member in sources:
            if len(member) > 1 and stands_in(member, sequence):
                at = tuple(place for place, found in enumerate(lemmas_at) if set(found) & set(member))
                ways = [
                    *([] if member in seen else [TermVariant(member, 1.0, phrase=True)]),
                    *_synonyms(targets, member),
                ]
                seen.add(member)
                yield Group(word, tuple(ways), (*at, -1) if len(at) < 2 else at)


def stands_in(member: Sequence[str], sequence: Sequence[str]) -> bool:
    size = len(member)
    return any(tuple(sequence[at : at + size]) == tuple(member) for at in range(len(sequence) - size + 1))
