"""Options that several commands share, each declared once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from dateline.project import Project
    from dateline.settings import Settings


class Format(StrEnum):
    """What can be written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"


class ExecutorKind(StrEnum):
    """Where reports can be coded."""

    IN_PROCESS = "in-process"
    MULTIPROCESSING = "multiprocessing"
    RAY = "ray"


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
    int | None,
    typer.Option(
        "--workers",
        "-w",
        min=0,
        metavar="N",
        help="How many processes or actors code; 0 takes one a core, on Ray one a processor of the cluster.  "
        "[default: 1, this process itself; 0 where --executor names another]",
        show_default=False,
    ),
]
ExecutorOption = Annotated[
    ExecutorKind | None,
    typer.Option(
        "--executor",
        help="Where reports are coded: in this process, in worker processes of this machine, or in actors of Ray (pip install 'dateline[ray]').  "
        "[default: this process for one worker, else worker processes]",
        show_default=False,
    ),
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="ADDRESS",
        help="A Ray cluster: auto for the one that this machine is part of, host:port, or ray://host:port from outside of it.  "
        "[default: a Ray of its own on this machine]",
        show_default=False,
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


@dataclass(frozen=True, slots=True)
class Coders:
    """Who codes, as the command line has it.

    Args:
        workers: None where nothing is said; 0 for as many as there is room for.
    """

    workers: int | None = None
    executor: ExecutorKind | None = None
    address: str | None = None

    def project(self, db: str | None = None, *, settings: Settings | Path | None = None) -> Project:
        """Return a project that codes so."""
        from dateline.project import Project

        alone = self.executor in {None, ExecutorKind.IN_PROCESS}
        workers = (1 if alone else None) if self.workers is None else self.workers or None
        kind = None if self.executor is None else self.executor.value
        return Project(db, settings=settings, workers=workers, executor=kind, address=self.address)


def store_name(db: str | None) -> str:
    """Return what to call the store in messages."""
    return db or "dateline.db"
