"""ACLED's 31 columns.

The conventions are those of the ACLED codebook: one date and the precision of it, one figure of fatalities, the most
conservative one, actors without a direction, and political events only. What an incident does not give stays empty:
no figure of dead is no zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline.export import incident_words as w
from dateline.export.formats import facts as f
from dateline.export.formats.countries import Country, country_of
from dateline.export.formats.notes import Notes, left_out, lost
from dateline.export.formats.rows import FieldColumn, Scheme
from dateline.export.incident_cards import BARE_PLURAL
from dateline.export.incident_columns import best_place
from dateline.export.rows import Value
from dateline.export.tables import table_rows
from dateline.incidents import Figure, Incident, ParticipantTold
from dateline.ontology import AcledType, load_ontology
from dateline.text import Place

WEEK_DAYS = 7
ORDER = (
    "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians", "External/Other forces",
)  # fmt: skip
"""The actor types in ACLED's order, by which the two of an interaction are written."""
CROWDS = {"Protests": "Protesters", "Riots": "Rioters"}
ROUNDED = (
    (re.compile(r"\bhundreds\b", re.IGNORECASE), 100),
    (re.compile(r"\bdozens\b", re.IGNORECASE), 12),
)
"""ACLED's numbers for words (codebook, "Fatalities"): the least that they can mean."""
HARM_WITHOUT_COLUMN = ("injured", "casualties", "missing", "detained", "abducted", "displaced")


@dataclass(frozen=True, slots=True)
class AcledEvent:
    """An incident as ACLED would see it."""

    incident: Incident
    type: AcledType
    sides: f.Sides
    days: f.Days
    place: Place | None
    country: Country | None
    inter1: str
    inter2: str
    fatalities: int | None


@cache
def _types() -> Mapping[str, AcledType]:
    return MappingProxyType({row.sub_event_type: row for row in load_ontology().acled})


@cache
def _inters() -> Mapping[tuple[str, str], str]:
    return MappingProxyType({(row["kind"], row["side"]): row["inter"] for row in table_rows("acled-inter.tsv")})


def read(incident: Incident, notes: Notes) -> AcledEvent | None:
    """Return the ACLED event of an incident, None where ACLED's rules leave it out."""
    reason = _reason(incident)
    if reason:
        left_out(notes, incident, reason, w.title(incident))
        return None
    kind = _types()[incident.types[0].value.acled or ""]
    place = best_place(incident)
    country = country_of(place.country if place else None)
    sides = f.sides_of(incident)
    fatalities = _fatalities(incident)
    event = AcledEvent(
        incident=incident, type=kind, sides=sides, days=f.days_of(incident), place=place, country=country,
        inter1=_inter(sides.first, "acting", kind, country), inter2=_inter(sides.second, "acted on", kind, country), fatalities=fatalities,
    )  # fmt: skip
    _tell_losses(event, notes)
    return event


def _reason(incident: Incident) -> str:
    factuality = incident.factuality[0].value
    if incident.sphere[0].value == "criminal":
        return "of the criminal sphere: ACLED codes political violence and disorder only"
    if factuality in f.UNREAL:
        return f"{factuality}: ACLED codes what happened or was tried"
    if incident.kind == "recalled":
        return "told as background alone"
    if incident.types[0].value.acled not in _types():
        return (
            f"no ACLED sub-event type for {incident.types[0].value.plover} {incident.types[0].value.mode or ''}".strip()
        )
    return ""


def _inter(side: f.Side, stands: str, kind: AcledType, country: Country | None) -> str:
    """Return a side's actor type by the table.

    Whoever demonstrates is a protester or, where the crowd itself is violent, a rioter; forces of another state than that
    of the place are external ones.
    """
    if side.head is None:
        return ""
    who = side.head.value
    found = _inters().get((who.kind, stands), "")
    if found == "State forces":
        abroad = country is not None and who.country is not None and who.country != country.iso2
        return "External/Other forces" if abroad else found
    crowd = CROWDS.get(kind.event_type)
    return crowd if crowd and (stands == "acting" or found == "Protesters") else found


def _fatalities(incident: Incident) -> int | None:
    """Return the most conservative figure of those that stand; None where none is told, or its number is not known."""
    toll = f.toll_of(incident, "killed")
    if toll is None:
        return None
    standing = [_least(figure) for figure in toll.figures if figure.whole and not figure.superseded]
    known = [figure for figure in standing if figure is not None]
    return min(known) if known else toll.low


def _least(figure: Figure) -> int | None:
    if figure.low is None:
        return None
    said = " ".join(span.quote for span in figure.witness.spans)
    # "hundreds" within "nineteen hundreds" or beside digits is no such word; those figures are exact.
    if figure.high is None:
        for pattern, number in ROUNDED:
            if pattern.search(said) and number <= figure.low:
                return number
    return figure.low


def _tell_losses(event: AcledEvent, notes: Notes) -> None:
    incident = event.incident
    toll = f.toll_of(incident, "killed")
    if toll is None:
        lost(notes, incident, "fatalities", "no report gives a figure of dead: left empty, where ACLED writes 0")
    elif event.fatalities is None:
        lost(notes, incident, "fatalities", "the number is told to be not known: left empty, where ACLED writes 0")
    elif (toll.low, toll.best, toll.high) != (event.fatalities,) * 3:
        why = "ACLED has one figure, the most conservative; the others are not kept"
        lost(notes, incident, "fatalities", why, f.sole("killed", toll))
    harm = [f.sole(toll.measure, toll) for toll in incident.tolls if toll.measure in HARM_WITHOUT_COLUMN]
    if harm:
        lost(notes, incident, "", "ACLED has no column for people harmed but not killed", f.joined(harm))
    if (incident.count_low, incident.count_high) != (1, 1):
        why = "one row for several acts; incidents of the series may stand in rows of their own"
        lost(
            notes,
            incident,
            "",
            why,
            f"{incident.count_low}–{'?' if incident.count_high is None else incident.count_high}",
        )
    tell_rivals(incident, event.sides, notes)
    if f.blame_line(incident):
        lost(
            notes,
            incident,
            "actor1",
            "ACLED has no column for who says who did it; notes has it in words",
            f.blame_line(incident),
        )
    if event.days.length is None or event.days.length > 1:
        when = incident.when[0].value if incident.when else None
        told = f"{when.start or '?'} – {when.end or '?'}" if when else ""
        lost(
            notes, incident, "event_date", "ACLED has one date: the first day" if told else "no report tells when", told
        )
    for number, (side, inter) in enumerate(
        ((event.sides.first, event.inter1), (event.sides.second, event.inter2)), start=1
    ):
        if side.head is not None and not inter:
            lost(
                notes,
                incident,
                f"inter{number}",
                "its kind does not tell which of ACLED's actor types it is",
                side.head.value.kind,
            )


def tell_rivals(incident: Incident, sides: f.Sides, notes: Notes) -> None:
    """Note the rival values that a row of one value a slot has no room for."""
    for column, rivals in (("actor1", sides.first.rivals), ("actor2", sides.second.rivals)):
        if rivals:
            lost(
                notes,
                incident,
                column,
                "other reports name others in its place",
                f.joined(one.names[0] for one in rivals),
            )
    if sides.unsided:
        names = f.joined(one.names[0] for one in sides.unsided)
        lost(notes, incident, "actor2", "no report says on which side these parties stood", names)
    if len(incident.where) > 1:
        names = f.joined(told.value.name for told in incident.where[1:])
        lost(notes, incident, "location", "one place a row; these are told as well", names)
    if len(incident.types) > 1:
        names = f.joined(told.value.acled or told.value.plover for told in incident.types[1:])
        lost(notes, incident, "sub_event_type", "one type a row; these are told as well", names)


def name_of(told: ParticipantTold | None) -> str | None:
    """Return the name of a participant that reports use most."""
    return told.names[0] if told and told.names else None


def _date(event: AcledEvent) -> str | None:
    day = event.days.first or event.days.last
    return day.isoformat() if day else None


def _time_precision(event: AcledEvent) -> Value:
    length = event.days.length
    if length is None:
        return None
    return 1 if length == 1 else 2 if length <= WEEK_DAYS else 3


def _geo_precision(event: AcledEvent) -> Value:
    place = event.place
    if place is None:
        return None
    if place.precision in {"site", "town"}:
        return 1 if place.relation == "in" else 2
    return 2 if place.precision == "admin2" or f.is_near(place) else 3


def _interaction(event: AcledEvent) -> Value:
    found = sorted((name for name in (event.inter1, event.inter2) if name), key=ORDER.index)
    if not event.inter1 or (event.sides.second.head is not None and not event.inter2):
        return None
    return f"{found[0]} only" if len(found) == 1 else "-".join(found)


def _civilians(event: AcledEvent) -> Value:
    aimed_at = event.inter2 in {"Civilians", "Protesters"} and event.type.disorder_type.startswith("Political violence")
    return "Civilian targeting" if aimed_at else None


def _tags(event: AcledEvent) -> Value:
    if event.type.event_type not in {"Protests", "Riots"} or event.sides.first.head is None:
        return None
    count = event.sides.first.head.value.count
    if count is None or count.low is None or (count.low, count.high) == BARE_PLURAL:
        return None
    about = "about " if count.approximate else "at least " if count.high is None else ""
    return f"crowd size={about}{count.low}"


def _notes(event: AcledEvent) -> Value:
    return f.joined((w.title(event.incident), f.blame_line(event.incident)), ". ")


def _place(field: str) -> FieldColumn[AcledEvent]:
    return FieldColumn(
        field,
        f"the place's {field}",
        lambda e: getattr(e.place, field, None),
        "number" if field.endswith("itude") else "text",
    )


def _names(told: tuple[ParticipantTold, ...]) -> str:
    return f.joined(name_of(one) for one in told)


_C: type[FieldColumn[AcledEvent]] = FieldColumn
ACLED = Scheme(
    "acled",
    (
        _C("event_id_cnty", "the incident's id", lambda e: e.incident.id),
        _C("event_date", "first day of the incident", _date),
        _C("year", "its year", lambda e: (_date(e) or "")[:4] or None, "number"),
        _C("time_precision", "1 one day, 2 up to a week, 3 longer; empty where the time is open", _time_precision, "number"),
        _C("disorder_type", "of the sub-event type", lambda e: e.type.disorder_type),
        _C("event_type", "of the sub-event type", lambda e: e.type.event_type),
        _C("sub_event_type", "best supported", lambda e: e.type.sub_event_type),
        _C("actor1", "who acted: the best supported name", lambda e: name_of(e.sides.first.head)),
        _C("assoc_actor_1", "others told together with it", lambda e: _names(e.sides.first.others)),
        _C("inter1", "actor type by kind; empty where the kind does not tell", lambda e: e.inter1),
        _C("actor2", "whom it was aimed at, or the other party", lambda e: name_of(e.sides.second.head)),
        _C("assoc_actor_2", "others told together with it", lambda e: _names(e.sides.second.others)),
        _C("inter2", "actor type by kind", lambda e: e.inter2),
        _C("interaction", "both types, in ACLED's order", _interaction),
        _C("civilian_targeting", "Civilian targeting where political violence was aimed at them", _civilians),
        _C("iso", "ISO 3166-1 number of the place's country", lambda e: int(e.country.numeric) if e.country and e.country.numeric else None, "number"),
        _C("region", "ACLED's region, where it is known for sure", lambda e: e.country.acled_region if e.country else None),
        _C("country", "the place's country as ACLED writes it", lambda e: e.country.acled_name if e.country else None),
        _place("admin1"),
        _place("admin2"),
        _C("admin3", "never told"),
        _C("location", "the place as its best report names it", lambda e: e.place.name if e.place else None),
        _place("latitude"),
        _place("longitude"),
        _C("geo_precision", "1 the town or site itself, 2 near it or a second-order division, 3 a larger region", _geo_precision, "number"),
        _C("source", "the outlets that tell it", lambda e: f.joined(w.outlet(teller) for teller in e.incident.tellers)),
        _C("source_scale", "never told"),
        _C("notes", "the incident in one line, and who says who did it", _notes),
        _C("fatalities", "the least figure that stands (dozens 12, hundreds 100); empty where no figure is told", lambda e: e.fatalities, "number"),
        _C("tags", "crowd size of demonstrations, where it is told", _tags),
        _C("timestamp", "never told: it is ACLED's own time of upload"),
    ),
    read,
)  # fmt: skip
