"""Commands that correct what was coded: desk, correct, add-event, remove-event."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli import options as o
from dateline.cli.deciding import By
from dateline.cli.examples import examples
from dateline.cli.exits import say
from dateline.errors import NotFound, SettingsError, ValueRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.corrections import EventReview, Proposal, ReportReview
    from dateline.reviewing import ReviewDesk

SHOWN = 160
"""Characters of an anchor in a list."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=examples("dateline desk 91c02ab3", "dateline desk 91c02ab3 --format jsonl"))(desk)
    app.command(
        epilog=examples(
            'dateline correct 91c02ab3 factuality denied --why "the ministry takes it back"',
            'dateline correct 91c02ab3 where --mark "Karrada"',
            'dateline correct 91c02ab3 killed --mark "at least 15 people" --propose',
            'dateline correct 91c02ab3 perpetrators --mark "gunmen" --choose 2 --role coder',
            "dateline correct 91c02ab3 type ASSAULT/drone",
            "dateline correct 91c02ab3 when --not-stated",
        )
    )(correct)
    app.command(
        "add-event",
        epilog=examples(
            'dateline add-event 5b1177aa --mark "two buses were set on fire"',
            'dateline add-event 5b1177aa --mark "two buses were set on fire" --type ASSAULT/destroy --why missed',
        ),
    )(add_event)
    app.command("remove-event", epilog=examples('dateline remove-event 91c02ab3 --why "a drill"'))(remove_event)


Why = Annotated[
    str, typer.Option("--why", metavar="WORDS", help="The reason; it is kept with the decision.", show_default=False)
]
Event = Annotated[
    str, typer.Argument(metavar="EVENT", help="The id of an event, or the start of it.", show_default=False)
]
Seen = Annotated[
    str | None,
    typer.Option(
        "--version",
        metavar="TAG",
        help="The version that `dateline desk` showed: refused where it has changed since.",
        show_default=False,
    ),
]
Mark = Annotated[
    list[str] | None,
    typer.Option(
        "--mark",
        "-m",
        metavar="WORDS",
        help="Words of the report's text that the value stands on; the value is made of them.",
        show_default=False,
    ),
]
Nth = Annotated[
    int, typer.Option("--nth", min=1, metavar="N", help="Which of the places where the marked words stand.")
]


class DeskFormat(StrEnum):
    """How the desk is written."""

    TABLE = "table"
    JSONL = "jsonl"


FormatOption = Annotated[DeskFormat, typer.Option("--format", "-f", help="What to write.")]


def desk(
    reference: Annotated[
        str, typer.Argument(metavar="EVENT_OR_REPORT", help="The id of either, or its start.", show_default=False)
    ],
    *,
    fmt: FormatOption = DeskFormat.TABLE,
    db: o.DbOption = None,
) -> None:
    """Show an event, or all of a report, slot by slot: what stands, what the machine said, and what each person says."""
    from dateline.project import Project
    from dateline.showing import as_data

    with Project(db) as project:
        found = _found(project.incidents.desk, reference)
    if fmt is DeskFormat.JSONL:
        typer.echo(json.dumps(as_data(found), ensure_ascii=False))
        return
    events = (found,) if not hasattr(found, "events") else found.events
    for event in events:
        _show(event)
    for one in getattr(found, "lost", ()):
        typer.echo(f"lost: decision {one.number} by {one.by}: {one.slot}: {one.now}")


def _found(desk: ReviewDesk, reference: str) -> EventReview | ReportReview:
    try:
        return desk.event(reference)
    except NotFound:
        return desk.report(reference)


def _show(event: EventReview) -> None:
    from dateline.reviewing import SLOTS, value_in_words

    state = "removed" if event.removed else "added by hand" if event.added else event.state
    typer.echo(f"event {event.id}  {state}  version {event.version}")
    typer.echo(f"  “{event.event.anchor.quote[:SHOWN]}”")
    said = {one.slot: one for one in event.slots}
    for slot in SLOTS:
        words = value_in_words(event.event, slot.name)
        if words != "not stated" or slot.name in said:
            typer.echo(f"  {slot.name:<15} {words}")
        if slot.name in said:
            one = said[slot.name]
            if event.machine is not None:
                typer.echo(f"  {'':<15}   machine: {value_in_words(event.machine, slot.name)}")
            for word in one.corrections:
                mark = "*" if word.in_force else " "
                why = f" ({word.reason})" if word.reason else ""
                typer.echo(f"  {'':<15} {mark} {word.number} {word.by}, {word.role}, {word.at[:16]}: {word.now}{why}")
    for person in event.reviews:
        typer.echo(f"  {person.state} by {person.by}, {person.role}, {person.at[:16]}")


def correct(
    event: Event,
    slot: Annotated[
        str, typer.Argument(metavar="SLOT", help="What is corrected, such as when or killed.", show_default=False)
    ],
    words: Annotated[
        str | None,
        typer.Argument(
            metavar="VALUE", help="A word of a closed list, TYPE/mode, or the value in JSON.", show_default=False
        ),
    ] = None,
    *,
    mark: Mark = None,
    nth: Nth = 1,
    choose: Annotated[int, typer.Option("--choose", min=1, metavar="N", help="Which of the proposals.")] = 1,
    propose: Annotated[
        bool, typer.Option("--propose", help="List what the marked words may stand for, and decide nothing.")
    ] = False,
    add: Annotated[bool, typer.Option("--add", help="Beside the values that stand, not in their place.")] = False,
    not_stated: Annotated[bool, typer.Option("--not-stated", help="The report says nothing of it.")] = False,
    why: Why = "",
    by: By = None,
    role: o.RoleOption = None,
    version: Seen = None,
    db: o.DbOption = None,
) -> None:
    """Correct one slot of an event: by words of its report, by a value, or as not stated.

    A place that is marked is looked up in the gazetteer, a time is read at the day of publication, people are looked up in the
    actor dictionary, a number becomes bounds. The correction outlives later coding; `dateline undo` takes it back.
    """
    from dateline.project import Project

    with Project(db) as project:
        desk = project.incidents.desk
        here = desk.event(event)
        if mark:
            found = desk.propose(here.report_id, slot, _spans(desk, here.report_id, mark, nth), event=here.id)
            if propose or not found:
                _list(found)
                return
            value = _chosen(found, choose, here, slot, add=add)
        else:
            value = _value(slot, words, not_stated=not_stated)
        made, now = desk.correct(here.id, slot, value, why=why, by=by, role=o.role_of(role), version=version)
    say(f"Decision {made.number} by {made.by}: {slot}: {made.was} → {made.now}.")
    standing = next((one for one in now.slots if one.slot == slot), None)
    if standing is not None and standing.in_force != made.number:
        say(f"A reviewer's word, decision {standing.in_force}, stays in force.")


def _spans(desk: ReviewDesk, report: str, marks: Sequence[str], nth: int) -> list[tuple[int, int]]:
    """Return where marked words stand in a report's text."""
    text = desk.report(report).report.text
    found = []
    for words in marks:
        at = -1
        for _ in range(nth):
            at = text.find(words, at + 1)
            if at < 0:
                raise ValueRefused(
                    f"the report does not say {words[:60]!r}{'' if nth == 1 else f' {nth} times'}; mark words as they stand in it"
                )
        found.append((at, at + len(words)))
    return found


def _list(found: Sequence[Proposal]) -> None:
    for number, one in enumerate(found, start=1):
        typer.echo(f"{number:>3}  {one.words}  ({one.why})")
    if not found:
        say("Nothing is known of these words; give the value as JSON.")


def _chosen(found: Sequence[Proposal], choose: int, here: EventReview, slot: str, *, add: bool) -> Any:
    from dateline.reviewing import slot_of, values_as_data
    from dateline.showing import as_data

    if choose > len(found):
        raise SettingsError(f"there are {len(found)} proposals; --propose lists them")
    value = as_data(found[choose - 1].value)
    if not slot_of(slot).many:
        return value
    return [*(values_as_data(here.event, slot) if add else ()), value]


def _value(slot: str, words: str | None, *, not_stated: bool) -> Any:
    """Return the value that words of the command line mean."""
    from dateline.reviewing import slot_of

    if not_stated:
        return None
    if words is None:
        raise SettingsError("what does it say? Mark words of the report with --mark, give a value, or --not-stated")
    if slot == "event":
        return {"yes": True, "no": False}.get(words, words)
    if slot == "type" and not words.startswith("{"):
        plover, _, mode = words.partition("/")
        return {"plover": plover.upper(), "mode": mode or None}
    if slot_of(slot).words is not None:
        return words
    try:
        return json.loads(words)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{slot} takes words of the report (--mark) or JSON; got {words[:60]!r}") from error


def add_event(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="The id of a report, or the start of it.", show_default=False)
    ],
    *,
    mark: Annotated[
        str,
        typer.Option(
            "--mark",
            "-m",
            metavar="WORDS",
            help="The words that state it, as they stand in the report.",
            show_default=False,
        ),
    ],
    type_: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="TYPE[/mode]", help="Its type.  [default: what the words say]", show_default=False
        ),
    ] = None,
    nth: Nth = 1,
    why: Why = "",
    by: By = None,
    role: o.RoleOption = None,
    db: o.DbOption = None,
) -> None:
    """Say that a report tells of an event that was missed; its slots are then filled with `dateline correct`."""
    from dateline.project import Project
    from dateline.showing import as_data

    with Project(db) as project:
        desk = project.incidents.desk
        spans = _spans(desk, report, [mark], nth)
        found = desk.propose(report, "event", spans)
        if type_ is None and not found:
            raise SettingsError("the words do not say of which type it is; give --type")
        form = as_data(found[0].value) if found else {"slots": {}}
        kind = form.get("type") if type_ is None else _value("type", type_, not_stated=False)
        (start, end) = spans[0]
        made, now = desk.add_event(
            report, kind, {"start": start, "end": end}, form["slots"], why=why, by=by, role=o.role_of(role)
        )
    say(f"Decision {made.number} by {made.by}: event {now.id} added, {now.event.type.plover}.")


def remove_event(
    event: Event,
    *,
    why: Why = "",
    by: By = None,
    role: o.RoleOption = None,
    version: Seen = None,
    db: o.DbOption = None,
) -> None:
    """Say that there is no event where the coder saw one; `dateline undo` brings it back."""
    from dateline.project import Project

    with Project(db) as project:
        made, now = project.incidents.desk.correct(
            event, "event", False, why=why, by=by, role=o.role_of(role), version=version
        )
    say(f"Decision {made.number} by {made.by}: event {now.id} is none.")
