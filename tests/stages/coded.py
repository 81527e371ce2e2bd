"""Own sentences coded by all stages, for tests of what one part of coding makes of them."""

from __future__ import annotations

import pathlib

from dateline.draft import Draft
from dateline.events import Event
from dateline.stages import built_in
from dateline.stages.coding import CodingStage
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report


def rows(name: str) -> list[list[str]]:
    """The cells of a table of cases beside the tests."""
    lines = (pathlib.Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def coded(texts: list[str], *, published: str | None = None) -> dict[str, Draft]:
    """Drafts of the texts after all stages, every candidate event kept; "|" stands for a new paragraph."""
    reports = [Report(text.replace("|", "\n\n"), f"case-{n}", published=published) for n, text in enumerate(texts)]
    return dict(zip(texts, drafted(reports), strict=True))


def drafted(reports: list[Report]) -> list[Draft]:
    """Drafts of reports after all stages, every candidate event kept."""
    drafts = [Draft(report) for report in reports]
    for kind in built_in():
        stage = (
            SyntaxStage(parse_all=True)
            if kind is SyntaxStage
            else CodingStage(keep_all=True)
            if kind is CodingStage
            else kind()
        )
        drafts = list(stage.pipe(drafts))
    return drafts


def event_with(draft: Draft, word: str) -> Event:
    """The event whose anchor holds a word, the one with the shortest anchor."""
    found = [e for e in draft.events if word in e.anchor.quote]
    assert found, f"no event of {[e.anchor.quote for e in draft.events]} holds {word!r}"
    return min(found, key=lambda e: len(e.anchor.quote))
