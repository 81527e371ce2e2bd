"""The command that keeps up with the news: watch."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from dateline.cli.examples import examples
from dateline.cli.exits import SOME_FAILED, Stop, say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "dateline watch desk.toml",
            "dateline watch desk.toml --check",
            "dateline watch desk.toml --once",
        )
    )(watch)


def watch(
    config: Annotated[
        Path,
        typer.Argument(
            metavar="CONFIG", help="A TOML file: what is watched, and what is told of it.", show_default=False
        ),
    ],
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Look at everything once, send what is due, and end: for cron.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether the file is right, and what it watches.")
    ] = False,
) -> None:
    """Watch feeds, sitemaps and folders: code what is new, keep it, raise alerts and send them.

    Nothing is fetched that the file does not name. Ctrl-C or SIGTERM ends it after what is under way; whatever ends it,
    the next start goes on where it was. docs/watching.md says what the file may hold.
    """
    from dateline.watching.config import read_config

    said = read_config(config)
    if check:
        alerting = said.alerting
        for kind in ("feeds", "sitemaps", "folders"):
            for one in getattr(said, kind):
                typer.echo(f"{kind[:-1]:<12}{getattr(one, 'url', None) or one.path}  every {one.every}")
        for rule in alerting.rules:
            typer.echo(
                f"{'alerts':<12}{rule.name}  to {', '.join(rule.to or alerting.destination_names) or 'the store alone'}"
            )
        for allowed in said.watch.allow_private:
            say(f"Beware: {allowed} is fetched though it is not public.")
        for folder in said.folders:
            if not Path(folder.path).is_dir():
                say(f"Beware: {folder.path}: there is no such folder (yet).")
        say(f"{config} is right.")
        return

    from dateline.watching.loop import Watcher

    watcher = Watcher(said)

    def end(number: int, _frame: FrameType | None) -> None:
        # A second signal ends it at once, as it would any program.
        signal.signal(number, signal.SIG_DFL)
        watcher.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    watcher.run(once=once)
    if once and watcher.health.some_failed():
        raise Stop(SOME_FAILED)
