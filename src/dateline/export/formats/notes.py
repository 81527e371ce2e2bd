"""What an export leaves out or loses, row by row: the side file beside the output."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from typing import Literal, Protocol, TextIO

from dateline.export.writers import LineFeeds, cell
from dateline.incidents import Incident

NoteKind = Literal["left out", "lost"]
"""`left out`: the incident has no row. `lost`: it has one, and the format has no room for something of it."""

NOTE_COLUMNS = ("incident_id", "what", "column", "why", "value")


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was left out or lost.

    Args:
        incident: its id.
        column: of the format, where one column is meant; else empty.
        why: the rule, in words.
        value: what was lost, as the record has it.
    """

    incident: str
    what: NoteKind
    column: str
    why: str
    value: str = ""


class Notes(Protocol):
    """Takes notes."""

    def add(self, note: Note) -> None:
        """Take one."""
        ...


class NoteFile:
    """Notes as CSV, one a row under NOTE_COLUMNS; the head is written at once, so that an empty file says "nothing"."""

    def __init__(self, stream: TextIO) -> None:
        self._table = csv.writer(LineFeeds(stream), lineterminator="\r\n")
        self._table.writerow(NOTE_COLUMNS)
        self.counts: Counter[NoteKind] = Counter()

    def add(self, note: Note) -> None:
        """Write one."""
        self.counts[note.what] += 1
        self._table.writerow(
            [cell("text", value) for value in (note.incident, note.what, note.column, note.why, note.value)]
        )


class NoteTally:
    """Counts notes and keeps none: for an output that has no file beside it."""

    def __init__(self) -> None:
        self.counts: Counter[NoteKind] = Counter()

    def add(self, note: Note) -> None:
        """Count one."""
        self.counts[note.what] += 1


def left_out(notes: Notes, incident: Incident, why: str, value: str = "") -> None:
    """Note that an incident has no row."""
    notes.add(Note(incident.id, "left out", "", why, value))


def lost(notes: Notes, incident: Incident, column: str, why: str, value: str = "") -> None:
    """Note that something of an incident has no room in a column."""
    notes.add(Note(incident.id, "lost", column, why, value))
