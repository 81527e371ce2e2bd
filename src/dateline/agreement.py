"""Agreement between people who judged the same events: Krippendorff's alpha, slot by slot.

Alpha compares the disagreement that is there with what chance would give: 1 is perfect agreement, 0 what chance gives, below 0
worse than that. It takes any number of people, values that are missing, and any way to tell how far two values differ.

Source: Klaus Krippendorff, Content Analysis: An Introduction to Its Methodology, 4th edition, Sage 2019, chapter 12; the
computation is that of his "Computing Krippendorff's Alpha-Reliability" (2011, repository.upenn.edu/asc_papers/43), whose
worked examples the tests repeat.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dateline.corrections import SlotValue
from dateline.slots import BY_NAME, EVENT, Slot
from dateline.store.incidents.words import EventCodings, PersonCoding

Level = Literal["nominal", "interval", "ratio"]
"""How values are compared: alike or not; by their difference (days); by their difference relative to their sum (figures)."""

SOURCE = "Krippendorff, Content Analysis, 4th edition, Sage 2019, chapter 12"

MOST_DISTINCT = 3_000
"""Distinct values of a slot up to which every pair is compared; beyond it figures are rounded to two digits first."""

Distance = Callable[[Any, Any], float]


@dataclass(frozen=True, slots=True)
class SlotAgreement:
    """How far people agree on one slot.

    Args:
        slot: as in `dateline.slots`, "mode" apart from "type". level: how its values are compared.
        alpha: None where it cannot be told: no two people judged one event, or all values are the same.
        units: events that two people or more judged. coders: who judged any of these. values: that were compared.
    """

    slot: str
    label: str
    level: Level
    alpha: float | None
    units: int
    coders: int
    values: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people agree on every slot; `coders` are all who judged anything."""

    coders: tuple[str, ...]
    slots: tuple[SlotAgreement, ...]
    source: str = SOURCE


# --- alpha


def differ(one: Any, other: Any) -> float:
    """Nominal: whether two values differ."""
    return float(one != other)


def interval(one: float, other: float) -> float:
    """Interval: the square of the difference."""
    return float(one - other) ** 2


def ratio(one: float, other: float) -> float:
    """Ratio: the square of the difference relative to the sum; two zeros are alike."""
    return 0.0 if one == other else ((one - other) / (one + other)) ** 2


DISTANCES: Mapping[Level, Distance] = {"nominal": differ, "interval": interval, "ratio": ratio}


def alpha(units: Iterable[Sequence[Hashable]], level: Level = "nominal") -> float | None:
    """Return Krippendorff's alpha of the values that people gave each unit; those with fewer than two are left out.

    Returns:
        None where nothing can be compared, or where all values are the same, so that chance would agree as well.
    """
    distance = DISTANCES[level]
    pairable = [values for values in units if len(values) > 1]
    counts = Counter(value for values in pairable for value in values)
    total = counts.total()
    if total < 2:
        return None
    expected = _expected(counts, level) / (total * (total - 1))
    if expected == 0:
        return None
    observed = sum(
        sum(distance(a, b) for i, a in enumerate(values) for j, b in enumerate(values) if i != j) / (len(values) - 1)
        for values in pairable
    )
    return 1.0 - observed / total / expected


def _expected(counts: Counter[Any], level: Level) -> float:
    """Return the sum of the distances of all ordered pairs of values."""
    total = counts.total()
    if level == "nominal":
        return float(sum(number * (total - number) for number in counts.values()))
    if level == "interval":
        first = sum(value * number for value, number in counts.items())
        second = sum(value * value * number for value, number in counts.items())
        return float(2 * (total * second - first * first))
    distance = DISTANCES[level]
    if len(counts) > MOST_DISTINCT:
        rounded: Counter[Any] = Counter()
        for value, number in counts.items():
            rounded[float(f"{value:.2g}")] += number
        counts = rounded
    return sum(distance(a, b) * n * m for a, n in counts.items() for b, m in counts.items())


# --- what is compared


def agreement(codings: Iterable[EventCodings]) -> Agreement:
    """Return how far people agree on the events that several of them judged."""
    people: set[str] = set()
    units: dict[tuple[str, Level], list[list[tuple[str, Hashable]]]] = {}
    for coding in codings:
        people |= {one.by for one in coding.people}
        if len(coding.people) < 2:
            continue
        compared: dict[tuple[str, Level], list[tuple[str, Hashable]]] = {}
        for one in coding.people:
            for row, value in _rows(one):
                compared.setdefault(row, []).append((one.by, value))
        for row, values in compared.items():
            units.setdefault(row, []).append(values)
    return Agreement(tuple(sorted(people)), tuple(_slot(*row, units.get(row, [])) for row in ROWS))


def _slot(slot: str, level: Level, units: Sequence[Sequence[tuple[str, Hashable]]]) -> SlotAgreement:
    pairable = [values for values in units if len(values) > 1]
    found = alpha([[value for _, value in values] for values in pairable], level)
    label = LABELS.get(slot) or BY_NAME[slot].label
    return SlotAgreement(
        slot, label, level, None if found is None else round(found, 4), len(pairable),
        len({by for values in pairable for by, _ in values}), sum(map(len, pairable)),
    )  # fmt: skip


LABELS = {EVENT: "whether there is an event", "type": "type", "mode": "mode"}

LEFT_OUT = frozenset({"anchor"})
"""Slots whose values are stretches of text: how far those overlap is no matter of categories."""


def _rows(one: PersonCoding) -> Iterator[tuple[tuple[str, Level], Hashable]]:
    """Yield what is compared of one person's coding, by slot and level."""
    for name, value in one.slots.items():
        if name == EVENT:
            yield (EVENT, "nominal"), bool(value)
        elif name == "type":
            yield ("type", "nominal"), getattr(value, "plover", None)
            yield ("mode", "nominal"), (getattr(value, "plover", None), getattr(value, "mode", None))
        elif name not in LEFT_OUT:
            slot = BY_NAME[name]
            yield (name, "nominal"), identity(slot, value)
            number = _number(slot, value)
            if number is not None:
                yield (name, "interval" if name == "when" else "ratio"), number


def identity(slot: Slot, value: SlotValue) -> Hashable:
    """Return what two values of a slot must share to be the same: of people and places who and where, not the words."""
    if isinstance(value, tuple):
        if slot.part == "measure":
            return frozenset((t.low, t.high) for t in value if t.superseded_by is None)  # type: ignore[union-attr]
        return frozenset(map(_identity, value))
    return _identity(value)


def _identity(value: Any) -> Hashable:
    read = IDENTITIES.get(type(value).__name__)
    return read(value) if read is not None else value


def _named(name: str | None) -> str:
    plain = unicodedata.normalize("NFKD", (name or "").casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).removeprefix("the ").split())


IDENTITIES: Mapping[str, Callable[[Any], Hashable]] = {
    "Count": lambda one: (one.low, one.high),
    "When": lambda one: ((one.start or "")[:10], (one.end or "")[:10]),
    "Place": lambda one: one.geonames_id or (_named(one.name), one.country),
    "Participant": lambda one: one.actor or (_named(one.name), one.kind),
    "Blame": lambda one: (one.stance, _identity(one.doer) if one.doer else None),
    "WeaponUse": lambda one: one.kind,
    "Damage": lambda one: (_named(one.what.name), one.effect),
    "Source": lambda one: (_named(one.speaker.name), one.stance),
}
"""By the name of the type: who somebody is goes by the actor dictionary where it knows them, a place by the gazetteer."""


def _number(slot: Slot, value: Any) -> float | None:
    """Return a value as a number, where its slot holds one: the day a time begins, the largest figure of a toll, the acts."""
    if slot.name == "when":
        try:
            return None if value is None else float(dt.date.fromisoformat((value.start or value.end)[:10]).toordinal())
        except ValueError:
            return None
    if slot.part == "measure":
        figures = [t.low if t.low is not None else t.high for t in value if t.superseded_by is None]
        known = [float(figure) for figure in figures if figure is not None]
        return max(known) if known else None
    return None


def _levels(slot: Slot) -> Iterator[tuple[str, Level]]:
    yield slot.name, "nominal"
    if slot.name == "type":
        yield "mode", "nominal"
    if slot.name == "when":
        yield slot.name, "interval"
    if slot.part == "measure":
        yield slot.name, "ratio"


ROWS: tuple[tuple[str, Level], ...] = (
    (EVENT, "nominal"),
    *(row for slot in BY_NAME.values() if slot.name not in LEFT_OUT for row in _levels(slot)),
)
