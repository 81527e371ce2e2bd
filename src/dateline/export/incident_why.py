"""Why an incident holds the reports that it holds, in words.

For each report: to which other it was joined, what spoke for it and against it with its weight; then what people
decided by hand.

Weights are log-odds, added up: +0.7 makes it twice as likely that the two tell one thing, -0.7 half as likely.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.export import incident_words as w
from dateline.export.cards import Line, Part
from dateline.incidents import Decision, Evidence, Incident, Joined, Teller

CERTAIN = 10.0
"""Log-odds from which odds are told as more than ten thousand to one: beyond that they say nothing more."""
SAYS_NOTHING = 0.05
"""Weights under this would be shown as 0."""
START = "bias"
"""The name of what every pair begins with: how rarely two tellings that are compared tell one thing."""
DONE = {
    "join": "joined",
    "split": "split off",
    "reject": "rejected",
    "restore": "restored",
    "undo": "undid a decision about",
}


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of an incident: a line for each report, its evidence under it, and the decisions made by hand."""

    incident: Incident
    heading: str
    joins: tuple[tuple[Line, tuple[Line, ...]], ...]
    decisions: tuple[Line, ...]


def incident_why(incident: Incident, decisions: Sequence[Decision] = ()) -> Why:
    """Return why the reports of an incident are together.

    Args:
        incident: each teller's `joined` with as much evidence as is to be shown.
        decisions: those about it, in their order.
    """
    numbers = w.Numbers.of(incident)
    return Why(
        incident,
        w.title(incident),
        tuple((_join(teller, numbers), tuple(_evidence(teller))) for teller in incident.tellers),
        tuple(_decision(decision, numbers) for decision in decisions),
    )


def _join(teller: Teller, numbers: w.Numbers) -> Line:
    number = numbers.of_event[teller.event_id]
    what = f"{w.outlet(teller)}, {numbers.day(teller.published)}: “{teller.anchor}”"
    return Line(f"[{number}]", (Part(f"{what} "), Part(_reason(teller.joined, numbers), "claim")))


def _reason(joined: Joined | None, numbers: w.Numbers) -> str:
    if joined is None:
        return "the first to tell it: the others came to it"
    at = numbers.of_event.get(joined.to)
    to = f"[{at}]" if at is not None else f"{joined.to[: w.SHOWN_ID]}, which is no longer here"
    if joined.by is not None:
        return f"joined to {to} by hand, by {joined.by}" + (f": {joined.reason}" if joined.reason else "")
    return f"joined to {to} with weight {joined.weight:+.1f}, {odds(joined.weight)}"


def odds(weight: float) -> str:
    """Return log-odds in words: "20 to 1 that they are one"."""
    if not math.isfinite(weight):
        return "which the machine would not have joined"
    if weight < 0:
        return f"{_times(-weight)} to 1 that they are two"
    return f"{_times(weight)} to 1 that they are one"


def _times(weight: float) -> str:
    if weight >= CERTAIN:
        return "more than 10,000"
    times = math.exp(weight)
    return f"{times:,.0f}" if times >= 10 else f"{times:.1f}".removesuffix(".0")


def _evidence(teller: Teller) -> Iterator[Line]:
    """Yield what spoke for the join, the strongest first, then what spoke against it; what says nothing is only counted."""
    found = teller.joined.evidence if teller.joined else ()
    telling = [one for one in found if abs(one.weight) >= SAYS_NOTHING]
    for one in sorted(telling, key=_strength):
        label = "to begin with" if one.name == START else "for" if one.weight > 0 else "against"
        yield Line(label, (Part(f"{one.weight:+.1f}  {one.words}"),))
    silent = len(found) - len(telling)
    if silent:
        yield Line("neither", (Part(f"{silent} more comparison{'' if silent == 1 else 's'}"),))


def _strength(evidence: Evidence) -> tuple[bool, bool, float, str]:
    return (evidence.name != START, evidence.weight < 0, -abs(evidence.weight), evidence.name)


def _decision(decision: Decision, numbers: w.Numbers) -> Line:
    what = f"{decision.by} {DONE[decision.action]} {_named(decision.events, numbers)}"
    if decision.others:
        what += f"{' and ' if decision.action == 'join' else ' from '}{_named(decision.others, numbers)}"
    what += f" on {decision.at[:10]}"
    if decision.reason:
        what += f": {decision.reason}"
    if decision.undone:
        what += " (undone)"
    if decision.lost:
        what += f" (no record holds {_named(decision.lost, numbers)} any more)"
    return Line(f"decision {decision.number}", (Part(what),))


def _named(events: Sequence[str], numbers: w.Numbers) -> str:
    """Return events by the numbers of their reports, those of other incidents by the start of their ids."""
    inside = sorted({numbers.of_event[event] for event in events if event in numbers.of_event})
    outside = [event[: w.SHOWN_ID] for event in events if event not in numbers.of_event]
    shown = [f"[{number}]" for number in inside] + outside
    return ", ".join(shown[:6]) + (f" and {len(shown) - 6} more" if len(shown) > 6 else "")
