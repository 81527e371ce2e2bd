"""Words that credit others with what they say, think or want, and the frames in which they do."""

from __future__ import annotations

import functools
from importlib import resources

from dateline.errors import DataError

TABLE = "data/attribution_cues.tsv"
COLUMNS = ("pos", "frame", "lemmas")


def frames_of(lemma: str, pos: str) -> frozenset[str]:
    """Return the frames in which a verb, noun or adjective credits: `that`, `inf`, `obj`, `oprd` or a preposition; empty where in none."""
    return _table().get((lemma, pos), frozenset())


@functools.cache
def _table() -> dict[tuple[str, str], frozenset[str]]:
    lines = resources.files("dateline").joinpath(TABLE).read_text("utf-8").splitlines()
    rows = [(n, tuple(line.split("\t"))) for n, line in enumerate(lines, start=1) if line and not line.startswith("#")]
    if not rows or rows[0][1] != COLUMNS:
        raise DataError(f"{TABLE}: the columns should be {', '.join(COLUMNS)}; install dateline anew")
    found: dict[tuple[str, str], set[str]] = {}
    for number, cells in rows[1:]:
        if len(cells) != len(COLUMNS):
            raise DataError(f"{TABLE}, line {number}: {cells}; install dateline anew")
        for lemma in cells[2].split("|"):
            found.setdefault((lemma, cells[0]), set()).add(cells[1])
    return {key: frozenset(frames) for key, frames in found.items()}
