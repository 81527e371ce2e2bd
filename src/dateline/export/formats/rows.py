"""Tables of one row an incident, in the columns of a scheme: CSV, or text parted by tabs."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TextIO, TypeVar

from dateline.export.formats.notes import Notes
from dateline.export.rows import Value
from dateline.export.writers import LineFeeds, cell
from dateline.incidents import Decision, Incident

T = TypeVar("T")

_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What would end a cell or a line for some reader of text parted by tabs."""
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FieldColumn(Generic[T]):
    """One column of a scheme: its name, what dateline writes there, and how it is had.

    Args:
        get: None where an incident never gives the value, so that the column stays empty.
        tag: the HXL tag, for schemes that have a row of them.
    """

    name: str
    meaning: str
    get: Callable[[T], Value] | None = None
    kind: Literal["text", "number"] = "text"
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Scheme(Generic[T]):
    """A table of the field: its columns, and how an incident becomes what they are read from.

    Args:
        read: the reading of an incident, None where the scheme's rules leave it out; it says so in the notes.
        tabs: whether cells are parted by tabs, and not by commas.
        tagged: whether a row of HXL tags stands under the names.
    """

    name: str
    columns: tuple[FieldColumn[T], ...]
    read: Callable[[Incident, Notes], T | None]
    tabs: bool = False
    tagged: bool = False


class SchemeWriter(Generic[T]):
    """Writes the rows of a scheme; the head is written at once, so that it is always there."""

    def __init__(self, scheme: Scheme[T], stream: TextIO, notes: Notes) -> None:
        self._scheme = scheme
        self._notes = notes
        self._table = csv.writer(LineFeeds(stream), delimiter="\t" if scheme.tabs else ",", lineterminator="\r\n")
        self._table.writerow([column.name for column in scheme.columns])
        if scheme.tagged:
            self._table.writerow([column.tag for column in scheme.columns])

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write the row of one incident, or note why it has none."""
        del decisions
        reading = self._scheme.read(incident, self._notes)
        if reading is not None:
            self._table.writerow([self._cell(column, reading) for column in self._scheme.columns])

    def close(self) -> None:
        """Nothing stands at the end."""

    def _cell(self, column: FieldColumn[T], reading: T) -> str:
        text = cell(column.kind, column.get(reading) if column.get else None)
        return one_line(text) if self._scheme.tabs else text


def one_line(text: str) -> str:
    """Return text without tabs, line breaks and control characters: each run of breaks becomes a blank."""
    return _UNPRINTED.sub("\ufffd", _BREAKS.sub(" ", text))
