"""Our example reports as the coder that ships codes them, coded once for all tests that look at them."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def coded_examples(tmp_path_factory):
    """Return a function that gives the records of a folder of examples ("reports", "pairs/reports") by the stem of their file."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        # Of all workers of this run.
        shared = shared.parent

    @functools.cache
    def records(folder):
        from dateline.codec import loads

        path = shared / f"coded-{folder.replace('/', '-')}.jsonl"
        if not path.exists():
            code(folder, path)
        found = [loads(line) for line in path.read_text("utf-8").splitlines()]
        return {Path(record.report.origin).stem: record for record in found}

    return records


def code(folder, path):
    """Code the reports of a folder into a file, which is there whole or not at all."""
    from dateline.codec import dumps
    from dateline.project import Project

    with Project() as project:
        outcomes = list(project.code(EXAMPLES / folder))
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    scratch = path.with_suffix(f".{os.getpid()}")
    scratch.write_text("".join(dumps(outcome.record) + "\n" for outcome in outcomes), "utf-8")
    scratch.replace(path)
