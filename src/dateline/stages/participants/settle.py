"""Which of the heads that the syntax or the reader puts on a side of an event take part, and in which role."""

from __future__ import annotations

from dataclasses import replace

from dateline.actors import load_actors
from dateline.draft import Argument, Mention, Phrase, Sentence
from dateline.stages.participants.fill import Found
from dateline.stages.participants.roles import roles_of
from dateline.stages.participants.standins import View


def settle(raw: list[Found], mention: Mention, view: View, scenes: set[int]) -> list[Argument]:
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
