"""Exit statuses, and the one place where an error becomes a line on standard error and a status."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dateline.errors import DatelineError, SettingsError

OK = 0
SOME_FAILED = 1
USAGE = 2
FAILED = 3
INTERRUPTED = 130

MEANINGS = (
    (OK, "all went well"),
    (SOME_FAILED, "some inputs failed; the others were coded"),
    (USAGE, "the command was not understood"),
    (FAILED, "nothing could be coded, or the store or the output failed"),
    (INTERRUPTED, "stopped with Ctrl-C"),
)


class OutputError(DatelineError):
    """The output cannot be written."""


class Stop(SystemExit):
    """Ends the command with a status, whatever its command line library does with statuses of its own."""


@contextmanager
def guard() -> Iterator[None]:
    """Run a command: errors of ours are one line, Ctrl-C is a clean stop, a reader that has seen enough is no error."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        raise Stop(OK) from None
    except KeyboardInterrupt:
        say("Stopped.")
        raise Stop(INTERRUPTED) from None
    except SettingsError as error:
        say(f"Error: {error}")
        raise Stop(USAGE) from None
    except DatelineError as error:
        say(f"Error: {error}")
        _settle()
        raise Stop(FAILED) from None
    except OSError as error:
        say(f"Error: {_described(error)}")
        _settle()
        raise Stop(FAILED) from None


def _described(error: OSError) -> str:
    """Return an error of the system in one line; one that names no file came from standard output."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"{error.filename or 'standard output'}: the disk is full; free some space or write elsewhere with --output"
        )
    return f"{error.filename or 'standard output'}: {error.strerror or error}"


def say(line: str) -> None:
    """Write a line to standard error, made safe for a terminal; where nobody can hear, nothing is said."""
    from dateline.cli.terminal import safe

    try:
        sys.stderr.write(f"{safe(line)}\n")
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        return


def _settle() -> None:
    """Write what is left for standard output, or give it up: Python's last flush would fail again, and set a status of its own."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _silence()


def _silence() -> None:
    """Point standard output at nothing, so that Python's last flush finds no broken pipe."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
