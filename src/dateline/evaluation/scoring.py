"""Score coded events against gold: figures slot by slot, and every error with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dateline.evaluation.facts import SLOTS, Facts, Value
from dateline.evaluation.likeness import pair, same_value, squash

ErrorKind = Literal["missed", "spurious", "wrong"]
CRIMINAL = "criminal"
EVENTS = "events"
"""The name of the row that counts whole events."""
ALL = "all slots"
_SENTENCE_END = re.compile(r"(?<=[.!?][\"”’')\s])\s*(?=[\"“‘'(]?[A-Z0-9])|\n+")
LONGEST_SENTENCE = 400
"""Characters shown around an anchor where no end of a sentence is found."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one slot: right, stated in gold, stated by the coder."""

    right: int = 0
    gold: int = 0
    coded: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(self.right + other.right, self.gold + other.gold, self.coded + other.coded)

    @property
    def precision(self) -> float:
        """The share of what is coded that is right; 0 where nothing is."""
        return self.right / self.coded if self.coded else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that is found; 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Twice right by the sum of both; 1 where neither states anything."""
        return 2 * self.right / (self.gold + self.coded) if self.gold + self.coded else 1.0


@dataclass(frozen=True, slots=True)
class SlotError:
    """A value that is missed (gold has it), spurious (the coder has it) or wrong (both have one, and they differ)."""

    kind: ErrorKind
    slot: str
    gold: str = ""
    coded: str = ""


@dataclass(frozen=True, slots=True)
class EventErrors:
    """What is wrong with one event.

    Args:
        kind: missed and spurious are of the whole event; wrong is a pair with errors in slots.
        head: type and mode, as gold has them or, of a spurious event, as coded.
        anchor: the words that state the event. before, after: the rest of the sentence that they stand in.
        slots: the errors in slots; none for a whole event.
    """

    kind: ErrorKind
    head: str
    anchor: str
    before: str = ""
    after: str = ""
    slots: tuple[SlotError, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ReportScore:
    """The errors of one report.

    Args:
        key: the gold's id. title: of the report, or "" where it has none.
        missing: no record of it is among those scored.
    """

    key: str
    title: str
    errors: tuple[EventErrors, ...]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of scoring.

    Args:
        figures: of `events`, each slot in the order of `SLOTS`, and `all slots`.
        reports: one for each gold report, in order.
        judged: confidence of every coded event that has one, with whether it answers a gold event.
    """

    figures: dict[str, Figures]
    reports: tuple[ReportScore, ...]
    judged: tuple[tuple[float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts.

    Args:
        current: only events that are the report's news. paired: only slots of events that were found.
        least_confidence: coded events under it are left out.
    """

    current: bool = False
    paired: bool = False
    least_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One report to score: gold and coded events, and the text that anchors quote.

    Args:
        coded: None where there is no record of the report.
    """

    key: str
    title: str
    text: str
    gold: tuple[Facts, ...]
    coded: tuple[Facts, ...] | None


@dataclass(slots=True)
class _Counts:
    by_slot: dict[str, Figures] = field(default_factory=lambda: dict.fromkeys((EVENTS, *SLOTS), Figures()))

    def add(self, slot: str, right: int, gold: int, coded: int) -> None:
        self.by_slot[slot] += Figures(right, gold, coded)


def evaluate(sheets: Iterable[Sheet], rules: Rules | None = None) -> Evaluation:
    """Score reports. Criminal events are left out on both sides.

    Events are paired one to one by anchor, type, place, time, participants and tolls (`likeness`); every stated value is
    a slot. Slots of a gold event without a pair are missed, those of a coded one spurious.
    """
    rules = rules or Rules()
    counts = _Counts()
    reports: list[ReportScore] = []
    judged: list[tuple[float, bool]] = []
    for sheet in sheets:
        errors = tuple(_score(sheet, rules, counts, judged))
        reports.append(ReportScore(sheet.key, sheet.title, errors, missing=sheet.coded is None))
    figures = dict(counts.by_slot)
    figures[ALL] = sum((figures[slot] for slot in SLOTS), Figures())
    return Evaluation(figures, tuple(reports), tuple(judged))


def _score(sheet: Sheet, rules: Rules, counts: _Counts, judged: list[tuple[float, bool]]) -> Iterator[EventErrors]:
    gold = [g for g in sheet.gold if g.sphere != CRIMINAL]
    coded = [c for c in sheet.coded or () if c.sphere != CRIMINAL and _confidence(c) >= rules.least_confidence]
    # The title is looked in too: anchors of headlines stand there where the text leaves it out.
    text = f"{sheet.title}\n{sheet.text}"
    pairs = pair(gold, coded, text)
    if rules.current:
        pairs = [(i, j) for i, j in pairs if gold[i].label("standing") == "current"]
    answers = dict(pairs)
    used = set(answers.values())
    wanted_gold = [i for i, g in enumerate(gold) if not rules.current or g.label("standing") == "current"]
    wanted_coded = [
        j for j, c in enumerate(coded) if not rules.current or j in used or c.label("standing") == "current"
    ]
    counts.add(EVENTS, len(pairs), len(wanted_gold), len(wanted_coded))
    judged += [(c.confidence, j in used) for j, c in enumerate(coded) if c.confidence is not None and j in wanted_coded]
    for i in wanted_gold:
        if i in answers:
            errors = tuple(_compare(gold[i], coded[answers[i]], counts))
            if errors:
                yield _event("wrong", gold[i], text, errors, coded[answers[i]].confidence)
        else:
            if not rules.paired:
                _count_alone(gold[i], counts, of_gold=True)
            yield _event("missed", gold[i], text)
    for j in wanted_coded:
        if j not in used:
            if not rules.paired:
                _count_alone(coded[j], counts, of_gold=False)
            yield _event("spurious", coded[j], text, confidence=coded[j].confidence)


def _confidence(facts: Facts) -> float:
    return 1.0 if facts.confidence is None else facts.confidence


def _count_alone(facts: Facts, counts: _Counts, *, of_gold: bool) -> None:
    for slot in SLOTS:
        number = len(facts.values[slot])
        counts.add(slot, 0, number if of_gold else 0, 0 if of_gold else number)


def _compare(gold: Facts, coded: Facts, counts: _Counts) -> Iterator[SlotError]:
    """Count the slots of a pair and yield what is wrong; what is left on both sides is set against each other."""
    for slot in SLOTS:
        missed, left = _unmatched(slot, gold.values[slot], coded.values[slot])
        right = len(gold.values[slot]) - len(missed)
        counts.add(slot, right, len(gold.values[slot]), len(coded.values[slot]))
        for g, c in zip(missed, left, strict=False):
            yield SlotError("wrong", slot, str(g), str(c))
        for g in missed[len(left) :]:
            yield SlotError("missed", slot, gold=str(g))
        for c in left[len(missed) :]:
            yield SlotError("spurious", slot, coded=str(c))


def _unmatched(slot: str, gold: Sequence[Value], coded: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    left = list(coded)
    missed = []
    for value in gold:
        answer = next((c for c in left if same_value(slot, value, c)), None)
        if answer is None:
            missed.append(value)
        else:
            left.remove(answer)
    return missed, left


def _event(
    kind: ErrorKind,
    facts: Facts,
    text: str,
    slots: tuple[SlotError, ...] = (),
    confidence: float | None = None,
) -> EventErrors:
    head = " ".join(part for part in (facts.label("plover"), facts.label("mode"), facts.label("standing")) if part)
    before, after = around(facts.anchor, text)
    return EventErrors(kind, head, squash(facts.anchor), before, after, slots, confidence)


def around(anchor: str, text: str) -> tuple[str, str]:
    """Return what stands before and after an anchor in its sentence; two empty strings where it is not in the text."""
    pattern = r"\s+".join(map(re.escape, anchor.split()))
    found = re.search(pattern, text) if pattern else None
    if found is None:
        return "", ""
    start = max(
        (m.end() for m in _SENTENCE_END.finditer(text, 0, found.start() + 1) if m.end() <= found.start()), default=0
    )
    end = next((m.start() for m in _SENTENCE_END.finditer(text, found.end())), len(text))
    start, end = max(start, found.start() - LONGEST_SENTENCE), min(end, found.end() + LONGEST_SENTENCE)
    return squash(text[start : found.start()]), squash(text[found.end() : end]).rstrip()
