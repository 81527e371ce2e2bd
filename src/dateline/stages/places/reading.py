"""Read the places of one report: find names, judge them, choose what they mean, and say how they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.draft import Draft, Sentence, Toponym
from dateline.gazetteer import Entry, Gazetteer
from dateline.stages.places import gates, shapes
from dateline.stages.places.context import Context, is_clear
from dateline.stages.places.metonyms import is_metonym
from dateline.stages.places.names import HYPHENS, Name, names_in
from dateline.stages.places.relations import Relation, relation_before
from dateline.stages.places.resolve import Choice, Container, choose
from dateline.stages.places.sites import Site, sites_in
from dateline.stages.places.unlisted import Unlisted, unlisted_in
from dateline.stages.places.words import PlaceWords
from dateline.text import Place
from dateline.vocabulary import PlaceKind, PlacePrecision, PlaceRelation

REGIONAL = frozenset({"country", "region", "admin1"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with the place that it was taken to mean."""

    name: Name
    choice: Choice
    last: int
    """Where its tokens end, an area noun and a container included."""

    @property
    def entry(self) -> Entry:
        """The place."""
        return self.choice.entry


class Reading:
    """Reads the places of one report.

    Args:
        draft: the report with its sentences.
        gazetteer: where names are looked up.
        words: the word sets.
    """

    def __init__(self, draft: Draft, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self._draft = draft
        self._gazetteer = gazetteer
        self._words = words
        self._context = Context(gazetteer, words)

    @property
    def context(self) -> Context:
        """What was gathered about the report."""
        return self._context

    def zone(self) -> str | None:
        """Return the time zone of the country that the report speaks of most, where one leads clearly."""
        country = self._leading()
        state = self._gazetteer.country(country) if country else None
        return state.zone if state else None

    def toponyms(self) -> list[Toponym]:
        """Return the toponyms of the report in the order of the text."""
        names = {s.index: list(names_in(s, self._gazetteer)) for s in self._draft.sentences}
        self._context.read(self._draft, [name for group in names.values() for name in group])
        accepted = {s.index: self._accept(names[s.index]) for s in self._draft.sentences}
        found: list[Toponym] = []
        for sentence in self._draft.sentences:
            placed = self._resolve(accepted[sentence.index])
            found.extend(self._sentence(sentence, placed))
        return found

    def _accept(self, names: list[Name]) -> list[tuple[Name, Container | None]]:
        """Return the names that are places, each with the container written after it; containers are not repeated."""
        context = self._context
        known = gates.Known(context.surnames, context.lower, context.in_play(), context.seen, context.shouting)
        accepted: list[tuple[Name, Container | None]] = []
        used = -1
        for n, name in enumerate(names):
            if name.first < used:
                continue
            container = self._container(name, names[n + 1 :])
            sure = gates.score(name, known, self._words, self._gazetteer, container=container is not None)
            if sure < gates.ACCEPT:
                continue
            context.seen.add(name.folded)
            if is_clear(name):
                context.add_point(name.sentence.index, name.top)
            accepted.append((name, container))
            used = container.last if container is not None else name.last
        return accepted

    def _container(self, name: Name, following: list[Name]) -> Container | None:
        """Return the state or province after a name: "Paris, Texas", "Mosul in northern Iraq"."""
        tokens = name.sentence.tokens
        at = name.last
        if at < len(tokens) and tokens[at].lower in self._words.areas:
            at += 1
        if at >= len(tokens) or tokens[at].lower not in {",", "in", "("}:
            return None
        comma = tokens[at].lower
        at += 1
        while at < len(tokens) and (
            tokens[at].lower in {"in", "the"}
            or tokens[at].lower in self._words.directions
            or tokens[at].text in HYPHENS
        ):
            at += 1
        other = next((f for f in following if f.first == at), None)
        if other is None or (comma != "," and name.top.kind == "country"):
            return None
        last = other.last
        if last < len(tokens) and tokens[last].lower in self._words.areas:
            last += 1
        for holder in other.entries:
            if holder.kind not in {"country", "admin"} and holder.source != "hand":
                continue
            admin1 = holder.admin1 if holder.precision in {"admin1", "admin2"} else None
            if holder.kind != "country" and admin1 is None:
                continue
            container = Container(holder.country, admin1, last)
            if any(container.holds(entry) and entry.index != holder.index for entry in name.entries):
                return container
        return None

    def _resolve(self, accepted: list[tuple[Name, Container | None]]) -> list[Placed]:
        placed = []
        for name, container in accepted:
            noun = gates.named_area(name, self._words, self._gazetteer)
            area = self._words.areas.get(noun or "")
            choice = choose(name, self._context, container=container, precision=area.precision if area else None)
            tokens = name.sentence.tokens
            last = name.last
            if last < len(tokens) and tokens[last].lower in self._words.areas and noun == tokens[last].lower:
                last += 1
            self._context.add_point(name.sentence.index, choice.entry)
            placed.append(Placed(name, choice, last))
        return placed

    def _sentence(self, sentence: Sentence, placed: list[Placed]) -> list[Toponym]:
        found: list[Toponym] = []
        taken: set[int] = set()
        sites = list(sites_in(sentence, self._gazetteer, self._words))
        for site in sites:
            whole = next((p for p in placed if p.name.first <= site.first and p.name.last >= site.last), None)
            own = next(
                (p for p in placed if p.entry.kind == "site" and p.name.first < site.last and site.first < p.name.last),
                None,
            )
            if whole is None and own is None:
                toponym, last = self._site(sentence, site, placed)
                found.append(toponym)
                taken.update(range(site.first, last))
        for unlisted in unlisted_in(
            sentence, self._words, {i for p in placed for i in range(p.name.first, p.last)} | taken
        ):
            found.append(self._unlisted(sentence, unlisted))
            taken.update(range(unlisted.first, unlisted.last))
        for place in placed:
            if place.name.first not in taken:
                found.append(self._toponym(sentence, place, placed))
        return sorted(found, key=lambda t: (t.start, t.end))

    def _toponym(self, sentence: Sentence, placed: Placed, others: list[Placed]) -> Toponym:
        entry = placed.entry
        first, last = placed.name.first, placed.last
        shape = shapes.shape_of(entry)
        kind, precision = entry.kind, entry.precision
        previous = sentence.tokens[first - 1] if first else None
        relation: PlaceRelation = "in"
        metonym = is_metonym(sentence, placed.name.first, placed.name.last, entry, words=self._words)
        if previous is not None and previous.lower in self._words.directions and sentence.tokens[first].lower != "of":
            if precision in REGIONAL:
                shape = shapes.part_of(shape, self._words.directions[previous.lower])
                kind, precision = "region", "region"
            first, metonym = first - 1, False
        elif previous is not None and previous.lower in self._words.parts:
            first = first - 1
        computed = relation_before(sentence, first, self._words)
        if computed is not None and not metonym:
            relation = computed.relation
            first = computed.first
            shape, kind, precision = self._related(computed, shape, placed, others, kind=kind, precision=precision)
        return self._make(
            sentence, first, last, entry, shape,
            kind=kind, precision=precision, relation=relation, metonym=metonym, confidence=placed.choice.confidence,
        )  # fmt: skip

    def _related(
        self,
        relation: Relation,
        shape: shapes.Shape,
        placed: Placed,
        others: list[Placed],
        *,
        kind: PlaceKind,
        precision: PlacePrecision,
    ) -> tuple[shapes.Shape, PlaceKind, PlacePrecision]:
        if relation.relation == "direction-of" and relation.bearing is not None:
            moved = shapes.away_from(shape, relation.bearing, relation.km)
            exact = relation.km is not None and moved.radius_km <= 2 * shapes.NEAR_KM
            return moved, "region", "town" if exact else "region"
        if relation.relation == "near":
            return shapes.near(shape), kind, precision
        if relation.relation == "off":
            return shapes.near(shape), "sea", "sea"
        if relation.relation == "between":
            other = next((p for p in others if placed.last < p.name.first <= placed.last + 4), None)
            if other is not None:
                return shapes.between(shape, shapes.shape_of(other.entry)), "route", "region"
        return shape, kind, precision

    def _make(
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
    ) -> Toponym:
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
        return Toponym(sentence.index, first, last, place, metonym, zone, entry.population)

    def _site(self, sentence: Sentence, site: Site, placed: list[Placed]) -> tuple[Toponym, int]:
        """Return the toponym of a building, and where its tokens end: its town's name may follow."""
        tokens = sentence.tokens
        inner = next(
            (p for p in placed if site.first <= p.name.first < site.last and p.entry.kind == "settlement"), None
        )
        after = next(
            (
                p
                for p in placed
                if site.last < len(tokens) and tokens[site.last].lower in {"in", "at"} and p.name.first == site.last + 1
            ),
            None,
        )
        town = after if after is not None and after.entry.precision in {"town", "site"} else inner
        last = after.last if after is not None else site.last
        known = self._gazetteer.lookup(" ".join(t.text for t in tokens[site.first : site.last]))
        if known and known[0].kind == "site" and len(known) == 1:
            return self._make(
                sentence, site.first, site.last, known[0], shapes.shape_of(known[0]), kind="site", precision="site"
            ), site.last
        if town is None:
            near = [p for p in placed if p.entry.kind == "settlement"]
            town = min(near, key=lambda p: abs(p.name.first - site.first), default=None)
        if town is not None:
            made = self._make(
                sentence,
                site.first,
                last,
                town.entry,
                shapes.shape_of(town.entry),
                kind="site",
                precision="town",
                confidence=0.7,
            )
            return replace(made, metonym=False), last
        country = after.entry.country if after is not None else self._leading()
        return self._nameless(sentence, site.first, last, kind="site", precision="site", country=country), last

    def _unlisted(self, sentence: Sentence, unlisted: Unlisted) -> Toponym:
        tokens = sentence.tokens
        text = self._draft.report.text[tokens[unlisted.name_first].start : tokens[unlisted.name_last - 1].end]
        shares = self._context.in_play()
        area = self._words.areas.get(unlisted.noun)
        candidates = [e for e in self._gazetteer.lookup_loose(text) if shares.get(e.country or "", 0.0) >= 0.5]
        if area is not None and candidates:
            fitting = [
                e for e in candidates if e.kind == area.kind or (area.kind == "district" and e.kind == "settlement")
            ]
            if fitting:
                entry = max(fitting, key=lambda e: e.importance + self._context.nearness(sentence.index, e))
                return self._make(
                    sentence, unlisted.first, unlisted.last, entry, shapes.shape_of(entry),
                    kind=entry.kind, precision=entry.precision, confidence=0.6,
                )  # fmt: skip
        kind: PlaceKind = area.kind if area is not None else "site"
        precision: PlacePrecision = area.precision if area is not None else "site"
        return self._nameless(
            sentence, unlisted.first, unlisted.last, kind=kind, precision=precision, country=self._leading()
        )

    def _leading(self) -> str | None:
        """Return the country that the report speaks of most, where one leads clearly."""
        shares = sorted(self._context.in_play().items(), key=lambda item: -item[1])
        return shares[0][0] if shares and (len(shares) == 1 or shares[1][1] <= 0.7) else None

    def _nameless(
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
