"""Where reports are coded: in this process, or in worker processes, behind one face.

`Executor.map` takes tasks as they come and gives each back, in order, with what came of it. Tasks without a
report pass through in their turn, so that whoever feeds an executor need not put results back in order.
"""

from __future__ import annotations

import os

from dateline.executor.face import Done, Executor, Task
from dateline.executor.inprocess import InProcess
from dateline.executor.processes import Processes
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings

__all__ = ["Done", "Executor", "InProcess", "Processes", "Task", "cores", "make_executor"]


def make_executor(pipeline: Pipeline, *, workers: int, settings: RunSettings) -> Executor:
    """Return the executor for so many workers: 1 is this process itself."""
    if workers == 1:
        return InProcess(pipeline, settings)
    return Processes(pipeline, settings, workers=workers)


def cores() -> int:
    """Return how many processes can work at once."""
    # Not all of a machine's cores may be ours: a container or a batch system often gives fewer.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
