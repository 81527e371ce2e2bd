"""Options that several commands share, each declared once."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer


class Format(StrEnum):
    """What can be written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"


class Role(StrEnum):
    """As what somebody decides."""

    CODER = "coder"
    REVIEWER = "reviewer"


RoleOption = Annotated[
    Role | None,
    typer.Option(
        "--role",
        help="As what it is decided: a reviewer's word goes before any coder's.  [default: DATELINE_ROLE, else reviewer]",
        show_default=False,
    ),
]


def role_of(role: Role | None) -> Literal["coder", "reviewer"] | None:
    """Return a role by its word, as the rooms below take it."""
    return None if role is None else role.value


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files, folders, globs in quotes, or - for standard input: text, Markdown, HTML, JSON, JSON Lines, feeds, web archives (WARC, WACZ), "
        "NewsML-G2, NITF, ninjs, mail; .gz and .zst of any. dateline formats lists them.",
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        help="What to write; by default what the ending of --output says, else a table.",
        show_default=False,
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file; it appears when it is whole.", show_default=False
    ),
]
CriminalOption = Annotated[
    bool, typer.Option("--criminal", help="Show events of the criminal sphere as well (JSON Lines always has them).")
]
DbOption = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="FILE_OR_URL",
        help="The store.  [default: dateline.db]",
        show_default=False,
        envvar="DATELINE_DB",
        show_envvar=True,
    ),
]
MinConfidenceOption = Annotated[
    float,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        metavar="P",
        help="Leave out events that the coder is less sure of, 0 to 1: fewer wrong ones, and fewer found.",
    ),
]
WorkersOption = Annotated[
    int,
    typer.Option(
        "--workers", "-w", min=0, metavar="N", help="Worker processes; 1 codes in this one, 0 takes one a core."
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no summary; failures are still named.")
]
SettingsOption = Annotated[
    Path | None,
    typer.Option(
        "--settings", metavar="FILE", help="Settings of stages, limits and runs, as TOML.", show_default=False
    ),
]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        help="When the reports were published, as 2023-12-08 or 2023-12-08T16:21+03:00.",
        show_default=False,
    ),
]
PublisherOption = Annotated[
    str | None, typer.Option("--publisher", metavar="NAME", help="Who published the reports.", show_default=False)
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Their language, as a two-letter code.", show_default=False),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="Encoding of text that is neither UTF-8 nor marked.", show_default=False
    ),
]
MaxReportOption = Annotated[
    int | None,
    typer.Option(
        "--max-report-bytes", min=1, metavar="N", help="Refuse longer reports.  [default: 200000]", show_default=False
    ),
]
MaxFileOption = Annotated[
    int | None,
    typer.Option(
        "--max-file-bytes",
        min=1,
        metavar="N",
        help="Refuse larger HTML and JSON files.  [default: 20000000]",
        show_default=False,
    ),
]
CodeSecondsOption = Annotated[
    float | None,
    typer.Option(
        "--code-seconds",
        min=0.1,
        metavar="S",
        help="Give a report up after so long.  [default: 60]",
        show_default=False,
    ),
]


def worker_count(asked: int) -> int:
    """Return how many worker processes to start: as many as asked for, or one a core for 0."""
    return asked or os.cpu_count() or 1


def store_name(db: str | None) -> str:
    """Return what to call the store in messages."""
    return db or "dateline.db"
