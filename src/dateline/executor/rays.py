"""The executor that codes in actors of Ray, on this machine or on a cluster, each holding the pipeline once.

Ray starts and places the actors and carries reports to them and codings back. It is told to try nothing again: which
reports are tried again, and in which order they come back, is the foreman's, as with worker processes.
"""

from __future__ import annotations

import logging
import os
import re
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dateline._version import __version__
from dateline.assembly import coder_of
from dateline.errors import PipelineError, SettingsError
from dateline.events import Coder
from dateline.executor.foreman import Broken, Coded, Foreman, Gone, Ready, Word, pickled
from dateline.executor.worker import load, one_thread, reason
from dateline.pipeline import Coding, Pipeline
from dateline.settings import RunSettings
from dateline.text import Report

START_SECONDS = 600.0
"""The longest that an actor may take to start and to load its pipeline: a cluster may have to start a machine for it."""

OBJECT_STORE_BYTES = 150_000_000
"""Shared memory of a Ray of our own; what is on its way at a time is some hundred kilobytes a worker."""

KNOCK_SECONDS = 10.0
"""How long a cluster may take to take a connection."""

QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    # Ray writes of workers that died on standard output, where records go.
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",
    # By itself Ray has its workers stand back behind all else on a machine; --executor ray is asked for to get work done.
    "RAY_worker_niceness": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
"""What Ray reads from the environment as it is imported: nothing is reported home, nothing is written between records."""

_EXIT = re.compile(r"Worker exit type: (\w+)")


class _Actor:
    """What runs in an actor."""

    def __init__(self) -> None:
        one_thread()
        self._pipeline: Pipeline | None = None

    def load(self, pickled_pipeline: bytes, coder: Coder | None) -> str:
        """Load the pipeline; return why it cannot be, or nothing.

        Args:
            coder: what the code and data of this machine must make of the stages; None where they have no part in it.
        """
        try:
            pipeline = load(pickled_pipeline)
            if coder is not None and coder_of(pipeline.stages) != coder:
                return (
                    f"a node of the cluster has another dateline ({__version__}, or other data in it) than the one that sends the "
                    f"work; install the same version on every node"
                )
        # Whatever keeps the pipeline from loading is told to the driver, which raises it there.
        except Exception as error:
            return reason(error)
        self._pipeline = pipeline
        return ""

    def code(self, reports: list[Report]) -> list[Coding]:
        """Code reports; the driver keeps the time."""
        if self._pipeline is None:
            raise PipelineError("this actor has loaded no pipeline")
        return self._pipeline.code(reports)


@dataclass(slots=True, eq=False)
class RayHand:
    """An actor, and what is asked of it now."""

    ray: Any
    actor: Any
    asked: Any

    def give(self, reports: list[Report]) -> None:
        """Send reports."""
        self.asked = self.actor.code.remote(reports)

    def end(self) -> None:
        """Kill the actor."""
        # It may have ended by itself, or the cluster with it.
        with suppress(Exception):
            self.ray.kill(self.actor, no_restart=True)

    def word(self) -> Word:
        """Return what came of what was asked, which is there."""
        asked, self.asked = self.asked, None
        try:
            found = self.ray.get(asked)
        except self.ray.exceptions.RayTaskError as error:
            # The code of the actor itself failed; a stage that raises is no error here.
            return Broken(" ".join(str(error.cause if error.cause is not None else error).split())[-300:])
        except self.ray.exceptions.RayError as error:
            return _gone(error)
        if isinstance(found, str):
            return Broken(found) if found else Ready()
        return Coded(found)


class RayCrew:
    """Actors of a Ray, of our own or of a cluster.

    Args:
        address: `auto`, `host:port` or `ray://host:port` of a cluster; None for a Ray of our own on this machine.
        workers: how many there will be; None for as many as the cluster has processors.

    Raises:
        SettingsError: Ray is not installed.
        PipelineError: the stages cannot be sent, or no cluster answers.
    """

    start_seconds = START_SECONDS
    advice = "dateline must be installed on every node, in the same version as here; ray status says how the nodes are"

    def __init__(self, pipeline: Pipeline, *, address: str | None, workers: int | None) -> None:
        data = pickled(pipeline)
        self._ray = _imported()
        self._joined = not self._ray.is_initialized()
        if self._joined:
            _join(self._ray, address, workers)
        self.processors = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        self._pipeline = self._ray.put(data)
        ours = coder_of(pipeline.stages)
        self._coder = ours if ours == pipeline.coder else None
        self._make = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Actor)

    def start(self) -> RayHand:
        """Start an actor."""
        actor = self._make.remote()
        return RayHand(self._ray, actor, actor.load.remote(self._pipeline, self._coder))

    def listen(self, hands: Sequence[RayHand], seconds: float | None) -> list[tuple[RayHand, Word]]:
        """Wait until something that was asked for is there, or an actor has ended over it."""
        waiting = {hand.asked: hand for hand in hands if hand.asked is not None}
        if not waiting:
            return []
        refs = list(waiting)
        try:
            there, _ = self._ray.wait(refs, num_returns=1, timeout=seconds)
            if there:
                there, _ = self._ray.wait(refs, num_returns=len(refs), timeout=0)
        except (self._ray.exceptions.RayError, ConnectionError) as error:
            raise PipelineError(f"the Ray cluster does not answer any more: {_line(error)}") from error
        return [(waiting[ref], waiting[ref].word()) for ref in there]

    def close(self) -> None:
        """Leave the cluster; a Ray of our own ends with it."""
        if self._joined:
            self._joined = False
            self._ray.shutdown()


class Rays(Foreman[RayHand]):
    """Codes in actors of Ray; arguments and errors as `RayCrew`."""

    def __init__(
        self, pipeline: Pipeline, settings: RunSettings, *, workers: int | None = None, address: str | None = None
    ) -> None:
        if workers is not None and workers < 1:
            raise SettingsError(f"workers must be 1 or more; got {workers}")
        crew = RayCrew(pipeline, address=address, workers=workers)
        super().__init__(crew, settings, workers=workers or crew.processors)


def _imported() -> Any:
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise SettingsError(
            "coding on Ray needs Ray, which is not installed: pip install 'dateline[ray]'; or use --executor multiprocessing"
        ) from error
    return ray


def _join(ray: Any, address: str | None, workers: int | None) -> None:
    from dateline.executor import cores

    quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        if address is None:
            # "local": never a cluster that happens to run here.
            ray.init(
                address="local", num_cpus=workers or cores(), include_dashboard=False,
                object_store_memory=OBJECT_STORE_BYTES, **quiet,
            )  # fmt: skip
        else:
            _knock(os.environ.get("RAY_ADDRESS", "") if address == "auto" else address)
            ray.init(address=address, **quiet)
    # Ray raises errors of many kinds here: of the connection, of versions that do not fit, of addresses that are none.
    except Exception as error:
        where = f"no Ray cluster answers at {address}" if address else "Ray does not start on this machine"
        advice = "ray status says whether one runs, ray start --head starts one" if address else "ray start says more"
        raise PipelineError(f"{where}: {_line(error)}; {advice}") from error


def _knock(address: str) -> None:
    """Raise OSError where nobody listens at an address: Ray itself would ask there for many minutes.

    Raises:
        ValueError: it is no address.
    """
    if not address:
        return
    found = urlsplit(address if "://" in address else f"//{address}")
    if found.hostname is None or found.port is None:
        raise ValueError(f"{address!r} is no address; it is auto, host:port or ray://host:port")
    socket.create_connection((found.hostname, found.port), timeout=KNOCK_SECONDS).close()


def _gone(error: Exception) -> Gone:
    found = _EXIT.search(str(error))
    return Gone(f"Ray: {found[1]}" if found else f"Ray: {type(error).__name__}")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
