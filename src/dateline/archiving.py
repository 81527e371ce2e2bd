"""Archives coded into shards, and shards stored: the wiring beside `project` for what one machine does not hold.

with dateline.Project(workers=None) as project:
    for outcome in code_into_shards(project, "archive/", Path("coded")):
        ...
with dateline.Project("dateline.db") as project:
    for outcome in store_coded(project, ["coded"]):
        ...
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dateline.codec import loads
from dateline.errors import InputError, MissingInput, RecordError, StoreError, UnreadableInput
from dateline.events import CodedReport
from dateline.executor import Done, Task
from dateline.outcomes import Outcome, outcome_of
from dateline.shards import LEDGER, ShardFolder, ShardSettings, ShardWriter, read_part
from dateline.text import Report

if TYPE_CHECKING:
    from dateline.project import Paths, Project
    from dateline.readers import ReadOptions

_Read: TypeAlias = tuple[Report | InputError, bool]
"""What was read, and whether a shard holds it."""

LOOKED_UP = 64
"""Reports that the ledger is asked for at a time."""


def code_into_shards(
    project: Project,
    paths: Paths,
    folder: Path,
    *,
    shard_reports: int | None = None,
    options: ReadOptions | None = None,
    share: tuple[int, int] = (1, 1),
) -> Generator[Outcome, None, None]:
    """Code what stands under paths and write the records to shards in a folder; what its ledger knows is not coded again.

    Args:
        shard_reports: reports of a shard, at most.
        options: what is said of all inputs, and limits.
        share: (2, 8) takes the second of every eight files, so that eight runs, each with a folder of its own, share an archive.

    Yields:
        An outcome for each report and each input that cannot be read, in order, as it is written; a record is there for
        good when its shard is finished. Failures are in no shard, and are tried again by the next run.

    Raises:
        SettingsError: the folder holds something else, or pyarrow is not installed.
        StoreError: another run writes there, the shards are another coder's, or the disk is full.
    """
    settings = ShardSettings() if shard_reports is None else ShardSettings(shard_reports)
    # Whatever ends the run, what is coded by then is kept.
    with ShardWriter(folder, project.coder, settings) as writer:
        for done in project.code_tasks(_tasks(writer, project.read(paths, options=options, share=share))):
            yield _written(writer, done)


def _tasks(writer: ShardWriter, reports: Iterable[Report | InputError]) -> Iterator[Task[_Read]]:
    waiting = iter(reports)
    while chunk := list(islice(waiting, LOOKED_UP)):
        known = writer.known(item.id for item in chunk if isinstance(item, Report))
        for item in chunk:
            there = isinstance(item, Report) and item.id in known
            yield Task(item if isinstance(item, Report) and not there else None, (item, there))


def _written(writer: ShardWriter, done: Done[_Read]) -> Outcome:
    read, there = done.item
    if there or isinstance(read, InputError):
        return Outcome(read.origin, "unchanged", new=False) if there else outcome_of(read, None)
    outcome = outcome_of(read, done.coding)
    if outcome.record is not None and not writer.write(outcome.record):
        # The same report twice in one archive.
        return Outcome(read.origin, "unchanged", new=False)
    return outcome


def store_coded(project: Project, paths: Iterable[str]) -> Iterator[Outcome]:
    """Store what was coded elsewhere: folders of shards, single shards (.parquet), and records as JSON Lines.

    Yields:
        As `Project.add`; an error for each shard that is not what its ledger says.

    Raises:
        StoreError: the store cannot be used, or a run still writes the shards.
    """
    return project.add_records(record for path in paths for record in _records(Path(path)))


def count_coded(paths: Iterable[str]) -> int | None:
    """Return how many records stand there, where that is known without reading them."""
    folders = [Path(path) for path in paths]
    if not all((folder / LEDGER).exists() for folder in folders):
        return None
    return sum(shard.reports for folder in folders for shard in ShardFolder(folder).shards)


def _records(path: Path) -> Iterator[CodedReport | InputError]:
    if path.is_dir():
        try:
            found = ShardFolder(path)
        except StoreError as error:
            advice = "name a folder that dateline code --shards wrote"
            yield UnreadableInput(str(path), str(error).removeprefix(f"{path}: "), advice=advice)
            return
        yield from found.records()
    elif not path.is_file():
        yield MissingInput(str(path), "there is no such file or folder", advice="check the path")
    elif path.suffix.lower() == ".parquet":
        yield from read_part(path)
    else:
        yield from _lines(path)


def _lines(path: Path) -> Iterator[CodedReport | InputError]:
    advice = (
        "name shards, or JSON Lines as dateline code --format jsonl writes them; reports are stored by dateline add"
    )
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    yield loads(line)
                except RecordError as error:
                    yield UnreadableInput(f"{path}:{number}", f"this is no record: {error}", advice=advice)
    except (OSError, UnicodeDecodeError) as error:
        yield UnreadableInput(str(path), f"it cannot be read as records: {error}", advice=advice)
