"""Commands that ask the store: list, get."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli import filters as f
from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, SOME_FAILED, Stop, say
from dateline.errors import NotFound

COUNTED = 10_000
"""How far events are counted for the line under a table."""

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
            "dateline list --search 'rocket OR missile embassy -drill'",
        ),
    )(list_events)
    app.command(
        epilog=examples(
            "dateline get 5fa6fe27",
            "dateline get reports/baghdad.txt --format table",
            "dateline get 5fa6fe27 --history",
        )
    )(get)


def list_events(
    *,
    since: f.Since = None,
    until: f.Until = None,
    country: f.Country = None,
    type_: f.Type = None,
    mode: f.Mode = None,
    actor: f.Actor = None,
    killed: f.Killed = None,
    injured: f.Injured = None,
    standing: f.Standing = None,
    factuality: f.Factuality = None,
    sphere: f.Sphere = None,
    min_confidence: o.MinConfidenceOption = 0.0,
    search: f.Search = None,
    text: f.Text = None,
    publisher: f.Publisher = None,
    origin: f.Origin = None,
    all_versions: f.AllVersions = False,
    as_coded: f.AsCoded = False,
    limit: f.Limit = None,
    db: o.DbOption = None,
    fmt: o.FormatOption = None,
    output: o.OutputOption = None,
    criminal: o.CriminalOption = False,
) -> None:
    """List stored events that fit all the filters.

    They stand under their reports, as people corrected them. A filter given several times asks for any of its values. A record in JSON Lines holds only the events that fit.
    """
    from dateline.cli.output import choose_format, destination
    from dateline.cli.sinks import open_sink
    from dateline.project import Project

    filters: dict[str, object] = {
        "since": since, "until": until, "country": country, "type": type_, "mode": mode, "actor": actor, "killed": killed,
        "injured": injured, "standing": standing, "factuality": factuality, "sphere": sphere or ("all" if criminal else None),
        "search": search, "text": text, "publisher": publisher, "origin": origin, "min_confidence": min_confidence or None,
    }  # fmt: skip
    name = choose_format(fmt, output)
    most = limit if limit is not None else TABLE_REPORTS if name == "table" else 0
    with Project(db) as project:
        total = project.count_up_to(COUNTED, all_versions=all_versions, as_coded=as_coded, **filters)
        shown = reports = 0
        more = False
        with destination(output) as out:
            sink = open_sink(name, out.stream, criminal=True)
            for record in project.records(all_versions=all_versions, as_coded=as_coded, **filters):
                if most and reports == most:
                    more = True
                    break
                reports += 1
                shown += len(record.events)
                sink.write(record)
            sink.close()
    say(_counted(total.number, shown, reports, more=more, exact=total.exact))


def _counted(total: int, shown: int, reports: int, *, more: bool, exact: bool) -> str:
    if not shown:
        return "No stored event fits."
    if more:
        many = f"{total} events" if exact else f"At least {max(total, shown + 1)} events"
        return f"{many} fit; shown are {shown} of {reports} reports; --limit 0 shows all."
    return f"{shown} event{'' if shown == 1 else 's'} of {reports} report{'' if reports == 1 else 's'}."


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
