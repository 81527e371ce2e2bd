"""What the benches of linkage share: coded reports, and the incident that each of their events is in."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Iterable

from dateline.codec import loads
from dateline.errors import DatelineError
from dateline.events import CodedReport
from dateline.linkage import Linker, tellings_of
from dateline.project import Project


def incidents_of_events(records: Iterable[CodedReport], *, workers: int = 1) -> dict[str, str]:
    """Link the events of records; return the id of the incident of each event by the event's id.

    A report that stands in a set twice has the same events under the same ids, and counts once.
    """
    tellings = {telling.event_id: telling for record in records for telling in tellings_of(record)}
    clusters = Linker.default().partition(tellings.values(), workers=workers)
    return {event: cluster.id for cluster in clusters for event in cluster.members}


def code_all(path: pathlib.Path, *, workers: int = 1) -> list[CodedReport]:
    """Code the reports of a file or folder, in their order; one that cannot be coded ends the run, for no figure may lack it."""
    if not path.exists():
        sys.exit(f"{path}: is not there")
    with Project(workers=workers) as project:
        outcomes = list(project.code(str(path)))
    for outcome in outcomes:
        if outcome.record is None:
            sys.exit(f"{outcome.origin}: cannot be coded: {outcome.error}")
    return [outcome.record for outcome in outcomes if outcome.record]


def read_records(path: pathlib.Path) -> list[CodedReport]:
    """Read records that `dateline code --criminal --format jsonl` wrote."""
    try:
        return [loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except OSError as error:
        sys.exit(f"{path}: cannot be read: {error.strerror or error}")
    except (DatelineError, ValueError) as error:
        sys.exit(f"{path}: holds no coded records: {error}")
