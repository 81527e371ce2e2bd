"""Reports, pipelines and codings for tests, made from the small stages."""

from __future__ import annotations

from tests.support.small_stages import Attacks, Lines

from dateline.assembly import coder_of
from dateline.pipeline import Pipeline
from dateline.text import Report


def small_pipeline(**fields):
    stages = (Lines(), Attacks(**fields))
    return Pipeline(stages, coder_of(stages))


def attack(number=1, *, who="Rebels", where="Baghdad", verb="attacked", more="", **fields):
    """A report of one event; `number` people are killed, so that each number gives another text."""
    given = {
        "origin": f"{who}-{where}-{number}.txt",
        "published": "2024-03-02",
        "publisher": "The Courier",
        "language": "en",
    }
    return Report(f"{who} {verb} {where}, killing {number}.\n{more}", **(given | fields))
