"""Commands about dateline itself: formats, schema, doctor."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, Stop, say


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=examples("dateline formats", "dateline add archive.warc.gz feed.xml mail/ --db desk.db"))(
        formats
    )
    app.command(epilog=examples("dateline schema > record.schema.json", "dateline schema --incident"))(schema)
    app.command(
        epilog=examples(
            "dateline doctor", "dateline doctor --db ~/desk/dateline.db", "dateline doctor --settings desk.toml"
        )
    )(doctor)


def schema(
    *,
    incident: Annotated[bool, typer.Option("--incident", help="Of an incident instead of a record.")] = False,
) -> None:
    """Print the JSON Schema of a record."""
    import json

    from dateline import incident_schema, json_schema

    made = incident_schema() if incident else json_schema()
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))


def formats() -> None:
    """List the formats that are read.

    What a file holds goes before its ending; any of them may be packed with gzip (.gz) or zstandard (.zst), and come by standard
    input. What is written is in the help of: dateline code and dateline export
    """
    from dateline.cli.output import standard_output
    from dateline.cli.terminal import console_for, styled
    from dateline.showing import formats_read

    console = console_for(standard_output())
    for row in formats_read():
        console.print(styled(row.name, "bold"), soft_wrap=True)
        endings = " ".join(ending for ending in row.endings if ending) or "told by its content"
        console.print(styled(f"  {endings}", "cyan"), soft_wrap=True)
        console.print(styled(f"  a report is: {row.report}"), soft_wrap=True)


SIGNS = {"ok": ("ok", "green"), "optional": ("–", "dim"), "broken": ("BROKEN", "bold red")}


def doctor(db: o.DbOption = None, settings: o.SettingsOption = None) -> None:
    """Say what is installed and what is missing.

    Each thing that is missing comes with what to do about it. Ends with status 3 where something is missing that coding needs.
    """
    from dateline.checkup import check_up
    from dateline.cli.output import standard_output
    from dateline.cli.terminal import console_for, styled

    console = console_for(standard_output())
    broken = 0
    for check in check_up(db, settings):
        sign, style = SIGNS[check.state]
        broken += check.state == "broken"
        line = styled(f"{sign:<7}", style)
        line.append_text(styled(f"{check.topic}: {check.found}"))
        console.print(line, soft_wrap=True)
        if check.advice:
            console.print(
                styled(f"{'':<7}→ {check.advice}", "yellow" if check.state == "broken" else "dim"), soft_wrap=True
            )
    if broken:
        say(f"{broken} broken; see the arrows.")
        raise Stop(FAILED)
