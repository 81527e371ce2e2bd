"""Rank the places that bear a report's names, all names together: each is a witness for where the others lie."""

from __future__ import annotations

import functools
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib import resources

from dateline.errors import DataError
from dateline.gazetteer import Entry
from dateline.stages.places.containers import Container
from dateline.stages.places.context import Context
from dateline.stages.places.importance import alternate_penalty
from dateline.stages.places.names import Name

MOST_NAMES = 250
"""A report of more different names than that is a list; its names then rank by importance and country alone, since to
compare all with all would cost too much."""
PROVINCE = 5.0
"""Importance of a first-order area of half a million people."""
MOST_ENTRIES = 40
"""Namesakes that are weighed; the rest are the least known of dozens."""
REACH_KM = 150.0
"""Within this distance one place speaks for another, the more the nearer. 100 and 200 are no better on LGL."""
KM_PER_DEGREE = 111.2
CELL_DEGREES, COLUMNS = 2, 180
DECIDED = 6.0
"""A place that leads its namesakes so far (a state, a village of its name) is meant whatever the other names say."""
PRIOR = 1.5
"""How much importance counts before anything else is known."""
DATELINE, ADJECTIVE = 2.0, 0.7
"""Votes of the report's dateline and of adjectives ("Iraqi") for a country, where a place named has one."""
DATELINE_KEY = "\0"
"""Stands for the name of the dateline where the text has not the same name; no folded name is like it."""
MOST_SUPPORT, MOST_AREA = 2.0, 3.0
LEAST_VOTES = 0.2
LOCAL = frozenset({"site", "town", "admin2"})
"""Precisions of places that are small enough to lie near each other."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts for a place among those that bear its name, in log odds.

    Args:
        importance: of the place, each power of ten of its people.
        alternate: it is found by an alternate name.
        country: the votes of the other names for its country, as a share of the leading country's.
        share: the same, as a share of all votes.
        area: the root of the votes of the other names for its first-order area.
        close: how many names of the same or the next sentence have a place near it, each by its own share and distance.
        far: the same of the names elsewhere in the report.
        held: somewhere in the report the name is followed by what holds this place ("Paris, Texas").
        holds: it is written after another name of the report, and holds a place of that ("Casper, Wyoming").
        is_country: it is a state.
        is_area: it is a first-order area without a town of its name in it.
        has_seat: it is a first-order area, and a town of its name lies in it (Kabul, New York).
    """

    importance: float
    alternate: float
    country: float
    share: float
    area: float
    close: float
    far: float
    held: float
    holds: float
    is_country: float
    is_area: float
    has_seat: float


@functools.cache
def load_weights() -> Weights:
    """Return the fitted weights.

    Raises:
        DataError: the file lacks a weight or holds something else.
    """
    text = resources.files("dateline").joinpath("data/place_weights.json").read_text("utf-8")
    try:
        given = json.loads(text)["weights"]
        return Weights(**{f.name: float(given[f.name]) for f in fields(Weights)})
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"data/place_weights.json is broken: {error}") from error


@dataclass(slots=True)
class Sense:
    """What one name of a report may mean: its places, their shares, and where the name stands."""

    key: str
    entries: tuple[Entry, ...]
    sentences: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    """Numbers of the places that lie in what is written after the name somewhere."""
    scores: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def learn(self, scores: Sequence[float]) -> None:
        """Take new scores; what is held elsewhere in the report is one of the places held."""
        self.scores = list(scores)
        self.shares = shares_of(scores)
        if self.held:
            kept = [n if e.index in self.held else 0.0 for n, e in zip(self.shares, self.entries, strict=True)]
            total = sum(kept)
            self.shares = [n / total for n in kept] if total else self.shares


@dataclass(frozen=True, slots=True)
class _Witness:
    key: str
    share: float
    lat: float
    lon: float


class Ranking:
    """Ranks the places of a report's names.

    Args:
        context: countries that adjectives and the dateline speak for.
        weights: what each sign counts.
    """

    def __init__(self, context: Context, weights: Weights) -> None:
        self._context = context
        self._weights = weights
        self._senses: dict[str, Sense] = {}
        self._holding: set[int] = set()
        self._dateline: Sense | None = None
        self._countries: defaultdict[str, float] = defaultdict(float)
        self._areas: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._cells: defaultdict[tuple[int, int], list[_Witness]] = defaultdict(list)

    def read(self, uses: Iterable[tuple[Name, Container | None]], dateline: Sequence[Entry] = ()) -> None:
        """Take all names of the report that are places, each with what holds it; then rank the places of each.

        Args:
            dateline: what the words of the dateline may mean.
        """
        for name, container in uses:
            self._add(name, container)
        if dateline:
            self._dateline = self._of_dateline(weighed(dateline))
        for sense in self._senses.values():
            sense.learn([PRIOR * (e.importance - alternate_penalty(e)) for e in sense.entries])
        for _ in range(2):
            self._gather()
            ranked = [(sense, self._scores(sense)) for sense in self._senses.values()]
            for sense, scores in ranked:
                sense.learn(scores)

    def features(self, name: Name) -> list[tuple[Entry, Weights]]:
        """Return the places of a name that was read, each with its signs: for fitting the weights."""
        sense = self._senses[name.folded]
        return [(entry, self._signs(sense, entry)) for entry in sense.entries]

    def scored(self, name: Name) -> list[tuple[float, Entry]]:
        """Return the places of a name with their scores; names that were not read rank by importance."""
        sense = self._senses.get(name.folded)
        known = {} if sense is None else {e.index: n for e, n in zip(sense.entries, sense.scores, strict=True)}
        unknown = min(known.values(), default=0.0) - 1.0
        return [(known.get(e.index, unknown if known else PRIOR * e.importance), e) for e in weighed(name.entries)]

    def of_dateline(self) -> Entry | None:
        """Return the place of the dateline; None where the report has none."""
        sense = self._dateline
        if sense is None:
            return None
        return max(zip(sense.scores, sense.entries, strict=True), key=lambda pair: pair[0])[1]

    def _of_dateline(self, entries: tuple[Entry, ...]) -> Sense:
        """Return what the dateline's name may mean: what the same name means in the text, where it stands there."""
        main = {entry.index for entry in entries}
        same = next((s for s in self._senses.values() if main & {e.index for e in s.entries}), None)
        if same is None:
            same = self._senses[DATELINE_KEY] = Sense(DATELINE_KEY, entries)
        elif len(entries) < len(same.entries):
            same.held.update(main)
        same.sentences.update((0, 1, 2))
        return same

    def support(self, entry: Entry, sentences: set[int], *, without: str = "") -> tuple[float, float]:
        """Return how many names have a place near this one: of the sentences given, and elsewhere.

        Args:
            without: the folded name that is in doubt itself.
        """
        best: dict[str, float] = {}
        row, column = _cell(entry)
        shrink = math.cos(math.radians(entry.lat))
        for i in (row - 1, row, row + 1):
            for j in (column - 1, column, column + 1):
                for witness in self._cells.get((i, j % COLUMNS), ()):
                    if witness.key == without:
                        continue
                    east = ((witness.lon - entry.lon + 540) % 360 - 180) * shrink
                    km = KM_PER_DEGREE * math.hypot(witness.lat - entry.lat, east)
                    says = witness.share * (1 - km / REACH_KM)
                    if says > best.get(witness.key, 0.0):
                        best[witness.key] = says
        close = far = 0.0
        for key, says in best.items():
            other = self._senses.get(key)
            if other is None or not sentences.isdisjoint(other.sentences):
                close += says
            else:
                far += says
        return min(close, MOST_SUPPORT), min(far, MOST_SUPPORT)

    def _add(self, name: Name, container: Container | None) -> None:
        sense = self._senses.get(name.folded)
        entries = weighed(name.entries)
        if sense is None:
            sense = self._senses[name.folded] = Sense(name.folded, entries)
        elif len(entries) != len(sense.entries):
            # One use says more than the other ("Va." is the state, whatever else is called Virginia).
            narrow, wide = sorted((entries, sense.entries), key=len)
            sense.held.update(e.index for e in narrow)
            sense.entries = wide
        here = name.sentence.index
        sense.sentences.update((here - 1, here, here + 1))
        if container is not None:
            sense.held.update(e.index for e in sense.entries if container.holds(e))
            self._holding.add(container.place.index)

    def _gather(self) -> None:
        """Count what the names say of countries, areas and points, by their shares as they are now."""
        self._countries.clear()
        self._areas.clear()
        self._cells.clear()
        for code, votes in self._context.adjectives.items():
            self._countries[code] += ADJECTIVE * min(1, votes)
        dateline = self._context.dateline
        if dateline is not None:
            self._vote(dateline, DATELINE, "")
        for sense in self._senses.values():
            for share, entry in zip(sense.shares, sense.entries, strict=True):
                self._vote(entry, share, sense.key)

    def _vote(self, entry: Entry, share: float, key: str) -> None:
        if entry.country:
            self._countries[entry.country] += share
            if entry.admin1:
                self._areas[entry.country, entry.admin1] += share
        if entry.precision in LOCAL and len(self._senses) <= MOST_NAMES:
            self._cells[_cell(entry)].append(_Witness(key, min(share, 1.0), entry.lat, entry.lon))

    def _scores(self, sense: Sense) -> list[float]:
        if len(sense.entries) == 1:
            return [0.0]
        if sense.entries[0].importance - sense.entries[1].importance >= DECIDED and not sense.held:
            return [self._weights.importance * entry.importance for entry in sense.entries]
        others = self._others(sense)
        return [self._score(self._signs(sense, entry, others)) for entry in sense.entries]

    def _score(self, signs: Weights) -> float:
        w = self._weights
        return (
            w.importance * signs.importance
            + w.alternate * signs.alternate
            + w.country * signs.country
            + w.share * signs.share
            + w.area * signs.area
            + w.close * signs.close
            + w.far * signs.far
            + w.held * signs.held
            + w.holds * signs.holds
            + w.is_country * signs.is_country
            + w.is_area * signs.is_area
            + w.has_seat * signs.has_seat
        )

    def _others(self, sense: Sense) -> tuple[dict[str, float], dict[tuple[str, str], float], float, float]:
        """Return the votes without those of one name, for countries and areas, the most for a country, and their sum."""
        countries: dict[str, float] = dict(self._countries)
        areas: dict[tuple[str, str], float] = {}
        for share, entry in zip(sense.shares, sense.entries, strict=True):
            if entry.country:
                countries[entry.country] = countries.get(entry.country, 0.0) - share
                if entry.admin1:
                    area = (entry.country, entry.admin1)
                    areas[area] = areas.get(area, self._areas[area]) - share
        return countries, areas, max(countries.values(), default=0.0), sum(countries.values())

    def _signs(
        self,
        sense: Sense,
        entry: Entry,
        others: tuple[Mapping[str, float], Mapping[tuple[str, str], float], float, float] | None = None,
    ) -> Weights:
        """Return the signs for one place of a name, in the form of the weights they are multiplied by."""
        countries, areas, most, total = others if others is not None else self._others(sense)
        votes = countries.get(entry.country or "", 0.0)
        is_area = entry.precision == "admin1"
        seated = is_area and any(
            e.precision == "town" and (e.country, e.admin1) == (entry.country, entry.admin1) for e in sense.entries
        )
        area = areas.get((entry.country or "", entry.admin1 or ""), 0.0)
        close, far = self.support(entry, sense.sentences, without=sense.key) if entry.precision in LOCAL else (0.0, 0.0)
        return Weights(
            importance=entry.importance,
            alternate=1.0 if alternate_penalty(entry) else 0.0,
            country=votes / most if most > LEAST_VOTES else 0.0,
            share=votes / total if total > LEAST_VOTES else 0.0,
            area=math.sqrt(min(area, MOST_AREA)) if area > 0 else 0.0,
            close=close,
            far=far,
            held=1.0 if entry.index in sense.held else 0.0,
            holds=1.0 if entry.index in self._holding else 0.0,
            is_country=1.0 if entry.kind == "country" else 0.0,
            is_area=1.0 if is_area and not seated else 0.0,
            has_seat=1.0 if is_area and seated else 0.0,
        )


def _cell(entry: Entry) -> tuple[int, int]:
    """Return the cell of a grid that a place lies in; what is within reach of it lies there or in the cells around."""
    return math.floor(entry.lat / CELL_DEGREES), math.floor((entry.lon + 180) / CELL_DEGREES) % COLUMNS


def weighed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return those of a name's places that are weighed.

    Beside a state or a large province of that name, none is that only bears it as another name ("Mexico" is no city,
    "Illinois" no village); beside a province a metropolis is ("New York").
    """
    if any(e.kind == "country" for e in entries):
        entries = [e for e in entries if e.kind == "country" or e.is_main_name]
    elif any(e.precision == "admin1" and e.importance >= PROVINCE for e in entries):
        entries = [e for e in entries if e.precision == "admin1" or not alternate_penalty(e)]
    return tuple(entries[:MOST_ENTRIES])


def shares_of(scores: Sequence[float]) -> list[float]:
    """Return the probabilities that scores in log odds stand for."""
    most = max(scores)
    odds = [math.exp(score - most) for score in scores]
    total = sum(odds)
    return [n / total for n in odds]
