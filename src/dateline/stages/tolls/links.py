"""Links between the tolls of a report: figures that later ones supersede."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import TollMention


def linked(tolls: list[TollMention]) -> tuple[TollMention, ...]:
    """Tie earlier figures to the total that took their place: in the same sentence, else the last before, else the next."""
    found: list[TollMention] = []
    for toll in tolls:
        if not toll.previous:
            found.append(toll)
            continue
        rivals = [t for t in tolls if t.measure == toll.measure and not t.previous and t.part_of < 0 and t.low]
        same = [t for t in rivals if t.sentence == toll.sentence]
        before = [t for t in rivals if t.index < toll.index]
        after = [t for t in rivals if t.index > toll.index]
        successors = same or before[-1:] or after[:1]
        found.append(replace(toll, superseded_by=successors[0].index if successors else -1))
    return tuple(found)
