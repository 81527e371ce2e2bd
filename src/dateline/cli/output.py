"""Where output goes: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from dateline.cli.exits import OutputError
from dateline.errors import SettingsError

ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".geojson": "geojson", ".txt": "table"}
"""What a file's ending says of its format, where --format does not."""


@dataclass(slots=True)
class Destination:
    """An open output. A file is written beside its place under another name, and moved there by `keep`.

    Args:
        stream: to write to.
        target: the file that is to appear; None for standard output and for devices.
        scratch: the file written for the time being.
    """

    stream: TextIO
    target: Path | None = None
    scratch: Path | None = None

    def keep(self) -> None:
        """Put the file in its place."""
        if self.scratch is not None and self.target is not None:
            self._finish(self.target)

    def keep_partial(self) -> Path | None:
        """Keep what was written so far under the file's name with .partial; None where there is no such file."""
        if self.scratch is None or self.target is None:
            return None
        partial = self.target.with_name(f"{self.target.name}.partial")
        self._finish(partial)
        return partial

    def drop(self) -> None:
        """Take away a file that was not kept."""
        if self.scratch is not None:
            self.stream.close()
            self.scratch.unlink(missing_ok=True)
            self.scratch = None

    def _finish(self, place: Path) -> None:
        if self.scratch is None:
            return
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        self.scratch.replace(place)
        self.scratch = None


@contextmanager
def destination(path: Path | None) -> Iterator[Destination]:
    """Open the output; a file is put in its place when the block ends well, and leaves nothing behind when it does not.

    Raises:
        SettingsError: the path is a folder, or its folder is not there.
        OutputError: the file cannot be written, or the disk is full.
    """
    if path is None or str(path) == "-":
        yield Destination(standard_output())
        return
    opened = _open(path)
    try:
        yield opened
        opened.keep()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise cannot_write(path, error) from error
    finally:
        try:
            opened.drop()
        except OSError as error:
            # What is left in the buffer cannot be written either; the first error has said so.
            if sys.exc_info()[1] is None:
                raise cannot_write(path, error) from error
            if opened.scratch is not None:
                opened.scratch.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error of a file that cannot be written, with what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(f"{path}: the disk is full; free some space or choose another place with --output")
    reason = error.strerror or str(error)
    return OutputError(f"{path}: cannot be written: {reason}; choose another place with --output")


def _open(path: Path) -> Destination:
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise SettingsError(f"--output {path}: this is a folder; name a file in it")
    if not target.parent.is_dir():
        raise SettingsError(f"--output {path}: there is no folder {path.parent}; make it first")
    try:
        if target.exists() and not target.is_file():
            return Destination(target.open("w", encoding="utf-8", newline=""))
        scratch = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        stream = scratch.open("w", encoding="utf-8", newline="")
        if target.exists():
            scratch.chmod(stat.S_IMODE(target.stat().st_mode))
    except OSError as error:
        raise cannot_write(path, error) from error
    return Destination(stream, target, scratch)


def standard_output() -> TextIO:
    """Return standard output in UTF-8, so that no character of a report can break the run."""
    stream = sys.stdout
    encoding = (getattr(stream, "encoding", None) or "").lower().replace("-", "")
    if encoding != "utf8" and hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8")
    return stream


def choose_format(given: str | None, path: Path | None, *, default: str = "table") -> str:
    """Return the format: what is asked for, else what the file's ending says, else the default.

    Raises:
        SettingsError: the file's ending says nothing.
    """
    if given is not None:
        return given
    if path is None or str(path) == "-" or (path.exists() and not path.is_file()):
        return default
    found = ENDINGS.get(path.suffix.lower())
    if found is None:
        raise SettingsError(
            f"--output {path}: its ending names no format; end it with {', '.join(ENDINGS)} or give --format"
        )
    return found
