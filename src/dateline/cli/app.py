"""The commands put together."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dateline._version import __version__
from dateline.cli import (
    about,
    alerts,
    coding,
    correcting,
    deciding,
    evaluating,
    exporting,
    incidents,
    places,
    planning,
    reviewing,
    serving,
    showing,
    stored,
    upkeep,
    watching,
)
from dateline.cli.examples import examples
from dateline.cli.exits import MEANINGS, OK, guard


class Guarded(TyperGroup):
    """A group whose commands end with one clear line and an exit status of ours, whatever befalls them."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        with guard():
            return super().invoke(ctx)


app = typer.Typer(
    name="dateline",
    cls=Guarded,
    help="Read news reports and keep the record of what happened: who did what to whom, where, when, with what harm, "
    "and who says so.",
    epilog=examples(
        "dateline code report.txt",
        "dateline code reports/ --output records.jsonl",
        "dateline add reports/*.html",
        "dateline list --country IQ --since 2023-10",
        "dateline incidents --country IQ --since 2023-10",
        "dateline incident 5fa6fe27 --why",
        "dateline export --format acled --output incidents.acled.csv",
        "dateline show report.txt --html page.html",
        "dateline evaluate gold/ --texts reports/",
        more="\n\n\b\nExit status:\n" + "\n".join(f"  {status:<4}{meaning}" for status, meaning in MEANINGS),
    ),
    # Plain help: at once there, and the same in a terminal, in a file and in docs/commands.md.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
    no_args_is_help=False,
)


def _version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit(OK)


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=lambda value: _version(asked=value), is_eager=True
        ),
    ] = False,
) -> None:
    """Show the help where no command is given."""
    del version
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for room in (
    coding,
    planning,
    showing,
    stored,
    incidents,
    exporting,
    deciding,
    correcting,
    reviewing,
    watching,
    alerts,
    serving,
    evaluating,
    upkeep,
    about,
    places,
):
    room.register(app)
