"""HXL-tagged CSV: plain columns under the tags of the Humanitarian Exchange Language (hxlstandard.org)."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.export import incident_words as w
from dateline.export import words
from dateline.export.formats import facts as f
from dateline.export.formats.notes import Notes, lost
from dateline.export.formats.rows import FieldColumn, Scheme
from dateline.export.incident_columns import best_place
from dateline.export.rows import Value
from dateline.incidents import Incident
from dateline.text import Place


@dataclass(frozen=True, slots=True)
class HxlRow:
    """An incident with its sides, its first day and its place."""

    incident: Incident
    sides: f.Sides
    day: str | None
    place: Place | None


def read(incident: Incident, notes: Notes) -> HxlRow:
    """Return the row of an incident; all have one."""
    for toll in incident.tolls:
        if toll.measure not in {"killed", "injured"}:
            lost(notes, incident, "", "no column for this measure", f.sole(toll.measure, toll))
        elif (toll.low, toll.high) != (toll.best, toll.best):
            lost(notes, incident, toll.measure, "one figure: the best", f.sole(toll.measure, toll))
    days = f.days_of(incident)
    day = days.first or days.last
    if days.length is None or days.length > 1:
        told = words.when_phrase(incident.when[0].value) if incident.when else ""
        lost(notes, incident, "date", "one date: the first day" if told else "no report tells when", told)
    return HxlRow(incident, f.sides_of(incident), day.isoformat() if day else None, best_place(incident))


def _names(side: f.Side) -> str:
    return f.joined(told.names[0] for told in side.members)


def _best(measure: str) -> FieldColumn[HxlRow]:
    def get(row: HxlRow) -> Value:
        toll = f.toll_of(row.incident, measure)
        return toll.best if toll else None

    return FieldColumn(measure, f"best figure of people {measure}", get, "number", f"#affected+{measure}")


def _place(name: str, field: str, meaning: str, tag: str, kind: str = "text") -> FieldColumn[HxlRow]:
    return FieldColumn(
        name, meaning, lambda r: getattr(r.place, field, None), "number" if kind == "number" else "text", tag
    )


_C: type[FieldColumn[HxlRow]] = FieldColumn
HXL = Scheme(
    "hxl",
    (
        _C("date", "first day", lambda r: r.day, tag="#date+occurred"),
        _C("type", "PLOVER type", lambda r: r.incident.types[0].value.plover, tag="#event+type"),
        _C("subtype", "PLOVER mode", lambda r: r.incident.types[0].value.mode, tag="#event+type+sub"),
        _C("first side", "who acted", lambda r: _names(r.sides.first), tag="#group+name+first"),
        _C("second side", "whom it was aimed at", lambda r: _names(r.sides.second), tag="#group+name+second"),
        _place("location", "name", "the place as its best report names it", "#loc+name"),
        _place("admin1", "admin1", "first-order division", "#adm1+name"),
        _place("admin2", "admin2", "second-order division", "#adm2+name"),
        _C("admin1 code", "never told: P-codes are not in the record", tag="#adm1+code"),
        _place("latitude", "latitude", "degrees, WGS 84", "#geo+lat", "number"),
        _place("longitude", "longitude", "degrees, WGS 84", "#geo+lon", "number"),
        _C("description", "the incident in one line", lambda r: w.title(r.incident), tag="#description"),
        _best("killed"),
        _best("injured"),
        _C("source", "the outlets", lambda r: f.joined(w.outlet(t) for t in r.incident.tellers), tag="#meta+source"),
    ),
    read,
    tagged=True,
)  # fmt: skip
