"""Make the toponyms of the draft from places that were chosen, with the shapes that directions and relations give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.draft import Draft, Rival, Sentence, Toponym
from dateline.gazetteer import Entry, Gazetteer
from dateline.stages.places import shapes
from dateline.stages.places.importance import METROPOLIS
from dateline.stages.places.metonyms import is_metonym
from dateline.stages.places.names import Name
from dateline.stages.places.relations import Relation, far_end, relation_before
from dateline.stages.places.resolve import Choice
from dateline.stages.places.words import PlaceWords
from dateline.text import Place
from dateline.vocabulary import PlaceKind, PlacePrecision, PlaceRelation

TOWN_REACH_KM = 50.0
"""A point told as so far from a town, or less, is as exact as a town's."""
REGIONAL = frozenset({"country", "region", "admin1"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with the place that it was taken to mean."""

    name: Name
    choice: Choice
    last: int
    """Where its tokens end, an area noun included."""
    contained: bool = False
    """What holds it is written after it."""

    @property
    def entry(self) -> Entry:
        """The place."""
        return self.choice.entry


class Maker:
    """Makes toponyms of one report.

    Args:
        draft: the report that the words stand in.
        gazetteer: where zones are looked up.
        words: the word sets.
    """

    def __init__(self, draft: Draft, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self._draft = draft
        self._gazetteer = gazetteer
        self._words = words

    def toponym(self, sentence: Sentence, placed: Placed, others: list[Placed]) -> Toponym:
        """Return the toponym of a placed name, with the direction and relation written before it.

        Args:
            others: the other placed names of the sentence, one of which may be the far end of "between".
        """
        entry = placed.entry
        first, last = placed.name.first, placed.last
        shape = shapes.shape_of(entry)
        kind, precision = entry.kind, entry.precision
        previous = sentence.tokens[first - 1] if first else None
        relation: PlaceRelation = "in"
        metonym = not placed.contained and is_metonym(
            sentence, placed.name.first, placed.name.last, entry, words=self._words
        )
        if previous is not None and previous.lower in self._words.directions and sentence.tokens[first].lower != "of":
            if precision in REGIONAL:
                shape = shapes.part_of(shape, self._words.directions[previous.lower])
                kind, precision = "region", "region"
            first, metonym = first - 1, False
        elif previous is not None and previous.lower in self._words.parts:
            first = first - 1
        computed = relation_before(sentence, first, self._words)
        other = self._far_end(sentence, computed, placed, others) if computed is not None else None
        if computed is not None and self._holds(computed, entry, metonym=metonym, other=other):
            relation, metonym = computed.relation, False
            first = min(first, computed.first)
            last = other.last if other is not None else last
            shape, kind, precision = self._related(computed, shape, other, kind=kind, precision=precision)
        return self.make(
            sentence, first, last, entry, shape,
            kind=kind, precision=precision, relation=relation, metonym=metonym, confidence=placed.choice.confidence,
            rivals=placed.choice.rivals,
        )  # fmt: skip

    @staticmethod
    def _far_end(sentence: Sentence, relation: Relation, placed: Placed, others: list[Placed]) -> Placed | None:
        """Return the second place of "between A and B" or "from A to B"."""
        if relation.relation not in {"between", "along"}:
            return None
        firsts = {p.name.first: p for p in others}
        at = far_end(sentence, placed.last, firsts)
        return firsts[at] if at is not None else None

    @staticmethod
    def _holds(relation: Relation, entry: Entry, *, metonym: bool, other: Placed | None) -> bool:
        """Whether the words tell where something lies: "between Moscow and Kyiv" tells who deals with whom."""
        if relation.relation == "between" and other is not None:
            capitals = {entry.kind, other.entry.kind} <= {"country"} or max(
                entry.importance, other.entry.importance
            ) >= METROPOLIS
            return not metonym and not capitals
        if relation.relation == "between":
            return False
        return not metonym

    def _related(
        self,
        relation: Relation,
        shape: shapes.Shape,
        other: Placed | None,
        *,
        kind: PlaceKind,
        precision: PlacePrecision,
    ) -> tuple[shapes.Shape, PlaceKind, PlacePrecision]:
        if other is not None:
            return shapes.between(shape, shapes.shape_of(other.entry)), "route", "region"
        if relation.inside and relation.bearing is not None:
            if precision not in REGIONAL:
                return shape, kind, precision
            return shapes.part_of(shape, relation.bearing), "region", "region"
        if relation.relation == "direction-of" and relation.bearing is not None:
            moved = shapes.away_from(shape, relation.bearing, relation.km)
            exact = relation.km is not None and relation.km <= TOWN_REACH_KM
            return moved, "region", "town" if exact else "region"
        if relation.relation == "near":
            far = relation.km is not None and relation.km > TOWN_REACH_KM
            return shapes.near(shape, relation.km), "region" if far else kind, "region" if far else precision
        if relation.relation == "off":
            return shapes.near(shape, relation.km), "sea", "sea"
        return shape, kind, precision

    def make(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        entry: Entry,
        shape: shapes.Shape,
        *,
        kind: PlaceKind,
        precision: PlacePrecision,
        relation: PlaceRelation = "in",
        metonym: bool = False,
        confidence: float | None = None,
        rivals: Sequence[tuple[Entry, float]] = (),
    ) -> Toponym:
        """Return the toponym of the tokens from first to last that names a place of the gazetteer.

        Args:
            shape: where it lies, which relations may have moved from the place's own point.
            rivals: the other places that it may be, with their shares.
        """
        span = self._draft.span(sentence.tokens[first].start, sentence.tokens[last - 1].end)
        computed = relation == "direction-of" or kind != entry.kind
        place = Place(
            name=span.quote,
            kind=kind,
            precision=precision,
            relation=relation,
            geonames_id=None if computed else entry.geonames_id,
            latitude=round(shape.lat, 4),
            longitude=round(shape.lon, 4),
            radius_km=round(shape.radius_km, 1),
            country=entry.country,
            admin1=entry.admin1,
            admin2=entry.admin2,
            spans=(span,),
            confidence=confidence,
        )
        zone = self._gazetteer.zone_of(entry)
        others = tuple(Rival(e.name, e.country, e.admin1, e.lat, e.lon, share) for e, share in rivals)
        return Toponym(sentence.index, first, last, place, metonym, zone, entry.population, others)

    def nameless(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        *,
        kind: PlaceKind,
        precision: PlacePrecision,
        country: str | None,
    ) -> Toponym:
        """Return a toponym that keeps its name but has no coordinates."""
        span = self._draft.span(sentence.tokens[first].start, sentence.tokens[last - 1].end)
        state = self._gazetteer.country(country) if country else None
        place = Place(name=span.quote, kind=kind, precision=precision, country=country, spans=(span,), confidence=0.4)
        return Toponym(sentence.index, first, last, place, zone=state.zone if state else None)
