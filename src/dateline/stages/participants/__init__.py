"""Participants: which phrases play which role in each event mention."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from dateline.actors import load_actors
from dateline.draft import Argument, Draft, Mention, Phrase, Sentence
from dateline.stage import PerDraft
from dateline.stages.participants.fill import Found, fill_verb
from dateline.stages.participants.nouns import fill_noun
from dateline.stages.participants.roles import roles_of
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
    settled = _settle(raw, mention, view, scenes)
    if mention.plover in SPEECH_TYPES and not any(a.role == "speaker" for a in settled):
        speaker = spoken_by(view.draft, mention)
        if speaker is not None and all(a.phrase != speaker.index for a in settled):
            settled.append(Argument(mention.index, "speaker", speaker.index, "its words"))
    return settled


def _owned(view: View, mention: Mention, item: Found, phrase: Phrase) -> Found | None:
    """Return what an owner is to an act: a group frees its captives, a state's war or murder is only where it was."""
    actor = view.draft.phrases[phrase.chain].actor
    if item.rule not in {"possessor", "modifier"} or actor is None or load_actors().is_person(actor):
        return item
    if item.side == "undergoer":
        return replace(item, side="doer") if mention.mode == "release" else None
    place = (
        item.rule == "modifier" and mention.plover == "ASSAULT" and _is_country(phrase)
    )  # "Iraq mortar attack": where, not whose
    civil = any(k.lemma == "civil" for k in view.sentence.kids(mention.token, "amod"))
    return None if place or (civil and phrase.kind in {"government", "military"}) else item


def _is_country(phrase: Phrase) -> bool:
    """Whether a state stands under its name; adjectives, "US" among them, say whose an act is."""
    return load_actors().is_state(phrase.actor) and load_actors().state_by_adjective(phrase.name) is None


def _is_act(view: View, head: int) -> bool:
    """Whether a head word states an event itself and names nobody ("hostages", "protesters" and a "patrol" name people too)."""
    act = view.mentions.get(head)
    if act is None or act.frame in {"held", "state"}:
        return False
    patrol = act.plover in {"COOPERATE", "MOBILIZE"} and head in view.own and view.own[head].human
    return not patrol


def _joined(item: Found, sentence: Sentence) -> list[Found]:
    """Return the owner listed before a phrase ("US" of "US and Iraqi forces")."""
    return [
        Found(m.i, item.side, "listed before", item.preposition)
        for m in sentence.kids(item.head, "amod", "nmod")
        if sentence.kids(m.i, "conj", "cc")
        or (m.text[:1].isupper() and any(k.text == "," for k in sentence.kids(m.i, "punct")))
    ]


def _settle(raw: list[Found], mention: Mention, view: View, scenes: set[int]) -> list[Argument]:
    """Turn heads into arguments: only phrases that can take part, each once, a place only as what was attacked."""
    settled: dict[int, Argument] = {}
    for candidate in [*raw, *(f for found in raw for f in _joined(found, view.sentence))]:
        phrase = view.spoken.get(candidate.head) if candidate.phrase < 0 else view.draft.phrases[candidate.phrase]
        if phrase is None or (candidate.rule != "itself" and _is_act(view, candidate.head)):
            continue
        nobody = any(k.lower in {"no", "neither"} for k in view.sentence.kids(candidate.head, "det", "preconj"))
        item = None if nobody else _owned(view, mention, candidate, phrase)
        if item is None:
            continue
        words = view.sentence.tokens
        act, scene = words[mention.token], item.head in scenes
        role = roles_of(mention, item, phrase, words[item.head], act=act, scene=scene)
        if role is not None and phrase.index not in settled:
            settled[phrase.index] = Argument(mention.index, role, phrase.index, item.rule)
    return list(settled.values())


__all__ = ["ParticipantsStage"]
