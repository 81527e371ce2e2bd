"""Names near an event by which its tellings know each other: of people, streets and buildings; and ages.

Only the letters of the text decide: runs of words in upper case, told apart by the words in them
(`data/linkage_words.toml`). Who speaks or bears a rank is left out: an officer speaks on every incident of a town.
"""

from __future__ import annotations

import functools
import re
import tomllib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

from dateline.gazetteer import fold

MOST_NAMES = 12
"""Names of one kind that a telling keeps: what a long report names beyond is seldom about the event."""
MOST_PROPER = 20
"""Words of names that a telling keeps: those of the least hashes, so that two tellings keep the same of what both have."""
LONGEST_NAME = 5
OLDEST = 99

# Words are bounded and start at an edge: a text of one endless word must not be tried from each of its letters.
_CAPITAL = r"(?:[A-Z0-9][\w'’-]{0,3}\.|[A-Z0-9][\w'’-]{0,40})"
_RUN = re.compile(
    rf"(?<![\w'’-])(?=[A-Z]){_CAPITAL}(?:[ ](?:(?:al|bin|de|del|van|von|el|ibn|abu|of|the|and|la|da|dos)[ -])?{_CAPITAL}){{0,7}}"
)
_STREET = re.compile(
    r"(?:\b(?P<block>\d{1,6})(?:[ -]hundred)?(?:th|st)?(?:[ ]block)?(?:[ ]of)?[ ])?"
    r"(?P<name>(?:(?<![\w'’-])(?:[A-Z][\w'’-]{0,40}\.?|\d{1,3}(?:st|nd|rd|th|ND|RD|TH|ST))[ ]){1,4})(?P<kind>[A-Z][a-z]{1,9})\b"
)
_AGE = re.compile(r"\b(\d{1,2})[- ]year[- ]olds?\b|, (\d{1,2})(?=,|\.| of )|\b(?:age|aged|ages) (\d{1,2})\b")
_LOWER = re.compile(r"\b[a-z][a-z'’-]+")
_TOKEN = re.compile(r"[\w'’-]+")
_NAME_WORD = re.compile(r"[A-Z][a-z'’-]+[A-Za-z'’-]*|(?:O|D|Mc|Mac|De|La|Le|Al)['’-]?[A-Z][a-z]+")
_SIDES = frozenset(
    {
        "north",
        "south",
        "east",
        "west",
        "n",
        "s",
        "e",
        "w",
        "ne",
        "nw",
        "se",
        "sw",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
    }
)
_SUFFIX = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists by which names are told apart."""

    streets: dict[str, str]
    sites: frozenset[str]
    bodies: frozenset[str]
    ranks: frozenset[str]
    speaking: frozenset[str]
    openers: frozenset[str]
    others_counted: frozenset[str]
    plain_matter: frozenset[str]
    one_fight: frozenset[str]
    common_parties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What was found near an event; each list without doubles, in order of the alphabet."""

    persons: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    proper: tuple[str, ...] = ()


@functools.cache
def state_words() -> frozenset[str]:
    """Return the words of the names of states and of their people: too common to tell one incident from another."""
    with resources.files("dateline.data").joinpath("states.tsv").open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    names = (name for row in rows[1:] for cell in row[2:6] for name in re.split(r"[|/]", cell))
    return frozenset(word for name in names for word in fold(name.removeprefix("=")).split())


@functools.cache
def name_words() -> NameWords:
    """Return the lists, read once."""
    with resources.files("dateline.data").joinpath("linkage_words.toml").open("rb") as file:
        data = tomllib.load(file)
    streets = {spelling: kind for kind, spellings in data["streets"].items() for spelling in spellings}
    lists = {name: frozenset(words.split()) for name, words in data["names"].items()}
    return NameWords(streets=streets, **lists)


def is_plain_matter(paragraph: str) -> bool:
    """Whether a paragraph is what an outlet sets under all its reports: terms of use, offers, calls to write."""
    words = {word.lower() for word in _TOKEN.findall(paragraph)}
    return not words.isdisjoint(name_words().plain_matter)


def names_in(text: str, known: frozenset[str]) -> Names:
    """Return the names in a stretch of text.

    Args:
        known: names of places, folded, that are nobody's name.
    """
    persons: set[str] = set()
    sites: set[str] = set()
    proper: set[str] = set()
    for match in _RUN.finditer(text):
        proper |= _proper(match.group())
        for kind, name in _read_run(text, match, known):
            (persons if kind == "person" else sites).add(name)
    lower = {word.lower() for word in _LOWER.findall(text)}
    proper -= lower
    persons = {name for name in persons if lower.isdisjoint(name.split())}
    streets, blocks = _streets_in(text)
    ages = {int(next(filter(None, found.groups()))) for found in _AGE.finditer(text)}
    return Names(
        persons=_some(persons),
        streets=_some(streets),
        blocks=_some(blocks),
        sites=_some(sites),
        proper=tuple(sorted(proper, key=lambda word: zlib.crc32(word.encode()))[:MOST_PROPER]),
        ages=tuple(sorted(age for age in ages if 0 < age <= OLDEST))[:MOST_NAMES],
    )


def lower_words(text: str) -> frozenset[str]:
    """Return the words that a text writes small somewhere: they are no names where they begin a sentence."""
    return frozenset(_LOWER.findall(text))


def named_in(names: Iterable[str], lower: frozenset[str]) -> tuple[str, ...]:
    """Return the words that are proper to names of participants, in order: not those of states, offices, bodies, or of anybody.

    Args:
        lower: words that the text writes small elsewhere.
    """
    found = {word for name in names if not name.isupper() for word in _proper(name)}
    return tuple(sorted(found - lower - name_words().common_parties - state_words())[:MOST_NAMES])


def _some(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(sorted(names, key=lambda name: zlib.crc32(name.encode()))[:MOST_NAMES]))


def _read_run(text: str, match: re.Match[str], known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the names in a run of words in upper case with what each is of: a person or a site."""
    words = name_words()
    tokens = _TOKEN.findall(match.group())
    while tokens and tokens[0].lower() in words.openers:
        tokens = tokens[1:]
    plain = [fold(token) for token in tokens]
    if not tokens or " ".join(plain) in known:
        return
    ranked = False
    while plain and plain[0] in words.ranks:
        plain, tokens, ranked = plain[1:], tokens[1:], True
    if len(plain) > 1 and plain[-1] in words.sites and len(plain) <= LONGEST_NAME:
        yield "site", " ".join(plain)
        return
    if ranked or _speaks(text, match.start(), match.end()):
        return
    person = _person(tokens, plain, words)
    if person and not _is_place(plain, known):
        yield "person", person


def _is_place(plain: list[str], known: frozenset[str]) -> bool:
    """Whether the words are those of a place that the record knows, or end in one."""
    return any(" ".join(plain[i:]) in known for i in range(len(plain))) or " ".join(plain[:2]) in known


def _proper(run: str) -> set[str]:
    """Return the words of a run that may be names of anything."""
    words = name_words()
    tokens = [token for token in _TOKEN.findall(run) if token[0].isupper() and not token.isupper()]
    found = {fold(token).removesuffix("'s").removesuffix("’s") for token in tokens}
    common = words.openers | words.bodies | words.ranks | words.sites | words.streets.keys() | words.speaking
    return {word for word in found if len(word) > 2 and " " not in word and word not in common}


def _person(tokens: list[str], plain: list[str], words: NameWords) -> str | None:
    """Return first and last name where the words can be a person's."""
    if plain and plain[-1] in _SUFFIX:
        tokens, plain = tokens[:-1], plain[:-1]
    if not 2 <= len(plain) <= 4:
        return None
    bad = words.bodies | words.sites | words.ranks | words.openers
    if any(word in bad or word in words.streets for word in plain):
        return None
    if not (_NAME_WORD.fullmatch(tokens[0]) and _NAME_WORD.fullmatch(tokens[-1])):
        return None
    return f"{plain[0]} {plain[-1]}"


def _speaks(text: str, start: int, end: int) -> bool:
    """Whether a verb of saying stands at a name's side, or the word spokesman after it."""
    words = name_words()
    after = _TOKEN.findall(text[end : end + 40])[:2]
    before = _TOKEN.findall(text[max(0, start - 20) : start])[-1:]
    near = {word.lower() for word in (*after[:1], *before)}
    return bool(near & words.speaking) or any(word.lower().startswith("spokes") for word in after)


def _streets_in(text: str) -> tuple[set[str], set[str]]:
    """Return the streets that a text names, and those with the hundred of a house."""
    words = name_words()
    streets: set[str] = set()
    blocks: set[str] = set()
    for match in _STREET.finditer(text):
        kind = words.streets.get(match["kind"].lower())
        if kind is None:
            continue
        tokens = [fold(token) for token in _TOKEN.findall(match["name"])]
        while tokens and (tokens[0] in _SIDES or tokens[0] in words.openers or tokens[0] == "block"):
            tokens = tokens[1:]
        if not tokens:
            continue
        name = " ".join((*tokens[-2:], kind))
        streets.add(name)
        if match["block"]:
            blocks.add(f"{int(match['block']) // 100 * 100} {name}")
    return streets, blocks
