"""Relations of an event to a place that the words before its name tell: near, 30 km north of, between, along, off."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dateline.draft import Sentence
from dateline.stages.places.names import HYPHENS
from dateline.stages.places.words import PlaceWords
from dateline.vocabulary import PlaceRelation

UNITS = {"km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometres": 1.0,
         "mile": 1.609, "miles": 1.609, "mi": 1.609, "nautical": 1.852}  # fmt: skip
NUMBERS = {
    "half": 0.5, "a": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "several": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "dozen": 12, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
SIMPLE: dict[str, PlaceRelation] = {"near": "near", "outside": "near", "beside": "near", "off": "off", "along": "along"}
ROUTES = frozenset(
    {"road", "roads", "highway", "motorway", "route", "routes", "railway", "line", "corridor", "area", "stretch", "track",
     "pipeline", "street", "bridge", "border", "frontier", "boundary", "halfway", "midway", "somewhere", "located", "lies"}
)  # fmt: skip
"""Words before "between A and B" or "from A to B" that make the two one place."""
DEALINGS = frozenset(
    """talks relations ties war wars deal deals agreement agreements treaty truce ceasefire flights trade match game dispute
    conflict tensions tension meeting summit cooperation exchange exchanges negotiations differences cease-fire peace""".split()
)
"""Words before "between A and B" that make the two parties."""
LINKS = frozenset({"linking", "connecting", "joining", "links", "connects"})
FARTHEST_KM = 2000.0
LONGEST_BRACKET = 8
WITHIN = frozenset({"in", "across", "throughout", "into", "from", "over"})


@dataclass(frozen=True, slots=True)
class Relation:
    """How an event lies to the place, and where the words that say so begin.

    Args:
        bearing: degrees from north, where a direction is told.
        km: how far, where that is told.
        inside: the direction is that of a part of the place ("in the north of Iraq").
    """

    relation: PlaceRelation
    first: int
    bearing: float | None = None
    km: float | None = None
    inside: bool = False


def relation_before(sentence: Sentence, first: int, words: PlaceWords) -> Relation | None:
    """Return the relation told right before a name that begins at token `first`; None for plain "in"."""
    tokens = sentence.tokens
    i = first - 1
    while (
        i >= 0
        and tokens[i].lower in {"the", "city", "town", "village", "of"}
        and not _is_direction_of(sentence, i, words)
    ):
        if (
            tokens[i].lower == "of"
            and i
            and tokens[i - 1].lower not in {"city", "town", "village", "coast", "outskirts"}
        ):
            return None
        i -= 1
    if i < 0:
        return None
    word = tokens[i].lower
    if word == "of":
        return _direction(sentence, i - 1, words)
    if word in {"coast", "outskirts"} and i:
        return _coast(sentence, i, word)
    if word == "between" and i:
        return Relation("between", i) if tokens[i - 1].lower not in DEALINGS else None
    if word in LINKS or word == "from":
        return _route(sentence, i) or (_distance_from(sentence, i) if word == "from" else None)
    return _simple(sentence, i, first)


def _simple(sentence: Sentence, i: int, first: int) -> Relation | None:
    """Return "near", "outside" or "[12 miles] off" that stands at token i."""
    relation = SIMPLE.get(sentence.tokens[i].lower)
    if relation is None:
        return None
    found = _distance(sentence, i - 1)
    if relation == "off" and found is not None:
        return Relation("off", found[1], km=found[0])
    return Relation(relation, i if relation == "off" else first)


def far_end(sentence: Sentence, last: int, firsts: Collection[int]) -> int | None:
    """Return where the second name of "between A and B" or "from A to B" begins; None where there is none.

    Args:
        last: where the first name ends.
        firsts: where the names of the sentence begin.
    """
    tokens = sentence.tokens
    at = last
    if at < len(tokens) and tokens[at].lower in {",", "in"}:
        return None
    if at >= len(tokens) or tokens[at].lower not in {"and", "to", "with", "&", "-", "–"}:
        return None
    at += 1
    while at < len(tokens) and at - last < 5 and at not in firsts:
        if tokens[at].lower not in {"the", "city", "town", "village", "of", "nearby", "neighbouring", "neighboring"}:
            return None
        at += 1
    return at if at in firsts else None


def _route(sentence: Sentence, i: int) -> Relation | None:
    """Return "the road from" or "the highway linking" that ends at token i, with "along" before it."""
    tokens = sentence.tokens
    at = i - 1
    if at >= 0 and tokens[at].lower in {"that", "which", "leading", "running"}:
        at -= 1
    if at < 0 or tokens[at].lower not in ROUTES:
        return None
    while at > 0 and tokens[at - 1].lower in {"the", "a", "main", "coastal", "old", "desert", "international"}:
        at -= 1
    return Relation("along" if at > 0 and tokens[at - 1].lower == "along" else "between", at)


def _distance_from(sentence: Sentence, i: int) -> Relation | None:
    """Return "60 km from" that ends at token i."""
    found = _distance(sentence, i - 1)
    return Relation("near", found[1], km=found[0]) if found else None


def _is_direction_of(sentence: Sentence, i: int, words: PlaceWords) -> bool:
    return sentence.tokens[i].lower == "of" and i > 0 and sentence.tokens[i - 1].lower in words.directions


def _coast(sentence: Sentence, i: int, word: str) -> Relation | None:
    at = i
    while at > 0 and i - at < 4:
        at -= 1
        if sentence.tokens[at].lower == "off":
            return Relation("off", at)
    return Relation("near", i) if word == "outskirts" else None


def _direction(sentence: Sentence, i: int, words: PlaceWords) -> Relation | None:
    """Return "[30 km] north of" that ends at token i."""
    tokens = sentence.tokens
    bearing = words.directions.get(tokens[i].lower)
    if bearing is None:
        return None
    first, at = i, i - 1
    if i >= 2 and tokens[i - 1].text == "-":
        joined = words.directions.get(f"{tokens[i - 2].lower}-{tokens[i].lower}")
        if joined is not None:
            bearing, first, at = joined, i - 2, i - 3
    inside = at >= 1 and tokens[at].lower == "the" and tokens[at - 1].lower in WITHIN
    if inside:
        return Relation("in", at, float(bearing), inside=True)
    while at >= 0 and (tokens[at].lower in {"to", "the", "just", "and"} or tokens[at].lower in words.directions):
        at -= 1
    found = _distance(sentence, at)
    km, first = found if found is not None else (None, first)
    return Relation("direction-of", first, float(bearing), km)


def _distance(sentence: Sentence, at: int) -> tuple[float, int] | None:
    """Return the distance in kilometres that ends at a token, and where its words begin."""
    tokens = sentence.tokens
    if at >= 0 and tokens[at].lower in {"away", "or", "so"}:
        at -= 1
    if at >= 0 and tokens[at].lower == ")":
        # "60 miles (100 km) south of": the figure outside the brackets counts.
        closed = at
        while at >= 0 and closed - at < LONGEST_BRACKET and tokens[at].lower != "(":
            at -= 1
        at -= 1
    if at < 0:
        return None
    if tokens[at].lower in UNITS:
        factor, at = UNITS[tokens[at].lower], at - 1
        if at >= 0 and tokens[at].lower == "nautical":
            factor, at = UNITS["nautical"], at - 1
        if at >= 0 and tokens[at].text in HYPHENS:
            at -= 1
        return _counted(sentence, at, factor)
    for unit in ("kilometres", "kilometers", "miles", "kms", "km"):
        glued = tokens[at].lower.removesuffix(unit)
        number = _number(glued) if glued != tokens[at].lower else None
        if number is not None and 0 < number * UNITS[unit] <= FARTHEST_KM:
            return number * UNITS[unit], at
    return None


def _counted(sentence: Sentence, at: int, factor: float) -> tuple[float, int] | None:
    """Return the number of units that ends at a token ("twenty-five", "a dozen", "a few", "30 to 40")."""
    tokens = sentence.tokens
    number = _number(tokens[at].lower) if at >= 0 else None
    if number is None:
        return None
    first = at
    if at >= 2 and tokens[at - 1].text in HYPHENS and (tens := NUMBERS.get(tokens[at - 2].lower, 0)) >= 20 > number:
        number, first = tens + number, at - 2
    elif at >= 2 and (tokens[at - 1].text in HYPHENS or tokens[at - 1].lower in {"to", "or"}):
        lower = _number(tokens[at - 2].lower)
        if lower is not None and lower < number:
            number, first = (lower + number) / 2, at - 2
    elif at >= 1 and tokens[at].lower in {"dozen", "few", "couple", "hundred"}:
        before = NUMBERS.get(tokens[at - 1].lower)
        if before is not None:
            number, first = number * before, at - 1
    return (number * factor, first) if 0 < number * factor <= FARTHEST_KM else None


def _number(word: str) -> float | None:
    if word == "a":
        return None
    if word in NUMBERS:
        return float(NUMBERS[word])
    plain = word.replace(",", "")
    # Figures of more than five digits are no distances on Earth; a long run of digits must not cost time either.
    if len(plain) > 6 or not plain.replace(".", "", 1).isdigit() or not plain.isascii():
        return None
    return float(plain)
