"""What runs in a worker process: one pipeline, held for good, and a loop over batches."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait

from dateline.errors import DatelineError
from dateline.pipeline import Pipeline, describe

READY, BROKEN, CODED = "ready", "broken", "coded"
"""The first word of what a worker sends."""

THREAD_COUNTS = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)  # fmt: skip
"""The variables by which numeric libraries are told how many threads to start; the workers are the threads."""


def serve(connection: Connection, pickled_pipeline: bytes) -> None:
    """Load the pipeline, say so, then code every batch that comes until the parent hangs up.

    Args:
        connection: to the parent.
        pickled_pipeline: pickled by hand, so that nothing numeric is imported before the thread counts are set.
    """
    # Ctrl-C reaches every process of a terminal; the parent is the one that ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    one_thread()
    _end_with_parent()
    try:
        pipeline = load(pickled_pipeline)
    # Whatever keeps the pipeline from loading is told to the parent, which raises it there.
    except Exception as error:
        connection.send((BROKEN, reason(error)))
        return
    try:
        connection.send((READY, None))
        while True:
            reports = connection.recv()
            # The parent keeps the time: it can end this process where a stage hangs.
            connection.send((CODED, pipeline.code(reports)))
    except (EOFError, OSError):
        return


def one_thread() -> None:
    """Tell numeric libraries that are not loaded yet to start no threads of their own."""
    for name in THREAD_COUNTS:
        os.environ[name] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"


def load(pickled_pipeline: bytes) -> Pipeline:
    """Return the pipeline with every model and table loaded.

    Raises:
        Exception: whatever keeps it from loading; `reason` says it in one line.
    """
    pipeline: Pipeline = pickle.loads(pickled_pipeline)  # noqa: S301 - our own parent made it
    pipeline.warm_up()
    keep_loaded()
    return pipeline


def reason(error: Exception) -> str:
    """Return why a pipeline does not load, in one line."""
    return str(error) if isinstance(error, DatelineError) else describe(error)


def keep_loaded() -> None:
    """Leave all that is loaded by now out of later searches for garbage: a twentieth of the time of coding."""
    gc.collect()
    gc.freeze()


def _end_with_parent() -> None:
    """End this process at once when the parent's ends, in the middle of a batch as well."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()
