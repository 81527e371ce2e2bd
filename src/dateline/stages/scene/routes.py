"""Routes through the tree of a sentence: up from one word to what it shares with another, and down to that."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.draft import Sentence, Token


@dataclass(frozen=True, slots=True)
class Route:
    """The way from a stretch of words to the word of a mention.

    Args:
        up: tokens from the head of the stretch up to, but without, the common word; empty where that is the common word.
        meet: the common word.
        down: tokens from below the common word down to the mention's word; empty where the mention's word is the common one.
    """

    up: tuple[Token, ...]
    meet: Token
    down: tuple[Token, ...]


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """Return the token of a stretch that the rest of it hangs on."""
    for i in range(first, min(last, len(sentence.tokens))):
        head = sentence.tokens[i].head
        if not first <= head < last or head == i:
            return i
    return first


def route(sentence: Sentence, start: int, goal: int) -> Route | None:
    """Return the way between two words, or None where the parse leaves them in two trees."""
    ups = [start, *(t.i for t in sentence.ancestors(start))]
    downs = [goal, *(t.i for t in sentence.ancestors(goal))]
    meet = next((i for i in ups if i in downs), None)
    if meet is None:
        return None
    tokens = sentence.tokens
    return Route(
        tuple(tokens[i] for i in ups[: ups.index(meet)]),
        tokens[meet],
        tuple(tokens[i] for i in reversed(downs[: downs.index(meet)])),
    )
