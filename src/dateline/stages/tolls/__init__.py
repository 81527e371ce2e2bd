"""Tolls: people harmed, each figure with its bounds, who they are, and how it stands to the report's other figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft, Phrase, Sentence, TollMention
from dateline.stage import PerDraft
from dateline.stages.tolls.counting import Reader
from dateline.stages.tolls.earlier import earlier_figures
from dateline.stages.tolls.gather import Gatherer
from dateline.stages.tolls.links import linked
from dateline.stages.tolls.parts import NEAR
from dateline.stages.tolls.words import toll_words

RECALLING = frozenset({"it", "them"})
LOOKING_BACK = frozenset({"previously", "earlier", "initially", "originally", "first"})


@dataclass(frozen=True)
class TollsStage(PerDraft):
    """Assigns the statements of people harmed."""

    name: ClassVar[str] = "tolls"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "phrases")
    assigns: ClassVar[tuple[str, ...]] = ("tolls",)

    def __call__(self, draft: Draft) -> Draft:
        """Find the tolls of one report."""
        phrases: dict[int, dict[int, Phrase]] = {}
        for phrase in draft.phrases:
            phrases.setdefault(phrase.sentence, {})[phrase.head] = phrase
        places: dict[int, set[int]] = {}
        for toponym in draft.toponyms:
            places.setdefault(toponym.sentence, set()).update(range(toponym.first, toponym.last))
        found: list[TollMention] = []
        loose: set[int] = set()
        for sentence in draft.sentences:
            telling, recalling = (
                sentence.parsed and _may_tell(sentence, found),
                sentence.parsed and _looks_back(sentence, found),
            )
            if telling or recalling:
                reader = Reader(
                    sentence,
                    draft.text_of(sentence),
                    phrases.get(sentence.index, {}),
                    frozenset(places.get(sentence.index, ())),
                )
                gatherer = Gatherer(draft, reader, found)
                told = gatherer.gather() if telling else []
                found += told or (earlier_figures(draft, reader, found) if recalling else [])
                loose |= gatherer.loose
        draft.tolls = linked(found, loose)
        return draft


def _may_tell(sentence: Sentence, found: list[TollMention]) -> bool:
    """Tell whether a sentence has a word of harm, or one that recalls those of a toll told just before."""
    gate = toll_words().gate
    if any(t.lemma in gate or t.lower in gate for t in sentence.tokens):
        return True
    near = bool(found) and found[-1].sentence >= sentence.index - NEAR
    return near and any(t.lower in RECALLING for t in sentence.tokens)


def _looks_back(sentence: Sentence, found: list[TollMention]) -> bool:
    """Tell whether a sentence soon after a toll says what was said before."""
    near = bool(found) and found[-1].sentence >= sentence.index - NEAR
    return near and any(t.lower in LOOKING_BACK for t in sentence.tokens)


__all__ = ["TollsStage"]
