"""Find the names of a report that the gazetteer knows, before anything is decided about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.draft import Sentence
from dateline.gazetteer import Entry, Gazetteer, fold

HYPHENS = frozenset("-–‐‑")
SMALL = frozenset(
    """al el ad an ar as ash at az ed es ul de la le les du des da do dos das di del della of the and e i y of on upon sur sous
    am im der den bin ibn abu""".split()
)
"""Words that stand in lower case inside names."""
OWN_SOURCES = frozenset({"hand", "airports", "countries"})
"""Entries of these name sites whose last words stand in lower case ("Kandahar airport")."""
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Name:
    """Words that the gazetteer knows: the half-open token range, the folded words, and the places that bear them."""

    sentence: Sentence
    first: int
    last: int
    folded: str
    entries: tuple[Entry, ...]

    @property
    def top(self) -> Entry:
        """The likeliest of its places when nothing else is known."""
        return self.entries[0]

    @property
    def words(self) -> int:
        """How many words it has."""
        return self.folded.count(" ") + 1

    @property
    def start(self) -> int:
        """Where it starts in the text."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.sentence.tokens[self.last - 1].end


@dataclass(frozen=True, slots=True)
class _Word:
    token: int
    folded: str
    capital: bool
    glued: bool
    """Nothing but a blank or a hyphen stands between the word before and this one."""
    begins: bool
    ends: bool


def names_in(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Name]:
    """Yield the longest names of a sentence that the gazetteer knows, in order, not overlapping."""
    words = _words(sentence)
    at = 0
    while at < len(words):
        found = _longest_at(sentence, words, at, gazetteer)
        if found is None:
            at += 1
            continue
        name, used = found
        yield name
        at += used


def _longest_at(sentence: Sentence, words: list[_Word], at: int, gazetteer: Gazetteer) -> tuple[Name, int] | None:
    word = words[at]
    if not word.begins or not (word.capital or _article_of_name(words, at)):
        return None
    reach = min(gazetteer.starts(word.folded), MAX_WORDS, len(words) - at)
    glued = 1
    while glued < reach and words[at + glued].glued:
        glued += 1
    for count in range(min(reach, glued), 0, -1):
        part = words[at : at + count]
        if not part[-1].ends or (count == 1 and not word.capital):
            continue
        entries = gazetteer.lookup_folded(" ".join(w.folded for w in part))
        if entries and not all(w.capital or w.folded in SMALL for w in part):
            entries = tuple(e for e in entries if e.source in OWN_SOURCES)
        if entries:
            return Name(sentence, word.token, part[-1].token + 1, " ".join(w.folded for w in part), entries), count
    return None


def _article_of_name(words: list[_Word], at: int) -> bool:
    """Whether a small word opens a name, as in "al-Hawl"."""
    return words[at].folded in SMALL and at + 1 < len(words) and words[at + 1].glued and words[at + 1].capital


def _words(sentence: Sentence) -> list[_Word]:
    words: list[_Word] = []
    glued = False
    for token in sentence.tokens:
        if token.text in HYPHENS:
            continue
        parts = [] if token.lower in {"'s", "’s"} else fold(token.text).split()
        if not parts:
            glued = False
            continue
        for n, part in enumerate(parts):
            capital = token.text[:1].isupper() if n == 0 else True
            words.append(_Word(token.i, part, capital, glued or n > 0, n == 0, n == len(parts) - 1))
            glued = True
    return words
