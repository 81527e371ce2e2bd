"""Incidents handed on: in the formats of the field and of other tools, and as pictures. Wiring beside `project`.

    with dateline.Project("dateline.db") as project, open("iraq.csv", "w", newline="", encoding="utf-8") as stream:
        write_incidents(project.incidents.each(country="IQ"), "acled", stream)

The command line and the server call this room and no room under it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

from dateline.consolidation import Member, consolidate
from dateline.events import CodedReport
from dateline.export.formats import (
    FORMATS,
    GOLD,
    ExportFormat,
    Note,
    NoteFile,
    Notes,
    NoteTally,
    format_of,
    format_of_file,
    open_format,
)
from dateline.export.incidents import IncidentWriter
from dateline.incidents import Incident

if TYPE_CHECKING:
    from dateline.store import Judged

__all__ = [
    "FORMATS", "GOLD", "ExportFormat", "Note", "NoteFile", "NoteTally", "Notes", "draw_incidents", "each_alone", "format_of",
    "format_of_file", "open_format", "picture_form", "stream_gold", "stream_gold_notes", "stream_incidents", "stream_notes", "write_gold", "write_incidents",
]  # fmt: skip

PART = 64 * 1024
"""Characters or bytes of a part of a file that is streamed."""

IN_MEMORY = 4_000_000
"""Bytes of a file that are kept in memory before it goes to the disk."""


def write_incidents(incidents: Iterable[Incident], name: str, stream: Any, notes: Notes | None = None) -> int:
    """Write incidents in a format, from beginning to end, and return how many were taken.

    Args:
        name: of the format, one of FORMATS.
        stream: of bytes for a binary format, else of text with newlines left as they are.
        notes: takes what is left out or lost.

    Raises:
        SettingsError: no such format, or a library that it needs is not installed.
    """
    writer = open_format(name, stream, notes)
    taken = 0
    for incident in incidents:
        writer.write(incident)
        taken += 1
    writer.close()
    return taken


def stream_incidents(incidents: Iterable[Incident], name: str) -> Iterator[bytes]:
    """Return the parts of a file of incidents, made as they are taken; of a binary format, when the whole is written.

    Raises:
        SettingsError: no such format, or a library that it needs is not installed.
    """
    if format_of(name).binary:
        # A workbook or Parquet is finished by its end: it is kept on the disk until then, not in memory.
        file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who reads it
        writer = open_format(name, file)
        return _binary(incidents, writer, file)
    parts = _Parts()
    return _taken(incidents, open_format(name, parts), parts)


def stream_notes(incidents: Iterable[Incident], name: str) -> Iterator[bytes]:
    """Return the parts of the side file of a format, as CSV: what it leaves out or loses; errors as `stream_incidents`."""
    parts = _Parts()
    notes = NoteFile(cast("TextIO", parts))
    nowhere: Any = io.BytesIO() if format_of(name).binary else _Parts(keep=False)
    return _taken(incidents, open_format(name, nowhere, notes), parts)


def write_gold(
    found: Iterable[Judged],
    stream: TextIO | None,
    notes: Notes | None = None,
    *,
    folder: Path | None = None,
    partial: bool = False,
) -> int:
    """Write reports whose events have all been reviewed as gold records, and return how many were taken.

    Args:
        found: what `ReviewDesk.gold` returns.
        stream: takes JSON Lines, each with its report. folder: in its place, one of gold and one of reports are made in it.
        notes: takes the reports that are left out.
        partial: take also reports of which only some events are reviewed, the others as they were coded.
    """
    from dateline.export.gold import GoldWriter

    taken = 0
    writer = GoldWriter(stream, notes if notes is not None else NoteTally(), folder=folder)
    for one in found:
        taken += 1
        if one.waiting and not partial:
            writer.leave_out(one.record, len(one.waiting), one.incidents[0] if one.incidents else "")
        else:
            writer.write(one.record)
    return taken


def stream_gold(found: Iterable[Judged]) -> Iterator[bytes]:
    """Return the parts of a file of gold records, a report each."""
    parts = _Parts()
    for one in found:
        write_gold([one], cast("TextIO", parts))
        if parts.size > PART:
            yield parts.take()
    yield parts.take()


def stream_gold_notes(found: Iterable[Judged]) -> Iterator[bytes]:
    """Return the side file of gold, as CSV: the reports that are left out, since not all of their events are reviewed."""
    parts = _Parts()
    write_gold(found, cast("TextIO", _Parts(keep=False)), NoteFile(cast("TextIO", parts)))
    yield parts.take()


def _taken(incidents: Iterable[Incident], writer: IncidentWriter, parts: _Parts) -> Iterator[bytes]:
    for incident in incidents:
        writer.write(incident)
        if parts.size > PART:
            yield parts.take()
    writer.close()
    yield parts.take()


def _binary(incidents: Iterable[Incident], writer: IncidentWriter, file: Any) -> Iterator[bytes]:
    with file:
        for incident in incidents:
            writer.write(incident)
        writer.close()
        file.seek(0)
        while part := file.read(PART):
            yield part


class _Parts(io.TextIOBase):
    """A stream of text that hands on what was written to it, part by part."""

    def __init__(self, *, keep: bool = True) -> None:
        self._keep = keep
        self._held: list[str] = []
        self.size = 0

    def writable(self) -> bool:
        """It may be written to."""
        return True

    def write(self, text: str) -> int:
        """Take some text."""
        if self._keep:
            self._held.append(text)
            self.size += len(text)
        return len(text)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        text, self._held, self.size = "".join(self._held), [], 0
        return text.encode("utf-8")


def each_alone(record: CodedReport) -> Iterator[Incident]:
    """Yield each event of a record as an incident of its own, merged with no other."""
    for event in record.events:
        yield consolidate([Member.of(record.report, event)])


def draw_incidents(
    incidents: Iterable[Incident],
    picture: str,
    stream: BinaryIO,
    *,
    form: str = "png",
    dark: bool = False,
    title: str | None = None,
    step: str | None = None,
) -> int:
    """Draw incidents, write the picture, and return how many it shows; see `dateline.export.plots.draw`.

    Args:
        picture: map, timeline or actors.
        form: png or svg. step: of a timeline: day, week, month or year; by default what the span asks for.

    Raises:
        SettingsError: no such picture, form or step, or matplotlib is not installed.
    """
    from dateline.export.pins import Pin
    from dateline.export.plots import draw

    pins = [Pin.of(incident) for incident in incidents]
    draw(picture, pins, stream, form=form, dark=dark, title=title, step=step)
    return len(pins)


def picture_form(path: Path) -> str:
    """Return the form that a picture's file is to have, by its ending.

    Raises:
        SettingsError: the ending stands for none.
    """
    from dateline.export.plots import form_of_file

    return form_of_file(path)
