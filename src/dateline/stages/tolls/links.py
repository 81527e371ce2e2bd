"""Links between the tolls of a report: figures that later ones supersede, parts whose total stands elsewhere."""

from __future__ import annotations

from dataclasses import replace

from dateline.draft import TollMention


def linked(tolls: list[TollMention], loose: set[int]) -> tuple[TollMention, ...]:
    """Tie earlier figures to the total that took their place, and parts told apart to their total.

    Args:
        tolls: the mentions in order.
        loose: indices of parts whose total another sentence tells ("ten of the dead"): the last one before.

    An earlier figure is superseded by a total of its own sentence, else by the last before it, else by the next.
    """
    found: list[TollMention] = []
    for toll in tolls:
        if toll.index in loose:
            totals = [
                t
                for t in tolls
                if t.measure == toll.measure and t.index < toll.index and t.index not in loose and t.part_of < 0
            ]
            larger = [t.index for t in totals if t.high is None or (toll.low or 0) <= t.high]
            found.append(replace(toll, part_of=larger[-1]) if larger else toll)
            continue
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
