"""The options of `list` that say which stored events are asked for, each named for the filter that it sets."""

from __future__ import annotations

from typing import Annotated, Any

import typer


def _words(name: str, help_text: str, metavar: str) -> Any:
    """Return an option of words; one of a list may be given several times, and any of its values will do."""
    return typer.Option(name, metavar=metavar, help=help_text, show_default=False)


def _least(name: str, help_text: str) -> Any:
    """Return an option of a smallest number."""
    return typer.Option(name, min=0, metavar="N", help=help_text, show_default=False)


Words = list[str] | None

Since = Annotated[str | None, _words("--since", "Happened on or after this day, month or year.", "DATE")]
Until = Annotated[str | None, _words("--until", "Happened on or before it.", "DATE")]
Country = Annotated[Words, _words("--country", "Happened there; ISO 3166-1 alpha-2, such as IQ.", "CODE")]
Type = Annotated[Words, _words("--type", "PLOVER type or ACLED sub-event type.", "TYPE")]
Mode = Annotated[Words, _words("--mode", "PLOVER mode.", "MODE")]
Actor = Annotated[Words, _words("--actor", "A participant's name or actor id holds these words.", "WORDS")]
Killed = Annotated[int | None, _least("--killed", "At least so many killed.")]
Injured = Annotated[int | None, _least("--injured", "At least so many injured.")]
Standing = Annotated[Words, _words("--standing", "current or background.", "STANDING")]
Factuality = Annotated[
    Words, _words("--factuality", "happened, attempted, planned, threatened, possible or denied.", "FACT")
]
Sphere = Annotated[
    Words, _words("--sphere", "political, unclear, criminal or all.  [default: all but criminal]", "SPHERE")
]
Text = Annotated[
    Words,
    _words(
        "--text", "The report has exactly these characters in a row; --search is quicker where there are many.", "WORDS"
    ),
]
Search = Annotated[
    Words,
    _words(
        "--search", 'Reports that hold these words: a "phrase", OR, -not, start*; without case and accents.', "WORDS"
    ),
]
Publisher = Annotated[Words, _words("--publisher", "The publisher's name holds these words.", "WORDS")]
Origin = Annotated[Words, _words("--origin", "The path or URL it was read from holds these words.", "WORDS")]
Sources = Annotated[int | None, _least("--sources", "Told by at least so many independent sources.")]
Reports = Annotated[int | None, _least("--reports", "Told by at least so many reports, copies of one text among them.")]
Place = Annotated[
    Words, _words("--place", "At a place whose name holds these words; '\"Goma\"' is the whole name.", "NAME")
]
Weapon = Annotated[Words, _words("--weapon", "With such a weapon, as rocket or drone.", "WEAPON")]
Box = Annotated[str | None, _words("--box", "Between these degrees north and east: SOUTH,WEST,NORTH,EAST.", "S,W,N,E")]
Kind = Annotated[Words, _words("--kind", "incident, series, recalled or all.  [default: incident and series]", "KIND")]
Review = Annotated[
    Words,
    _words("--review", "machine, seen, accepted, corrected or rejected.  [default: all but rejected]", "STATE"),
]
IncidentSearch = Annotated[
    Words,
    _words("--search", 'Headlines, anchors, names and places hold these words: a "phrase", OR, -not, start*.', "WORDS"),
]
Judge = Annotated[Words, _words("--judge", "Accepted, corrected or rejected by this person.", "NAME")]
Unjudged = Annotated[Words, _words("--unjudged", "Not judged yet by this person.", "NAME")]
Disputed = Annotated[bool, typer.Option("--disputed", help="People differ over a slot of one of its events.")]
Criminal = Annotated[bool, typer.Option("--criminal", help="Incidents of the criminal sphere as well.")]
AllVersions = Annotated[bool, typer.Option("--all-versions", help="Earlier versions of reports as well.")]
AsCoded = Annotated[bool, typer.Option("--as-coded", help="Events as they were coded, without what people corrected.")]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit",
        "-n",
        min=0,
        metavar="N",
        help="At most so many reports, 0 for all.  [default: 50 in a table, else all]",
        show_default=False,
    ),
]
