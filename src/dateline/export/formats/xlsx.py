"""XLSX: incidents on the first sheet, and on further ones every figure told, who says who did it, and the reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

from dateline.errors import SettingsError
from dateline.export.formats.children import CHILDREN, ChildTable
from dateline.export.formats.extras import needed
from dateline.export.formats.notes import Notes, lost
from dateline.export.formats.xml import xml_text
from dateline.export.incident_columns import INCIDENT_COLUMNS
from dateline.export.rows import Value
from dateline.export.writers import defuse
from dateline.incidents import Decision, Incident

LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet can hold (ECMA-376)."""
LAST_ROW = 1_048_576
"""Rows that a sheet can hold."""
ERROR_START = "#"
"""How the names of a spreadsheet's errors begin ("#REF!"); a cell of such text would be one."""
NARROW, WIDE = 14, 48
"""Widths of columns of numbers and of long text, in characters."""
WIDE_COLUMNS = frozenset({"summary", "tolls", "responsibility", "title", "anchor", "words", "outlets", "other_places"})


class XlsxWriter:
    """Writes one workbook; it is put together at the end, for a spreadsheet is a folder in one file."""

    def __init__(self, stream: BinaryIO, notes: Notes) -> None:
        self._openpyxl = needed("openpyxl", extra="excel", what="XLSX")
        self._stream = stream
        self._notes = notes
        self._book = self._openpyxl.Workbook(write_only=True)
        self._sheets: dict[str, Any] = {}
        self._rows = dict.fromkeys(["incidents", *(table.name for table in CHILDREN)], 1)

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write the rows of one incident on all sheets.

        Raises:
            SettingsError: a sheet is full.
        """
        del decisions
        self._begin()
        self._row("incidents", incident, ((column.name, column.get(incident)) for column in INCIDENT_COLUMNS))
        for table in CHILDREN:
            for item in table.items(incident):
                self._row(table.name, incident, chain([("incident_id", incident.id)], _cells(table, item)))

    def close(self) -> None:
        """Put the workbook together and write it."""
        self._begin()
        self._book.save(self._stream)

    def _begin(self) -> None:
        """Make the sheets with their heads: not before there is something to write, for a workbook cannot be given up quietly."""
        if self._sheets:
            return
        self._sheets["incidents"] = self._sheet("incidents", [column.name for column in INCIDENT_COLUMNS])
        for table in CHILDREN:
            self._sheets[table.name] = self._sheet(table.title, ["incident_id", *(c.name for c in table.columns)])

    def _sheet(self, title: str, names: Sequence[str]) -> Any:
        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for number, name in enumerate(names, start=1):
            letter = self._openpyxl.utils.get_column_letter(number)
            sheet.column_dimensions[letter].width = WIDE if name in WIDE_COLUMNS else NARROW
        bold = self._openpyxl.styles.Font(bold=True)
        head = []
        for name in names:
            made = self._openpyxl.cell.WriteOnlyCell(sheet, value=name)
            made.font = bold
            head.append(made)
        sheet.append(head)
        return sheet

    def _row(self, name: str, incident: Incident, cells: Iterator[tuple[str, Value]]) -> None:
        self._rows[name] += 1
        if self._rows[name] > LAST_ROW:
            raise SettingsError(
                f"a sheet holds {LAST_ROW} rows, and {name} has more; narrow the filters, or write CSV or Parquet"
            )
        sheet = self._sheets[name]
        sheet.append([self._cell(sheet, incident, column, value) for column, value in cells])

    def _cell(self, sheet: Any, incident: Incident, column: str, value: Value) -> Any:
        """Return a cell. Text that would be taken for a formula is defused, and told to be text where it looks like an error."""
        if not isinstance(value, str):
            return value
        if not value:
            return None
        text = defuse(xml_text(value))
        if len(text) > LONGEST_CELL:
            lost(
                self._notes,
                incident,
                column,
                f"a cell holds {LONGEST_CELL} characters; the rest is cut off",
                text[LONGEST_CELL:],
            )
            text = text[:LONGEST_CELL]
        if not text.startswith(ERROR_START):
            return text
        made = self._openpyxl.cell.WriteOnlyCell(sheet, value=text)
        made.data_type = "s"
        return made


def _cells(table: ChildTable, item: object) -> Iterator[tuple[str, Value]]:
    return ((column.name, column.get(item)) for column in table.columns)
