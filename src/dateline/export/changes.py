"""What differs between two records of one report, event by event and value by value, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.events import CodedReport, Event
from dateline.export.cards import card


@dataclass(frozen=True, slots=True)
class Change:
    """An event that came, went or changed; `gone` and `new` are the lines of its card that differ."""

    kind: Literal["added", "removed", "changed"]
    heading: str
    anchor: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def changes(old: CodedReport | None, new: CodedReport | None) -> Iterator[Change]:
    """Yield what changed from one record to the other; events are the same by id, else by type and shared words."""
    before = list(old.events) if old else []
    after = list(new.events) if new else []
    for event in after:
        match = _match(event, before)
        if match is None:
            yield Change("added", card(event, 0).heading, event.anchor.quote, new=_lines(event))
            continue
        before.remove(match)
        gone, now = _lines(match), _lines(event)
        if gone != now:
            yield Change(
                "changed",
                card(event, 0).heading,
                event.anchor.quote,
                gone=tuple(line for line in gone if line not in now),
                new=tuple(line for line in now if line not in gone),
            )
    for event in before:
        yield Change("removed", card(event, 0).heading, event.anchor.quote, gone=_lines(event))


def _match(event: Event, others: list[Event]) -> Event | None:
    same = [other for other in others if other.id == event.id]
    near = [o for o in others if o.type.plover == event.type.plover and o.anchor.overlaps(event.anchor)]
    return next(iter(same or near), None)


def _lines(event: Event) -> tuple[str, ...]:
    made = card(event, 0)
    return (
        f"type: {made.code}",
        *(f"label: {badge}" for badge in made.badges),
        *(f"{line.label}: {''.join(part.text for part in line.parts)}" for line in made.lines),
    )
