"""The command that says beforehand what an archive takes: plan."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.planning import Estimate, Plan

USUAL_WORKERS = (1, 2, 4, 8, 16, 64)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=examples(
            "dateline plan archive/",
            "dateline plan 'CC-NEWS-*.warc.gz' --workers 64 --workers 256",
            "dateline plan archive.jsonl --sample 1000 --seconds 300 --json",
        )
    )(plan)


def plan(
    paths: o.Paths,
    *,
    sample: Annotated[
        int, typer.Option("--sample", min=10, metavar="N", help="How many reports are coded to measure, at most.")
    ] = 300,
    seconds: Annotated[
        float,
        typer.Option("--seconds", min=1, metavar="S", help="After so long no more are read, and then no more coded."),
    ] = 60.0,
    workers: Annotated[
        list[int] | None,
        typer.Option(
            "--workers",
            "-w",
            min=1,
            metavar="N",
            help="Tell the time with so many; may be given several times.  [default: 1, 2, 4, 8, 16, 64]",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    settings: o.SettingsOption = None,
    quiet: o.QuietOption = False,
) -> None:
    """Sample an archive and say what coding it takes: time, processors, memory and disk.

    Nothing is kept. Reports are drawn at random over all files, read and coded in this process; what is told of the whole is an estimate,
    with the bounds between which 95 of 100 samples lie. Times of a report are processor time of this machine. docs/scale.md has the model.
    """
    from dateline.cli.output import standard_output
    from dateline.cli.steps import Steps
    from dateline.cli.terminal import console_for
    from dateline.planning import plan as planned
    from dateline.project import Project

    with Project(settings=settings) as project, Steps(quiet=quiet) as steps:
        found = planned(
            project, paths, sample=sample, seconds=seconds, workers=workers or USUAL_WORKERS, moved=steps.moved
        )
    if as_json:
        typer.echo(json.dumps(_data(found), indent=2))
    else:
        _print(console_for(standard_output()), found)


def _data(found: Plan) -> dict[str, object]:
    data: dict[str, object] = asdict(found)
    data["run"] = [{"workers": many, "seconds": asdict(time)} for many, time in found.run]
    data["reader_feeds"] = found.reader_feeds
    return data


def _print(console: Console, found: Plan) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    table.add_column(justify="right")
    table.add_column(style="dim", overflow="fold")
    for name, value, more in _rows(found):
        table.add_row(name, value, more)
    console.print(table)
    for line in _advice(found):
        console.print(line, highlight=False)


def _rows(found: Plan) -> list[tuple[str, str, str]]:
    sampled = f"{found.sampled:,} reports of it were read, {found.coded:,} of them coded"
    unreadable = f"; {found.unreadable:,} inputs cannot be read" if found.unreadable else ""
    rows = [
        ("archive", size_words(found.size), f"{found.files:,} file{'' if found.files == 1 else 's'}; {sampled}{unreadable}"),
        ("reports", _number(found.reports.value), _bounds(found.reports)),
        ("passed over", f"{found.foreign:.1%}", "in a language that is not coded"),
        ("failing", f"{found.failing:.1%}", "cannot be read or coded"),
        ("with events", f"{found.eventful:.1%}", "of those that are coded"),
        ("events", _number(found.events.value), _bounds(found.events)),
        ("reading", f"{found.read * 1000:.1f} ms", "of a processor, a report"),
        ("coding", f"{found.code * 1000:.1f} ms", "of a processor, a report that is not passed over"),
    ]  # fmt: skip
    rows += [
        (f"time, {many:,} worker{'' if many == 1 else 's'}", time_words(time.value), f"{time_words(time.low)} to {time_words(time.high)}")
        for many, time in found.run
    ]  # fmt: skip
    driver = size_words(found.driver_memory)
    storing = time_words(found.store * found.reports.value)
    return [
        *rows,
        ("memory", size_words(found.worker_memory), f"a worker; the driver {driver}"),
        ("shards", size_words(found.shard_disk.value), "with dateline code --shards"),
        ("store", size_words(found.store_disk.value), f"with dateline add; {storing} to store all while the store is small"),
        ("linking", time_words(found.link), "of processors, to link all events anew (dateline link)"),
    ]  # fmt: skip


def _advice(found: Plan) -> list[str]:
    most = max(many for many, _ in found.run)
    lines = []
    if found.reader_feeds < most:
        lines.append(
            f"One driver reads fast enough for {found.reader_feeds} workers. For more, share the files among several runs, "
            f"each with --shards of its own."
        )
    return lines


def _number(value: float) -> str:
    """Return a count with three figures, as estimates deserve."""
    if value < 1000:
        return f"{value:.0f}"
    digits = len(str(round(value))) - 3
    return f"{round(value, -digits):,.0f}"


def _bounds(value: Estimate) -> str:
    return "" if value.low == value.high else f"{_number(value.low)} to {_number(value.high)}"


def size_words(size: float) -> str:
    """Return bytes in words: 1.5 GB."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"


def time_words(seconds: float) -> str:
    """Return a time in words: 12 s, 3.4 min, 7.5 h, 12 days."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 100 * 60:
        return f"{seconds / 60:.1f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 100 * 3600 else f"{seconds / 86400:,.1f} days"
