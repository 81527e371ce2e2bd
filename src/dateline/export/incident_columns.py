"""An incident as one flat row: the columns of CSV and the properties of GeoJSON, as one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from dateline.export import incident_words as w
from dateline.export import words
from dateline.export.rows import Value
from dateline.incidents import Incident, TollHistory
from dateline.text import Place

FIGURE_MEASURES = ("killed", "injured")
"""The measures with columns of their own; the figures of all stand in `tolls`."""


@dataclass(frozen=True, slots=True)
class IncidentColumn:
    """One column: its name, whether its cells are words or numbers, what it holds, and how it is had from an incident."""

    name: str
    kind: Literal["text", "number", "flag"]
    meaning: str
    get: Callable[[Incident], Value]


def best_place(incident: Incident) -> Place | None:
    """Return the best supported place."""
    return incident.where[0].value if incident.where else None


def _joined(items: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(item for item in items if item))


def _type(name: str, meaning: str) -> IncidentColumn:
    return IncidentColumn(name, "text", meaning, lambda i: getattr(i.types[0].value, name))


def _when(name: str, meaning: str) -> IncidentColumn:
    return IncidentColumn(f"when_{name}", "text", meaning, lambda i: getattr(i.when[0].value, name) if i.when else None)


def _place(field: str, name: str, meaning: str, kind: Literal["text", "number"] = "text") -> IncidentColumn:
    return IncidentColumn(name, kind, meaning, lambda i: getattr(best_place(i), field, None))


def _role(role: str, plural: str) -> IncidentColumn:
    def get(incident: Incident) -> Value:
        return _joined(p.value.name for p in incident.participants if p.value.role == role)

    return IncidentColumn(plural, "text", f"names of the participants with role {role}, the best supported first", get)


def _history(incident: Incident, measure: str) -> TollHistory | None:
    return next((toll for toll in incident.tolls if toll.measure == measure), None)


def _figures(measure: str) -> tuple[IncidentColumn, ...]:
    def of(pick: Callable[[TollHistory], Value]) -> Callable[[Incident], Value]:
        def get(incident: Incident) -> Value:
            toll = _history(incident, measure)
            return None if toll is None else pick(toll)

        return get

    stated = f"true where a report gives a figure of people {measure}, be it zero or unknown; else empty"
    return (
        IncidentColumn(f"{measure}_stated", "flag", stated, of(lambda _: True)),
        IncidentColumn(f"{measure}_low", "number", "least of the figures that stand", of(lambda toll: toll.low)),
        IncidentColumn(f"{measure}_best", "number", "best figure, by the codebook's rule", of(lambda toll: toll.best)),
        IncidentColumn(
            f"{measure}_high",
            "number",
            "greatest of the figures that stand; empty where open",
            of(lambda toll: toll.high),
        ),
        IncidentColumn(
            f"{measure}_course",
            "text",
            "how the figures went: single, rising, corrected or disputed",
            of(lambda toll: toll.course),
        ),
    )


def _told_figures(incident: Incident) -> str:
    numbers = w.Numbers.of(incident)
    return _joined(
        f"{toll.measure} {w.saying_phrase(saying, numbers)}" + ("" if saying.whole else ", part")
        for toll in incident.tolls
        for saying in w.sayings(toll)
    )


def _blame(incident: Incident) -> str:
    return _joined(
        f"{blame.stance}{': ' + blame.name if blame.name else ''}{' (' + said + ')' if said else ''}"
        for blame in incident.responsibility
        for said in (_joined(words.speaker_phrase(x.speaker) for x in blame.witnesses).replace("; ", ", "),)
    )


def _broke(incident: Incident) -> str | None:
    return next((w.outlet(teller) for teller in incident.tellers if teller.broke), None)


INCIDENT_COLUMNS: tuple[IncidentColumn, ...] = (
    IncidentColumn("incident_id", "text", "id of the incident: that of its earliest telling", lambda i: i.id),
    IncidentColumn("kind", "text", "incident, series or recalled", lambda i: i.kind),
    IncidentColumn("summary", "text", "the incident in one line", w.title),
    _type("plover", "PLOVER type, the best supported, as all that follow"),
    _type("mode", "PLOVER mode"),
    _type("acled", "ACLED sub-event type"),
    _type("cameo", "CAMEO root code, two digits"),
    _type("ucdp", "UCDP type of violence"),
    IncidentColumn("other_types", "text", "rival PLOVER types with their modes", lambda i: _joined(
        words.type_code(told.value) for told in i.types[1:])),
    IncidentColumn("sphere", "text", "political, unclear or criminal", lambda i: i.sphere[0].value),
    IncidentColumn("factuality", "text", "happened, attempted, planned, threatened, possible or denied",
                   lambda i: i.factuality[0].value),
    IncidentColumn("other_factuality", "text", "what others say of it", lambda i: _joined(told.value for told in i.factuality[1:])),
    IncidentColumn("count_low", "number", "how many acts at least", lambda i: i.count_low),
    IncidentColumn("count_high", "number", "how many acts at most; empty where it is open", lambda i: i.count_high),
    _when("start", "ISO 8601 date, or date-time with offset"),
    _when("end", "the same, inclusive; empty where it is open"),
    _when("precision", "minute, hour, part-of-day, day, week, month-part, month, quarter, season, year or decade"),
    _when("basis", "text, published or event"),
    _when("zone", "IANA time zone"),
    IncidentColumn("other_times", "text", "rival times", lambda i: _joined(words.when_phrase(t.value) for t in i.when[1:])),
    _place("name", "place", "name of the place as its best report gives it"),
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
    IncidentColumn("other_places", "text", "rival and further places", lambda i: _joined(
        words.place_phrase(told.value) for told in i.where[1:])),
    _role("perpetrator", "perpetrators"),
    _role("target", "targets"),
    _role("victim", "victims"),
    _role("party", "parties"),
    _role("speaker", "speakers"),
    _role("recipient", "recipients"),
    IncidentColumn("responsibility", "text", "who says who did it, as stance: actor (speakers)", _blame),
    IncidentColumn("weapons", "text", "kinds of weapon", lambda i: _joined(told.value for told in i.weapons)),
    *(column for measure in FIGURE_MEASURES for column in _figures(measure)),
    IncidentColumn("tolls", "text", "every figure of people harmed, in the order of saying, with who said it when", _told_figures),
    IncidentColumn("damage", "text", "property and what became of it", lambda i: _joined(
        f"{told.value.what.name}: {told.value.effect}" for told in i.damage)),
    IncidentColumn("reports", "number", "how many reports tell it", lambda i: len({t.report_id for t in i.tellers})),
    IncidentColumn("sources", "number", "how many of them are independent of each other", lambda i: i.sources),
    IncidentColumn("first_report", "text", "when the first was published", lambda i: i.first_report),
    IncidentColumn("last_report", "text", "when the last was published", lambda i: i.last_report),
    IncidentColumn("first_outlet", "text", "who told it first, where that is known", _broke),
    IncidentColumn("outlets", "text", "who tells it", lambda i: _joined(w.outlet(t) for t in i.tellers)),
    IncidentColumn("report_ids", "text", "ids of the reports, in the order of publication", lambda i: _joined(t.report_id for t in i.tellers)),
    IncidentColumn("confidence", "number", "probability that the reports tell such an event", lambda i: i.confidence),
    IncidentColumn("review", "text", "machine, seen, accepted, corrected or rejected", lambda i: i.review.state),
    IncidentColumn("reviewed_by", "text", "by whom", lambda i: i.review.by),
    IncidentColumn("version", "number", "raised by each change", lambda i: i.version),
)  # fmt: skip
