"""The anchor: the clause that states the event best, at most thirty words."""

from __future__ import annotations

from dateline.draft import Draft, Sentence
from dateline.events import MAX_ANCHOR_WORDS
from dateline.grammar import container, is_verb
from dateline.stages.coding.material import Material
from dateline.text import Span

OUTSIDE = frozenset({"relcl", "advcl", "parataxis", "conj", "cc", "punct", "ccomp", "mark", "intj", "meta"})
"""Dependents of a verb that are no part of its own clause."""
CARRIED = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "attr"})


def anchor_of(draft: Draft, material: Material) -> Span:
    """Return the anchor of an event: the clause of its lead mention."""
    if material.stretch is not None:
        return draft.span(*material.stretch)
    mention = material.lead
    sentence = draft.sentences[mention.sentence]
    top = container(sentence, mention.token) if mention.nominal else mention.token
    token = sentence.tokens[top]
    if token.dep == "acomp":
        top = token.head
    if mention.nominal:
        for above in sentence.ancestors(top):
            if is_verb(above):
                if token.dep in CARRIED and above.dep != "relcl":
                    top = above.i
                break
            token = above
    told = [m.token for m in material.mentions if m.sentence == mention.sentence]
    chosen = _clause(sentence, top, keep=told, whole=mention.frame == "speech")
    first, last = _window(sentence, sorted(chosen), mention.token)
    return draft.span(sentence.tokens[first].start, sentence.tokens[last].end)


def _clause(sentence: Sentence, top: int, *, keep: list[int], whole: bool) -> set[int]:
    """Return the tokens of a clause; of a verb of saying with what is said."""
    path = {i for k in keep for i in (k, *(t.i for t in sentence.ancestors(k)))}
    found: set[int] = set()
    stack = [top]
    while stack:
        i = stack.pop()
        found.add(i)
        for k in sentence.children[i]:
            kid = sentence.tokens[k]
            if (
                k in path
                or (whole and kid.dep == "ccomp" and i == top)
                or (kid.dep == "relcl" and i in path and i == top and not is_verb(sentence.tokens[top]))
                or kid.dep not in OUTSIDE
                or (kid.dep in {"conj", "cc"} and i != top)
            ):
                stack.append(k)
    return found


def _window(sentence: Sentence, chosen: list[int], centre: int) -> tuple[int, int]:
    """Return first and last token of the stretch around a word, cut to the longest length of an anchor."""
    text_words = [i for i in chosen if sentence.tokens[i].pos != "PUNCT"] or [centre]
    first, last = text_words[0], text_words[-1]
    while _words(sentence, first, last) > MAX_ANCHOR_WORDS:
        if centre - first > last - centre:
            first += 1
        else:
            last -= 1
    return first, last


def _words(sentence: Sentence, first: int, last: int) -> int:
    count, end = 0, -1
    for token in sentence.tokens[first : last + 1]:
        count += token.start > end
        end = token.end
    return count
