"""The trigger table: which words state which type of event, under which conditions."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast

from dateline.errors import DataError
from dateline.lexicon.morphology import inflections
from dateline.lexicon.words import word_set

DROP = "DROP"
"""The type of rows that say: under these conditions the word states no event."""
FRAMES = frozenset("act harm die blast clash meet speech verdict leave move test protest legal deal state held".split())
SLOTS = frozenset(
    "obj subj pobj of mod prep by xcomp lemma subj-of near sentence caux cneg xneg prt under oprd inf bid verdict told says tail attr clause self bare passive active".split()
)
PHRASE_KINDS = frozenset(
    "human actor armed nonstate weapon place state police protesters civilians thing party igo ngo court military".split()
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of the words around a trigger: a slot and what may stand in it.

    Args:
        slot: where to look (one of SLOTS).
        words: lemmas that satisfy it; kinds: kinds of phrase that do ("%human"); anything: any filler does ("*").
        negated: the condition holds where the test fails.
    """

    slot: str
    words: frozenset[str]
    kinds: frozenset[str]
    anything: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A row of the table for one lemma.

    Args:
        head: the word that is looked up; rest: the other words of a lemma of several, which must stand near.
        pos: V, N or A; plover: the type, or DROP; mode: None for none, "?" where the content decides.
        joined: the words of the lemma stand together, apart by hyphens ("sit-in").
    """

    lemma: str
    head: str
    rest: tuple[str, ...]
    pos: Literal["V", "N", "A"]
    plover: str
    mode: str | None
    frame: str
    when: tuple[tuple[Condition, ...], ...]
    strength: float
    weapon: str | None
    flags: frozenset[str]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class TriggerTable:
    """All rows by head lemma and part of speech, in the order of the table; the forms that may be triggers; the head lemmas."""

    rows: dict[tuple[str, str], tuple[TriggerRow, ...]]
    forms: frozenset[str]
    heads: frozenset[str]


def _condition(text: str, line: int) -> tuple[Condition, ...]:
    """Read one condition; alternatives with slots of their own ("mod=x|of=@y") become several, of which one must hold."""
    negated = text.startswith("!")
    body = text.removeprefix("!")
    if "=" not in body:
        if body not in SLOTS:
            raise DataError(f"data/triggers.tsv line {line}: unknown condition {text!r}")
        return (Condition(body, frozenset(), frozenset(), anything=True, negated=negated),)
    slots: dict[str, list[str]] = {}
    slot = ""
    for part in body.split("|"):
        named, equals, word = part.partition("=")
        slot = named if equals else slot
        slots.setdefault(slot, []).append(word if equals else part)
    found = []
    for slot, parts in slots.items():
        words: set[str] = set()
        kinds: set[str] = set()
        for part in parts:
            if part.startswith("@"):
                words |= word_set(part[1:])
            elif part.startswith("%"):
                kinds.add(part[1:])
            else:
                words.add(part)
        if slot not in SLOTS or kinds - PHRASE_KINDS:
            raise DataError(f"data/triggers.tsv line {line}: unknown slot or kind in {text!r}")
        found.append(
            Condition(slot, frozenset(words - {"*"}), frozenset(kinds), anything="*" in words, negated=negated)
        )
    return tuple(found)


def _heads(lemma: str, pos: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return under which word a lemma is looked up, and its other words; one with a hyphen also as the parts that the tokenizer makes of it."""
    words = lemma.split()
    whole = (words[-1], tuple(words[:-1])) if pos == "N" else (words[0], tuple(words[1:]))
    if "-" not in lemma or len(words) > 1:
        return [whole]
    parts = lemma.split("-")
    return [whole, (parts[-1], tuple(parts[:-1]))]


@functools.cache
def load_triggers() -> TriggerTable:
    """Load the trigger table.

    Raises:
        DataError: a row is malformed.
    """
    rows: dict[tuple[str, str], list[TriggerRow]] = {}
    forms: set[str] = set()
    text = resources.files("dateline").joinpath("data/triggers.tsv").read_text("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith(("#", "lemma\t")):
            continue
        cells = [*line.split("\t"), "", "", ""]
        lemmas, pos, plover, mode, frame, when, strength, weapon, flags = cells[:9]
        if frame not in FRAMES or pos not in ("V", "N", "A"):
            raise DataError(f"data/triggers.tsv line {number}: unknown frame {frame!r} or part of speech {pos!r}")
        conditions = tuple(_condition(part, number) for part in when.split() if part != "-")
        for lemma in lemmas.split("|"):
            for head, rest in _heads(lemma, pos):
                row = TriggerRow(
                    lemma, head, rest, cast("Literal['V', 'N', 'A']", pos), plover, None if mode == "-" else mode, frame, conditions, float(strength),
                    weapon or None, frozenset(f for f in flags.split(",") if f), joined="-" in lemma,
                )  # fmt: skip
                rows.setdefault((head, pos), []).append(row)
                forms |= inflections(lemma if row.joined else head)
    # Rows of several words are tried before those of their head alone, each group in the order of the table.
    ordered = {key: tuple(sorted(group, key=lambda r: not r.rest)) for key, group in rows.items()}
    return TriggerTable(ordered, frozenset(forms), frozenset(head for head, _ in ordered))
