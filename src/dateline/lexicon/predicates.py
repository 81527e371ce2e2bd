"""Predicates that decide whether what they govern happened: "managed to", "refused to", "fears that", "the plan to"."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast, get_args

from dateline.errors import DataError

Sign = Literal["+", "-", "?"]
"""What holds of a complement: it is so, it is not so, it is open."""
Form = Literal["verb", "noun", "adj", "prep"]
Complement = Literal["inf", "that", "ing", "noun"]

TABLE = "data/predicates.tsv"
COLUMNS = ("kind", "pos", "complement", "affirmed", "negated", "lemmas")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a predicate makes of its complement.

    Args:
        kind: the class of the predicate ("planned", "averted", "known" …).
        affirmed, negated: what holds of the complement where the predicate itself is affirmed or negated.
    """

    kind: str
    affirmed: Sign
    negated: Sign


def predicate(lemma: str, form: Form, complement: Complement) -> Predicate | None:
    """Return what a word makes of a complement of this sort; None where it decides nothing."""
    return _table().get((lemma, form, complement))


def predicate_kinds() -> tuple[str, ...]:
    """Return the kinds of predicates, in the order of their names."""
    return tuple(sorted({p.kind for p in _table().values()}))


@functools.cache
def _table() -> dict[tuple[str, str, str], Predicate]:
    lines = resources.files("dateline").joinpath(TABLE).read_text("utf-8").splitlines()
    rows = [(n, line.split("\t")) for n, line in enumerate(lines, start=1) if line and not line.startswith("#")]
    if not rows or tuple(rows[0][1]) != COLUMNS:
        raise DataError(f"{TABLE}: the columns should be {', '.join(COLUMNS)}; install dateline anew")
    found: dict[tuple[str, str, str], Predicate] = {}
    for number, cells in rows[1:]:
        if len(cells) != len(COLUMNS) or not {cells[3], cells[4]} <= set(get_args(Sign)):
            raise DataError(f"{TABLE}, line {number}: {cells}; install dateline anew")
        kind, form, complement, affirmed, negated, lemmas = cells
        made = Predicate(kind, cast("Sign", affirmed), cast("Sign", negated))
        for lemma in lemmas.split("|"):
            found.setdefault((lemma, form, complement), made)
    return found
