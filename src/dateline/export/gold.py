"""Reports as people corrected them, as gold records: what `dateline evaluate` scores by, and what weights are fitted on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TextIO

from dateline.codec import to_data
from dateline.evaluation import keys_of
from dateline.evaluation.facts import name_of
from dateline.events import CodedReport, Event
from dateline.export.formats.notes import Note, Notes
from dateline.text import Report

GOLD_FOLDER, TEXT_FOLDER = "gold", "reports"
"""The folders of gold and of its reports: `dateline evaluate` finds the one beside the other."""


def gold_event(event: Event) -> dict[str, Any]:
    """Return an event in the gold form (docs/codebook.md)."""
    names = {one.id: one.name for one in event.participants}
    data: dict[str, Any] = {
        "anchor": event.anchor.quote,
        "plover": event.type.plover,
        "mode": event.type.mode,
        "acled": event.type.acled,
        "standing": event.standing,
        "factuality": event.factuality,
        "count": [event.count.low, event.count.high],
        "when": _when(event),
        "where": [
            {
                "name": one.name,
                "country": one.country,
                "precision": one.precision,
                "lat": one.latitude,
                "lon": one.longitude,
            }
            for one in event.where
        ],
        "participants": [
            {"role": one.role, "name": one.name, "kind": one.kind, "country": one.country} for one in event.participants
        ],
        "responsibility": [
            {"stance": one.stance, "actor": names.get(one.actor or ""), "speaker": _name(one.speaker)}
            for one in event.responsibility
        ],
        "weapons": [one.kind for one in event.weapons],
        "tolls": [
            {
                "measure": one.measure,
                "who": _name(one.who),
                "low": one.low,
                "high": one.high,
                "speaker": _name(one.speaker),
            }
            for one in event.tolls
        ],
        "damage": [
            {"what": one.what.name, "effect": one.effect, "speaker": _name(one.speaker)} for one in event.damage
        ],
        "sources": [_name(one.speaker) for one in event.sources],
    }
    return data if event.sphere == "political" else data | {"sphere": event.sphere}


def _when(event: Event) -> dict[str, Any] | None:
    when = event.when
    return None if when is None else {"start": when.start, "end": when.end, "precision": when.precision}


def _name(value: object) -> str | None:
    return (name_of(to_data(value)) or None) if value is not None else None


class _Names:
    """Gives each report an id of its own: the stem of its file, else its own id."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, report: Report) -> str:
        key = keys_of(report.origin, report.id)[0]
        name = key if key not in self._taken and "/" not in key and "\\" not in key else report.id
        self._taken.add(name)
        return name


class GoldWriter:
    """Writes gold: JSON Lines, each with the report itself, so that a line is whole; or a folder of gold and one of reports."""

    def __init__(self, stream: TextIO | None, notes: Notes, *, folder: Path | None = None) -> None:
        self._stream = stream
        self._notes = notes
        self._folder = folder
        self._names = _Names()
        if folder is not None:
            for name in (GOLD_FOLDER, TEXT_FOLDER):
                (folder / name).mkdir(parents=True, exist_ok=True)

    def write(self, record: CodedReport) -> None:
        """Write a report whose events have all been reviewed."""
        name = self._names.of(record.report)
        gold = {"id": name, "relevant": record.relevant, "events": [gold_event(event) for event in record.events]}
        if self._folder is not None:
            _put(self._folder / GOLD_FOLDER / f"{name}.json", gold)
            _put(self._folder / TEXT_FOLDER / f"{name}.json", _text(record.report))
        elif self._stream is not None:
            line = gold | {"report": to_data(record.report)}
            self._stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")

    def leave_out(self, record: CodedReport, waiting: int, incident: str) -> None:
        """Note a report of which somebody has not judged everything yet."""
        told = len(record.events)
        why = f"{waiting} of its {told} event{'' if told == 1 else 's'} nobody has reviewed yet"
        self._notes.add(Note(incident, "left out", "", f"{record.report.origin}: {why}", record.report.id))


def _put(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _text(report: Report) -> dict[str, Any]:
    """Return a report as the readers take JSON: what stands in fields of its own is no part of the text."""
    given = {name: getattr(report, name) for name in ("title", "published", "publisher", "byline", "url", "language")}
    body = report.text.removeprefix(report.title).lstrip() if report.title else report.text
    return {name: value for name, value in given.items() if value is not None} | {"text": body or report.text}
