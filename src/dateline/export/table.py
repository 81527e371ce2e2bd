"""A record as the rows of a table for people: when, what, who to whom, where, harm and who says so."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.events import CodedReport, Event, Participant
from dateline.export import words
from dateline.export.cards import ACTING_ROLES

HEADINGS = ("when", "what", "who → whom", "where", "harm (who says so)")
UNDATED = "no date"


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one event, in the order of HEADINGS; lines of a cell are parted by newlines."""

    event: Event
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A report's heading, its notes, and its events with the current ones first."""

    title: str
    facts: str
    notes: tuple[str, ...]
    current: tuple[TableRow, ...]
    background: tuple[TableRow, ...]
    left_out: int


def report_table(record: CodedReport, *, criminal: bool = False) -> ReportTable:
    """Return the table of one record; criminal events only where they are asked for."""
    report = record.report
    shown = [e for e in record.events if criminal or e.sphere != "criminal"]
    facts = (report.publisher or report.agency, report.published or UNDATED, report.origin)
    return ReportTable(
        title=words.title_of(report.title, report.text),
        facts=" · ".join(fact for fact in facts if fact),
        notes=tuple(f"{problem.code}: {problem.message}" for problem in record.problems),
        current=tuple(table_row(e) for e in shown if e.standing == "current"),
        background=tuple(table_row(e) for e in shown if e.standing == "background"),
        left_out=len(record.events) - len(shown),
    )


def table_row(event: Event) -> TableRow:
    """Return the cells of one event."""
    where = "\n".join(dict.fromkeys(words.place_phrase(place) for place in event.where))
    return TableRow(
        event, (words.when_phrase(event.when) or "—", _what(event), _who(event), where or "—", _harm(event))
    )


def _what(event: Event) -> str:
    said = ", ".join(words.labels(event))
    parts = [f"{said}: " if said else "", words.type_phrase(event.type)]
    counted = words.count_phrase(event.count)
    if counted:
        parts.append(f" {counted}")
    if event.weapons:
        parts.append(f" ({', '.join(dict.fromkeys(w.kind for w in event.weapons))})")
    return "".join(parts)


def _who(event: Event) -> str:
    acting = [_stance(event, p) for p in event.participants if p.role in ACTING_ROLES]
    aimed = [p.name for p in event.participants if p.role in ("target", "recipient")]
    harmed = [p.name for p in event.participants if p.role == "victim" and p.name not in aimed]
    joint = " ↔ " if any(p.role == "party" for p in event.participants) else ", "
    who, whom = joint.join(dict.fromkeys(acting)), ", ".join(dict.fromkeys(aimed))
    lines = [f"{who or '?'} → {whom}" if whom else who]
    if harmed:
        lines.append(f"victims: {', '.join(dict.fromkeys(harmed))}")
    if any(r.stance == "unclaimed" for r in event.responsibility):
        lines.append("unclaimed")
    return "\n".join(line for line in lines if line) or "—"


def _stance(event: Event, participant: Participant) -> str:
    """Return the actor with who says that it did it, unless the report says so itself."""
    said = []
    for item in event.responsibility:
        if item.actor == participant.id and item.stance != "stated":
            by = words.speaker_phrase(item.speaker) if item.speaker and item.speaker.name != participant.name else ""
            said.append(f"{item.stance}{' by ' + by if by and item.stance != 'claimed' else ''}")
    return f"{participant.name} ({', '.join(dict.fromkeys(said))})" if said else participant.name


def _harm(event: Event) -> str:
    """Join the figures of one speaker: "killed 0, injured 0 (embassy spokesperson)"; earlier figures stay out."""
    lines: list[tuple[str, list[str]]] = []
    for toll in event.tolls:
        if toll.superseded_by:
            continue
        number = words.bounds(toll.low, toll.high, approximate=toll.approximate)
        people = f" {toll.who.name}" if toll.who else ""
        figure = f"{'of them ' if toll.part_of else ''}{toll.measure} {number}{people}"
        speaker = words.speaker_phrase(toll.speaker)
        if lines and lines[-1][0] == speaker:
            lines[-1][1].append(figure)
        else:
            lines.append((speaker, [figure]))
    made = [", ".join(figures) + (f" ({speaker})" if speaker else "") for speaker, figures in lines]
    for damage in event.damage:
        speaker = words.speaker_phrase(damage.speaker)
        made.append(f"{damage.what.name} {damage.effect}" + (f" ({speaker})" if speaker else ""))
    heard = {speaker for speaker, _ in lines}
    sources = [words.speaker_phrase(s.speaker) + (" denies" if s.stance == "denies" else "") for s in event.sources]
    if sources := [source for source in sources if source not in heard]:
        made.append(f"source: {', '.join(dict.fromkeys(sources))}")
    return "\n".join(made) or "—"
