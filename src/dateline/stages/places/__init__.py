"""Places: which words of a report name a place, which place that is, and how exactly it is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from dateline.draft import Draft
from dateline.gazetteer import open_gazetteer
from dateline.stage import PerDraft
from dateline.stages.places.dateline import dateline_entries, resolved
from dateline.stages.places.reading import Reading
from dateline.stages.places.words import load_words

MAX_TOPONYMS = 5000


@dataclass(frozen=True)
class PlacesStage(PerDraft):
    """Assigns the toponyms of a report, its dateline as a place, and the zone that its times are read in.

    Args:
        gazetteer: the file of places; empty for the one that ships with dateline.
    """

    name: ClassVar[str] = "places"
    needs: ClassVar[tuple[str, ...]] = ("sentences",)
    assigns: ClassVar[tuple[str, ...]] = ("toponyms", "dateline", "zone")

    gazetteer: str = ""

    @property
    def files(self) -> tuple[str, ...]:
        """The user's own file, whose content makes another coder."""
        return (self.gazetteer,) if self.gazetteer else ()

    def __call__(self, draft: Draft) -> Draft:
        """Read the places of one report."""
        gazetteer = open_gazetteer(Path(self.gazetteer) if self.gazetteer else None)
        words = load_words()
        reading = Reading(draft, gazetteer, words)
        reading.take_dateline(dateline_entries(draft, gazetteer, words))
        told = any(sentence.parsed for sentence in draft.sentences)
        toponyms = reading.toponyms() if told else []
        entry = reading.dateline()
        place = draft.report.dateline
        draft.dateline = resolved(place, entry) if place is not None and entry is not None else place
        if len(toponyms) > MAX_TOPONYMS:
            draft.problems.append(("cut", f"only the first {MAX_TOPONYMS} of {len(toponyms)} places were kept"))
        draft.toponyms = tuple(toponyms[:MAX_TOPONYMS])
        draft.zone = (gazetteer.zone_of(entry) if entry is not None else None) or reading.zone()
        return draft


__all__ = ["PlacesStage"]
