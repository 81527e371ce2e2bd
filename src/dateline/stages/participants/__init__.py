"""Participants: which phrases play which role in each event mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Argument, Draft, Mention, Phrase
from dateline.stage import PerDraft
from dateline.stages.participants.fill import fill_verb
from dateline.stages.participants.linking import LinkingStage
from dateline.stages.participants.nouns import fill_noun
from dateline.stages.participants.settle import settle
from dateline.stages.participants.standins import View, exchange, spoken_by
from dateline.vocabulary import SPEECH_TYPES


@dataclass(frozen=True)
class ParticipantsStage(PerDraft):
    """Assigns to each mention the phrases that take part, each with its role and the rule that found it."""

    name: ClassVar[str] = "participants"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "phrases", "mentions", "toponyms", "attributions")
    assigns: ClassVar[tuple[str, ...]] = ("arguments",)

    def __call__(self, draft: Draft) -> Draft:
        """Find the arguments of one report's mentions."""
        heads: dict[int, dict[int, Phrase]] = {}
        for phrase in draft.phrases:
            heads.setdefault(phrase.sentence, {}).setdefault(phrase.head, phrase)
        scenes: dict[int, set[int]] = {}
        waters: set[tuple[int, int]] = set()
        for toponym in draft.toponyms:
            if not toponym.metonym:
                scenes.setdefault(toponym.sentence, set()).update(range(toponym.first, toponym.last))
            if toponym.place.kind in {"sea", "river"}:
                waters.update((toponym.sentence, i) for i in range(toponym.first, toponym.last))
        for index, head in waters:
            heads.get(index, {}).pop(head, None)  # nobody acts for a sea, and nobody strikes one
        by_sentence: dict[int, dict[int, Mention]] = {}
        for mention in draft.mentions:
            by_sentence.setdefault(mention.sentence, {})[mention.token] = mention
        found: list[Argument] = []
        for index, mentions in by_sentence.items():
            view = View(draft, draft.sentences[index], heads.get(index, {}), mentions)
            for mention in mentions.values():
                found += _arguments(view, mention, scenes.get(index, set()))
        draft.arguments = tuple(found)
        return draft


def _arguments(view: View, mention: Mention, scenes: set[int]) -> list[Argument]:
    """Return the arguments of one mention."""
    raw = (fill_noun if mention.nominal else fill_verb)(view.sentence, mention, view.own)
    raw = [r for item in raw for r in exchange(view, mention, item)]
    settled = settle(raw, mention, view, scenes)
    if mention.plover in SPEECH_TYPES and not any(a.role == "speaker" for a in settled):
        speaker = spoken_by(view.draft, mention)
        if speaker is not None and all(a.phrase != speaker.index for a in settled):
            settled.append(Argument(mention.index, "speaker", speaker.index, "its words"))
    return settled


__all__ = ["LinkingStage", "ParticipantsStage"]
