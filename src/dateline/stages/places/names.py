"""Find the names of a report that the gazetteer knows, before anything is decided about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.draft import Sentence, Token
from dateline.gazetteer import Entry, Gazetteer, fold

HYPHENS = frozenset("-–‐‑")
SMALL = frozenset(
    """al el ad an ar as ash at az ed es ul de la le les du des da do dos das di del della of the and e i y of on upon sur sous
    am im der den bin ibn abu au aux en op aan van von zu""".split()
)
"""Words that stand in lower case inside names."""
OWN_SOURCES = frozenset({"hand", "airports", "countries"})
"""Entries of these name sites whose last words stand in lower case ("Kandahar airport")."""
MAX_WORDS = 8
LONGEST_ABBREVIATION = 6


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

    def is_written_as_state(self) -> bool:
        """Whether the words are the capitals of a state's short name ("US", "U.S."), which case tells from a pronoun."""
        text = self.sentence.tokens[self.first].text
        return self.top.kind == "country" and (text.isupper() or "." in text)

    @property
    def start(self) -> int:
        """Where it starts in the text."""
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.sentence.tokens[self.last - 1].end


def head_of(sentence: Sentence, first: int, last: int) -> Token:
    """Return the token of a stretch that the rest of it hangs on, the last one where nothing is parsed."""
    for token in reversed(sentence.tokens[first:last]):
        if token.head == token.i or not first <= token.head < last:
            return token
    return sentence.tokens[last - 1]


@dataclass(slots=True)
class _Word:
    """A word of a sentence; not frozen, since one is made for every word of a report and that doubles the cost."""

    token: int
    folded: str
    capital: bool
    glued: bool
    """Nothing but a blank or a hyphen stands between the word before and this one."""
    begins: bool
    ends: bool


def names_in(sentence: Sentence, gazetteer: Gazetteer, *, abbreviations: Mapping[str, str]) -> Iterator[Name]:
    """Yield the longest names of a sentence that the gazetteer knows, in order, not overlapping.

    Args:
        abbreviations: states as they are shortened after a town and a comma ("Va"), and their names.
    """
    words = _words(sentence)
    at = 0
    while at < len(words):
        word = words[at]
        if not (word.capital or (word.folded in SMALL and _article_of_name(words, at))):
            at += 1
            continue
        state = _abbreviated(sentence, words[at], gazetteer, abbreviations)
        if state is not None:
            yield state
            at += 1
            continue
        found = _longest_at(sentence, words, at, gazetteer)
        if found is None:
            at += 1
            continue
        name, used = found
        yield name
        at += used


def _abbreviated(
    sentence: Sentence, word: _Word, gazetteer: Gazetteer, abbreviations: Mapping[str, str]
) -> Name | None:
    """Return the state that a word shortens, where it stands after a comma: "Alexandria, Va."."""
    token = sentence.tokens[word.token]
    if (
        not word.capital
        or len(token.text) > LONGEST_ABBREVIATION
        or token.i < 2
        or sentence.tokens[token.i - 1].text != ","
    ):
        return None
    name = abbreviations.get(token.text.replace(".", ""))
    if name is None:
        return None
    entries = tuple(e for e in gazetteer.lookup(name) if e.precision == "admin1" and e.country in {"US", "CA"})
    return Name(sentence, token.i, token.i + 1, fold(name), entries) if entries else None


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
        lower = token.lower
        if lower.isalnum() and lower.isascii():
            parts = [lower]
        else:
            parts = [] if lower in {"'s", "’s"} or lower.endswith("$") else fold(token.text).split()
        if not parts:
            glued = False
            continue
        for n, part in enumerate(parts):
            capital = token.text[:1].isupper() if n == 0 else True
            words.append(_Word(token.i, part, capital, glued or n > 0, n == 0, n == len(parts) - 1))
            glued = True
    return words
