"""Sentences and their words as the parser reads them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.text import SectionKind


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence as the parser reads it.

    Args:
        i: index in the sentence; `head` is the index of its syntactic head (its own for the root).
        start, end: code-point offsets into the report's text.
        pos, tag, dep: universal part of speech, Penn tag, and dependency label (ClearNLP, as spaCy's English models).
    """

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its parse. `parsed` is False where it was passed over: then only words are there.

    Tokens of a sentence that was passed over have empty pos, tag, dep and lemma, and head -1.
    """

    index: int
    section: SectionKind
    paragraph: int
    start: int
    end: int
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...] = ()
    parsed: bool = True

    def subtree(self, i: int) -> list[int]:
        """Return the indices of a token and all below it, in order."""
        found, stack = [], [i]
        while stack:
            top = stack.pop()
            found.append(top)
            stack.extend(self.children[top])
        return sorted(found)

    def kids(self, i: int, *deps: str) -> list[Token]:
        """Return the children of a token, only those with one of the dependency labels if any are given."""
        below = self.children[i]
        if not below:
            return []
        tokens = self.tokens
        return [tokens[k] for k in below if not deps or tokens[k].dep in deps]

    def ancestors(self, i: int) -> Iterator[Token]:
        """Yield the heads above a token, nearest first."""
        while self.tokens[i].head != i and self.tokens[i].head >= 0:
            i = self.tokens[i].head
            yield self.tokens[i]

    def token_at(self, offset: int) -> Token | None:
        """Return the token that covers a code point of the text, or the next one."""
        return next((t for t in self.tokens if t.end > offset), None)

    def tokens_between(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the tokens that overlap text[start:end]; empty where none does."""
        first = bisect_right(self.tokens, start, key=lambda token: token.end)
        return first, max(first, bisect_left(self.tokens, end, key=lambda token: token.start))
