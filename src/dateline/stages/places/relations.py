"""Relations of an event to a place that the words before its name tell: near, 30 km north of, between, along, off."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.draft import Sentence
from dateline.stages.places.words import PlaceWords
from dateline.vocabulary import PlaceRelation

UNITS = {"km": 1.0, "kms": 1.0, "kilometer": 1.0, "kilometers": 1.0, "kilometre": 1.0, "kilometres": 1.0,
         "mile": 1.609, "miles": 1.609, "mi": 1.609, "nautical": 1.852}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100,
}  # fmt: skip
SIMPLE: dict[str, PlaceRelation] = {"near": "near", "outside": "near", "beside": "near", "off": "off", "along": "along"}
ROUTES = frozenset({"road", "highway", "border", "route", "line", "area"})
FARTHEST_KM = 2000.0


@dataclass(frozen=True, slots=True)
class Relation:
    """How an event lies to the place, and where the words that say so begin."""

    relation: PlaceRelation
    first: int
    bearing: float | None = None
    km: float | None = None


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
    if word == "between" and i and tokens[i - 1].lower in ROUTES:
        return Relation("between", i)
    relation = SIMPLE.get(word)
    if relation is None:
        return None
    return Relation(relation, i if relation == "off" else first)


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
    while at >= 0 and (tokens[at].lower in {"to", "the", "just", "and"} or tokens[at].lower in words.directions):
        at -= 1
    km = None
    if at >= 0 and tokens[at].lower == ")":
        # "60 miles (100 km) south of": the figure outside the brackets counts.
        while at >= 0 and tokens[at].lower != "(":
            at -= 1
        at -= 1
    if at >= 1 and tokens[at].lower in UNITS:
        factor = UNITS[tokens[at].lower]
        number = _number(tokens[at - 1].lower)
        if number is not None and 0 < number * factor <= FARTHEST_KM:
            km, first = number * factor, at - 1
    elif at >= 0:
        glued = tokens[at].lower.removesuffix("km")
        if glued != tokens[at].lower and (number := _number(glued)) is not None and number <= FARTHEST_KM:
            km, first = number, at
    return Relation("direction-of", first, float(bearing), km)


def _number(word: str) -> float | None:
    if word in NUMBERS:
        return float(NUMBERS[word])
    plain = word.replace(",", "")
    # Figures of more than five digits are no distances on Earth; a long run of digits must not cost time either.
    if len(plain) > 6 or not plain.replace(".", "", 1).isdigit() or not plain.isascii():
        return None
    return float(plain)
