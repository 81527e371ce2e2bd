"""What of an incident fills rows of its own: every figure told, who says who did it, the reports.

They are the further sheets of XLSX and the nested columns of Parquet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from dateline.export import incident_words as w
from dateline.export import words
from dateline.export.rows import Value
from dateline.incidents import BlameTold, Figure, Incident, Teller, TollHistory, Witness

CellKind = Literal["text", "integer", "flag"]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure with the history that it belongs to."""

    toll: TollHistory
    figure: Figure


@dataclass(frozen=True, slots=True)
class BlameRow:
    """One witness of one stance towards one doer."""

    blame: BlameTold
    witness: Witness


@dataclass(frozen=True, slots=True)
class ChildColumn:
    """One column of a child table; `get` takes an item of it."""

    name: str
    kind: CellKind
    meaning: str
    get: Callable[..., Value]


@dataclass(frozen=True, slots=True)
class ChildTable:
    """A table of several rows an incident.

    Args:
        name: of the nested column; title: of the sheet.
        items: yields what the rows are read from, in their order.
    """

    name: str
    title: str
    meaning: str
    items: Callable[[Incident], Iterator[object]]
    columns: tuple[ChildColumn, ...]


def _figures(incident: Incident) -> Iterator[object]:
    return (FigureRow(toll, figure) for toll in incident.tolls for figure in toll.figures)


def _blames(incident: Incident) -> Iterator[object]:
    return (BlameRow(blame, witness) for blame in incident.responsibility for witness in blame.witnesses)


def _tellers(incident: Incident) -> Iterator[object]:
    return iter(incident.tellers)


def _quote(witness: Witness) -> str | None:
    return " … ".join(dict.fromkeys(span.quote for span in witness.spans)) or None


def _figure(row: FigureRow) -> Witness:
    return row.figure.witness


def _joined_to(teller: Teller) -> str | None:
    return teller.joined.to if teller.joined else None


CHILDREN: tuple[ChildTable, ...] = (
    ChildTable(
        "tolls_told", "tolls told", "every figure of people harmed, in the order of saying", _figures,
        (
            ChildColumn("measure", "text", "killed, injured, casualties, missing, detained, abducted or displaced", lambda r: r.toll.measure),
            ChildColumn("low", "integer", "at least", lambda r: r.figure.low),
            ChildColumn("high", "integer", "at most; empty where open", lambda r: r.figure.high),
            ChildColumn("approximate", "flag", "whether the number is approximate", lambda r: r.figure.approximate),
            ChildColumn("people", "text", "whom it counts, as the report names them", lambda r: r.figure.who),
            ChildColumn("whole", "flag", "false for a part of a total", lambda r: r.figure.whole),
            ChildColumn("superseded", "flag", "true where a later figure stands in its place", lambda r: r.figure.superseded),
            ChildColumn("said_by", "text", "who says so; empty where the report does itself", lambda r: words.speaker_phrase(_figure(r).speaker)),
            ChildColumn("said_at", "text", "when it was said, else when the report was published", lambda r: _figure(r).said_at),
            ChildColumn("words", "text", "the words of the report", lambda r: _quote(_figure(r))),
            ChildColumn("source", "integer", "number of the independent source within the incident", lambda r: _figure(r).source),
            ChildColumn("report_id", "text", "id of the report", lambda r: _figure(r).report_id),
            ChildColumn("event_id", "text", "id of the event of that report", lambda r: _figure(r).event_id),
        ),
    ),
    ChildTable(
        "blame_told", "who says who did it", "each stance towards a doer, with each who takes it", _blames,
        (
            ChildColumn("stance", "text", "claimed, blamed, suspected, stated, denied or unclaimed", lambda r: r.blame.stance),
            ChildColumn("name", "text", "the doer; empty where nobody claimed it", lambda r: r.blame.name),
            ChildColumn("actor", "text", "its id in the actor dictionary", lambda r: r.blame.actor),
            ChildColumn("said_by", "text", "who says so; empty where the report does itself", lambda r: words.speaker_phrase(r.witness.speaker)),
            ChildColumn("said_at", "text", "when it was said, else when the report was published", lambda r: r.witness.said_at),
            ChildColumn("words", "text", "the words of the report", lambda r: _quote(r.witness)),
            ChildColumn("source", "integer", "number of the independent source within the incident", lambda r: r.witness.source),
            ChildColumn("report_id", "text", "id of the report", lambda r: r.witness.report_id),
            ChildColumn("event_id", "text", "id of the event of that report", lambda r: r.witness.event_id),
        ),
    ),
    ChildTable(
        "reports_told", "reports", "the reports that tell it, in the order of publication", _tellers,
        (
            ChildColumn("report_id", "text", "id of the report", lambda t: t.report_id),
            ChildColumn("event_id", "text", "id of its event", lambda t: t.event_id),
            ChildColumn("published", "text", "when it was published", lambda t: t.published),
            ChildColumn("outlet", "text", "who published it, with the agency", w.outlet),
            ChildColumn("title", "text", "its title", lambda t: t.title),
            ChildColumn("anchor", "text", "the words that state the event best", lambda t: t.anchor),
            ChildColumn("standing", "text", "current or background", lambda t: t.standing),
            ChildColumn("source", "integer", "number of its independent source", lambda t: t.source),
            ChildColumn("reliability", "text", "of the outlet, Admiralty code A–F", lambda t: t.reliability),
            ChildColumn("credibility", "text", "of the information, Admiralty code 1–6", lambda t: t.credibility),
            ChildColumn("broke", "flag", "true where it told it first of all", lambda t: t.broke),
            ChildColumn("copies", "text", "id of the report whose text it copies", lambda t: t.copies),
            ChildColumn("joined_to", "text", "id of the event that it was joined to", _joined_to),
            ChildColumn("origin", "text", "where it was read from", lambda t: t.origin),
        ),
    ),
)  # fmt: skip
