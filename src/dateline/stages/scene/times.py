"""Which mention a time told in a sentence belongs to."""

from __future__ import annotations

from dateline.draft import Mention, Sentence, Token
from dateline.grammar import is_verb
from dateline.lexicon.words import word_set
from dateline.stages.scene.routes import Route

FIRM = 2.4
"""Up to this cost a time is a mention's own; above it holds for something else of the sentence."""
SHARED = 1.0
"""Mentions of a sentence whose costs lie no further apart share a time."""
BLOCKED = 99.0
WITHIN = frozenset(
    {
        "pobj",
        "npadvmod",
        "advmod",
        "nmod",
        "amod",
        "compound",
        "poss",
        "nummod",
        "appos",
        "dobj",
        "pcomp",
        "prep",
        "mark",
    }
)
"""Links that leave a time within one clause."""


def cost_of(sentence: Sentence, mention: Mention, route: Route) -> float:
    """Return how far a time lies from a mention."""
    cost = 0.0
    for n, token in enumerate(route.up):
        above = route.up[n + 1] if n + 1 < len(route.up) else route.meet
        cost += _step_up(sentence, token, above, mention)
    for token in route.down:
        cost += _step_down(sentence, route, token)
    return min(cost, BLOCKED)


def _step_up(sentence: Sentence, token: Token, above: Token, mention: Mention) -> float:
    if token.dep in WITHIN:
        return 0.15
    if token.dep == "conj":
        return 0.2 if not is_verb(token) else 1.6
    if token.dep in {"relcl", "acl"}:
        if above.i == mention.token and token.lemma in word_set("happen"):
            return 0.2
        return 1.6 if token.dep == "acl" else 2.6
    if token.dep == "xcomp":
        return 0.6
    if token.dep == "advcl":
        marks = {k.lower for k in sentence.kids(token.i, "mark", "advmod")}
        return (
            4.0
            if marks & {"after", "before", "since", "until", "if"}
            else 0.9
            if token.tag == "VBG" or "when" in marks
            else 1.8
        )
    if token.dep in {"nsubj", "nsubjpass"}:
        return 1.4
    return 2.0


def _step_down(sentence: Sentence, route: Route, token: Token) -> float:
    if token.dep in {"nsubj", "nsubjpass", "dobj", "attr", "pobj", "oprd", "appos", "compound", "nmod"}:
        return 0.4
    if token.dep in {"prep", "agent"}:
        return 0.3 if token.lower in word_set("within_event") else 1.6
    if token.dep in {"xcomp", "pcomp"}:
        return 0.5
    if token.dep == "conj":
        return 1.0
    if token.dep in {"advcl", "dep"}:
        marks = {k.lower for k in sentence.kids(token.i, "mark", "advmod")}
        return (
            3.0
            if marks & {"after", "before", "since"}
            else 0.6
            if token.tag in {"VBG", "VBN"} or marks & {"when", "as"}
            else 1.8
        )
    if token.dep in {"ccomp", "parataxis"}:
        return _down_to_content(route, token)
    if token.dep in {"relcl", "acl"}:
        return 2.6
    return 1.5


def _down_to_content(route: Route, token: Token) -> float:
    """A time that hangs on a verb of saying is the saying's, unless it stands nearer to the content than to the verb."""
    top = route.up[0] if route.up else route.meet
    low, high = min(token.head, token.i), max(token.head, token.i)
    inside = low < top.i < high and abs(top.i - token.i) < abs(top.i - token.head)
    return 1.5 if inside else 2.6
