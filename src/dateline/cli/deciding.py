"""Commands by which people decide: join, split, reject, restore, undo, decisions, grade, link."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import say
from dateline.errors import SettingsError

if TYPE_CHECKING:
    from dateline.incidents import Decision


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=examples('dateline join 5fa6fe27 91c02ab3 --why "one raid, told by two agencies"'))(join)
    app.command(
        epilog=examples(
            'dateline split 5fa6fe27 91c02ab3 --why "another village"',
            'dateline split 5fa6fe27 91c02ab3 77de01aa --why "the second blast" --by "R. Adeyemi"',
        )
    )(split)
    app.command(epilog=examples('dateline reject 5fa6fe27 --why "a drill"'))(reject)
    app.command(epilog=examples('dateline restore 5fa6fe27 --why "no drill after all"'))(restore)
    app.command(epilog=examples("dateline undo", "dateline undo 14"))(undo)
    app.command(epilog=examples("dateline decisions", "dateline decisions 5fa6fe27"))(decisions)
    app.command(
        epilog=examples(
            'dateline grade --outlet "Baghdad Wire" B --why "right in 2022 and 2023"',
            "dateline grade --telling 91c02ab3 2",
            "dateline grade",
        )
    )(grade)
    app.command(epilog=examples("dateline link", "dateline link --anew --workers 4 --db ~/desk/dateline.db"))(link)


Why = Annotated[
    str, typer.Option("--why", metavar="WORDS", help="The reason; it is kept with the decision.", show_default=False)
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help="In whose name.  [default: DATELINE_USER, else who is logged in]",
        show_default=False,
    ),
]
Seen = Annotated[
    int | None,
    typer.Option(
        "--version",
        min=1,
        metavar="N",
        help="The version of the incident that you saw: refused where it has changed since.",
        show_default=False,
    ),
]
Incident = Annotated[
    str,
    typer.Argument(
        metavar="INCIDENT", help="The id of an incident or of an event in it, or its start.", show_default=False
    ),
]


def join(
    incident: Incident,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The incident that is the same.", show_default=False)],
    *,
    why: Why,
    by: By = None,
    role: o.RoleOption = None,
    version: Seen = None,
    db: o.DbOption = None,
) -> None:
    """Say that two incidents are one.

    It stays so whatever is coded later; `dateline undo` brings back what was before.
    """
    from dateline.project import Project

    with Project(db) as project:
        made = project.incidents.join(incident, other, why=why, by=by, role=o.role_of(role), version=version)
        _say_made(made, f"joined; one incident now: {project.incidents.get(incident).id}")


def split(
    incident: Incident,
    events: Annotated[
        list[str],
        typer.Argument(
            metavar="EVENT",
            help="What goes out of it: events, or reports with all their events in it, by id or its start.",
            show_default=False,
        ),
    ],
    *,
    why: Why,
    by: By = None,
    role: o.RoleOption = None,
    version: Seen = None,
    db: o.DbOption = None,
) -> None:
    """Say that some of an incident's events are another incident.

    They stay apart whatever is coded later; `dateline undo` brings back what was before.
    """
    from dateline.project import Project

    with Project(db) as project:
        made = project.incidents.split(incident, events, why=why, by=by, role=o.role_of(role), version=version)
        there = project.incidents.get(made.events[0]).id
        _say_made(made, f"split; {len(made.events)} event{'' if len(made.events) == 1 else 's'} now in {there}")


def reject(
    incident: Incident,
    *,
    why: Why,
    by: By = None,
    role: o.RoleOption = None,
    version: Seen = None,
    db: o.DbOption = None,
) -> None:
    """Say that an incident is none.

    It stays out of lists and exports, whatever is coded later, until `dateline restore`.
    """
    from dateline.project import Project

    with Project(db) as project:
        _say_made(project.incidents.reject(incident, why=why, by=by, role=o.role_of(role), version=version), "rejected")


def restore(
    incident: Incident,
    *,
    why: Why,
    by: By = None,
    role: o.RoleOption = None,
    version: Seen = None,
    db: o.DbOption = None,
) -> None:
    """Take a rejection back."""
    from dateline.project import Project

    with Project(db) as project:
        _say_made(
            project.incidents.restore(incident, why=why, by=by, role=o.role_of(role), version=version), "restored"
        )


def undo(
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="NUMBER", min=1, help="Of the decision.  [default: the last that stands]", show_default=False
        ),
    ] = None,
    *,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason.")] = "undone",
    by: By = None,
    role: o.RoleOption = None,
    db: o.DbOption = None,
) -> None:
    """Undo a decision: what stood before comes back exactly."""
    from dateline.project import Project

    with Project(db) as project:
        _say_made(project.incidents.undo(number, why=why, by=by, role=o.role_of(role)), "undone")


def _say_made(made: Decision, what: str) -> None:
    say(f"Decision {made.number} by {made.by}: {what}.")


def decisions(
    incident: Annotated[
        str | None,
        typer.Argument(metavar="INCIDENT", help="Only what concerns this one.", show_default=False),
    ] = None,
    *,
    db: o.DbOption = None,
) -> None:
    """List what people decided, with who, when and why."""
    from dateline.project import Project
    from dateline.showing import decision_words

    with Project(db) as project:
        found = project.incidents.decisions(incident)
    for decision in found:
        typer.echo(decision_words(decision))
    if not found:
        say("Nothing was decided by hand.")


class Grade(StrEnum):
    """Grades of the Admiralty code."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"


def grade(
    value: Annotated[
        Grade | None,
        typer.Argument(
            metavar="GRADE",
            help="For an outlet A (completely reliable) to E (unreliable), F cannot be judged; for what a report tells "
            "1 (confirmed) to 5 (improbable), 6 cannot be judged.",
            show_default=False,
        ),
    ] = None,
    *,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="PUBLISHER", help="The outlet that is graded.", show_default=False)
    ] = None,
    telling: Annotated[
        str | None,
        typer.Option("--telling", metavar="EVENT", help="The event of a report that is graded.", show_default=False),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason.", show_default=False)] = "",
    by: By = None,
    db: o.DbOption = None,
) -> None:
    """Grade outlets and what they tell, as the Admiralty code does; without a grade, list the grades given.

    How reliable an outlet is (A to F) and how credible a piece of information is (1 to 6) are kept apart. Of rival values
    told by equally many independent sources, that of the better graded stands first.
    """
    from dateline.project import Project
    from dateline.showing import grade_words

    with Project(db) as project:
        if value is None:
            for given in project.incidents.grades():
                typer.echo(grade_words(given))
            return
        if (outlet is None) == (telling is None):
            raise SettingsError("grade what? Give either --outlet PUBLISHER or --telling EVENT")
        if outlet is not None:
            project.incidents.grade_outlet(outlet, value.value, why=why, by=by)
        else:
            project.incidents.grade_telling(str(telling), value.value, why=why, by=by)
    say(f"{outlet or telling}: {value.value}.")


def link(
    *,
    anew: Annotated[bool, typer.Option("--anew", help="Link everything anew, whoever linked it.")] = False,
    workers: Annotated[
        int,
        typer.Option(
            "--workers",
            "-w",
            min=0,
            metavar="N",
            help="Processes by which everything is linked anew; 0 takes one a core.  [default: 1]",
            show_default=False,
        ),
    ] = 1,
    quiet: o.QuietOption = False,
    db: o.DbOption = None,
) -> None:
    """Link stored events to incidents.

    `dateline add` does so by itself. This is for a store of an older dateline, and after an upgrade that links in another
    way: then everything is linked anew. What people decided stays.
    """
    from dateline.cli.steps import Steps
    from dateline.project import Project

    with Project(db) as project, Steps(quiet=quiet) as steps:
        linked = project.incidents.link(
            progress=lambda done, total: steps.moved("linking", done, total),
            anew=anew,
            workers=workers or os.cpu_count() or 1,
        )
    if not quiet:
        say(f"{linked} event{'' if linked == 1 else 's'} linked." if linked else "Nothing waits to be linked.")
