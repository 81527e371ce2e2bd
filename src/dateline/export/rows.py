"""An event as one flat row: the columns of CSV and the properties of GeoJSON, as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.events import CodedReport, Event, Place, Toll
from dateline.export import words

Value = str | int | float | bool | None

FIGURE_MEASURES = ("killed", "injured")
"""The measures with columns of their own; all the others stand in `tolls`."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event with its report, and the place that the row is for."""

    record: CodedReport
    event: Event
    place: Place | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, whether its cells are words or numbers, what it holds, and how it is had from a row."""

    name: str
    kind: Literal["text", "number", "flag"]
    meaning: str
    get: Callable[[Row], Value]


def rows(record: CodedReport, *, criminal: bool = False, by_place: bool = False) -> Iterator[Row]:
    """Yield the rows of a record.

    Args:
        record: whose events.
        criminal: events of the criminal sphere as well.
        by_place: one row for each place of an event, else one an event, with its first place.
    """
    for event in record.events:
        if event.sphere == "criminal" and not criminal:
            continue
        places: tuple[Place | None, ...] = event.where or (None,)
        for place in places if by_place else places[:1]:
            yield Row(record, event, place)


def headline_figure(event: Event, measure: str) -> Toll | None:
    """Return the toll that stands for the event as a whole: neither part of another nor superseded, the first such."""
    own = [t for t in event.tolls if t.measure == measure and t.superseded_by is None]
    whole = [t for t in own if t.part_of is None]
    return next(iter(whole or own), None)


def _joined(items: Iterable[str | None]) -> str:
    return "; ".join(item for item in items if item)


def _named(role: str) -> Callable[[Row], Value]:
    return lambda row: _joined(p.name for p in row.event.participants if p.role == role)


def _role_column(role: str, plural: str) -> Column:
    return Column(plural, "text", f"names of the participants with role {role}", _named(role))


def _report(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning, lambda row: getattr(row.record.report, name))


def _type(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning, lambda row: getattr(row.event.type, name))


def _when(name: str, meaning: str) -> Column:
    return Column(f"when_{name}", "text", meaning, lambda row: getattr(row.event.when, name, None))


def _place(field: str, name: str, meaning: str, kind: Literal["text", "number"] = "text") -> Column:
    return Column(name, kind, meaning, lambda row: getattr(row.place, field, None))


def _figures(measure: str) -> tuple[Column, ...]:
    def of(pick: Callable[[Toll], Value]) -> Callable[[Row], Value]:
        def get(row: Row) -> Value:
            toll = headline_figure(row.event, measure)
            return None if toll is None else pick(toll)

        return get

    stated = f"true where the report gives a figure of people {measure}, be it zero or unknown; else empty"
    return (
        Column(f"{measure}_stated", "flag", stated, of(lambda _: True)),
        Column(f"{measure}_low", "number", "lower bound of the whole event's figure", of(lambda toll: toll.low)),
        Column(f"{measure}_high", "number", "upper bound; empty where it is open", of(lambda toll: toll.high)),
        Column(
            f"{measure}_speaker",
            "text",
            "who says so; empty where the report does itself",
            of(lambda toll: words.speaker_phrase(toll.speaker)),
        ),
    )


def _responsibility(row: Row) -> str:
    names = {p.id: p.name for p in row.event.participants}
    found = []
    for item in row.event.responsibility:
        actor = f": {names[item.actor]}" if item.actor else ""
        found.append(f"{item.stance}{actor}" + (f" ({words.speaker_phrase(item.speaker)})" if item.speaker else ""))
    return _joined(found)


COLUMNS: tuple[Column, ...] = (
    Column("report_id", "text", "hash of publisher, url, published and text", lambda row: row.record.report.id),
    Column("event_id", "text", "id of the event", lambda row: row.event.id),
    _report("origin", "where the report was read from"),
    _report("title", "the report's title"),
    _report("publisher", "who published it"),
    _report("agency", "the wire it was taken from"),
    _report("url", "its address"),
    _report("published", "ISO 8601 date or date-time of publication"),
    _type("plover", "PLOVER type"),
    _type("mode", "PLOVER mode"),
    _type("acled", "ACLED sub-event type"),
    _type("cameo", "CAMEO root code, two digits"),
    _type("ucdp", "UCDP type of violence"),
    Column("sphere", "text", "political, unclear or criminal", lambda row: row.event.sphere),
    Column("standing", "text", "current or background", lambda row: row.event.standing),
    Column("factuality", "text", "happened, attempted, planned, threatened, possible or denied", lambda row: row.event.factuality),
    Column("count_low", "number", "how many acts at least", lambda row: row.event.count.low),
    Column("count_high", "number", "how many acts at most; empty where it is open", lambda row: row.event.count.high),
    Column("count_approximate", "flag", "whether the count is approximate", lambda row: row.event.count.approximate),
    _when("start", "ISO 8601 date, or date-time with offset"),
    _when("end", "the same, inclusive; empty where it is open"),
    _when("precision", "minute, hour, part-of-day, day, week, month-part, month, quarter, season, year or decade"),
    Column("when_approximate", "flag", "whether the time is approximate", lambda row: row.event.when.approximate if row.event.when else None),
    _when("basis", "text, published (no time given, taken from the day of publication) or event (counted from another)"),
    _when("zone", "IANA time zone"),
    _place("name", "place", "name of the place as the report gives it"),
    _place("kind", "place_kind", "site, settlement, district, admin, country, sea, river, region or route"),
    _place("precision", "place_precision", "what the coordinates are those of"),
    _place("relation", "place_relation", "in, near, direction-of, between, along or off"),
    _place("country", "country", "ISO 3166-1 alpha-2"),
    _place("admin1", "admin1", "first-order division"),
    _place("admin2", "admin2", "second-order division"),
    _place("latitude", "latitude", "degrees, WGS 84", "number"),
    _place("longitude", "longitude", "degrees, WGS 84", "number"),
    _place("radius_km", "radius_km", "uncertainty in kilometres", "number"),
    _place("geonames_id", "geonames_id", "GeoNames id", "number"),
    Column("other_places", "text", "the event's other places", lambda row: _joined(
        words.place_phrase(p) for p in row.event.where if p is not row.place)),
    _role_column("perpetrator", "perpetrators"),
    _role_column("target", "targets"),
    _role_column("victim", "victims"),
    _role_column("party", "parties"),
    _role_column("speaker", "speakers"),
    _role_column("recipient", "recipients"),
    Column("participants", "text", "every participant as role: name (kind, country)", lambda row: _joined(
        f"{p.role}: {p.name} ({p.kind}{', ' + p.country if p.country else ''})" for p in row.event.participants)),
    Column("responsibility", "text", "who says who did it, as stance: actor (speaker)", _responsibility),
    Column("weapons", "text", "kinds of weapon", lambda row: _joined(w.kind for w in row.event.weapons)),
    *(column for measure in FIGURE_MEASURES for column in _figures(measure)),
    Column("tolls", "text", "every figure of people harmed, in words, with its speaker", lambda row: _joined(
        words.toll_phrase(toll) for toll in row.event.tolls)),
    Column("damage", "text", "property and what became of it", lambda row: _joined(
        f"{d.what.name}: {d.effect}" + (f" ({words.speaker_phrase(d.speaker)})" if d.speaker else "") for d in row.event.damage)),
    Column("sources", "text", "whom the report credits for the event, with those who deny it", lambda row: _joined(
        words.speaker_phrase(s.speaker) + (" (denies)" if s.stance == "denies" else "") for s in row.event.sources)),
    Column("anchor", "text", "the words that state the event best", lambda row: row.event.anchor.quote),
    Column("anchor_start", "number", "code-point offset of the anchor in the report's text", lambda row: row.event.anchor.start),
    Column("anchor_end", "number", "its end, exclusive", lambda row: row.event.anchor.end),
    Column("confidence", "number", "probability that the event is right", lambda row: row.event.confidence),
    Column("coder", "text", "fingerprint of version, model and settings", lambda row: row.record.coder.fingerprint),
)  # fmt: skip
