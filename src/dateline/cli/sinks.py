"""Where records go once they are coded: a table for people, or a writer of one of the formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.cli.terminal import TablePrinter
    from dateline.events import CodedReport
    from dateline.incidents import Decision, Incident


class Sink(Protocol):
    """Takes records as they come."""

    def write(self, record: CodedReport) -> None:
        """Write one record."""
        ...

    def close(self) -> None:
        """Write what stands at the end."""
        ...


class TableSink:
    """Prints each record as a table of its events."""

    def __init__(self, printer: TablePrinter, *, criminal: bool) -> None:
        self._printer = printer
        self._criminal = criminal

    def write(self, record: CodedReport) -> None:
        """Print one report with its events."""
        from dateline.showing import report_table

        self._printer.print(report_table(record, criminal=self._criminal))

    def close(self) -> None:
        """Explain the signs that were used."""
        self._printer.close()


class ConfidentSink:
    """Writes records without the events that the coder is less sure of."""

    def __init__(self, inner: Sink, least: float) -> None:
        self._inner = inner
        self._least = least

    def write(self, record: CodedReport) -> None:
        """Write one record."""
        from dateline.showing import confident

        self._inner.write(confident(record, self._least))

    def close(self) -> None:
        """Write what stands at the end."""
        self._inner.close()


def open_sink(name: str, stream: TextIO, *, criminal: bool, least_confidence: float = 0.0) -> Sink:
    """Return what writes the format to the stream, leaving out events of less confidence."""
    if least_confidence > 0:
        return ConfidentSink(open_sink(name, stream, criminal=criminal), least_confidence)
    if name == "table":
        from dateline.cli.terminal import TablePrinter, console_for

        return TableSink(TablePrinter(console_for(stream)), criminal=criminal)
    from dateline.showing import open_writer

    return open_writer(name, stream, criminal=criminal)


class IncidentSink(Protocol):
    """Takes incidents as they come, with what people decided about each."""

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Write one incident."""
        ...

    def close(self) -> None:
        """Write what stands at the end."""
        ...


def open_incident_sink(name: str, stream: TextIO, *, why: bool = False) -> IncidentSink:
    """Return what writes incidents in a format to the stream.

    Args:
        name: table, card, jsonl, csv or geojson.
        why: a card says which evidence joined which reports.
    """
    if name in {"table", "card"}:
        from dateline.cli.cards import IncidentCards, IncidentTable
        from dateline.cli.terminal import console_for

        console = console_for(stream)
        return IncidentTable(console) if name == "table" else IncidentCards(console, why=why)
    from dateline.showing import open_incident_writer

    return open_incident_writer(name, stream)
