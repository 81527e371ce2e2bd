"""What the faces show and write of records, and what they look up: the wiring beside `project`, nothing of its own.

The command line and the server call this room and `dateline.project`, and no room under them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from dateline.errors import SettingsError
from dateline.export import (
    FAMILIES,
    HEADINGS,
    INCIDENT_HEADINGS,
    INCIDENT_WRITERS,
    SLOTS,
    WRITERS,
    Block,
    Card,
    Change,
    Family,
    IncidentCard,
    IncidentWriter,
    Line,
    Piece,
    RecordWriter,
    ReportTable,
    Slot,
    TableRow,
    View,
    Why,
    change_words,
    changes,
    decision_words,
    family_of,
    grade_words,
    incident_card,
    incident_row,
    incident_why,
    open_incident_writer,
    open_writer,
    page,
    report_table,
    view,
)  # fmt: skip
from dateline.vocabulary import PlaceKind

if TYPE_CHECKING:
    from dateline.actors import Actor
    from dateline.events import CodedReport
    from dateline.gazetteer import Entry, Gazetteer, Imported
    from dateline.readers import ReadOptions
    from dateline.readers.kinds import Format

__all__ = [
    "FAMILIES",
    "HEADINGS",
    "INCIDENT_HEADINGS",
    "INCIDENT_WRITERS",
    "SLOTS",
    "WRITERS",
    "Block",
    "Card",
    "Change",
    "Family",
    "IncidentCard",
    "IncidentWriter",
    "Line",
    "Piece",
    "RecordWriter",
    "ReportTable",
    "Slot",
    "TableRow",
    "View",
    "Why",
    "actors_called",
    "as_data",
    "build_gazetteer",
    "change_words",
    "changes",
    "confident",
    "decision_words",
    "describe_gazetteer",
    "family_of",
    "formats_read",
    "grade_words",
    "import_gazetteer",
    "incident_card",
    "incident_row",
    "incident_why",
    "open_gazetteer",
    "open_incident_writer",
    "open_writer",
    "page",
    "place_as_json",
    "place_table",
    "places_called",
    "read_options",
    "record_as_data",
    "report_table",
    "type_labels",
    "view",
]  # fmt: skip


def type_labels() -> dict[str, str]:
    """Return what readers call the types ("ASSAULT") and their modes ("ASSAULT/drone")."""
    from dateline.export.words import event_phrases

    return {kind if mode is None else f"{kind}/{mode}": phrase for (kind, mode), phrase in event_phrases().items()}


def record_as_data(record: CodedReport) -> Any:
    """Return a record in the JSON form of its contract."""
    from dateline.codec import record_to_data

    return record_to_data(record)


def as_data(value: object) -> Any:
    """Return an incident, a change or a decision as plain lists, dicts, strings and numbers."""
    from dateline.codec import to_data

    return to_data(value)


def confident(record: CodedReport, least: float) -> CodedReport:
    """Return the record without the events whose confidence is under `least`."""
    return replace(record, events=tuple(event for event in record.events if event.confidence >= least))


def read_options(
    *,
    published: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
) -> ReadOptions:
    """Return what a user says of the inputs.

    Raises:
        SettingsError: a value is not valid.
    """
    from dateline.readers import ReadOptions

    return ReadOptions(published=published, publisher=publisher, language=language, encoding=encoding)


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """Open a gazetteer, the one that ships with dateline where no other is named."""
    from dateline.gazetteer import open_gazetteer

    return open_gazetteer(path)


def places_called(
    name: str, *, country: str | None = None, kind: str | None = None, near: str | None = None, path: Path | None = None
) -> tuple[Entry, ...]:
    """Return the places that bear a name or answer a description, the likeliest first.

    Args:
        country: only there (ISO 3166-1 alpha-2); villages, wards and other spellings are looked for too.
        kind: only of this kind. near: "LAT,LON"; the nearest to it first.

    Raises:
        SettingsError: the country, the kind or the point is not valid.
    """
    from dateline.gazetteer import fold, resolve

    point = _point(near) if near is not None else None
    if kind is not None and kind not in get_args(PlaceKind):
        raise SettingsError(f"--kind must be one of {', '.join(get_args(PlaceKind))}; got {kind!r}")
    gazetteer = open_gazetteer(path)
    code = country.upper() if country is not None else None
    if code is not None and code not in gazetteer.header()["countries"]:
        raise SettingsError(f"--country takes a code of ISO 3166-1 such as IQ, where places are; got {country!r}")
    found = [entry for entry in gazetteer.lookup(name) if code is None or entry.country == code]
    if code is not None:
        found += gazetteer.lookup_minor(fold(name), countries={code})
        answer = resolve(name, gazetteer, country=code)
        found += [
            e for e in (answer.entry, *answer.rivals) if e is not None and e.index not in {f.index for f in found}
        ]
    found = [entry for entry in found if kind is None or entry.kind == kind]
    if point is not None:
        found.sort(key=lambda entry: entry.distance_km(*point))
    return tuple(found)


def actors_called(name: str, *, limit: int = 20) -> tuple[Actor, ...]:
    """Return the actors of the dictionary that bear a name, or whose names hold the words, the shortest name first."""
    from dateline.actors import load_actors

    actors = load_actors()
    words = name.casefold().split()
    exact = actors.lookup(name)
    found = {exact.id: exact} if exact is not None else {}
    near = [atoms for atoms in actors.names() if words and all(any(w in a.casefold() for a in atoms) for w in words)]
    for atoms in sorted(near, key=lambda atoms: (len(" ".join(atoms)), atoms)):
        actor = actors.lookup(" ".join(atoms))
        if actor is not None:
            found.setdefault(actor.id, actor)
        if len(found) >= limit:
            break
    return tuple(found.values())


def _point(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        lat, lon = 99.0, 0.0
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise SettingsError(f"--near takes degrees north and east such as 33.3,44.4; got {text!r}")
    return lat, lon


PLACE_HEADINGS = ("name", "kind", "area", "lat", "lon", "± km", "people", "source")


def place_table(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield the lines of a table of places."""
    rows = [PLACE_HEADINGS, *map(_place_cells, entries)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(PLACE_HEADINGS))]
    for row in rows if entries else ():
        cells = (
            cell.rjust(width) if heading in {"lat", "lon", "± km", "people"} else cell.ljust(width)
            for cell, width, heading in zip(row, widths, PLACE_HEADINGS, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _place_cells(entry: Entry) -> tuple[str, ...]:
    area = ", ".join(part for part in (entry.admin2, entry.admin1, entry.country) if part and part != entry.name)
    source = f"{entry.source} {entry.geonames_id}" if entry.geonames_id else entry.source
    people = f"{entry.population:,}" if entry.population else ""
    return entry.name, entry.kind, area, f"{entry.lat:.4f}", f"{entry.lon:.4f}", f"{entry.radius_km:g}", people, source


def place_as_json(entry: Entry) -> str:
    """Return a place as one line of JSON."""
    import dataclasses
    import json

    return json.dumps(dataclasses.asdict(entry), ensure_ascii=False)


def describe_gazetteer(path: Path | None = None) -> Iterator[str]:
    """Yield what a gazetteer holds, where that comes from and on which terms, in lines."""
    from dateline.gazetteer import SOURCE_TITLES

    gazetteer = open_gazetteer(path)
    yield f"{len(gazetteer):,} places in {gazetteer.path} ({gazetteer.path.stat().st_size / 1e6:.1f} MB)"
    yield "where they come from"
    for source, count in gazetteer.counts.items():
        if count:
            yield f"  {count:>10,}  {SOURCE_TITLES.get(source, source)} ({source})"
    yield "of which kind"
    for kind, count in sorted(gazetteer.kinds.items(), key=lambda item: -item[1]):
        if count:
            yield f"  {count:>10,}  {kind}"
    yield "compiled from"
    for source, version in gazetteer.sources.items():
        yield f"  {source} {version}"
    yield "terms"
    yield "  Holds data of GeoNames (geonames.org), CC BY 4.0, selected, joined and compiled into another form;"
    yield "  of the other sources NOTICE and THIRD-PARTY.md tell. Our own tables: Apache-2.0."


def build_gazetteer(path: Path) -> Path:
    """Compile a gazetteer from the packages of the extra `gazetteer`."""
    from dateline.gazetteer import build_gazetteer

    return build_gazetteer(path)


def import_gazetteer(
    dump: Path, output: Path, *, base: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Imported:
    """Write a gazetteer with what a dump of GeoNames adds to another; see `dateline.gazetteer.import_dump`."""
    from dateline.gazetteer import import_dump

    return import_dump(dump, output, base=open_gazetteer(base), progress=progress)


def formats_read() -> tuple[Format, ...]:
    """Return the formats that are read: their names and endings, and what in each becomes a report."""
    from dateline.readers.kinds import FORMATS

    return FORMATS
