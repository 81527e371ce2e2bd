"""Incidents handed on: in the formats of the field and of other tools, and as pictures. Wiring beside `project`.

    with dateline.Project("dateline.db") as project, open("iraq.csv", "w", newline="", encoding="utf-8") as stream:
        write_incidents(project.incidents.each(country="IQ"), "acled", stream)

The command line and the server call this room and no room under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from dateline.consolidation import Member, consolidate
from dateline.events import CodedReport
from dateline.export.formats import (
    FORMATS,
    ExportFormat,
    Note,
    NoteFile,
    Notes,
    NoteTally,
    format_of,
    format_of_file,
    open_format,
)
from dateline.incidents import Incident

__all__ = [
    "FORMATS", "ExportFormat", "Note", "NoteFile", "NoteTally", "Notes", "draw_incidents", "each_alone", "format_of",
    "format_of_file", "open_format", "picture_form", "write_incidents",
]  # fmt: skip


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
