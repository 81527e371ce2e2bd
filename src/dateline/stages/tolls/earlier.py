"""An earlier figure told on its own: "Officials had earlier said 20", "The ministry previously put it at 20 people"."""

from __future__ import annotations

import re

from dateline.draft import Draft, TollMention
from dateline.stages.tolls.counting import Figure, Reader
from dateline.stages.tolls.harm import head_of

NEAR = 2
"""Sentences after a toll in which a bare figure may still be an earlier one of it."""
LEAST = 2
"""Least number that is taken for one: "one" and "no" stand for much else."""
_SAID_BEFORE = re.compile(
    r"\b(?:(?:previously|earlier|initially|at\s+first|originally|first)\s+(?:said|reported|put|gave|announced|spoke\s+of)"
    r"|(?:said|reported|put|gave|announced)\s+(?:earlier|previously|initially|at\s+first))"
    r"(?:\s+(?:it|that|the\s+(?:number|toll|figure|count|death\s+toll)|there\s+were))?(?:\s+(?:was|were|at|as|to\s+be))?\s*$",
    re.IGNORECASE,
)
"""Words right before the figure: who said so stands before them."""
ENDS = frozenset({".", ",", ";", "dead", "killed", "people", "victims", "deaths"})
"""What may follow the figure where it counts nobody else."""


def earlier_figures(draft: Draft, reader: Reader, before: list[TollMention]) -> list[TollMention]:
    """Return the earlier figures of the toll told last that a sentence without any word of harm of its own gives."""
    model = next((t for t in reversed(before) if t.part_of < 0 and not t.previous and (t.low or 0) >= LEAST), None)
    if model is None or reader.sentence.index - model.sentence > NEAR or reader.sentence.index == model.sentence:
        return []
    sentence = reader.sentence
    found: list[TollMention] = []
    for figure in reader.figures:
        low = figure.quantity.low
        words = reader.text[: sentence.tokens[figure.first].start - sentence.start]
        if low < LEAST or not _SAID_BEFORE.search(words) or not _counts_people(reader, figure):
            continue
        first, last = sentence.tokens[figure.first], sentence.tokens[figure.last - 1]
        found.append(
            TollMention(
                len(before) + len(found), sentence.index, figure.first, model.measure, low, figure.quantity.high,
                first.start, last.end, draft.span(first.start, last.end), approximate=figure.quantity.approximate,
                who_kind=model.who_kind, previous=True,
            )
        )  # fmt: skip
    return found


def _counts_people(reader: Reader, figure: Figure) -> bool:
    """Whether a figure stands alone, or counts people that no clause tells more of: "20", "20 soldiers"; not "20 houses"."""
    after = reader.sentence.tokens[figure.last].lower if figure.last < len(reader.sentence.tokens) else "."
    head = head_of(reader, figure)
    alone = reader.token(head).dep not in {"nsubj", "nsubjpass"}
    return alone and (after in ENDS or (head >= figure.last and reader.people(head)))
