"""The formats of the field and of other tools: what an incident becomes in each, and what is left out or lost on the way.

    writer = open_format("acled", stream, notes)
    writer.write(incident)
    writer.close()

`FORMATS` is the table of all. Columns that an incident cannot fill stay empty; what a format's rules leave out, or what
it has no room for, goes to `notes` row by row.
"""

from __future__ import annotations

from dateline.export.formats.notes import NOTE_COLUMNS, Note, NoteFile, Notes, NoteTally
from dateline.export.formats.table import FORMATS, GOLD, ExportFormat, format_of, format_of_file, open_format

__all__ = [
    "FORMATS", "GOLD", "NOTE_COLUMNS", "ExportFormat", "Note", "NoteFile", "NoteTally", "Notes", "format_of", "format_of_file", "open_format",
]  # fmt: skip
