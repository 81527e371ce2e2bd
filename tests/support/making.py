"""Reports, pipelines and codings for tests, made from the small stages."""

from __future__ import annotations

from tests.support.small_stages import Attacks, Lines

from dateline.events import Coder
from dateline.pipeline import Pipeline
from dateline.text import Report, content_id


def small_pipeline(**fields):
    stages = (Lines(), Attacks(**fields))
    # Not `coder_of`: it would make another coder of it when a data table changes while the tests run.
    return Pipeline(stages, Coder("1", "none", content_id(repr(stages))))


def attack(number=1, *, who="Rebels", where="Baghdad", verb="attacked", more="", **fields):
    """A report of one event; `number` people are killed, so that each number gives another text."""
    given = {
        "origin": f"{who}-{where}-{number}.txt",
        "published": "2024-03-02",
        "publisher": "The Courier",
        "language": "en",
    }
    return Report(f"{who} {verb} {where}, killing {number}.\n{more}", **(given | fields))
