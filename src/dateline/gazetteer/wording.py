"""What the words of a described place say: which parts are names, of what kind they are, and how they hang together.

"Road between the town of Veracruz and Alvarado" names two places and a way between them, "Izz ad-Din (Ezzeddin) village"
one village in two spellings, "Rukuba road in Bassa LGA" a road and the area that holds it. Nothing is looked up here.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

from dateline.errors import DataError
from dateline.gazetteer.names import fold

Makes = Literal["settlement", "admin2", "admin1", "site", "relief", "water", "route", "area", ""]
Relation = Literal["in", "near", "between", "border"]
MAKES: tuple[str, ...] = ("settlement", "admin2", "admin1", "site", "relief", "water", "route", "area")

MAX_CHARACTERS = 300
"""Longer strings describe no place; UCDP's longest has 110 characters."""
MAX_PARTS = 6
"""Places listed in one string that are looked up; more say no more of where it was."""
MAX_TYPE_WORDS = 4

_ASIDE = re.compile(r"\(([^()]*)\)?")
_NEAR = re.compile(
    r"^(?P<before>.*?)\s*\b(?:near(?:by)?(?: to)?|outside(?: of)?|around|close to|adjacent to|next to|off|"
    r"(?:(?:on|in|at) )?(?:the )?(?:outskirts?|vicinity|surroundings|edge|entrance|east|west|north|south|southern|northern|eastern|"
    r"western|north-?east|north-?west|south-?east|south-?west)(?: (?:part|side|edge|countryside))? of|"
    r"[\d.,]+ ?(?:km|kms|kilomet(?:er|re)s?|miles?)\b(?: (?:\w+|\w+-\w+))?(?: (?:of|from)))\s+(?P<base>\S.*)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^(?P<before>.*?)\bbetween\s+(?P<one>.+?)\s+(?:and|&)\s+(?P<other>.+)$", re.IGNORECASE)
_FROM_TO = re.compile(r"^(?P<before>.*?)\bfrom\s+(?P<one>.+?)\s+to\s+(?P<other>.+)$", re.IGNORECASE)
_WITHIN = re.compile(r"^(?P<place>.+?)\s+(?:in|inside|within)\s+(?:the\s+)?(?P<holder>\S.*)$", re.IGNORECASE)
_OF = re.compile(
    r"^(?P<place>.*\b(?:village|town|city|camp|base|district|road|highway|border|bridge|area|part|parts|"
    r"countryside|suburbs?|neighbou?rhoods?))\s+of\s+(?P<holder>\S.*)$",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\s+[-–—]+\s*|\s*[-–—]+\s+|\s*[–—]\s*|(?<=[^\W\d_]{3})-(?=[A-Z][^\W\d_]{2})|\s*/\s*")
_LISTED = re.compile(r"\s*,\s*|\s*;\s*|\s+(?:and|y|et|&)\s+|\s*/\s*")
_BORDER = re.compile(r"\bborders?(?: area| region| zone)?\b\s*$", re.IGNORECASE)
_WAY = re.compile(r"\b(?:road|highway|route|axis|line|corridor|railway|motorway|crossing)s?\b\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypeWords:
    """The words that stand beside names, by the side on which they stand."""

    after: dict[str, Makes]
    before: dict[str, Makes]


@dataclass(frozen=True, slots=True)
class Named:
    """A name that may be meant, folded, and what the words taken off it make of it."""

    name: str
    makes: Makes


@dataclass(frozen=True, slots=True)
class Described:
    """One place as it is described.

    Args:
        readings: what the name may be, the most of the words first.
        outer: what the outermost words make of the whole: a checkpoint in "X village checkpoint".
    """

    readings: tuple[Named, ...]
    outer: Makes

    @property
    def bare(self) -> Named:
        """The name without any word of its kind."""
        return self.readings[-1]


@dataclass(frozen=True, slots=True)
class Wording:
    """A described place taken apart.

    Args:
        parts: the places named, each with its other names in `others`.
        others: for each part the further names it bears, in brackets or behind a slash.
        within: places that are said to hold it, or may be: what stands in brackets, after a comma or after "in".
        relation: how it lies to the parts.
    """

    parts: tuple[Described, ...]
    others: tuple[Described, ...] = ()
    within: tuple[Described, ...] = ()
    relation: Relation = "in"


@functools.cache
def load_types() -> TypeWords:
    """Return the words of kinds of places.

    Raises:
        DataError: the table is broken.
    """
    text = resources.files("dateline").joinpath("data/place_types.tsv").read_text("utf-8")
    sides: dict[str, dict[str, Makes]] = {"after": {}, "before": {}}
    for line in [line for line in text.splitlines() if line and not line.startswith("#")][1:]:
        cells = line.split("\t")
        if len(cells) != 3 or cells[1] not in sides or cells[2] not in MAKES:
            raise DataError(f"data/place_types.tsv: a row is not words, side and kind: {line!r}")
        sides[cells[1]][fold(cells[0])] = cast("Makes", cells[2])
    return TypeWords(sides["after"], sides["before"])


def take_apart(where: str) -> Wording | None:
    """Return what a described place says, or None where it holds no name or is far too long to be one."""
    text = " ".join(where.split())
    if not text or len(text) > MAX_CHARACTERS:
        return None
    asides = [aside.strip() for aside in _ASIDE.findall(text) if aside.strip()]
    text = " ".join(_ASIDE.sub(" ", text).split()).strip(" ,;-")
    if not text:
        text, asides = (asides[0], asides[1:]) if asides else ("", [])
    within = [part for aside in asides for part in _LISTED.split(aside)]
    for pattern in (_WITHIN, _OF):
        match = pattern.match(text)
        if match and not _BETWEEN.match(text) and match["holder"][:1].isupper():
            within.insert(0, match["holder"])
            text = match["place"]
    wording = _related(text)
    if wording is None:
        return None
    holders = tuple(d for d in map(describe, within[:MAX_PARTS]) if d is not None)
    return Wording(wording.parts, wording.others, (*wording.within, *holders), wording.relation)


def _related(text: str) -> Wording | None:
    """Tell "between A and B", "A-B road", "near A", "A and B" and "A, B" from a single name."""
    for pattern in (_BETWEEN, _FROM_TO):
        match = pattern.match(text)
        if match:
            return _wording([match["one"], match["other"]], relation="between")
    if _BORDER.search(text) or _WAY.search(text):
        stem = _WAY.sub("", _BORDER.sub("", text)).strip()
        ends = [part for part in _LISTED.split(stem) for part in _LINKED.split(part) if part.strip()]
        if len(ends) > 1:
            return _wording(ends, relation="border" if _BORDER.search(text) else "between", whole=text)
    match = _NEAR.match(text)
    if match:
        before = describe(match["before"]) if match["before"][:1].isupper() else None
        found = _wording([match["base"]], relation="near")
        if before is None or found is None:
            return found
        return Wording((before,), (), found.parts, "in")
    head, comma, rest = text.partition(",")
    if comma and head.strip() and not re.search(r"\b(?:and|y|et)\b", rest):
        place = _wording([head])
        holders = tuple(d for d in map(describe, rest.split(",")[:MAX_PARTS]) if d is not None)
        return place and Wording(place.parts, place.others, holders, "in")
    listed = [part for part in re.split(r"\s*,\s*|\s+(?:and|&)\s+", text) if part]
    if len(listed) > 1:
        return _wording(listed, relation="between", whole=text)
    return _wording([text])


def _wording(texts: list[str], *, relation: Relation = "in", whole: str = "") -> Wording | None:
    """Describe the places of a list; a kind that ends the list is that of each ("A and B villages")."""
    parts: list[Described] = []
    others: list[Described] = []
    for text in texts[:MAX_PARTS]:
        one, *more = [piece for piece in re.split(r"\s*/\s*", text) if piece.strip()] or [""]
        part = describe(one)
        if part is not None:
            parts.append(part)
            others.extend(d for d in map(describe, more) if d is not None)
    if whole and len(texts) > 1:
        own = describe(whole)
        if own is not None:
            others.insert(0, own)
    return Wording(tuple(parts), tuple(others), (), relation) if parts else None


def describe(text: str) -> Described | None:
    """Take the words of kinds off a name, one after the other, and keep each stage; None where no letter stays."""
    folded = re.sub(r"^(?:of|the|a) (?=\S)", "", fold(text))
    if not any(c.isalpha() for c in folded):
        return None
    types = load_types()
    words = folded.split()
    readings = [Named(folded, "")]
    outer: Makes = ""
    makes: Makes = ""
    for _ in range(MAX_TYPE_WORDS):
        cut = _cut(words, types)
        if cut is None:
            break
        words, made = cut
        outer = outer if outer not in {"", "area"} else made
        makes = made if made != "area" or not makes else makes
        readings.append(Named(" ".join(words), makes))
    return Described(tuple(readings), outer)


def _cut(words: list[str], types: TypeWords) -> tuple[list[str], Makes] | None:
    """Return the words without the word of a kind at the end, else at the head, and what it makes of them."""
    for count in (3, 2, 1):
        if len(words) > count and (made := types.after.get(" ".join(words[-count:]))):
            return words[:-count], made
    for count in (3, 2, 1):
        if len(words) > count and (made := types.before.get(" ".join(words[:count]))):
            rest = words[count:]
            return (rest[1:] if len(rest) > 1 and rest[0] == "of" else rest), made
    return None
