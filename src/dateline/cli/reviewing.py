"""Commands of review: review (many incidents at once), disagreements, agreement."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from dateline.cli import options as o
from dateline.cli.correcting import SHOWN, DeskFormat, FormatOption, Why
from dateline.cli.deciding import By
from dateline.cli.examples import examples
from dateline.cli.exits import say
from dateline.cli.selecting import selecting
from dateline.errors import SettingsError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        epilog=examples(
            "dateline review accept --incident 5fa6fe27 --incident 91c02ab3",
            'dateline review accept --country IQ --since 2024-03 --min-confidence 0.9 --why "read by two of us"',
            'dateline review reject --search exercise --why "drills" --dry-run',
        )
    )(review)
    app.command(epilog=examples("dateline disagreements", "dateline disagreements --slot perpetrators"))(disagreements)
    app.command(epilog=examples("dateline agreement", "dateline agreement --format jsonl"))(agreement)


class Action(StrEnum):
    """What is decided of many incidents."""

    ACCEPT = "accept"
    REJECT = "reject"
    SEEN = "seen"
    REASON = "reason"


@selecting
def review(
    action: Annotated[
        Action,
        typer.Argument(
            metavar="ACTION", help="accept, reject, seen, or reason (to give what stands a reason).", show_default=False
        ),
    ],
    filters: dict[str, object],
    *,
    incident: Annotated[
        list[str] | None,
        typer.Option(
            "--incident", "-i", metavar="ID", help="These incidents, in place of filters.", show_default=False
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how many fit, and decide nothing.")] = False,
    why: Why = "",
    by: By = None,
    role: o.RoleOption = None,
    db: o.DbOption = None,
    quiet: o.QuietOption = False,
) -> None:
    """Decide about many incidents at once: those that filters choose, or that are named.

    It is one decision: `dateline undo` takes the whole back. What somebody has judged already is passed over, but for rejecting.
    Others may decide meanwhile; what they change is passed over too. If it breaks off, the same command does the rest.
    """
    from dateline.cli.steps import Steps
    from dateline.project import Project

    if bool(incident) == bool(filters):
        raise SettingsError(
            "which incidents? Name them with --incident, or choose them with filters such as --country IQ"
        )
    with Project(db) as project:
        if dry_run:
            number = len(incident) if incident else project.incidents.count(**filters)
            say(f"{number} incident{'' if number == 1 else 's'} fit; nothing was decided.")
            return
        with Steps(quiet=quiet) as steps:
            done, made = project.incidents.desk.decide_many(
                action.value,
                ids=incident,
                filters=None if incident else filters,
                why=why,
                by=by,
                role=o.role_of(role),
                progress=lambda done, total: steps.moved("deciding", done, total),
            )
    told = f"{done.done} incident{'' if done.done == 1 else 's'}: {action.value}"
    say(
        f"Decision {made.number} by {made.by}: {told}; {done.skipped} passed over."
        if made
        else f"Nothing to do: {done.skipped} passed over."
    )


def disagreements(
    *,
    slot: Annotated[
        str | None, typer.Option("--slot", metavar="SLOT", help="Only of this slot.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200, metavar="N", help="At most so many.")] = 50,
    fmt: FormatOption = DeskFormat.TABLE,
    db: o.DbOption = None,
) -> None:
    """List slots over which people differ, side by side; * marks what is in force."""
    from dateline.project import Project
    from dateline.showing import as_data

    with Project(db) as project:
        rows, more = project.incidents.desk.disagreements(slot=slot, limit=limit)
    for row in rows:
        if fmt is DeskFormat.JSONL:
            typer.echo(json.dumps(as_data(row), ensure_ascii=False))
            continue
        typer.echo(f"{row.slot} of event {row.event[:12]}: “{row.anchor[:SHOWN]}”")
        typer.echo(f"    machine: {row.machine}")
        for side in row.sides:
            typer.echo(
                f"  {'*' if side.in_force else ' '} {side.by}, {side.role}: {side.words}{f' ({side.reason})' if side.reason else ''}"
            )
    if not rows:
        say("Nobody differs from anybody.")
    elif more is not None:
        say("There are more; --limit shows up to 200.")


def agreement(*, fmt: FormatOption = DeskFormat.TABLE, db: o.DbOption = None) -> None:
    """Tell how far people agree on the events that several of them judged: Krippendorff's alpha, slot by slot.

    1 is perfect agreement, 0 what chance would give. Types, labels, people and places are compared by what they are (nominal),
    days by their difference (interval), figures by their difference relative to their size (ratio). Source: Krippendorff,
    Content Analysis, 4th edition, 2019, chapter 12.
    """
    from dateline.project import Project
    from dateline.showing import as_data

    with Project(db) as project:
        found = project.incidents.desk.agreement()
    if fmt is DeskFormat.JSONL:
        for one in found.slots:
            typer.echo(json.dumps(as_data(one), ensure_ascii=False))
        return
    told = [one for one in found.slots if one.units]
    if not told:
        say("No event was judged by two people yet.")
        return
    typer.echo(f"{'slot':<26} {'compared':<9} {'alpha':>7} {'events':>7} {'people':>7} {'values':>7}")
    for one in told:
        alpha = "–" if one.alpha is None else f"{one.alpha:.3f}"
        typer.echo(f"{one.label:<26} {one.level:<9} {alpha:>7} {one.units:>7} {one.coders:>7} {one.values:>7}")
    say(f"People: {', '.join(found.coders)}. {found.source}.")
