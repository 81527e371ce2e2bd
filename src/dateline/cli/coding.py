"""Commands that code: code, add, recode; and ingest, which stores what was coded elsewhere."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli import filters as f
from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, INTERRUPTED, SOME_FAILED, Stop, say
from dateline.errors import SettingsError

if TYPE_CHECKING:
    from dateline.project import Project
    from dateline.settings import Settings


ShardsOption = Annotated[
    Path | None,
    typer.Option(
        "--shards",
        metavar="FOLDER",
        help="Write the records to numbered Parquet files in this folder, with a ledger of what is done (pip install 'dateline[parquet]').",
        show_default=False,
    ),
]
ShardReportsOption = Annotated[
    int | None,
    typer.Option(
        "--shard-reports", min=1, metavar="N", help="Reports of a shard.  [default: 10000]", show_default=False
    ),
]
ShareOption = Annotated[
    str | None,
    typer.Option(
        "--share",
        metavar="I/N",
        help="With --shards: take the Ith of every N files, so that N runs, each into a folder of its own, share an archive.",
        show_default=False,
    ),
]
CodedPaths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Folders that dateline code --shards wrote, single shards (.parquet), or records as JSON Lines.",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        epilog=examples(
            "dateline code report.txt",
            "dateline code reports/ --output records.jsonl --workers 4",
            "dateline code reports/ --min-confidence 0.7",
            "dateline code archive/ --shards coded/ --executor ray --address auto",
            "dateline code 'archive/*.warc.gz' --shards coded/3 --share 3/40 --workers 0",
            "dateline code 'archive/*.html.gz' --format csv --published 2023-12-08 > events.csv",
        )
    )(code)
    app.command(
        epilog=examples("dateline add reports/", "dateline add feed.jsonl --db ~/desk/dateline.db --workers 2 --quiet")
    )(add)
    app.command(
        epilog=examples(
            "dateline ingest coded/ --db archive.db",
            "dateline ingest node1/ node2/ node3/",
            "dateline ingest records.jsonl",
        )
    )(ingest)
    app.command(epilog=examples("dateline recode --diff", "dateline recode --db ~/desk/dateline.db --workers 4"))(
        recode
    )


def code(
    paths: o.Paths,
    *,
    fmt: o.FormatOption = None,
    output: o.OutputOption = None,
    shards: ShardsOption = None,
    shard_reports: ShardReportsOption = None,
    share: ShareOption = None,
    criminal: o.CriminalOption = False,
    min_confidence: o.MinConfidenceOption = 0.0,
    workers: o.WorkersOption = None,
    executor: o.ExecutorOption = None,
    address: o.AddressOption = None,
    published: o.PublishedOption = None,
    publisher: o.PublisherOption = None,
    language: o.LanguageOption = None,
    encoding: o.EncodingOption = None,
    max_report_bytes: o.MaxReportOption = None,
    max_file_bytes: o.MaxFileOption = None,
    code_seconds: o.CodeSecondsOption = None,
    settings: o.SettingsOption = None,
    quiet: o.QuietOption = False,
) -> None:
    """Code reports and print their records; nothing is kept.

    With --shards the records go to numbered Parquet files in a folder instead, for archives: its ledger knows which reports are done, so
    that the same command goes on where a run was stopped or killed. dateline ingest brings them into a store; dateline plan says beforehand
    what an archive takes.
    """
    from dateline.cli.running import Run, Writing
    from dateline.showing import read_options

    said = read_options(published=published, publisher=publisher, language=language, encoding=encoding)
    limits = settings_with(settings, max_report_bytes, max_file_bytes, code_seconds)
    if shards is None and (shard_reports is not None or share is not None):
        raise SettingsError("--shard-reports and --share are for what --shards FOLDER writes; name the folder")
    with o.Coders(workers, executor, address).project(settings=limits) as project:
        if shards is not None:
            from dateline.archiving import code_into_shards

            if fmt is not None or output is not None or min_confidence:
                raise SettingsError("--shards writes whole records; leave out --format, --output and --min-confidence")
            part = _share(share)
            total = project.count_inputs(paths)
            run = Run("coding", total and -(-total // part[1]), quiet, kept_in=str(shards))
            coding = code_into_shards(project, paths, shards, shard_reports=shard_reports, options=said, share=part)
            with closing(coding):
                run.keep(coding)
            return
        run = Run("coding", project.count_inputs(paths), quiet)
        run.write(project.code(paths, options=said), Writing(fmt, output, criminal, min_confidence))


def _share(given: str | None) -> tuple[int, int]:
    """Read which part of the files a run takes."""
    if given is None:
        return 1, 1
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", given)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise SettingsError(f"--share is I/N with I from 1 to N, such as 3/40; got {given!r}")
    return int(found[1]), int(found[2])


def add(
    paths: o.Paths,
    *,
    db: o.DbOption = None,
    fmt: o.FormatOption = None,
    output: o.OutputOption = None,
    criminal: o.CriminalOption = False,
    min_confidence: o.MinConfidenceOption = 0.0,
    workers: o.WorkersOption = None,
    executor: o.ExecutorOption = None,
    address: o.AddressOption = None,
    published: o.PublishedOption = None,
    publisher: o.PublisherOption = None,
    language: o.LanguageOption = None,
    encoding: o.EncodingOption = None,
    max_report_bytes: o.MaxReportOption = None,
    max_file_bytes: o.MaxFileOption = None,
    code_seconds: o.CodeSecondsOption = None,
    settings: o.SettingsOption = None,
    quiet: o.QuietOption = False,
) -> None:
    """Code reports, keep them in the store, print their records.

    A report that is stored with the same coder is not coded again. One that has changed becomes its next version; the
    version before is kept. Everything that was coded is stored, whatever --min-confidence leaves out of the output.
    """
    from dateline.cli.running import Run, Writing
    from dateline.showing import read_options

    said = read_options(published=published, publisher=publisher, language=language, encoding=encoding)
    limits = settings_with(settings, max_report_bytes, max_file_bytes, code_seconds)
    with o.Coders(workers, executor, address).project(db, settings=limits) as project:
        run = Run("adding", project.count_inputs(paths), quiet, kept_in=o.store_name(db))
        run.write(project.add(paths, options=said), Writing(fmt, output, criminal, min_confidence))


def ingest(
    paths: CodedPaths, *, db: o.DbOption = None, settings: o.SettingsOption = None, quiet: o.QuietOption = False
) -> None:
    """Store records that were coded elsewhere: shards, and JSON Lines of records.

    Nothing is coded. Each record is stored under the coder that it names, and joined to incidents as dateline add does it. What is stored
    already is left alone, so the same command goes on where it was stopped. A shard whose hash is not that of its ledger is refused.
    """
    from dateline.archiving import count_coded, store_coded
    from dateline.cli.running import Run
    from dateline.project import Project

    with Project(db, settings=settings) as project:
        run = Run("storing", count_coded(paths), quiet, kept_in=o.store_name(db))
        run.keep(store_coded(project, paths))


def recode(
    *,
    db: o.DbOption = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changed in each record.")] = False,
    all_versions: f.AllVersions = False,
    workers: o.WorkersOption = None,
    executor: o.ExecutorOption = None,
    address: o.AddressOption = None,
    settings: o.SettingsOption = None,
    quiet: o.QuietOption = False,
) -> None:
    """Code the stored reports anew.

    To be done after an upgrade, or with other settings. Reports that the present coder has been over are left alone, so a run that was stopped goes on where it was.
    """
    with o.Coders(workers, executor, address).project(db, settings=settings) as project:
        _recode(project, o.store_name(db), diff=diff, all_versions=all_versions, quiet=quiet)


def _recode(project: Project, name: str, *, diff: bool, all_versions: bool, quiet: bool) -> None:
    from dateline.cli.differences import print_changes
    from dateline.cli.output import standard_output
    from dateline.cli.terminal import console_for

    done = changed = failed = 0
    console = console_for(standard_output())
    stopped = False
    try:
        for recoded in project.recode(all_versions=all_versions):
            done += 1
            changed += recoded.changed and recoded.error is None
            if recoded.error is not None:
                failed += 1
                say(f"failed: {recoded.error.message}")
            elif diff and recoded.changed:
                print_changes(console, recoded)
    except KeyboardInterrupt:
        stopped = True
    if stopped:
        say(f"Stopped: {done} coded anew; what is in {name} is whole. The same command goes on from there.")
        raise Stop(INTERRUPTED)
    if not quiet:
        say(_recoded_line(done, changed, failed))
    if failed:
        raise Stop(FAILED if failed == done else SOME_FAILED)


def _recoded_line(done: int, changed: int, failed: int) -> str:
    if not done:
        return "Nothing to code anew: the present coder has been over every stored report."
    parts = [f"{done} report{'' if done == 1 else 's'} coded anew", f"{changed} changed"]
    return "; ".join([*parts, f"{failed} failed"] if failed else parts)


def settings_with(
    path: Path | None, max_report_bytes: int | None, max_file_bytes: int | None, code_seconds: float | None
) -> Settings:
    """Return the settings of a file with the limits of the command line laid over them."""
    from dateline.settings import Section, Settings

    settings = Settings.of(path)
    over: dict[str, dict[str, Any]] = {
        "read": {"max_report_bytes": max_report_bytes, "max_file_bytes": max_file_bytes},
        "run": {"code_seconds": code_seconds},
    }
    sections = {section.name: dict(section.values) for section in settings.sections}
    for name, values in over.items():
        given = {key: value for key, value in values.items() if value is not None}
        if given:
            sections[name] = {**sections.get(name, {}), **given}
    made = tuple(Section(name, tuple(values.items())) for name, values in sections.items())
    return Settings(made, settings.source)
