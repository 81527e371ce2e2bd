"""Where a filler begins: the keys of MUC-4 cut articles and most numbers, and some other words, off the strings they quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.draft import Draft
from dateline.lexicon.words import word_set
from dateline.sentence import Sentence, Token

if TYPE_CHECKING:
    from muc4_features import FeatureWeights

LONGEST = 8
"""Words of the longest filler that is tried."""
STOPS = frozenset(
    {",", ";", ":", "(", ")", "--", ".", "and", "or", "by", "that", "who", "which", "when", "was", "were"}
)
"""Words over which no filler reaches back."""
_DETERMINERS = frozenset("a an the this that these those his her its their our my another other".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string that ends with a head: its first token, its words in lower case, and its features."""

    first: int
    words: str
    features: tuple[str, ...]


def candidates(draft: Draft, sentence: int, head: int) -> Iterator[Candidate]:
    """Yield the strings that end with a token."""
    told, text = draft.sentences[sentence], draft.report.text
    phrase = next((p for p in draft.phrases_in(sentence) if p.head == head), None)
    first, named = (phrase.first, phrase.named) if phrase is not None else (-1, False)
    for start in range(head, max(-1, head - LONGEST), -1):
        if told.tokens[start].lower in STOPS:
            break
        words = text[told.tokens[start].start : told.tokens[head].end].lower()
        if any(c.isalnum() for c in words):
            yield Candidate(start, words, tuple(_features(told, start, head, first, named=named)))


def best(weights: FeatureWeights, options: Iterator[Candidate]) -> tuple[float, str] | None:
    """Return the string that weighs most, with its log-odds; None where there is none."""
    weighed = ((weights.odds(c.features), c.words) for c in options)
    return max(weighed, key=lambda pair: pair[0], default=None)


def _features(sentence: Sentence, start: int, head: int, first: int, *, named: bool) -> Iterator[str]:
    tokens, size = sentence.tokens, head - start + 1
    before = _class(tokens[start - 1]) if start else "<s>"
    yield from (
        f"n={min(size, 6)}",
        f"first={_class(tokens[start])}",
        f"first={tokens[start].lower}",
        f"before={before}",
    )
    yield from (f"before={tokens[start - 1].lower if start else '<s>'}", f"both={_class(tokens[start])} {before}")
    yield from (
        f"full={start == first}",
        f"past={0 <= start < first}",
        f"head={_class(tokens[head])}",
        f"head={tokens[head].lower}",
    )
    yield "all=" + " ".join(_class(t) for t in tokens[start : head + 1])
    yield "around=" + " ".join(_class(t) for t in tokens[max(0, start - 2) : head + 1])
    yield from (f"dep={tokens[start].dep}", f"named={named}", f"head n={tokens[head].lower} {min(size, 4)}")
    titles = word_set("titles") if start else frozenset()
    yield from (
        f"after title={start > 0 and tokens[start - 1].lower in titles}",
        f"title={tokens[start].lower in titles}",
    )
    yield from (f"of={any(t.lower == 'of' for t in tokens[start:head])}", f"before n={before} {min(size, 4)}")


def _class(token: Token) -> str:
    word = token.lower
    if word in _DETERMINERS:
        return "det"
    if token.pos == "NUM" or word.isdigit():
        return "num"
    if word in {'"', "'", "`", "``", "''"}:
        return "quote"
    return word if word in {"'s", "of"} else token.pos
