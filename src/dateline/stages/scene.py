"""Scenes: which of the places and times of a sentence belong to which event mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Draft, Mention, PerDraft, Scene, Sentence
from dateline.grammar import is_verb

FAR = 99
CLAUSES = frozenset({"relcl", "advcl", "ccomp", "conj", "acl", "parataxis", "xcomp", "pcomp"})
CLAUSE_COST, STEP_COST = 2.0, 1.0
"""What a step of the tree costs, and one across the border of a clause, when the nearest trigger is sought."""


@dataclass(frozen=True)
class SceneStage(PerDraft):
    """Assigns to each mention the places and times that its clause gives it."""

    name: ClassVar[str] = "scene"
    needs: ClassVar[tuple[str, ...]] = ("sentences", "mentions", "toponyms", "times")
    assigns: ClassVar[tuple[str, ...]] = ("scenes",)

    def __call__(self, draft: Draft) -> Draft:
        """Attach the places and times of one report."""
        places: dict[int, list[int]] = {m.index: [] for m in draft.mentions}
        times: dict[int, list[int]] = {m.index: [] for m in draft.mentions}
        by_sentence: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        for n, toponym in enumerate(draft.toponyms):
            mentions = by_sentence.get(toponym.sentence)
            if mentions and not toponym.metonym:
                sentence = draft.sentences[toponym.sentence]
                head = _top(sentence, toponym.first, toponym.last)
                owner = _nearest(sentence, head, mentions, place=True)
                if owner is not None:
                    places[owner.index].append(n)
        for n, time in enumerate(draft.times):
            mentions = by_sentence.get(time.sentence)
            if mentions:
                sentence = draft.sentences[time.sentence]
                owner = _nearest(sentence, _top(sentence, time.first, time.last), mentions, place=False)
                if owner is not None:
                    times[owner.index].append(n)
        draft.scenes = tuple(Scene(m.index, tuple(places[m.index]), tuple(times[m.index])) for m in draft.mentions)
        return draft


def _top(sentence: Sentence, first: int, last: int) -> int:
    """Return the token of a stretch that the rest of it hangs on."""
    for i in range(first, min(last, len(sentence.tokens))):
        head = sentence.tokens[i].head
        if not first <= head < last or head == i:
            return i
    return first


def _nearest(sentence: Sentence, i: int, mentions: list[Mention], *, place: bool) -> Mention | None:
    """Return the mention that a word hangs on: the nearest above it, else the nearest below what it hangs on."""
    owners = {m.token: m for m in mentions}
    cost = 0.0
    seen = i
    for above in sentence.ancestors(i):
        token = sentence.tokens[seen]
        cost += CLAUSE_COST if token.dep in CLAUSES else STEP_COST
        if above.i in owners:
            return owners[above.i]
        if is_verb(above):
            found = _below(sentence, above.i, owners)
            if found is not None:
                return found
        seen = above.i
    return _below(sentence, seen, owners) or (mentions[0] if place else None)


def _below(sentence: Sentence, i: int, owners: dict[int, Mention]) -> Mention | None:
    """Return the mention nearest below a verb: its object or subject, or what it complements."""
    for kid in sentence.kids(i, "dobj", "nsubj", "nsubjpass", "xcomp", "ccomp", "attr", "advcl", "prep"):
        if kid.i in owners:
            return owners[kid.i]
        for inner in sentence.kids(kid.i, "pobj", "xcomp", "dobj", "conj", "nsubj", "nsubjpass"):
            if inner.i in owners:
                return owners[inner.i]
    return None
