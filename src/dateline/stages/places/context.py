"""What the whole report says that helps to place its names: countries in play, people's surnames, points already known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.draft import Draft, Sentence
from dateline.gazetteer import Entry, Gazetteer, distance_km, fold
from dateline.stages.places.gates import METROPOLIS, STATE
from dateline.stages.places.names import Name
from dateline.stages.places.words import PlaceWords

DATELINE_VOTE, STATE_VOTE, ADJECTIVE_VOTE, CITY_VOTE, AREA_VOTE = 3.0, 1.0, 0.7, 0.7, 0.7
PLAYS = 0.34
"""A country is in play that has this share of the votes of the leading one."""
SHOUTING_SHARE = 0.7
NEAR_KM = 200.0
"""Places of one report lie within such a distance of each other more often than not."""


@dataclass(slots=True)
class Context:
    """Gathers votes for countries and points for places while a report is read."""

    gazetteer: Gazetteer
    words: PlaceWords
    votes: Counter[str] = field(default_factory=Counter)
    areas: Counter[tuple[str, str]] = field(default_factory=Counter)
    points: list[tuple[int, float, float]] = field(default_factory=list)
    surnames: set[str] = field(default_factory=set)
    lower: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    shouting: bool = False

    def read(self, draft: Draft, names: Iterable[Name]) -> None:
        """Take the votes of a report's names, its dateline and its adjectives of countries."""
        text = draft.report.text
        letters = sum(map(str.isalpha, text)) or 1
        self.shouting = sum(map(str.isupper, text)) > SHOUTING_SHARE * letters
        self.lower = set(re.findall(r"\b[a-z]{3,}\b", text))
        for name in names:
            self._vote(name)
        for sentence in draft.sentences:
            self._read_words(sentence)

    def _vote(self, name: Name) -> None:
        top = name.top
        if top.country is None or (name.words == 1 and name.folded in self.words.never):
            return
        if top.kind == "country":
            self.votes[top.country] += STATE_VOTE
        elif top.kind == "settlement" and top.importance >= METROPOLIS:
            self.votes[top.country] += CITY_VOTE
        elif top.source == "hand" or (top.precision == "admin1" and len(name.entries) == 1):
            self.votes[top.country] += AREA_VOTE
        for entry in name.entries:
            if entry.precision == "admin1" and entry.admin1 and entry.country:
                self.areas[entry.country, entry.admin1] += 1

    def _read_words(self, sentence: Sentence) -> None:
        previous = ""
        for token in sentence.tokens:
            text = token.text
            if text[:1].isupper():
                code = self.gazetteer.country_of_adjective(text)
                if code is None and previous[:1].isupper():
                    code = self.gazetteer.country_of_adjective(f"{previous} {text}")
                if code is not None:
                    self.votes[code] += ADJECTIVE_VOTE
                plain = previous.lower().rstrip(".")
                if (
                    previous[:1].isupper()
                    and (plain in self.words.given or plain in self.words.roles)
                    and len(text) > 2
                ):
                    self.surnames.add(fold(text))
            previous = text

    def take_dateline(self, entry: Entry) -> None:
        """Take the vote and the point of the report's dateline."""
        if entry.country:
            self.votes[entry.country] += DATELINE_VOTE
        self.add_point(0, entry)

    def in_play(self) -> dict[str, float]:
        """Return the countries in play with their share of the votes of the leading one."""
        most = max(self.votes.values(), default=0.0)
        return {code: votes / most for code, votes in self.votes.items() if votes >= PLAYS * most} if most else {}

    def add_point(self, sentence: int, entry: Entry) -> None:
        """Remember where a place lies that was surely meant."""
        if entry.precision in {"site", "town", "admin2", "admin1"}:
            self.points.append((sentence, entry.lat, entry.lon))

    def nearness(self, sentence: int, entry: Entry) -> float:
        """Return 0 to 1.5 for how well a place fits the places already known, those of near sentences most."""
        best = 0.0
        for at, lat, lon in self.points:
            if abs(lat - entry.lat) < 3 and distance_km(lat, lon, entry.lat, entry.lon) < NEAR_KM:
                best = max(best, 1.5 if abs(at - sentence) <= 1 else 1.0)
        return best


def is_clear(name: Name) -> bool:
    """Whether a name means one place whatever the report: it has one, or one far ahead of the rest."""
    top = name.top
    if top.importance >= STATE:
        return True
    rest = [e.importance for e in name.entries[1:] if (e.country, e.admin1) != (top.country, top.admin1)]
    return top.importance >= METROPOLIS - 1 and (not rest or top.importance - rest[0] >= 1.5)
