"""Case for text that is written without it: wires in capitals, headlines in capitals, messages in small letters.

The stages that follow read names by their capitals. This one gives them the report's text in sentence case where the
report has none of its own, character for character as long, so that every offset stays true; the report is not
changed, and what is quoted from it stands as it is printed. Text with case passes untouched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft
from dateline.stages.casing.model import CaseModel, load_case_model
from dateline.stages.casing.names import Listing, listings
from dateline.stages.casing.units import Unit, lowered, sentences_in, units_in
from dateline.text import SectionKind

CASED: tuple[SectionKind, ...] = ("title", "dek", "subhead", "body", "caption")
"""Sections whose words may be given their case; a dateline is in capitals by custom."""

CAPITALS = 0.8
"""A line is in capitals that has more than this share of them among its letters."""
FEWEST_CAPITALS = 13
"""And at least so many letters: "UN" and "FARC" alone are no line in capitals."""
HEAD = 60
"""Characters of a line that show at a glance that it is not in capitals: half of them are small letters."""
SMALL = 0.003
"""A report is in small letters whose letters have no more capitals than this: English with case has one in thirty or
forty, no report of the development sets fewer than one in a hundred."""
FEWEST_SMALL = 40
"""And at least so many letters: a short note may do without a capital."""

_MONTHS_OR_VERBS = frozenset({"march", "may"})
_BEFORE_MONTH = frozenset("in since until last next early late mid".split())
_SCOTTISH = re.compile(r"mc(?=[b-hj-z][a-z]{2})")
"""Mc before a name: the letter behind it is a capital."""


@dataclass(frozen=True, slots=True)
class CasingStage:
    """Assigns the text that the stages read: the report's, with case where it has none."""

    name: ClassVar[str] = "casing"
    needs: ClassVar[tuple[str, ...]] = ()
    assigns: ClassVar[tuple[str, ...]] = ("text",)

    def pipe(self, drafts: Iterable[Draft]) -> Iterator[Draft]:
        """Give every draft its text."""
        for draft in drafts:
            draft.text = with_case(draft)
            yield draft


def with_case(draft: Draft) -> str:
    """Return the text of a report, in sentence case where it is written without case."""
    text = draft.report.text
    stretches = list(_caseless(draft))
    if not stretches:
        return text
    own = _own_forms(draft, stretches)
    parts, at = [], 0
    for start, end in stretches:
        parts += [text[at:start], recased(text, start, end, load_case_model(), own)]
        at = end
    return "".join([*parts, text[at:]])


def _caseless(draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a report that are written without case: lines in capitals, or everything in small letters."""
    text = draft.report.text
    sections = list(draft.report.stretches(*CASED))
    if _is_small("".join(text[s.start : s.end] for s in sections)):
        yield from ((s.start, s.end) for s in sections)
        return
    for section in sections:
        yield from _shouted(text, section.start, section.end)


def _shouted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text[start:end] that are in capitals: lines, and what stands between them without small letters."""
    begin = at = start
    found = False
    for line in text[start:end].splitlines(keepends=True):
        small = sum(map(str.islower, line[:HEAD]))
        if small < HEAD // 2 and _is_shouted(line):
            found = True
        elif small:
            if found:
                yield begin, at
            begin, found = at + len(line), False
        at += len(line)
    if found:
        yield begin, end


def _is_shouted(line: str) -> bool:
    """Whether a line is in capitals."""
    letters = sum(map(str.isalpha, line))
    return letters >= FEWEST_CAPITALS and sum(map(str.isupper, line)) > CAPITALS * letters


def _is_small(text: str) -> bool:
    """Whether a text is in small letters."""
    if any(map(str.isupper, text[:FEWEST_SMALL])):
        return False
    small = sum(map(str.islower, text))
    return small >= FEWEST_SMALL and sum(map(str.isupper, text)) <= SMALL * small


def _own_forms(draft: Draft, stretches: list[tuple[int, int]]) -> Mapping[str, str]:
    """Return how the rest of a report, that has case, writes its words where no sentence opens, if always alike."""
    text = draft.report.text
    told: dict[str, set[str]] = {}
    for section in draft.report.stretches(*CASED):
        at = section.start
        inside = [(a, b) for a, b in stretches if section.start <= a < section.end]
        for start, end in [*inside, (section.end, section.end)]:
            for first, last in sentences_in(text, at, start):
                for unit in units_in(text, first, last)[1:]:
                    told.setdefault(unit.key, set()).add(text[unit.start : unit.end])
            at = end
    return {key: next(iter(forms)) for key, forms in told.items() if len(forms) == 1}


def recased(text: str, start: int, end: int, model: CaseModel, own: Mapping[str, str]) -> str:
    """Return text[start:end] with the case that the model gives it.

    Args:
        own: how the report itself writes words elsewhere, which goes before the model.
    """
    out = list(lowered(text[start:end]))
    for first, last in sentences_in(text, start, end):
        units = units_in(text, first, last)
        listed = listings(units)
        before = ""
        for unit, listing, tag in zip(units, listed, model.forms(units, listed), strict=True):
            form = own.get(unit.key)
            if form is None or (tag == "S" and form == unit.key):
                form = form_of(unit, listing, "C" if tag == "L" and _is_month(unit, before) else tag)
            before = unit.key
            out[unit.start - start : unit.end - start] = form
    return "".join(out)


def form_of(unit: Unit, listing: Listing, tag: str) -> str:
    """Return a word in the form of its tag, as the actor tables write it where they and the model agree that it is a name."""
    key = unit.key
    if tag == "L":
        return key
    if tag == "U":
        return _same_length(key.upper(), key)
    if listing.several and listing.actor == key and not (unit.opens or listing.inside):
        return key  # "al-Shabaab", "Islamic State group"
    if listing.actor and listing.actor.lower() == key and not listing.actor.islower() and not listing.actor.isupper():
        return listing.actor
    if _SCOTTISH.match(key):
        return f"Mc{_same_length(key[2:].capitalize(), key[2:])}"
    return _same_length(key[:1].upper() + key[1:], key)


def _is_month(unit: Unit, before: str) -> bool:
    """Whether one of the words that are verbs too is a month here: "in March", "May 4"."""
    return unit.key in _MONTHS_OR_VERBS and (before in _BEFORE_MONTH or unit.after.startswith(" 0"))


def _same_length(form: str, key: str) -> str:
    """Return a form, or the word as it is where capitals would make it longer ("ß")."""
    return form if len(form) == len(key) else key
