"""Print tables of events: aligned and wrapped to the width, in colour where there is a terminal, plain where not."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from dateline.showing import ReportTable, TableRow

PLAIN_WIDTH = 100
"""Columns where the output is no terminal and COLUMNS does not say otherwise."""
WIDEST = 220
NARROWEST = 60
GAP = 2
WHEN_WIDTH = len("~2023-12-07/08†")
"""A day as it is written at its longest stays on one line; a time of day has its own."""
LONGEST_WHEN = len("~2023-12-08 04:00–04:59†")
SHARES = (0.21, 0.32, 0.20, 0.27)
"""Of what is left of the width, for the other columns: what, who → whom, where, harm."""
STYLES = ("cyan", "bold", "", "green", "magenta")

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters of a report that would command the terminal or turn the order of its text."""


def safe(text: str) -> str:
    """Return text that a terminal only shows: what would command it becomes U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)


def console_for(stream: TextIO) -> Console:
    """Return a console for a stream: as wide as the terminal, without colour where NO_COLOR is set or nobody looks."""
    from rich.console import Console

    class Plain(Console):
        """A console that leaves a broken pipe to `exits.guard`, as every other output does; Rich's own exits with 1."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Plain(file=stream, width=width_for(stream), highlight=False, markup=False, emoji=False, legacy_windows=False)


def width_for(stream: TextIO) -> int:
    """Return how many columns to fill."""
    if stream.isatty():
        try:
            found = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            found = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
    else:
        given = os.environ.get("COLUMNS", "")
        found = int(given) if given.isdigit() else PLAIN_WIDTH
    return max(NARROWEST, min(found or PLAIN_WIDTH, WIDEST))


@dataclass(slots=True)
class TablePrinter:
    """Prints the tables of one record after another under one head, and explains at the end what needs it."""

    console: Console
    _head_printed: bool = False
    _dagger: bool = False

    def print(self, table: ReportTable) -> None:
        """Print one report with its events."""
        from rich.text import Text

        from dateline.showing import HEADINGS

        if not self._head_printed:
            self._head_printed = True
            self._row(HEADINGS, ("bold underline",) * len(HEADINGS))
        self.console.print()
        self.console.print(Text(safe(table.title), "bold"))
        self.console.print(Text(safe(table.facts), "dim"))
        for note in table.notes:
            self.console.print(Text(f"! {safe(note)}", "yellow"))
        for row in table.current:
            self._event(row, dim=False)
        if table.background:
            self.console.print(Text("background", "dim italic"))
        for row in table.background:
            self._event(row, dim=True)
        if not table.current and not table.background:
            self.console.print(Text("no event" if not table.left_out else "no political event", "dim"))
        if table.left_out:
            count = f"{table.left_out} criminal event{'s' if table.left_out > 1 else ''}"
            self.console.print(Text(f"{count} left out; --criminal shows them", "dim"))

    def close(self) -> None:
        """Explain the signs that were used."""
        from rich.text import Text

        if self._dagger:
            text = "† no time in the text: the day of publication and the day before"
            self.console.print()
            self.console.print(Text(text, "dim"))

    def _event(self, row: TableRow, *, dim: bool) -> None:
        self._dagger = self._dagger or "†" in row.cells[0]
        self._row(row.cells, tuple(f"{style} dim".strip() for style in STYLES) if dim else STYLES)

    def _row(self, cells: tuple[str, ...], styles: tuple[str, ...]) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, show_header=False, padding=(0, GAP, 0, 0), pad_edge=False)
        for width in column_widths(self.console.width):
            table.add_column(width=width, overflow="fold")
        table.add_row(*(Text(safe(cell), style) for cell, style in zip(cells, styles, strict=True)))
        print_trimmed(self.console, table)


def column_widths(width: int) -> tuple[int, ...]:
    """Return the columns' widths, which fill the width with the gaps between them."""
    room = width - GAP * len(SHARES)
    when = LONGEST_WHEN if room >= 6 * LONGEST_WHEN else WHEN_WIDTH
    others = [int((room - when) * share) for share in SHARES]
    others[1] += room - when - sum(others)
    return (when, *others)


def print_trimmed(console: Console, shown: RenderableType) -> None:
    """Print without the blanks that fill a cell up: in a file or a pipe they make lines end nowhere."""
    if console.is_terminal:
        console.print(shown)
        return
    with console.capture() as captured:
        console.print(shown)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def styled(text: str, style: str = "") -> Text:
    """Return text with a style, made safe."""
    from rich.text import Text

    return Text(safe(text), style)
