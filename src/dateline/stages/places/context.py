"""What the whole report says that helps to place its names: countries in play and people's surnames."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dateline.draft import Draft, Sentence
from dateline.gazetteer import Entry, Gazetteer, fold
from dateline.stages.places.importance import METROPOLIS, STATE
from dateline.stages.places.names import Name
from dateline.stages.places.people import is_surname
from dateline.stages.places.words import PlaceWords

DATELINE_VOTE, STATE_VOTE, ADJECTIVE_VOTE, CITY_VOTE, AREA_VOTE = 3.0, 1.0, 0.7, 0.7, 0.7
CONFIRMED_VOTE, CONFIRMED_LEAD = 0.4, 1.5
"""What a place adds once it is taken as one, and how far it must lead its namesakes in other countries for that."""
PLAYS = 0.34
"""A country is in play that has this share of the votes of the leading one."""
MOST_VOTES = 3
"""A name that is said again and again votes no more often: it may be the one that is in doubt."""
CLEAR_LEAD = 2.5
"""A city votes for its country only when its namesakes elsewhere are so much less known (300 times fewer people)."""


@dataclass(slots=True)
class Context:
    """Gathers votes for countries, and names of people, while a report is read."""

    gazetteer: Gazetteer
    words: PlaceWords
    votes: dict[str, float] = field(default_factory=dict)
    own: dict[str, tuple[str, float]] = field(default_factory=dict)
    adjectives: dict[str, int] = field(default_factory=dict)
    dateline: Entry | None = None
    surnames: set[str] = field(default_factory=set)
    lower: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    _shares: dict[str, float] | None = None
    _codes: dict[str, str | None] = field(default_factory=dict)

    def read(self, draft: Draft, names: Iterable[Name]) -> None:
        """Take the votes of a report's names, its dateline and its adjectives of countries."""
        text = draft.text
        self.lower = set(re.findall(r"\b[a-z]{3,}\b", text))
        said: Counter[str] = Counter()
        for name in names:
            said[name.folded] += 1
            if said[name.folded] <= MOST_VOTES:
                self._vote(name)
        for sentence in draft.sentences:
            self._read_words(sentence)

    def _vote(self, name: Name) -> None:
        top = name.top
        if top.country is None or (
            name.words == 1 and name.folded in self.words.never and not name.is_written_as_state()
        ):
            return
        rival = max((e.importance for e in name.entries if e.country != top.country), default=0.0)
        weight = 0.0
        if top.kind == "country":
            weight = STATE_VOTE if rival < METROPOLIS - 1 else 0.0
        elif top.kind == "settlement":
            clear = top.importance >= METROPOLIS and top.importance - rival >= CLEAR_LEAD
            weight = CITY_VOTE if clear else 0.0
        elif (top.source == "hand" and rival < METROPOLIS - 1) or (
            top.precision == "admin1" and rival < CLEAR_LEAD + 1.5
        ):
            weight = AREA_VOTE
        if weight:
            self._add(top.country, weight)
            self.own[name.folded] = (top.country, weight + self.own.get(name.folded, ("", 0.0))[1])

    def _add(self, country: str, weight: float) -> None:
        self.votes[country] = self.votes.get(country, 0.0) + weight
        self._shares = None

    def _read_words(self, sentence: Sentence) -> None:
        previous = ""
        for token in sentence.tokens:
            text = token.text
            if text[:1].isupper():
                code = self._adjective(text)
                if code is None and previous[:1].isupper():
                    code = self._adjective(f"{previous} {text}")
                if code is not None:
                    self._add(code, ADJECTIVE_VOTE)
                    self.adjectives[code] = self.adjectives.get(code, 0) + 1
                if token.i and previous[:1].isupper() and is_surname(sentence, token.i, self.words):
                    self.surnames.add(fold(text))
            previous = text

    def _adjective(self, text: str) -> str | None:
        if text not in self._codes:
            self._codes[text] = self.gazetteer.country_of_adjective(text)
        return self._codes[text]

    def take_dateline(self, entry: Entry) -> None:
        """Take the vote of the report's dateline."""
        self.dateline = entry
        if entry.country:
            self._add(entry.country, DATELINE_VOTE)

    def confirm(self, name: Name) -> None:
        """Let a name that was taken as a place vote, where it leads its namesakes in other countries."""
        top = name.top
        if top.country is None or name.folded in self.own or name.folded in self.words.never:
            return
        rival = max((e.importance for e in name.entries if e.country != top.country), default=0.0)
        if top.importance - rival >= CONFIRMED_LEAD:
            self._add(top.country, CONFIRMED_VOTE)
            self.own[name.folded] = (top.country, CONFIRMED_VOTE)

    def in_play(self, *, without: str = "") -> dict[str, float]:
        """Return the countries in play with their share of the votes of the leading one.

        Args:
            without: a folded name whose own votes do not count: the name in doubt is no witness for itself.
        """
        if without not in self.own:
            if self._shares is None:
                self._shares = self._shares_of(self.votes)
            return self._shares
        country, weight = self.own[without]
        votes = {code: n - weight if code == country else n for code, n in self.votes.items()}
        return self._shares_of(votes)

    @staticmethod
    def _shares_of(votes: Mapping[str, float]) -> dict[str, float]:
        most = max(votes.values(), default=0.0)
        return {code: n / most for code, n in votes.items() if n >= PLAYS * most} if most > 0.01 else {}


def is_clear(name: Name) -> bool:
    """Whether a name means one place whatever the report: it has one, or one far ahead of the rest."""
    top = name.top
    if top.importance >= STATE:
        return True
    rest = [e.importance for e in name.entries[1:] if (e.country, e.admin1) != (top.country, top.admin1)]
    return top.importance >= METROPOLIS - 1 and (not rest or top.importance - rest[0] >= 1.5)
