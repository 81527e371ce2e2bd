"""The command that shows a store in the browser: serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "dateline serve",
            "dateline serve --db ~/desk/dateline.db --port 8080 --open",
            'dateline serve --user "R. Adeyemi" --role coder',
            "dateline serve --host 0.0.0.0 --host-name desk.example.org --token-file tokens.txt",
            "dateline serve --db postgresql://desk@db.example.org/dateline --workers 4",
        )
    )(serve)


def serve(
    *,
    db: o.DbOption = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, metavar="N", help="The port.")] = 8000,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="A name that the server is asked by.", show_default=False),
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file",
            metavar="FILE",
            help="Who may come in: a line each of NAME read|coder|reviewer TOKEN. Needed on any address but this machine's own.",
            show_default=False,
        ),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Nobody decides anything here.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    user: Annotated[
        str | None,
        typer.Option(
            "--user",
            "--by",
            metavar="NAME",
            help="In whose name decisions are made where no token says.  [default: DATELINE_USER, else who is logged in]",
            show_default=False,
        ),
    ] = None,
    role: o.RoleOption = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers",
            min=1,
            max=64,
            metavar="N",
            help="Processes that answer: for a team, or a store of a million events, one for each processor.",
        ),
    ] = 1,
) -> None:
    """Show the store in the browser: a map, a timeline, incidents with the words behind every value.

    The page and its data come from this machine alone. Ctrl-C ends it.
    """
    from dateline.serving import Serving, run

    serving = Serving(
        db=db,
        host=host,
        port=port,
        names=tuple(host_name or ()),
        token_file=token_file,
        read_only=read_only,
        user=user,
        role=o.role_of(role),
        workers=workers,
    )
    run(serving, open_page=open_page, tell=say)
