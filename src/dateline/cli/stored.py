"""Commands that ask the store: list, get."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, SOME_FAILED, Stop, say
from dateline.errors import NotFound

TABLE_REPORTS = 50
"""Reports that a table shows where no number is asked for: what a reader takes in, not a whole store."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        name="list",
        epilog=examples(
            "dateline list --since 2023-10 --country IQ --country SY",
            "dateline list --type ASSAULT --killed 10 --standing current",
            "dateline list --actor 'Islamic Resistance' --format geojson --output map.geojson",
        ),
    )(list_events)
    app.command(
        epilog=examples(
            "dateline get 5fa6fe27",
            "dateline get reports/baghdad.txt --format table",
            "dateline get 5fa6fe27 --history",
        )
    )(get)


def _words(name: str, help_text: str, metavar: str) -> Any:
    """Return an option that may be given several times: any of its values will do."""
    return typer.Option(name, metavar=metavar, help=help_text, show_default=False)


def list_events(
    *,
    since: Annotated[str | None, _words("--since", "Happened on or after this day, month or year.", "DATE")] = None,
    until: Annotated[str | None, _words("--until", "Happened on or before it.", "DATE")] = None,
    country: Annotated[
        list[str] | None, _words("--country", "Happened there; ISO 3166-1 alpha-2, such as IQ.", "CODE")
    ] = None,
    type_: Annotated[list[str] | None, _words("--type", "PLOVER type or ACLED sub-event type.", "TYPE")] = None,
    mode: Annotated[list[str] | None, _words("--mode", "PLOVER mode.", "MODE")] = None,
    actor: Annotated[
        list[str] | None, _words("--actor", "A participant's name or actor id holds these words.", "WORDS")
    ] = None,
    killed: Annotated[
        int | None, typer.Option("--killed", min=0, metavar="N", help="At least so many killed.", show_default=False)
    ] = None,
    injured: Annotated[
        int | None, typer.Option("--injured", min=0, metavar="N", help="At least so many injured.", show_default=False)
    ] = None,
    standing: Annotated[list[str] | None, _words("--standing", "current or background.", "STANDING")] = None,
    factuality: Annotated[
        list[str] | None,
        _words("--factuality", "happened, attempted, planned, threatened, possible or denied.", "FACT"),
    ] = None,
    sphere: Annotated[
        list[str] | None,
        _words("--sphere", "political, unclear, criminal or all.  [default: all but criminal]", "SPHERE"),
    ] = None,
    text: Annotated[list[str] | None, _words("--text", "The report says these words.", "WORDS")] = None,
    publisher: Annotated[
        list[str] | None, _words("--publisher", "The publisher's name holds these words.", "WORDS")
    ] = None,
    origin: Annotated[
        list[str] | None, _words("--origin", "The path or URL it was read from holds these words.", "WORDS")
    ] = None,
    all_versions: Annotated[bool, typer.Option("--all-versions", help="Earlier versions of reports as well.")] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-n",
            min=0,
            metavar="N",
            help="At most so many reports, 0 for all.  [default: 50 in a table, else all]",
            show_default=False,
        ),
    ] = None,
    db: o.DbOption = None,
    fmt: o.FormatOption = None,
    output: o.OutputOption = None,
    criminal: o.CriminalOption = False,
) -> None:
    """List stored events that fit all the filters.

    They stand under their reports. A filter given several times asks for any of its values. A record in JSON Lines holds only the events that fit.
    """
    from dateline.cli.output import choose_format, destination
    from dateline.cli.sinks import open_sink
    from dateline.project import Project

    filters: dict[str, object] = {
        "since": since, "until": until, "country": country, "type": type_, "mode": mode, "actor": actor, "killed": killed,
        "injured": injured, "standing": standing, "factuality": factuality, "sphere": sphere or ("all" if criminal else None),
        "text": text, "publisher": publisher, "origin": origin,
    }  # fmt: skip
    name = choose_format(fmt, output)
    most = limit if limit is not None else TABLE_REPORTS if name == "table" else 0
    with Project(db) as project:
        total = project.count(all_versions=all_versions, **filters)
        shown = reports = 0
        more = False
        with destination(output) as out:
            sink = open_sink(name, out.stream, criminal=True)
            for record in project.records(all_versions=all_versions, **filters):
                if most and reports == most:
                    more = True
                    break
                reports += 1
                shown += len(record.events)
                sink.write(record)
            sink.close()
    say(_counted(total, shown, reports, more=more))


def _counted(total: int, shown: int, reports: int, *, more: bool) -> str:
    events = f"{total} event{'' if total == 1 else 's'}"
    if not total:
        return "No stored event fits."
    if more:
        return f"{events} fit; shown are {shown} of {reports} reports; --limit 0 shows all."
    return f"{events} of {reports} report{'' if reports == 1 else 's'}."


def get(
    references: Annotated[
        list[str],
        typer.Argument(
            metavar="REPORT",
            help="The id of a report or of one of its events, the start of either, or where it was read from.",
            show_default=False,
        ),
    ],
    *,
    history: Annotated[
        bool, typer.Option("--history", help="Every version of the report, the first one first.")
    ] = False,
    coder: Annotated[
        str | None,
        typer.Option(
            "--coder",
            metavar="FINGERPRINT",
            help="The record of this coder; by default the latest.",
            show_default=False,
        ),
    ] = None,
    db: o.DbOption = None,
    fmt: o.FormatOption = None,
    output: o.OutputOption = None,
    criminal: o.CriminalOption = False,
) -> None:
    """Print stored records.

    As JSON Lines, unless another format is asked for.
    """
    from dateline.cli.output import choose_format, destination
    from dateline.cli.sinks import open_sink
    from dateline.project import Project

    missing = 0
    with Project(db) as project, destination(output) as out:
        sink = open_sink(choose_format(fmt, output, default="jsonl"), out.stream, criminal=criminal)
        for reference in references:
            try:
                records = project.history(reference) if history else (project.get(reference, coder=coder),)
            except NotFound as error:
                missing += 1
                say(f"failed: {error}")
                continue
            for record in records:
                sink.write(record)
        if missing == len(references):
            raise Stop(FAILED)
        sink.close()
    if missing:
        raise Stop(SOME_FAILED)
