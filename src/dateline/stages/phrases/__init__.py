"""Noun phrases that may take part in events: who they are, what kind, how many, and what they refer back to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft, Phrase
from dateline.stage import PerDraft
from dateline.stages.phrases.build import Builder
from dateline.stages.phrases.chains import settle


@dataclass(frozen=True)
class PhrasesStage(PerDraft):
    """Assigns the noun phrases of the parsed sentences, each with its kind and its chain of reference."""

    name: ClassVar[str] = "phrases"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "times", "toponyms")
    assigns: ClassVar[tuple[str, ...]] = ("phrases",)

    def __call__(self, draft: Draft) -> Draft:
        """Find the phrases of one report."""
        builder = Builder(draft)
        found: list[Phrase] = []
        for sentence in draft.sentences:
            if sentence.parsed:
                found += builder.phrases(sentence, len(found))
        draft.phrases = settle(draft, found, builder.persons)
        return draft


__all__ = ["PhrasesStage"]
