"""Resolve a place as a report or a coder describes it: "Ain al-Arab town", "Rukuba road in Bassa LGA", "A-B border".

``resolve`` answers with the place, or with the area or the middle that is certain, and with a precision that is honest
about which of these it is. What is not known or may be several places stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Literal

from dateline.gazetteer.entry import Entry, distance_km
from dateline.gazetteer.wording import Described, Makes, Named, Wording, take_apart

if TYPE_CHECKING:
    from dateline.gazetteer.reader import Gazetteer
    from dateline.vocabulary import PlacePrecision

How = Literal["place", "sound", "near", "holder", "middle", "border", "country", "ambiguous", "unknown"]

COMPANIONS: dict[str, tuple[str, ...]] = {
    "IL": ("PS",), "PS": ("IL",), "MA": ("EH",), "RS": ("XK",), "SD": ("SS",), "SS": ("SD",), "CN": ("TW", "HK", "MO"),
}  # fmt: skip
"""Territories that lists of conflict count with a state although they have a code of their own, and the other way round."""
COMPANION_PENALTY = 2.0
FITS, CLOSE, UNFIT = 3.0, 1.5, -2.0
ALTERNATE_PENALTY = 0.7
SOUND_PENALTY = 12.0
"""Importance that a name found by its sound loses for each tenth of likeness that it lacks, times ten."""
LEAST_SOUND = 0.7
LARGE_VILLAGE = 4.7
"""Above this importance (50,000 people) a place is called a town: a village of its name is another."""
LEAD = 1.0
"""By so much must the best place lead those in other first-order areas."""
NEAR_RADIUS_KM = 10.0
ONE_PLACE_KM = 30.0
_FITTING: dict[str, dict[str, float]] = {
    "settlement": {"settlement": FITS, "district": FITS, "site": 0.0, "admin": 0.0},
    "admin2": {"admin2": FITS, "settlement": CLOSE, "district": CLOSE, "admin1": 0.0},
    "admin1": {"admin1": FITS, "region": CLOSE, "admin2": 0.0, "settlement": 0.0},
    "site": {"site": FITS, "district": CLOSE, "settlement": 0.0, "admin2": -1.0},
    "relief": {"region": FITS, "river": CLOSE, "site": CLOSE, "settlement": 0.0, "admin2": 0.0, "admin1": 0.0},
    "water": {"river": FITS, "sea": FITS, "region": CLOSE, "site": CLOSE, "settlement": 0.0, "admin2": -1.0, "admin1": -1.0},
    "route": {"route": FITS, "site": CLOSE, "settlement": 0.0, "district": 0.0, "admin2": -1.0},
    "area": {"settlement": CLOSE, "district": FITS, "region": CLOSE, "admin2": CLOSE, "admin1": CLOSE, "site": 0.0},
    "": {"settlement": CLOSE, "district": CLOSE, "region": CLOSE, "site": CLOSE, "admin2": 0.0, "admin1": CLOSE, "river": CLOSE,
         "sea": CLOSE, "route": CLOSE},
}  # fmt: skip
"""What the words beside a name ask for, and how well each kind of place answers it."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a described place lies.

    Args:
        how: place: it is in the gazetteer; sound: under another spelling; near: only what it lies by is; holder: only
            the area that holds it is; middle: between several; border, country: of a state's precision; ambiguous,
            unknown: not resolved.
        entry: the place of the gazetteer that the answer rests on.
        precision: of the answer; None where it is not resolved.
        country, admin1, admin2: as in the record.
        lat, lon: degrees; radius_km: within this distance of the point it lies.
        rivals: the other places that it may be, the likeliest first.
    """

    how: How
    entry: Entry | None = None
    precision: PlacePrecision | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    rivals: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    entry: Entry
    score: float
    makes: Makes
    by_sound: bool = False
    inner: bool = False
    """The name is that of a place which the described one lies at: the village of "X village checkpoint"."""


def resolve(where: str, gazetteer: Gazetteer, *, country: str | None = None) -> Resolution:
    """Resolve a described place.

    Args:
        where: the words, as a report or a coder has them.
        country: ISO 3166-1 alpha-2 of the state that it lies in, where that is known.
    """
    wording = take_apart(where)
    if wording is None:
        return Resolution("unknown", country=country)
    return _Resolver(gazetteer, country).resolve(wording)


class _Resolver:
    """Resolves the parts of one wording in one country."""

    def __init__(self, gazetteer: Gazetteer, country: str | None) -> None:
        self._gazetteer = gazetteer
        self._country = country
        self._countries = None if country is None else {country, *COMPANIONS.get(country, ())}

    def resolve(self, wording: Wording) -> Resolution:
        """Return where the whole lies."""
        holders = self._holders(wording.within)
        if wording.relation in {"border", "between"}:
            return _answer("holder", holders[0], country=self._country) if holders else self._several(wording)
        found = [c for part in (*wording.parts, *wording.others) for c in self.candidates(part)]
        if holders:
            held = [c for c in found if any(_holds(h, c.entry) for h in holders)]
            if held:
                return self._choose(held, near=wording.relation == "near")
            if (
                any(d.outer in {"admin1", "admin2"} or h.precision == "admin1" for d, h in self._said(wording.within))
                or not found
            ):
                return _answer("holder", holders[0], country=self._country)
        answer = self._choose(found, near=wording.relation == "near") if found else None
        if answer is None or (answer.admin1 is None and answer.how != "ambiguous"):
            # "LoC, Nowshera sector", "a strike near Qah village": what it lies by says more than what it is.
            by = [c for part in wording.within for c in self.candidates(part)]
            if by:
                return self._choose(by, near=True)
        return answer or Resolution("unknown", country=self._country)

    def candidates(self, described: Described) -> list[_Candidate]:
        """Return the places that a description may mean: by name, else under another spelling."""
        for named in described.readings:
            entries = self._gazetteer.lookup_folded(named.name, countries=self._countries)
            if self._countries is not None:
                entries += self._gazetteer.lookup_minor(named.name, countries=self._countries)
            found = list(self._scored(entries, named, described))
            if found:
                return found
        for named in reversed(described.readings):
            alike = list(self._gazetteer.lookup_alike(named.name, countries=self._countries))
            if self._countries is not None:
                alike += self._gazetteer.lookup_alike(named.name, countries=self._countries, minor=True)
            found = [
                _Candidate(c.entry, c.score - SOUND_PENALTY * (1 - likeness), c.makes, by_sound=True, inner=c.inner)
                for likeness, entry in alike
                if likeness >= LEAST_SOUND
                for c in self._scored((entry,), named, described)
            ]
            if found:
                return found
        return []

    def _scored(self, entries: Iterable[Entry], named: Named, described: Described) -> Iterator[_Candidate]:
        inner = named is described.bare and described.outer not in {"", "area", named.makes}
        for entry in entries:
            if entry.kind == "country":
                continue
            fit = _fit(entry, named.makes)
            if fit is None:
                continue
            score = entry.importance + fit - (0.0 if entry.is_main_name else ALTERNATE_PENALTY)
            if (
                named.makes == "settlement"
                and "village" in described.readings[0].name
                and entry.importance > LARGE_VILLAGE
            ):
                score -= entry.importance - LARGE_VILLAGE
            if entry.country != self._country and self._country is not None and entry.country is not None:
                score -= COMPANION_PENALTY
            yield _Candidate(entry, score, named.makes, inner=inner)

    def _said(self, within: Iterable[Described]) -> Iterator[tuple[Described, Entry]]:
        """Yield the areas that are said to hold it, with the words that say so."""
        for described in within:
            areas = [c for c in self.candidates(described) if c.entry.kind == "admin"]
            if areas:
                yield described, max(areas, key=lambda c: (c.score, -c.entry.index)).entry

    def _holders(self, within: Iterable[Described]) -> list[Entry]:
        return [entry for _, entry in self._said(within)]

    def _choose(self, found: list[_Candidate], *, near: bool) -> Resolution:
        """Return the best of some candidates if it leads those of other areas by enough."""
        ranked = sorted(found, key=lambda c: (-c.score, c.entry.index))
        best = ranked[0]
        rivals = [c for c in ranked[1:] if _area(c.entry) != _area(best.entry)]
        if rivals and best.score - rivals[0].score < LEAD:
            return Resolution("ambiguous", country=self._country, rivals=tuple(c.entry for c in ranked[:10]))
        others = tuple(c.entry for c in ranked[1:10])
        how: How = "near" if near or best.inner else "sound" if best.by_sound else "place"
        answer = _answer(how, best.entry, country=self._country, rivals=others)
        if answer.admin1 is None and best.entry.country is not None:
            return replace(answer, admin1=self._gazetteer.area_of(best.entry))
        return answer

    def _several(self, wording: Wording) -> Resolution:
        """Resolve a place between, among or along several."""
        whole = wording.others[0] if wording.others else None
        if whole is not None:
            named = [c for c in self.candidates(whole) if not c.by_sound and not c.inner]
            if named:
                return self._choose(named, near=False)
        groups = [group for part in wording.parts if (group := self.candidates(part))]
        if wording.relation == "border":
            areas = [max(group, key=lambda c: c.score).entry for group in groups]
            if len(areas) == 1 and areas[0].precision in {"admin1", "admin2"}:
                # The other side lies in another state.
                return _answer("near", areas[0], country=self._country)
            return Resolution("border", precision="region", country=self._country)
        if not groups:
            return Resolution("unknown", country=self._country)
        if len(groups) == 1:
            return self._choose(groups[0], near=True)
        groups = [sorted(group, key=lambda c: -c.score)[:5] for group in groups[:4]]
        chosen = max(product(*groups), key=_closeness)
        return _middle([c.entry for c in chosen], self._country)


def _fit(entry: Entry, makes: Makes) -> float | None:
    """Return how well a place answers what the words beside its name ask for; None where it cannot be meant."""
    kind = entry.precision if entry.kind == "admin" else entry.kind
    return _FITTING[makes].get(kind, UNFIT if kind != "country" else None)


def _area(entry: Entry) -> tuple[str | None, str | None]:
    return entry.country, entry.admin1


def _holds(holder: Entry, entry: Entry) -> bool:
    """Whether an area holds a place, or is it."""
    if entry.country != holder.country:
        return False
    if holder.precision == "admin1":
        return entry.admin1 == holder.admin1
    return entry.admin2 == holder.admin2 and entry.admin1 == holder.admin1


def _closeness(chosen: tuple[_Candidate, ...]) -> float:
    """Return how likely several places are meant together: well known, and near to one another."""
    first = chosen[0].entry
    spread = max(first.distance_km(c.entry.lat, c.entry.lon) for c in chosen[1:])
    return sum(c.score for c in chosen) / len(chosen) - spread / 50.0


def _answer(how: How, entry: Entry, *, country: str | None, rivals: tuple[Entry, ...] = ()) -> Resolution:
    precision = entry.precision
    radius = entry.radius_km
    if how == "near":
        precision = "town" if precision == "site" else precision
        radius += NEAR_RADIUS_KM
    return Resolution(
        how,
        entry,
        precision,
        entry.country or country,
        entry.admin1,
        entry.admin2,
        entry.lat,
        entry.lon,
        radius,
        rivals,
    )


def _middle(entries: list[Entry], country: str | None) -> Resolution:
    """Return the point between several places; what they do not share stays open."""
    first = entries[0]
    lat = sum(e.lat for e in entries) / len(entries)
    lon = sum(e.lon for e in entries) / len(entries)
    radius = max(distance_km(lat, lon, e.lat, e.lon) + e.radius_km for e in entries)
    admin1 = first.admin1 if all(_area(e) == _area(first) for e in entries) else None
    admin2 = first.admin2 if admin1 and all(e.admin2 == first.admin2 for e in entries) else None
    precision: PlacePrecision = (
        "town" if radius <= ONE_PLACE_KM and admin1 else "admin2" if admin2 else "admin1" if admin1 else "region"
    )
    return Resolution(
        "middle", first, precision, first.country or country, admin1, admin2, lat, lon, radius, tuple(entries)
    )
