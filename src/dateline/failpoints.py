"""Named points at which a process can be told to kill itself, so that tests see what a crash there leaves behind.

The environment variable `DATELINE_FAILPOINT` names one: `before-commit`, or `before-commit:3` for the third time that it
is reached. The process then dies as by kill -9: nothing is flushed, closed or undone. Where the variable is not set,
`reach` is a function that does nothing.
"""

from __future__ import annotations

import os
import signal
from itertools import count

VARIABLE = "DATELINE_FAILPOINT"

POINTS = (
    "after-coding",
    "before-commit",
    "after-commit",
    "mid-linking",
    "mid-migration",
    "mid-backup",
    "mid-alerts",
    "before-mark",
    "mid-shard",
    "before-ledger",
)
"""All points there are.

- `after-coding`: a batch is coded, and nothing of it is stored.
- `before-commit`, `after-commit`: of any transaction that writes; after it, nothing has been acknowledged yet.
- `mid-linking`: a report's record is laid down, its tellings are not yet all joined to incidents.
- `mid-migration`: a step of a migration is done, the next is not.
- `mid-backup`: part of a backup is written.
- `mid-alerts`: alerts of a step along the change feed are written, the position is not.
- `before-mark`: what a watcher read is stored, and not yet marked as read.
- `mid-shard`: a record is written to a shard that is not finished.
- `before-ledger`: a shard is in its place, and the ledger does not know it yet.
"""


def die() -> None:
    """End the process at once, as a power cut would."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)


class Failpoint:
    """One point that is armed.

    Args:
        asked: the point, and after a colon which time that it is reached; the first where none is said.

    Raises:
        ValueError: there is no such point, or the number is none.
    """

    def __init__(self, asked: str) -> None:
        self.point, _, time = asked.partition(":")
        if self.point not in POINTS:
            raise ValueError(f"{VARIABLE}: there is no point {self.point!r}; there are {', '.join(POINTS)}")
        if time and not (time.isascii() and time.isdigit() and int(time)):
            raise ValueError(f"{VARIABLE}: expected a whole number from 1 up after the colon; got {time!r}")
        self.time = int(time or 1)
        self._reached = count(1)

    def reach(self, point: str) -> None:
        """Die where this is the point, and the time."""
        if point == self.point and next(self._reached) == self.time:
            die()


def _nothing(_point: str) -> None:
    """Go on."""


_asked = os.environ.get(VARIABLE, "")
reach = Failpoint(_asked).reach if _asked else _nothing
"""Called with the name of the point that the process has come to."""
