"""Find the names of a report that the gazetteer knows, before anything is decided about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dateline.draft import Sentence, Token
from dateline.gazetteer import Entry, Gazetteer, fold
from dateline.stages.places.words import PlaceWords

HYPHENS = frozenset("-–‐‑")
SMALL = frozenset(
    """al el ad an ar as ash at az ed es ul de la le les du des da do dos das di del della of the and e i y of on upon sur sous
    am im der den bin ibn abu au aux en op aan van von zu""".split()
)
"""Words that stand in lower case inside names."""
OWN_SOURCES = frozenset({"hand", "airports", "countries"})
"""Entries of these name sites whose last words stand in lower case ("Kandahar airport")."""
MAX_WORDS = 8
TAIL_TAGS = frozenset({"NOUN", "PROPN", "ADJ", ""})
LOWER_TAIL = 4
"""Names end with so many words in lower case at most ("Rafah border crossing point")."""
LONGEST_ABBREVIATION = 6
MOST_SHARING = 40
SHORTENED = frozenset({"US", "CA", "AU"})
"""Countries whose states and provinces news shortens."""
AMBIGUOUS_SHORT = frozenset("Miss Mass Del La Mo Pa Me Ore Wash Ind Ill Vic Tas Sask Is".split())
"""Short forms that alone are as often another word."""
_DOTTED = re.compile(r"[A-Z]\.[A-Z][a-z]{0,2}\.?(?:[A-Z]\.)?")


@dataclass(frozen=True, slots=True)
class Name:
    """Words that the gazetteer knows: the half-open token range, the folded words, and the places that bear them.

    `noun` is the area noun that several names share ("county" in "Clark and Warren counties"), else empty.
    """

    sentence: Sentence
    first: int
    last: int
    folded: str
    entries: tuple[Entry, ...]
    noun: str = ""

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
    """A name may end with it: it has a capital or may be a noun ("Kandahar airport", not "Kandahar said")."""


def names_in(sentence: Sentence, gazetteer: Gazetteer, words: PlaceWords) -> list[Name]:
    """Return the longest names of a sentence that the gazetteer knows, in order, not overlapping."""
    found = list(_names(sentence, gazetteer, words))
    shared = [name for noun in sentence.tokens if noun.lower in words.plural_areas
              for name in _sharing(sentence, noun, gazetteer, words)]  # fmt: skip
    if shared:
        taken = {i for name in shared for i in range(name.first, name.last)}
        found = [name for name in found if taken.isdisjoint(range(name.first, name.last))]
        found = sorted([*found, *shared], key=lambda name: name.first)
    return found


def _names(sentence: Sentence, gazetteer: Gazetteer, vocabulary: PlaceWords) -> Iterator[Name]:
    words = _words(sentence, vocabulary.short_forms)
    at = 0
    while at < len(words):
        word = words[at]
        if not (word.capital or (word.folded in SMALL and _article_of_name(words, at))):
            at += 1
            continue
        state = _shortened(sentence, word.token, gazetteer, vocabulary)
        if state is not None:
            yield state
            while at < len(words) and words[at].token < state.last:
                at += 1
            continue
        found = _longest_at(sentence, words, at, gazetteer, vocabulary.short_forms)
        if found is None:
            at += 1
            continue
        name, used = found
        yield name
        at += used


def _shortened(sentence: Sentence, i: int, gazetteer: Gazetteer, words: PlaceWords) -> Name | None:
    """Return the state or city that a short form names: "Alexandria, Va.", "the S.C. House", "NSW", "Springfield MO"."""
    tokens = sentence.tokens
    token = tokens[i]
    text = token.text
    if len(text) > LONGEST_ABBREVIATION or not text[:1].isupper():
        return None
    last = i + 1
    if last < len(tokens) and tokens[last].start - token.end <= 1 and len(text) == 2 and text[1] == ".":
        text += tokens[last].text  # "W. Va."
        last += 1
        if text.replace(".", "") not in words.abbreviations:
            text, last = token.text, i + 1
    stopped = text.endswith(".")
    if last < len(tokens) and tokens[last].text == "." and tokens[last].start == tokens[last - 1].end:
        stopped = True
        last += last + 1 < len(tokens) or _DOTTED.fullmatch(text) is not None
    name = words.short_names.get(text)
    if name is not None:
        entries = gazetteer.lookup(name)[:1]
        return Name(sentence, i, last, fold(name), entries) if entries else None
    plain = text.replace(".", "")
    name = words.abbreviations.get(plain)
    if name is None or not _stands_for_state(sentence, i, text, stopped=stopped):
        return None
    entries = tuple(e for e in gazetteer.lookup(name) if e.precision == "admin1" and e.country in SHORTENED)
    return Name(sentence, i, last, fold(name), entries[:1]) if entries else None


def _stands_for_state(sentence: Sentence, i: int, text: str, *, stopped: bool) -> bool:
    """Whether a word that may shorten a state's name does so where it stands."""
    tokens = sentence.tokens
    if i >= 2 and tokens[i - 1].text == ",":
        return True
    if _DOTTED.fullmatch(text):
        return True
    previous = tokens[i - 1] if i else None
    beside = previous is not None and tokens[i].start - previous.end == 1
    if len(text) == 2 and text.isupper():
        # The code of the post office: "Springfield MO".
        return beside and previous is not None and previous.text.istitle() and len(previous.text) > 2
    if not stopped or i + 2 >= len(tokens) or text.rstrip(".") in AMBIGUOUS_SHORT:
        return False
    return previous is None or not previous.text[:1].isupper()


def _sharing(sentence: Sentence, noun: Token, gazetteer: Gazetteer, words: PlaceWords) -> Iterator[Name]:
    """Yield the names that share a noun in the plural: "Clark, Madison and Warren counties"."""
    tokens, singular = sentence.tokens, words.plural_areas[noun.lower]
    last = noun.i
    parts: list[tuple[int, int]] = []
    while last > 0 and len(parts) < MOST_SHARING:
        first = last
        while first > 0 and last - first < MAX_WORDS and _in_name(tokens[first - 1]):
            first -= 1
        if first == last:
            break
        parts.append((first, last))
        last = first
        while last > 0 and first - last < 2 and tokens[last - 1].lower in {",", "and", "or", "&"}:
            last -= 1
        if last == first:
            break
    if len(parts) < 2:
        return
    for first, last in reversed(parts):
        written = " ".join(t.text for t in tokens[first:last])
        entries = gazetteer.lookup(f"{written} {singular}")
        entries = entries or tuple(e for e in gazetteer.lookup(written) if e.kind == "admin")
        if entries:
            yield Name(sentence, first, last, fold(f"{written} {singular}"), entries, singular)


def _in_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.text[1:2] != "."


def _longest_at(
    sentence: Sentence, words: list[_Word], at: int, gazetteer: Gazetteer, short_forms: Mapping[str, str]
) -> tuple[Name, int] | None:
    word = words[at]
    if not word.begins or not (word.capital or _article_of_name(words, at)):
        return None
    full = short_forms.get(word.folded)
    reach = max(gazetteer.starts(word.folded), gazetteer.starts(full) if full else 0)
    reach = min(reach, MAX_WORDS, len(words) - at)
    glued = 1
    while glued < reach and words[at + glued].glued:
        glued += 1
    for count in range(min(reach, glued), 0, -1):
        part = words[at : at + count]
        if not part[-1].ends or (count == 1 and not word.capital):
            continue
        folded = [w.folded for w in part]
        entries = gazetteer.lookup_folded(" ".join(folded))
        if full and count > 1:
            entries = merged(entries, gazetteer.lookup_folded(" ".join([full, *folded[1:]])))
        if entries and not all(w.capital or w.folded in SMALL for w in part):
            entries = tuple(e for e in entries if e.source in OWN_SOURCES)
        if entries:
            return Name(sentence, word.token, part[-1].token + 1, " ".join(folded), entries), count
    return None


def _article_of_name(words: list[_Word], at: int) -> bool:
    """Whether a small word opens a name, as in "al-Hawl"."""
    return words[at].folded in SMALL and at + 1 < len(words) and words[at + 1].glued and words[at + 1].capital


def _words(sentence: Sentence, short_forms: Mapping[str, str]) -> list[_Word]:
    """Return the words that may belong to a name: those with a capital, small words of names, and a few after a capital."""
    words: list[_Word] = []
    glued = False
    last_capital = -LOWER_TAIL - 1
    for token in sentence.tokens:
        text, lower = token.text, token.lower
        if text[:1].isupper():
            last_capital = token.i
        elif token.i - last_capital > LOWER_TAIL and lower not in SMALL and text not in HYPHENS:
            glued = False
            continue
        if text in HYPHENS or (text == "." and glued and words[-1].folded in short_forms):
            continue
        if lower.isalnum() and lower.isascii():
            capital = text[:1].isupper()
            words.append(_Word(token.i, lower, capital, glued, True, capital or token.pos in TAIL_TAGS))
            glued = True
            continue
        parts = [] if lower in {"'s", "’s"} or lower.endswith("$") else fold(text).split()
        if not parts:
            glued = False
            continue
        for n, part in enumerate(parts):
            capital = text[:1].isupper() if n == 0 else True
            words.append(_Word(token.i, part, capital, glued or n > 0, n == 0, n == len(parts) - 1))
            glued = True
    return words


def merged(entries: tuple[Entry, ...], others: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Return the places of two look-ups, each once, the likeliest first."""
    if not others or entries == others:
        return entries
    best = {entry.index: entry for entry in (*others, *entries)}
    return tuple(sorted(best.values(), key=lambda entry: -entry.importance))
