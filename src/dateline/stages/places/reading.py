"""Read the places of one report: find names, judge them, choose what they mean, and say how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.draft import Draft, Sentence, Toponym
from dateline.gazetteer import Entry, Gazetteer, fold
from dateline.stages.places import beside, gates, othernames, shapes
from dateline.stages.places.containers import Container, container_of
from dateline.stages.places.context import Context
from dateline.stages.places.dateline import is_clear
from dateline.stages.places.described import Described, described_in
from dateline.stages.places.importance import TOWN
from dateline.stages.places.making import Maker, Placed
from dateline.stages.places.names import Name, names_in
from dateline.stages.places.ranking import Ranking, load_weights
from dateline.stages.places.resolve import Choice, choose
from dateline.stages.places.sites import Site, sites_in
from dateline.stages.places.sounding import with_sounding
from dateline.stages.places.unlisted import Unlisted, unlisted_in
from dateline.stages.places.words import PlaceWords
from dateline.vocabulary import PlaceKind, PlacePrecision

VAGUE_NOUNS = frozenset(
    {"settlement", "quarter", "commune", "area", "agency", "division", "department", "coast", "corridor", "road"}
)
"""Nouns that after a name do not say what kind of place the name itself is ("Gaza settlement")."""
TOWN_MEMORY = 2
"""A building without a town in its sentence is in the town named at most so many sentences before."""
IN_PLAY = 0.5
"""A country has at least this share of what the most named one has, to be looked into for unlisted places."""
CLEARLY = 1.5
"""Votes from which on the leading country is clearly what a report is about."""
OFFICES = frozenset({"agency", "department", "division"})
"""Nouns that after a name make an office of it, not a place."""


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
        self._ranking = Ranking(self._context, load_weights())
        self._maker = Maker(draft, gazetteer, words)
        self._sites: dict[str, Placed] = {}
        self._dateline: tuple[Entry, ...] = ()
        self._chosen: dict[tuple[object, ...], Choice] = {}
        self._town: Placed | None = None
        self._placed_countries: dict[int, set[str | None]] = {}
        self.placed: list[Placed] = []
        self.within: list[Name] = []
        """Names that are no places of their own: they stand inside the name of a body ("Lexington Police Department")."""

    def zone(self) -> str | None:
        """Return the time zone of the country that the report speaks of most, where one leads clearly."""
        country = self._leading()
        state = self._gazetteer.country(country) if country else None
        return state.zone if state else None

    def take_dateline(self, entries: tuple[Entry, ...]) -> None:
        """Let the report's dateline count for the countries in play where it is clear, and for the names near by."""
        self._dateline = entries
        if entries and is_clear(entries):
            self._context.take_dateline(entries[0])

    def dateline(self) -> Entry | None:
        """Return the place of the dateline, once the toponyms are read."""
        if not self._dateline or is_clear(self._dateline):
            return self._dateline[0] if self._dateline else None
        return self._ranking.of_dateline()

    def toponyms(self) -> list[Toponym]:
        """Return the toponyms of the report in the order of the text."""
        names = {s.index: names_in(s, self._gazetteer, self._words) for s in self._draft.sentences}
        self._context.read(self._draft, [name for group in names.values() for name in group])
        shares = self._context.in_play()
        accepted = {
            s.index: self._accept(
                with_sounding(s, names[s.index], shares, gazetteer=self._gazetteer, words=self._words)
            )
            for s in self._draft.sentences
        }
        uses = [pair for pairs in accepted.values() for pair in pairs]
        self._ranking.read([*uses, *((name, None) for name in self.within)], self._dateline)
        found: list[Toponym] = []
        for sentence in self._draft.sentences:
            placed = self._resolve(accepted[sentence.index])
            self.placed.extend(placed)
            towns = [p for p in placed if p.entry.kind == "settlement"]
            self._placed_countries[sentence.index] = {p.entry.country for p in placed if p.entry.kind != "country"}
            found.extend(self._sentence(sentence, placed))
            self._town = towns[-1] if towns else self._town
        return found

    def place_of(self, name: Name) -> Choice:
        """Return the place that a name of the report means, once the toponyms are read."""
        return choose(name, self._ranking)

    def _accept(self, names: list[Name]) -> list[tuple[Name, Container | None]]:
        """Return the names that are places, each with the container written after it; containers are not repeated."""
        context = self._context
        known = gates.Known(context.surnames, context.lower, context.in_play(), context.seen)
        accepted: list[tuple[Name, Container | None]] = []
        used = -1
        last: Name | None = None
        holders: dict[int, Container] = {}
        for n, name in enumerate(names):
            if name.first < used:
                continue
            holder = holders.get(name.first)
            container = container_of(name, names, n, self._words)
            listed = last is not None and gates.goes_on(name, last)
            sure = gates.score(
                name, known, self._words, self._gazetteer, container=container is not None, listed=listed
            )
            if sure < gates.ACCEPT and holder is None:
                if othernames.is_within_body(name, self._words, self._gazetteer) and (
                    gates.score(name, known, self._words, self._gazetteer, container=False, within=True) >= gates.ACCEPT
                ):
                    self.within.append(name)
                continue
            context.seen.add(name.folded)
            context.confirm(name)
            last = name if listed or gates.is_located(name, self._words, self._gazetteer) else None
            if holder is not None:
                itself = tuple(filter(holder.is_itself, name.entries)) or name.entries
                accepted.append((replace(name, entries=itself), container))
            else:
                accepted.append((name, container))
            used = name.last
            if container is not None and container.first >= name.last:
                # What holds a place needs no further proof; its words are a place of their own.
                held = next(
                    other for other in names[n + 1 :] if other.first < container.last and other.first >= name.last
                )
                holders[held.first] = container
        return accepted

    def _resolve(self, accepted: list[tuple[Name, Container | None]]) -> list[Placed]:
        placed = []
        for name, container in accepted:
            noun = gates.named_area(name, self._words, self._gazetteer)
            area = self._words.areas.get(noun or "") if noun not in VAGUE_NOUNS else None
            if area is not None and name.top.kind == "country" and _follows(name, noun):
                area = noun = None  # "rebels seize a Congo town": some town in it, not the namesake elsewhere
            key = (name.folded, len(name.entries), name.top.index, container, area and area.precision)
            if key not in self._chosen:
                precision = area.precision if area else None
                self._chosen[key] = choose(name, self._ranking, container=container, precision=precision)
            choice = self._chosen[key]
            tokens = name.sentence.tokens
            last = name.last
            if (
                last < len(tokens)
                and tokens[last].lower in self._words.areas
                and noun == tokens[last].lower
                and noun not in OFFICES
            ):
                last += 1
            placed.append(Placed(name, choice, last, container is not None))
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
        covered = {i for p in placed for i in range(p.name.first, p.last)} | taken
        for unlisted in unlisted_in(
            sentence, self._gazetteer, self._words, taken=covered, surnames=self._context.surnames
        ):
            found.append(self._unlisted(sentence, unlisted))
            taken.update(range(unlisted.first, unlisted.last))
        for place in placed:
            if place.name.first not in taken:
                toponym = self._strayed(sentence, place, placed) or self._maker.toponym(sentence, place, placed)
                found.append(toponym)
                # "between Gao and Kidal" is one place.
                taken.update(range(place.last, toponym.last))
        ends = {p.name.last - 1: p.entry for p in placed}
        for described in described_in(sentence, self._gazetteer, leading=self._leading(), placed=ends):
            if described.noun not in taken and described.noun not in covered:
                found = [t for t in found if t.last <= described.first or t.first >= described.last]
                found.append(self._described(sentence, described))
        return sorted(found, key=lambda t: (t.start, t.end))

    def _strayed(self, sentence: Sentence, place: Placed, others: list[Placed]) -> Toponym | None:
        """Return the toponym of a name whose known bearer lies elsewhere than the words beside it say, else None.

        "Baghdad's Tahrir Square" is not Cairo's: a site is then put into the town that is said to hold it; a village
        keeps its name without a point, in the country of the district that is said to.
        """
        holder = beside.holder_of(sentence, place, others)
        if holder is None:
            country = self._where_instead(place)
            if country is None:
                return None
            return self._maker.nameless(
                sentence, place.name.first, place.last, kind="settlement", precision="town", country=country
            )
        # What is a district of a state elsewhere is one of the town here: "the Mansoura district of Aden".
        area = place.entry.kind == "admin"
        kind: PlaceKind = "district" if area and holder.entry.kind == "settlement" else place.entry.kind
        if holder.entry.kind == "settlement" and kind in {"site", "district"}:
            return self._maker.make(
                sentence, place.name.first, place.last, holder.entry, shapes.shape_of(holder.entry),
                kind=kind, precision="town", confidence=0.7,
            )  # fmt: skip
        return self._maker.nameless(
            sentence, place.name.first, place.last, kind=kind, precision="admin2" if area else "town",
            country=holder.entry.country,
        )  # fmt: skip

    def _where_instead(self, place: Placed) -> str | None:
        """Return the country of a village whose only known bearer lies in one that the report never speaks of, else None.

        "Maga" in news of Nigeria's Kebbi is a village that no list has, and not the Cameroonian one.
        """
        entry = place.entry
        if entry.kind != "settlement" or entry.importance >= TOWN or len(place.name.entries) > 1:
            return None
        shares = self._context.in_play(without=place.name.folded)
        leading = max(shares, key=lambda code: shares[code], default=None)
        if leading is None or entry.country in shares or self._context.votes[leading] < CLEARLY:
            return None
        return leading

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
        town = town or beside.owner_of(sentence, site.first, placed, towns_only=True)
        last = after.last if after is not None else site.last
        known = self._gazetteer.lookup(" ".join(t.text for t in tokens[site.first : site.last]))
        held = after if after is not None else beside.owner_of(sentence, site.first, placed)
        if known and known[0].kind == "site" and len(known) == 1 and not beside.is_far(known[0], held):
            return self._maker.make(
                sentence, site.first, site.last, known[0], shapes.shape_of(known[0]), kind="site", precision="site"
            ), site.last
        words = fold(" ".join(t.text for t in tokens[site.first : site.last]))
        instead = self._where_instead(town) if town is not None else None
        if instead is not None:
            return self._maker.nameless(
                sentence, site.first, last, kind="site", precision="site", country=instead
            ), last
        if town is not None:
            self._sites[words] = town
        town = town or self._sites.get(words)
        if town is None:
            near = [p for p in placed if p.entry.kind == "settlement"]
            town = min(near, key=lambda p: abs(p.name.first - site.first), default=self._last_town(sentence))
        if town is not None:
            made = self._maker.make(
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
        return self._maker.nameless(sentence, site.first, last, kind="site", precision="site", country=country), last

    def _last_town(self, sentence: Sentence) -> Placed | None:
        """Return the town that was named last before a sentence, where that is not long ago."""
        last = self._town
        return last if last is not None and sentence.index - last.name.sentence.index <= TOWN_MEMORY else None

    def _unlisted(self, sentence: Sentence, unlisted: Unlisted) -> Toponym:
        tokens = sentence.tokens
        text = self._draft.text[tokens[unlisted.name_first].start : tokens[unlisted.name_last - 1].end]
        shares = self._context.in_play()
        area = self._words.areas.get(unlisted.noun)
        if not unlisted.noun:
            return self._unmarked(sentence, unlisted, text)
        candidates = [e for e in self._gazetteer.lookup_loose(text) if shares.get(e.country or "", 0.0) >= IN_PLAY]
        if area is not None and candidates:
            fitting = [
                e for e in candidates if e.kind == area.kind or (area.kind == "district" and e.kind == "settlement")
            ]
            if fitting:
                entry = max(fitting, key=lambda e: e.importance + sum(self._ranking.support(e, {sentence.index})))
                return self._maker.make(
                    sentence, unlisted.first, unlisted.last, entry, shapes.shape_of(entry),
                    kind=entry.kind, precision=entry.precision, confidence=0.6,
                )  # fmt: skip
        village = self._small(text, sentence) if area is not None and area.kind in {"settlement", "district"} else None
        if village is not None:
            return self._maker.make(
                sentence, unlisted.first, unlisted.last, village, shapes.shape_of(village),
                kind=village.kind, precision=village.precision, confidence=0.6,
            )  # fmt: skip
        kind: PlaceKind = area.kind if area is not None else "site"
        precision: PlacePrecision = area.precision if area is not None else "site"
        return self._maker.nameless(
            sentence, unlisted.first, unlisted.last, kind=kind, precision=precision, country=self._country_at(sentence)
        )

    def _small(self, text: str, sentence: Sentence) -> Entry | None:
        """Return the village or ward of this name in the countries in play, where only one area has such a one."""
        countries = {code for code, share in self._context.in_play().items() if share >= IN_PLAY}
        return (
            self._one_of(self._gazetteer.lookup_minor(fold(text), countries=countries), sentence) if countries else None
        )

    def _one_of(self, entries: Sequence[Entry], sentence: Sentence) -> Entry | None:
        """Return the likeliest of some places if they lie in one first-order area, or in one that the sentence names."""
        areas = {p.entry.admin1 for p in self.placed if p.name.sentence.index == sentence.index and p.entry.admin1}
        told = [e for e in entries if e.admin1 in areas]
        chosen = told or list(entries)
        if not chosen or len({(e.country, e.admin1) for e in chosen}) > 1:
            return None
        return max(chosen, key=lambda e: e.importance + sum(self._ranking.support(e, {sentence.index})))

    def _unmarked(self, sentence: Sentence, unlisted: Unlisted, text: str) -> Toponym:
        """Return the toponym of a name that only a preposition makes a place: the one of the countries in play, or none."""
        shares = self._context.in_play()
        known = [e for e in self._gazetteer.lookup(text) if shares.get(e.country or "", 0.0) >= IN_PLAY]
        entry = self._one_of(known, sentence) or self._small(text, sentence)
        if entry is not None:
            return self._maker.make(
                sentence, unlisted.first, unlisted.last, entry, shapes.shape_of(entry),
                kind=entry.kind, precision=entry.precision, confidence=0.6,
            )  # fmt: skip
        return self._maker.nameless(
            sentence,
            unlisted.first,
            unlisted.last,
            kind="settlement",
            precision="town",
            country=self._country_at(sentence),
        )

    def _described(self, sentence: Sentence, described: Described) -> Toponym:
        first, last = described.first, described.last
        if described.entry is None:
            return self._maker.nameless(
                sentence, first, last, kind="route", precision="region", country=described.country
            )
        entry = described.entry
        kind: PlaceKind = "route" if described.is_border else entry.kind
        precision: PlacePrecision = "region" if described.is_border else entry.precision
        return self._maker.make(
            sentence, first, last, entry, shapes.shape_of(entry), kind=kind, precision=precision, confidence=0.8
        )

    def _country_at(self, sentence: Sentence) -> str | None:
        """Return the country that a place without coordinates most likely lies in: its sentence's, else the leading one."""
        told = {c for c in self._placed_countries.get(sentence.index, ()) if c}
        return told.pop() if len(told) == 1 else self._leading()

    def _leading(self) -> str | None:
        """Return the country that the report speaks of most, where one leads clearly."""
        shares = sorted(self._context.in_play().items(), key=lambda item: -item[1])
        return shares[0][0] if shares and (len(shares) == 1 or shares[1][1] <= 0.7) else None


def _follows(name: Name, noun: str | None) -> bool:
    """Whether an area noun stands after the name, not before it ("a Congo town", "the town of Congo")."""
    tokens = name.sentence.tokens
    return name.last < len(tokens) and tokens[name.last].lower == noun
