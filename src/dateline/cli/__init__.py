"""The command line. `dateline.cli.app` holds the commands; heavy libraries are imported only where they are used."""

from __future__ import annotations

import signal
import sys
import traceback
from types import FrameType

TERMINATED = 128 + signal.SIGTERM
OUR_FAULT = 3


def main() -> None:
    """Run the command line."""
    # So that whoever ends the process politely finds no half-written files: the blocks that clean up are run.
    signal.signal(signal.SIGTERM, _terminated)
    try:
        from dateline.cli.app import app

        app(prog_name="dateline")
    except KeyboardInterrupt:
        # Before a command was under way; within one, `dateline.cli.exits.guard` has its own words.
        sys.stderr.write("Stopped.\n")
        raise SystemExit(130) from None
    except Exception:
        # Nothing is above this: a fault of ours must not end with the status of an input that failed.
        traceback.print_exc()
        sys.stderr.write("This is a fault in dateline, not in your input; please report it with the lines above.\n")
        raise SystemExit(OUR_FAULT) from None


def _terminated(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(TERMINATED)
