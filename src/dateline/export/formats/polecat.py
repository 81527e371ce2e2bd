"""POLECAT's 40 columns, parted by tabs.

Types, modes and quad codes are PLOVER's, which both share. Contexts come from tables of ours (`polecat-contexts.tsv`):
what type, actors, weapons and words speak for. POLECAT's intensity is a scale of its makers that dateline does not
carry, so the column is empty, and the notes say so once for each incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline._version import __version__
from dateline.errors import RecordError
from dateline.export import incident_words as w
from dateline.export.formats import facts as f
from dateline.export.formats.acled import tell_rivals
from dateline.export.formats.countries import country_of
from dateline.export.formats.notes import Notes, left_out, lost
from dateline.export.formats.rows import FieldColumn, Scheme
from dateline.export.incident_columns import best_place
from dateline.export.rows import Value
from dateline.export.tables import table_rows
from dateline.incidents import Incident
from dateline.ontology import load_ontology
from dateline.text import Place

BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class PolecatEvent:
    """An incident as POLECAT would see it."""

    incident: Incident
    sides: f.Sides
    day: str | None
    place: Place | None
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContextRule:
    """One row of the table: what speaks for a context. `words` are looked for in the anchors of the reports."""

    context: str
    by: str
    values: frozenset[str]
    words: re.Pattern[str] | None


@cache
def context_rules() -> tuple[ContextRule, ...]:
    """Return the rules in the order of the table.

    Raises:
        RecordError: a row looks at something that no rule may look at.
    """
    found = []
    for row in table_rows("polecat-contexts.tsv"):
        if row["by"] not in {"type", "kind", "weapon", "words"}:
            raise RecordError(f"polecat-contexts.tsv: by must be type, kind, weapon or words; got {row['by']!r}")
        values = tuple(row["values"].split("|"))
        pattern = _pattern(values) if row["by"] == "words" else None
        found.append(ContextRule(row["context"], row["by"], frozenset(values), pattern))
    return tuple(found)


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the words; one that ends in * finds all that begin so."""
    parts = [rf"{re.escape(word[:-1])}\w*" if word.endswith("*") else rf"{re.escape(word)}" for word in words]
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


@cache
def _sectors() -> Mapping[tuple[str, str], str]:
    return MappingProxyType({(row["kind"], row["side"]): row["sector"] for row in table_rows("polecat-sectors.tsv")})


@cache
def _quads() -> Mapping[str, str]:
    return MappingProxyType({row.code: row.quad for row in load_ontology().plover})


def read(incident: Incident, notes: Notes) -> PolecatEvent | None:
    """Return the POLECAT event of an incident, None for what did not happen: POLECAT has no column to say so."""
    factuality = incident.factuality[0].value
    if factuality in f.UNREAL and incident.types[0].value.plover != "THREATEN":
        left_out(
            notes, incident, f"{factuality}: POLECAT has no column to say that it did not happen", w.title(incident)
        )
        return None
    sides = f.sides_of(incident)
    days = f.days_of(incident)
    day = days.first or days.last
    _tell_losses(incident, sides, notes)
    return PolecatEvent(
        incident, sides, day.isoformat() if day else None, best_place(incident), tuple(contexts_of(incident))
    )


def contexts_of(incident: Incident) -> Iterator[str]:
    """Yield the contexts that the incident's best type, participants, weapons and anchors speak for, each once."""
    kind = incident.types[0].value
    facts: Mapping[str, frozenset[str]] = {
        "type": frozenset({kind.plover, f"{kind.plover} {kind.mode}"}),
        "kind": frozenset(told.value.kind for told in incident.participants),
        "weapon": frozenset(told.value for told in incident.weapons),
    }
    anchors = "\n".join(teller.anchor for teller in incident.tellers)
    seen: set[str] = set()
    for rule in context_rules():
        if rule.context in seen:
            continue
        if rule.words.search(anchors) if rule.words else rule.values & facts[rule.by]:
            seen.add(rule.context)
            yield rule.context


def _tell_losses(incident: Incident, sides: f.Sides, notes: Notes) -> None:
    why = "POLECAT's scale of intensity is its makers' own and not part of dateline: left empty"
    lost(notes, incident, "Intensity", why)
    harm = f.joined(f.sole(toll.measure, toll) for toll in incident.tolls)
    if harm:
        lost(notes, incident, "", "POLECAT has no column for people harmed", harm)
    if f.blame_line(incident):
        lost(notes, incident, "Actor Name", "POLECAT has no column for who says who did it", f.blame_line(incident))
    if (incident.count_low, incident.count_high) != (1, 1):
        count = f"{incident.count_low}–{'?' if incident.count_high is None else incident.count_high}"
        lost(notes, incident, "", "one row for several acts", count)
    tell_rivals(incident, sides, notes)


def _of_side(side: f.Side, get: str, stands: str) -> str:
    """Return one value of each member of a side, parted by semicolons."""
    found: list[str | None] = []
    for told in side.members:
        country = country_of(told.value.country)
        found.append(
            {
                "name": f.known_name(told),
                "raw": BETWEEN.join(told.names),
                "iso3": country.iso3 if country else None,
                "cow": str(country.cow) if country and country.cow is not None else None,
                "sector": _sectors().get((told.value.kind, stands)),
            }[get]
        )
    return f.joined(found, BETWEEN)


def _side(label: str, second: bool) -> tuple[FieldColumn[PolecatEvent], ...]:  # noqa: FBT001 - first and second, in the order of the columns
    stands = "acted on" if second else "acting"

    def column(name: str, meaning: str, get: str) -> FieldColumn[PolecatEvent]:
        def value(event: PolecatEvent) -> Value:
            return _of_side(event.sides.second if second else event.sides.first, get, stands)

        return FieldColumn(name, meaning, value)

    sector = column(f"Primary {label} Sector", "sector of the best supported one, by its kind", "sector")
    return (
        column(f"{label} Name", "names as the actor dictionary has them, else as reports do", "name"),
        column(f"{label} Country", "ISO 3166-1 alpha-3", "iso3"),
        column(f"{label} COW", "Correlates of War numbers", "cow"),
        FieldColumn(
            sector.name, sector.meaning, lambda event: str(sector.get(event) if sector.get else "").split(BETWEEN)[0]
        ),
        column(f"{label} Sectors", "sectors of all, by their kinds", "sector"),
        _C(f"{label} Title", "never told"),
        column(f"{label} Name Raw", "all names that reports use", "raw"),
        _C(f"Wikipedia {label} ID", "never told"),
    )


def _place(name: str, field: str, meaning: str, kind: str = "text") -> FieldColumn[PolecatEvent]:
    return FieldColumn(name, meaning, lambda e: getattr(e.place, field, None), "number" if kind == "number" else "text")


def _city(event: PolecatEvent) -> Value:
    return event.place.name if event.place and event.place.kind == "settlement" else None


def _country(event: PolecatEvent) -> Value:
    country = country_of(event.place.country if event.place else None)
    return country.iso3 if country else None


_C: type[FieldColumn[PolecatEvent]] = FieldColumn
POLECAT = Scheme(
    "polecat",
    (
        _C("Event ID", "the incident's id", lambda e: e.incident.id),
        _C("Event Date", "first day", lambda e: e.day),
        _C("Event Type", "PLOVER type", lambda e: e.incident.types[0].value.plover),
        _C("Event Mode", "PLOVER mode", lambda e: e.incident.types[0].value.mode),
        _C("Intensity", "never told: the scale is POLECAT's own"),
        _C("Quad Code", "of the type, by PLOVER", lambda e: _quads()[e.incident.types[0].value.plover]),
        _C("Contexts", "by the table of ours, parted by ;", lambda e: BETWEEN.join(e.contexts)),
        *_side("Actor", False),
        *_side("Recipient", True),
        _place("Placename", "name", "the place as its best report names it"),
        _C("City", "the same where it is a settlement", _city),
        _place("District", "admin2", "second-order division"),
        _place("Province", "admin1", "first-order division"),
        _C("Country", "ISO 3166-1 alpha-3", _country),
        _place("Latitude", "latitude", "degrees, WGS 84", "number"),
        _place("Longitude", "longitude", "degrees, WGS 84", "number"),
        _place("GeoNames ID", "geonames_id", "where it is known", "number"),
        _C("Raw Placename", "every place that is told", lambda e: f.joined((told.value.name for told in e.incident.where), BETWEEN)),
        _C("Feature Type", "never told: GeoNames' code is not in the record"),
        _C("Source", "the outlets", lambda e: f.joined((w.outlet(t) for t in e.incident.tellers), BETWEEN)),
        _C("Publication Date", "of the first report", lambda e: (e.incident.first_report or "")[:10] or None),
        _C("Story People", "never told"),
        _C("Story Organizations", "never told"),
        _C("Story Locations", "every place that is told", lambda e: f.joined((told.value.name for told in e.incident.where), BETWEEN)),
        _C("Language", "never told: it stands with each report"),
        _C("Version", "of dateline", lambda _: f"dateline {__version__}"),
    ),
    read,
    tabs=True,
)  # fmt: skip
