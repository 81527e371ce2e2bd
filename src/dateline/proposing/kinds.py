"""Types of event, weapons, damage and stances that marked words name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources
from typing import cast

from dateline import vocabulary as v
from dateline.events import EventType
from dateline.lexicon.morphology import inflections
from dateline.lexicon.triggers import load_triggers
from dateline.proposing.marked import Marked

STANCES: tuple[tuple[re.Pattern[str], v.Stance, str], ...] = (
    (re.compile(r"\bno (?:one|group|body)\b.{0,40}\bclaim|\bunclaimed\b|\bnobody\b.{0,40}\bclaim", re.IGNORECASE | re.DOTALL), "unclaimed", "nobody claims it"),
    (re.compile(r"\bden(?:y|ies|ied|ying)\b", re.IGNORECASE), "denied", "“deny” stands in the sentence"),
    (re.compile(r"\bclaim(?:s|ed|ing)? (?:the )?(?:responsibility|credit)\b", re.IGNORECASE), "claimed", "“claim” stands in the sentence"),
    (re.compile(r"\bsuspect|\bbeliev|\balleg|\blikely\b|\breportedly\b|\bapparent", re.IGNORECASE), "suspected", "a word of doubt stands in the sentence"),
    (re.compile(r"\bblam(?:e|es|ed|ing)\b|\baccus(?:e|es|ed|ing)\b", re.IGNORECASE), "blamed", "“blame” stands in the sentence"),
)  # fmt: skip
"""What a sentence says of who did it, the first that holds; else the report states it itself."""

UNHARMED = re.compile(r"\b(?:not|no|un)\s*(?:damage|harm)|\bundamaged\b|\bintact\b|\bunscathed\b", re.IGNORECASE)

MOST_TYPES = 6


def types_of(words: Marked) -> Iterator[tuple[EventType, str]]:
    """Yield the types that marked words may state: those of the trigger table, the surest first."""
    table = load_triggers()
    tokens = re.findall(r"[\w'’-]+", words.words.casefold())
    found: list[tuple[float, str, EventType]] = []
    for row in {row for rows in table.rows.values() for row in rows}:
        if row.plover == "DROP" or not set(row.rest) <= set(tokens):
            continue
        told = next((token for token in tokens if token in _forms(row.head)), None)
        if told is not None:
            mode = None if row.mode == "?" else row.mode
            kind = EventType(cast("v.Plover", row.plover), mode)
            found.append((-row.strength - 0.1 * len(row.rest), told, kind))
    seen: list[EventType] = []
    for _, told, kind in sorted(found, key=lambda one: (one[0], one[1], one[2].plover, one[2].mode or "")):
        if kind not in seen and len(seen) < MOST_TYPES:
            seen.append(kind)
            yield kind, f"“{told}” states it"


@functools.cache
def _forms(head: str) -> frozenset[str]:
    return frozenset({head, *inflections(head)})


@functools.cache
def _weapon_terms() -> tuple[tuple[str, v.Weapon], ...]:
    """Return the terms of data/weapons.tsv with their kinds, the longest first."""
    text = resources.files("dateline").joinpath("data/weapons.tsv").read_text("utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith(("#", "kind\t")):
            kind, _, terms = line.split("\t")
            found += [(term, cast("v.Weapon", kind)) for term in terms.split("|") if kind != "-"]
    return tuple(sorted(found, key=lambda one: (-len(one[0]), one)))


def weapons_of(text: str) -> Iterator[tuple[v.Weapon, str]]:
    """Yield the kinds of weapon that words name, the longest term first, and at last that it is not known which."""
    plain = " ".join(re.findall(r"\w+", text.casefold()))
    seen: set[str] = set()
    for term, kind in _weapon_terms():
        if kind not in seen and re.search(rf"\b{re.escape(term)}(?:s|es)?\b", plain):
            seen.add(kind)
            yield kind, term
    if not seen:
        yield "unknown", text[:40]


@functools.cache
def _damage_terms() -> tuple[tuple[str, v.DamageEffect], ...]:
    text = resources.files("dateline").joinpath("data/damage.tsv").read_text("utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith(("#", "effect\t")):
            effect, _, _, terms = line.split("\t")
            found += [(term.split()[0], cast("v.DamageEffect", effect)) for term in terms.split("|")]
    return tuple(dict.fromkeys(found))


def damage_of(words: Marked) -> Iterator[tuple[v.DamageEffect, str]]:
    """Yield what may have become of marked property, by the words of its sentence; all effects, the likeliest first."""
    sentence = words.sentence().quote
    tokens = set(re.findall(r"\w+", sentence.casefold()))
    ranked: list[tuple[v.DamageEffect, str]] = []
    if UNHARMED.search(sentence):
        ranked.append(("not damaged", "its sentence says that it was not"))
    for term, effect in _damage_terms():
        told = tokens & _forms(term)
        if told:
            ranked.append((effect, f"“{min(told)}” stands in its sentence"))
    rest: tuple[v.DamageEffect, ...] = ("damaged", "destroyed", "not damaged")
    ranked += [(effect, "one of the three") for effect in rest]
    seen: set[str] = set()
    for effect, why in ranked:
        if effect not in seen:
            seen.add(effect)
            yield effect, why


def stance_of(words: Marked) -> tuple[v.Stance, str]:
    """Return which stance the sentence of marked words takes to who did it."""
    sentence = words.sentence().quote
    for pattern, stance, why in STANCES:
        if pattern.search(sentence):
            return stance, why
    return "stated", "the report says so itself"
