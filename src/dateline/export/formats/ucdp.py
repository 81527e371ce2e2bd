"""UCDP GED's 49 columns.

By its definition an event is armed force by an organised actor that cost at least one life on a known day or span at a
known place. The government's side is side A. Numbers of conflicts, dyads and sides are UCDP's own and stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from dateline.export import incident_words as w
from dateline.export import words
from dateline.export.formats import facts as f
from dateline.export.formats.countries import Country, country_of, grid_cell
from dateline.export.formats.notes import Notes, left_out, lost
from dateline.export.formats.rows import FieldColumn, Scheme
from dateline.export.incident_columns import best_place
from dateline.export.rows import Value
from dateline.incidents import Figure, Incident, TollHistory
from dateline.ontology import load_ontology
from dateline.text import Place

ONE_SIDED = 3
CIVILIAN_KINDS = "civilian"
DATE_PRECISIONS = ((1, 1), (6, 2), (7, 3), (31, 4))
"""The longest span in days of each date_prec; a longer one is 5 (GED codebook, "date_prec")."""
FUZZY_KINDS = frozenset({"river", "route", "region"})
LINEAR_RELATIONS = frozenset({"between", "along"})
AREA_PRECISIONS = {"admin2": 3, "admin1": 4, "country": 6, "region": 5, "sea": 7}


@dataclass(frozen=True, slots=True)
class Deaths:
    """The dead by who they were, as far as that is told: civilians, side A, side B and the rest of the best figure."""

    side_a: int = 0
    side_b: int = 0
    civilians: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class UcdpEvent:
    """An incident as UCDP would see it."""

    incident: Incident
    violence: int
    toll: TollHistory
    side_a: f.Side
    side_b: f.Side
    days: f.Days
    place: Place | None
    country: Country | None
    deaths: Deaths | None


@cache
def _violence() -> Mapping[str, int]:
    return MappingProxyType({row.name: int(row.code) for row in load_ontology().ucdp})


def read(incident: Incident, notes: Notes) -> UcdpEvent | None:
    """Return the UCDP event of an incident, None where UCDP's rules leave it out."""
    toll = f.toll_of(incident, "killed")
    reason = _reason(incident, toll)
    if reason or toll is None:
        left_out(notes, incident, reason, w.title(incident))
        return None
    violence = _violence()[incident.types[0].value.ucdp or ""]
    sides = f.sides_of(incident)
    first, second = (sides.first, sides.second)
    if violence != ONE_SIDED and not _is_state(first) and _is_state(second):
        first, second = second, first
    place = best_place(incident)
    event = UcdpEvent(
        incident=incident, violence=violence, toll=toll, side_a=first, side_b=second, days=f.days_of(incident), place=place,
        country=country_of(place.country if place else None), deaths=_deaths(toll, first, second),
    )  # fmt: skip
    _tell_losses(event, sides, notes)
    return event


def _reason(incident: Incident, toll: TollHistory | None) -> str:
    factuality = incident.factuality[0].value
    if incident.types[0].value.ucdp not in _violence():
        return "not one of UCDP's three types of violence"
    if incident.sphere[0].value == "criminal":
        return "of the criminal sphere: UCDP codes organised violence only"
    if factuality in f.UNREAL:
        return f"{factuality}: UCDP codes what happened"
    if incident.kind == "recalled":
        return "told as background alone"
    if toll is None:
        return "no report gives a figure of dead: an event needs one death at least"
    if not toll.best and not toll.low:
        return "no death is told for certain: an event needs one death at least"
    return ""


def _is_state(side: f.Side) -> bool:
    return side.head is not None and side.head.value.kind in f.STATE_KINDS


def _deaths(toll: TollHistory, first: f.Side, second: f.Side) -> Deaths | None:
    """Return the dead by side: from parts of the best total whose people are a participant; the rest is unknown.

    None where the best figure is not known, so that no column of deaths is filled.
    """
    if toll.best is None:
        return None
    counted = {"side_a": 0, "side_b": 0, "civilians": 0}
    parts = [figure for figure in toll.figures if not figure.superseded and figure.who and figure.low == figure.high]
    wholes = [figure for figure in parts if figure.whole and figure.low == toll.best]
    for figure in wholes[:1] or _once_each(parts):
        place = _belongs(figure, first, second)
        if place:
            counted[place] += figure.low or 0
    told = sum(counted.values())
    return Deaths(unknown=toll.best) if told > toll.best else Deaths(**counted, unknown=toll.best - told)


def _once_each(figures: list[Figure]) -> list[Figure]:
    """Return the parts of a total, the last figure of each group of people."""
    last: dict[str, Figure] = {}
    for figure in figures:
        if not figure.whole:
            last[(figure.who or "").casefold()] = figure
    return list(last.values())


def _belongs(figure: Figure, first: f.Side, second: f.Side) -> str:
    """Return which dead a figure counts, by the participant whose name its people have."""
    who = (figure.who or "").casefold()
    civilian = load_ontology().groups[CIVILIAN_KINDS]
    for place, side in (("side_a", first), ("side_b", second)):
        for told in (*side.members, *side.rivals):
            if who in {name.casefold() for name in told.names}:
                return "civilians" if told.value.kind in civilian else place
    return ""


def _tell_losses(event: UcdpEvent, sides: f.Sides, notes: Notes) -> None:
    incident, toll = event.incident, event.toll
    if toll.high is None:
        lost(notes, incident, "high", "open: at least so many; left empty", words.bounds(toll.low, toll.high))
    if toll.course != "single":
        lost(
            notes,
            incident,
            "best",
            f"{toll.course}: UCDP keeps low, best and high, not each figure",
            str(len(toll.figures)),
        )
    harm = [f.sole(other.measure, other) for other in incident.tolls if other.measure != "killed"]
    if harm:
        lost(notes, incident, "", "UCDP has no column for people harmed but not killed", f.joined(harm))
    for column, side in (("side_a", event.side_a), ("side_b", event.side_b)):
        if side.head is None and not (column == "side_b" and event.violence == ONE_SIDED):
            lost(notes, incident, column, "no report names this side")
        elif side.others or side.rivals:
            names = f.joined(one.names[0] for one in (*side.others, *side.rivals))
            lost(notes, incident, column, "one actor a side; these are told as well", names)
    if sides.unsided:
        names = f.joined(one.names[0] for one in sides.unsided)
        lost(notes, incident, "side_b", "no report says on which side these parties stood", names)
    if len(incident.where) > 1:
        names = f.joined(told.value.name for told in incident.where[1:])
        lost(notes, incident, "where_coordinates", "one place a row; these are told as well", names)
    if f.blame_line(incident):
        lost(notes, incident, "side_a", "UCDP has no column for who says who did it", f.blame_line(incident))
    if event.days.length is None:
        lost(notes, incident, "date_start", "the time is open or not told: what is not known is left empty")


def _side_name(event: UcdpEvent, side: f.Side, *, second: bool) -> str | None:
    if event.violence == ONE_SIDED and second:
        return "Civilians"
    if side.head is None:
        return None
    who = side.head.value
    country = country_of(who.country) if who.kind in f.STATE_KINDS else None
    return f"Government of {country.ucdp_name}" if country else side.head.names[0]


def _dyad(event: UcdpEvent) -> Value:
    first, second = _side_name(event, event.side_a, second=False), _side_name(event, event.side_b, second=True)
    return f"{first} - {second}" if first and second else None


def _gw_number(side: f.Side) -> int | None:
    if side.head is None or side.head.value.kind not in f.STATE_KINDS:
        return None
    country = country_of(side.head.value.country)
    return country.gw if country else None


def _where_precision(event: UcdpEvent) -> Value:
    place = event.place
    if place is None:
        return None
    if place.relation == "off" or place.kind == "sea":
        return 7
    if f.is_near(place):
        return 2
    if place.relation in LINEAR_RELATIONS or place.kind in FUZZY_KINDS:
        return 5
    if place.precision in AREA_PRECISIONS:
        return AREA_PRECISIONS[place.precision]
    return 1 if place.relation == "in" else 2


def _date_precision(event: UcdpEvent) -> Value:
    length = event.days.length
    if length is None:
        return None
    return next((code for longest, code in DATE_PRECISIONS if length <= longest), 5)


def _moment(day: date | None) -> str | None:
    return f"{day.isoformat()} 00:00:00.000" if day else None


def _point(event: UcdpEvent) -> Value:
    place = event.place
    return f"POINT ({place.longitude} {place.latitude})" if place and place.latitude is not None else None


def _cell(event: UcdpEvent) -> Value:
    place = event.place
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return grid_cell(place.latitude, place.longitude)


def _articles(event: UcdpEvent) -> Value:
    return ";".join(
        f'"{w.outlet(t)},{(t.published or "")[:10]},{t.title or t.anchor}"'.replace("\n", " ")
        for t in event.incident.tellers
    )


def _speakers(event: UcdpEvent) -> Value:
    credited = [witness.speaker for told in event.incident.factuality[:1] for witness in told.witnesses]
    credited += [figure.witness.speaker for figure in event.toll.figures]
    return f.joined(words.speaker_phrase(speaker) for speaker in credited)


def _dead(name: str) -> FieldColumn[UcdpEvent]:
    meanings = {
        "side_a": ("deaths_a", "dead of side A, where reports say so"), "side_b": ("deaths_b", "dead of side B, where reports say so"),
        "civilians": ("deaths_civilians", "civilian dead, where reports say so"), "unknown": ("deaths_unknown", "the rest of the best figure"),
    }  # fmt: skip
    column, meaning = meanings[name]
    return FieldColumn(column, meaning, lambda e: getattr(e.deaths, name, None), "number")


_C: type[FieldColumn[UcdpEvent]] = FieldColumn
_OWN = "never told: UCDP's own number or label"
UCDP = Scheme(
    "ucdp",
    (
        _C("id", "the incident's id", lambda e: e.incident.id),
        _C("relid", _OWN),
        _C("year", "year of the first day", lambda e: e.days.first.year if e.days.first else None, "number"),
        _C("active_year", _OWN),
        _C("code_status", _OWN),
        _C("type_of_violence", "1 state-based, 2 non-state, 3 one-sided", lambda e: e.violence, "number"),
        *(_C(name, _OWN) for name in ("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id")),
        _C("dyad_name", "side A - side B, where both are known", _dyad),
        _C("side_a_dset_id", _OWN),
        _C("side_a_new_id", _OWN),
        _C("side_a", "the government's side first, as Government of …; else who acted", lambda e: _side_name(e, e.side_a, second=False)),
        _C("side_b_dset_id", _OWN),
        _C("side_b_new_id", _OWN),
        _C("side_b", "the other side; Civilians for one-sided violence", lambda e: _side_name(e, e.side_b, second=True)),
        _C("number_of_sources", "reports that tell it", lambda e: len({t.report_id for t in e.incident.tellers}), "number"),
        _C("source_article", 'each report as "outlet,date,headline"', _articles),
        _C("source_office", "the outlets", lambda e: f.joined((w.outlet(t) for t in e.incident.tellers), ";")),
        _C("source_date", "when the reports were published", lambda e: ";".join((t.published or "")[:10] for t in e.incident.tellers)),
        _C("source_headline", "their headlines", lambda e: f.joined((t.title for t in e.incident.tellers), ";")),
        _C("source_original", "whom the reports credit", _speakers),
        _C("where_prec", "1 exact, 2 near, 3 second-order division, 4 first-order, 5 linear or between, 6 country, 7 sea or air", _where_precision, "number"),
        _C("where_coordinates", "the place that the coordinates are of", lambda e: e.place.name if e.place else None),
        _C("where_description", "the place in words, with its relation", lambda e: words.place_phrase(e.place) if e.place else None),
        _C("adm_1", "first-order division", lambda e: e.place.admin1 if e.place else None),
        _C("adm_2", "second-order division", lambda e: e.place.admin2 if e.place else None),
        _C("latitude", "degrees, WGS 84", lambda e: e.place.latitude if e.place else None, "number"),
        _C("longitude", "degrees, WGS 84", lambda e: e.place.longitude if e.place else None, "number"),
        _C("geom_wkt", "the point as well-known text", _point),
        _C("priogrid_gid", "cell of PRIO-GRID, reckoned from the point", _cell, "number"),
        _C("country", "as UCDP writes it", lambda e: e.country.ucdp_name if e.country else None),
        _C("country_id", "Gleditsch and Ward's number", lambda e: e.country.gw if e.country else None, "number"),
        _C("region", "UCDP's region", lambda e: e.country.ucdp_region if e.country else None),
        _C("event_clarity", "1 one event, 2 several told as one", lambda e: 2 if e.incident.kind == "series" else 1, "number"),
        _C("date_prec", "1 a day, 2 2–6 days, 3 a week, 4 a month, 5 longer; empty where the time is open", _date_precision, "number"),
        _C("date_start", "first day", lambda e: _moment(e.days.first)),
        _C("date_end", "last day", lambda e: _moment(e.days.last)),
        _dead("side_a"),
        _dead("side_b"),
        _dead("civilians"),
        _dead("unknown"),
        _C("best", "best figure of dead", lambda e: e.toll.best, "number"),
        _C("high", "greatest figure that stands; empty where open", lambda e: e.toll.high, "number"),
        _C("low", "least figure that stands", lambda e: e.toll.low, "number"),
        _C("gwnoa", "Gleditsch and Ward's number of side A, where it is a state", lambda e: _gw_number(e.side_a), "number"),
        _C("gwnob", "the same of side B", lambda e: _gw_number(e.side_b) if e.violence != ONE_SIDED else None, "number"),
    ),
    read,
)  # fmt: skip
