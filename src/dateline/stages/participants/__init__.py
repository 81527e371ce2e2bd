"""Participants: which phrases play which role in each event mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Argument, Draft, Mention, PerDraft, Phrase, Sentence
from dateline.stages.participants.fill import Found, fill_noun, fill_verb, stand_ins
from dateline.stages.participants.roles import roles_of


FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})


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
        for toponym in draft.toponyms:
            if not toponym.metonym:
                scenes.setdefault(toponym.sentence, set()).update(range(toponym.first, toponym.last))
        triggers: dict[int, set[int]] = {}
        for mention in draft.mentions:
            triggers.setdefault(mention.sentence, set()).add(mention.token)
        found: list[Argument] = []
        for mention in draft.mentions:
            phrases = heads.get(mention.sentence, {})
            sentence = draft.sentences[mention.sentence]
            events = triggers[mention.sentence]
            raw = (fill_noun if mention.nominal else fill_verb)(sentence, mention, phrases)
            raw = [r for item in raw for r in stand_ins(sentence, mention, item, phrases, events)]
            own = {head: _speaking(draft, phrase) for head, phrase in phrases.items()}
            found += _settle(raw, mention, sentence, own, scenes.get(mention.sentence, set()), events)
        draft.arguments = tuple(found)
        return draft


def _speaking(draft: Draft, phrase: Phrase) -> Phrase:
    """Return the speaker of a quotation for its "I" and "we"."""
    if not phrase.pronoun or phrase.name.lower() not in FIRST_PERSON:
        return phrase
    for item in draft.attributions:
        if item.phrase >= 0 and item.sentence == phrase.sentence and any(a <= phrase.start < b for a, b in item.content):
            return draft.phrases[item.phrase]
    return phrase


def _joined(item: Found, sentence: Sentence) -> list[Found]:
    """Return the owner listed before a phrase ("US" of "US and Iraqi forces")."""
    return [Found(m.i, item.side, "listed before", item.preposition) for m in sentence.kids(item.head, "amod", "nmod") if sentence.kids(m.i, "conj")]


def _settle(
    raw: list[Found], mention: Mention, sentence: Sentence, phrases: dict[int, Phrase], scenes: set[int], events: set[int]
) -> list[Argument]:
    """Turn heads into arguments: only phrases that can take part, each once, a place only as what was attacked."""
    settled: dict[int, Argument] = {}
    for item in [*raw, *(f for item in raw for f in _joined(item, sentence))]:
        phrase = phrases.get(item.head)
        if phrase is None or (item.head in events and item.rule != "itself"):
            continue
        role = roles_of(mention, item, phrase, scene=item.head in scenes)
        if role is not None and phrase.index not in settled:
            settled[phrase.index] = Argument(mention.index, role, phrase.index, item.rule)
    return list(settled.values())


__all__ = ["ParticipantsStage"]
