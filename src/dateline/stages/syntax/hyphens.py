"""Mends what the parser makes of "vice-principal" and "ex-governor": a word, a dash and a word side by side, each an object.

The model was trained on text in which such words are one. Where it does not know the first part it hangs all three on the verb alike,
so that one killed person would be counted three times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.stages.syntax.parser import Word

HYPHENS = frozenset({"-", "‑", "–"})


def joined(words: Sequence[Word]) -> list[Word]:
    """Return the words with the parts of each compound under its last one; the words themselves if there is nothing to mend."""
    found = list(words)
    for n in range(len(words) - 2):
        if _is_torn(found, n):
            _mend(found, n)
    return found


def _is_torn(words: list[Word], n: int) -> bool:
    """Whether words n, n + 1 and n + 2 are one word that was taken for three, the dash for a thing."""
    first, dash, last = (words[n + k].reading for k in range(3))
    if dash.text not in HYPHENS or dash.dep == "punct":
        return False
    at = words[n].offset + len(first.text)
    if words[n + 1].offset != at or words[n + 2].offset != at + len(dash.text):
        return False
    return first.text.isalpha() and last.text.isalpha() and not _hangs_on(words, words[n].head, {n, n + 1, n + 2})


def _hangs_on(words: list[Word], at: int, below: set[int]) -> bool:
    """Whether the way up from a word leads through one of some: hanging these on it would make a ring."""
    while at not in below:
        if words[at].head == at:
            return False
        at = words[at].head
    return True


def _mend(words: list[Word], n: int) -> None:
    """Hang what hangs on the three words on the last of them, and that where the first hung."""
    first, dash, last = words[n : n + 3]
    for k, word in enumerate(words):
        if word.head in {n, n + 1} and k not in {n, n + 1, n + 2}:
            words[k] = replace(word, head=n + 2)
    reading = replace(last.reading, dep=first.reading.dep)
    if last.reading.tag == "JJ":
        reading = replace(reading, tag="NN", pos="NOUN", lemma=last.reading.lower)
    words[n + 2] = replace(last, reading=reading, head=first.head)
    words[n] = replace(first, reading=replace(first.reading, dep="compound"), head=n + 2)
    words[n + 1] = replace(dash, reading=replace(dash.reading, dep="punct", tag="HYPH", pos="PUNCT"), head=n + 2)
