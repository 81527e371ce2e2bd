"""Linking: the doer whom the learned reader finds for an event that the rules leave without one.

The rules propose and decide wherever they find anybody; the reader proposes where they find nobody, and the rules still say
who can take part and in which role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from dateline.draft import Argument, Cluster, Draft, Mention, Phrase, Sentence
from dateline.grammar import opens_since
from dateline.lexicon.words import word_set
from dateline.stage import PerDraft
from dateline.stages.participants.fill import Found
from dateline.stages.participants.settle import settle
from dateline.stages.participants.standins import View
from dateline.vocabulary import DOING

WATERS = frozenset({"sea", "river"})
"""Kinds of place for which nobody acts."""
LINKED = "linked by the reader"
"""The rule that such an argument names."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may head the doer of a mention's event; `odds` are the reader's log-odds that it does."""

    mention: Mention
    head: int
    odds: float


@dataclass(frozen=True)
class LinkingStage(PerDraft):
    """Assigns to events without a doer the phrase that the reader links to them best.

    Args:
        odds: least log-odds of a link that is believed. From 0.5 to 1 five in six of those added to events that gold has were
            right, and F1 of all slots rose on modern reports, leads and our examples alike; at 0 it fell on leads.
    """

    name: ClassVar[str] = "linking"
    needs: ClassVar[tuple[str, ...]] = (
        "sentences", "phrases", "toponyms", "mentions", "attributions", "arguments", "clusters", "readings",
    )  # fmt: skip
    assigns: ClassVar[tuple[str, ...]] = ("linked",)

    odds: float = 0.75

    def __call__(self, draft: Draft) -> Draft:
        """Link the phrases of one report."""
        if draft.readings:
            found = (self._linked(draft, cluster) for cluster in draft.clusters)
            draft.linked = tuple(argument for argument in found if argument is not None)
        return draft

    def _linked(self, draft: Draft, cluster: Cluster) -> Argument | None:
        """Return the likeliest doer of an event who is not in it already and can take part."""
        told = draft.arguments_of(cluster.mentions)
        if any(argument.role in DOING for argument in told):
            return None
        taken = {draft.phrases[argument.phrase].chain for argument in told}
        for candidate in sorted(self._candidates(draft, cluster), key=lambda c: -c.odds):
            for argument in _settled(draft, candidate):
                if argument.rule == LINKED and draft.phrases[argument.phrase].chain not in taken:
                    return argument
        return None

    def _candidates(self, draft: Draft, cluster: Cluster) -> Iterator[Candidate]:
        for index in cluster.mentions:
            mention = draft.mentions[index]
            reading = draft.reading_of(mention.sentence)
            if reading is None:
                continue
            sentence = draft.sentences[mention.sentence]
            odds = reading.doers(mention.token).tolist()
            heads = dict.fromkeys(phrase.head for phrase in draft.phrases_in(mention.sentence))
            for head in heads:
                if odds[head] < self.odds or head == mention.token or opens_since(sentence, head, mention.token):
                    continue
                if not _only_says(sentence, mention.token, head):
                    yield Candidate(mention, head, odds[head])


def _only_says(sentence: Sentence, deed: int, head: int) -> bool:
    """Whether a phrase is who tells of the deed after it ("ten were held, the prosecutor of Ecuador said"), or of that one's name."""
    for above in (sentence.tokens[head], *sentence.ancestors(head)):
        if above.dep == "nsubj":
            verb = sentence.tokens[above.head]
            return verb.lemma in word_set("say_verbs") and verb.i > deed and above.i > deed
    return False


def _settled(draft: Draft, candidate: Candidate) -> list[Argument]:
    """Return what the rules make of a candidate: the one who stands behind the words, in a role; nothing where it cannot act."""
    sentence = candidate.mention.sentence
    toponyms = draft.toponyms_in(sentence)
    waters = {i for toponym in toponyms if toponym.place.kind in WATERS for i in range(toponym.first, toponym.last)}
    heads: dict[int, Phrase] = {}
    for phrase in draft.phrases_in(sentence):
        if phrase.head not in waters:
            heads.setdefault(phrase.head, phrase)
    mentions = {mention.token: mention for mention in draft.mentions_in(sentence)}
    view = View(draft, draft.sentences[sentence], heads, mentions)
    scene = {i for toponym in toponyms if not toponym.metonym for i in range(toponym.first, toponym.last)}
    return settle([Found(candidate.head, "doer", LINKED)], candidate.mention, view, scene)
