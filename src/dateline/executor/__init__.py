"""Where reports are coded: in this process, in worker processes, or on Ray, behind one face.

`Executor.map` takes tasks as they come and gives each back, in order, with what came of it. Tasks without a
report pass through in their turn, so that whoever feeds an executor need not put results back in order.
"""

from __future__ import annotations

import os
from typing import Literal, get_args

from dateline.errors import SettingsError
from dateline.executor.face import Done, Executor, Task
from dateline.executor.inprocess import InProcess
from dateline.executor.processes import Processes
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings, nearest

__all__ = [
    "KINDS",
    "Done",
    "Executor",
    "InProcess",
    "Kind",
    "Processes",
    "Task",
    "check_executor",
    "cores",
    "make_executor",
]

Kind = Literal["in-process", "multiprocessing", "ray"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Every kind of executor."""


def make_executor(
    pipeline: Pipeline,
    *,
    workers: int | None,
    settings: RunSettings,
    kind: str | None = None,
    address: str | None = None,
) -> Executor:
    """Return an executor.

    Args:
        workers: how many code; None for one a core, on Ray for one a processor of the cluster.
        kind: in-process, multiprocessing or ray; None for this process where there is one worker, else for processes.
        address: of a Ray cluster; None for a Ray of our own on this machine.

    Raises:
        SettingsError: there is no such kind, or what is asked for does not go together.
        PipelineError: the stages cannot be sent to workers, or the cluster does not answer.
    """
    check_executor(workers=workers, kind=kind, address=address)
    if kind == "ray":
        from dateline.executor.rays import Rays

        return Rays(pipeline, settings, workers=workers, address=address)
    many = workers or (1 if kind == "in-process" else cores())
    if kind == "in-process" or (kind is None and many == 1):
        return InProcess(pipeline, settings)
    return Processes(pipeline, settings, workers=many)


def check_executor(*, workers: int | None, kind: str | None, address: str | None) -> None:
    """Raise SettingsError where there is no such kind, or what is asked for does not go together."""
    if workers is not None and (isinstance(workers, bool) or workers < 1):
        raise SettingsError(f"workers must be 1 or more, or None for one a core; got {workers}")
    if kind is not None and kind not in KINDS:
        raise SettingsError(f"there is no executor {kind!r}{nearest(kind, KINDS)}")
    if kind == "in-process" and workers not in {None, 1}:
        raise SettingsError(
            f"the executor in-process is this process alone; got workers {workers}: leave that out, or take multiprocessing"
        )
    if address is not None and kind != "ray":
        raise SettingsError(f"the address {address} is that of a Ray cluster: it needs the executor ray")


def cores() -> int:
    """Return how many processes can work at once."""
    # Not all of a machine's cores may be ours: a container or a batch system often gives fewer.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
