"""The keeper of the process that reads hostile formats: starts it, keeps it warm, kills it when it overruns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any, Self

from dateline.errors import LimitExceeded, UnreadableInput
from dateline.readers.child import OVER_MEMORY, READY, receive, send
from dateline.readers.options import Limits
from dateline.readers.pages import Page
from dateline.readers.source import Markup

START_SECONDS = 60.0
"""A start may take this long: a machine under load, a cold disk. It does not count as time of an input."""


def end_child(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that reads for this one, close its pipes and wait for its end."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue
    process.wait()


class PageReader:
    """Reads HTML pages in a process of its own, one after the other; use as a context, or close it.

    The process is a fresh interpreter (nothing is forked and no main module runs again), so that it works on every
    system and inside workers that may have no children of multiprocessing.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            end_child(process)

    def read(self, html: str, *, origin: str, how: Markup = "page") -> Page:
        """Return what a page holds; `how` is as in `Source.markup`.

        Raises:
            LimitExceeded: it takes longer than `read_seconds` or more memory than `read_memory_mb`.
            UnreadableInput: it breaks the parser, or what reads HTML is not whole in this installation.
        """
        process = self._process or self._start(origin)
        answer, late = self._ask(process, f"{how}\n{html}".encode("utf-8", "replace"))
        if answer is None:
            status = process.wait() if not late else None
            self.close()
            raise self._overrun(origin, late=late, status=status)
        data: dict[str, Any] = json.loads(answer)
        if "error" in data:
            raise UnreadableInput(
                origin, f"its HTML cannot be read ({data['error']})", advice="save the page anew, or give its text"
            )
        data["hints"] = [(start, kind) for start, kind in data["hints"]]
        return Page(**data)

    def _start(self, origin: str) -> subprocess.Popen[bytes]:
        # -P keeps the current folder, where a downloaded file may bear a module's name, out of the import path.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-P", "-m", "dateline.readers.child", str(self._limits.read_memory_mb)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self._process = process
        answer, _ = self._exchange(process, None, START_SECONDS)
        if answer != READY:
            self.close()
            why = f" ({answer.decode('utf-8', 'replace')})" if answer else ""
            raise UnreadableInput(
                origin, f"the process that reads HTML does not start{why}", advice="run: dateline doctor"
            )
        return process

    def _ask(self, process: subprocess.Popen[bytes], request: bytes) -> tuple[bytes | None, bool]:
        return self._exchange(process, request, self._limits.read_seconds)

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], request: bytes | None, seconds: float) -> tuple[bytes | None, bool]:
        """Send a request and return the answer; None, and whether time ran out, where there is none."""
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            if request is not None and process.stdin is not None:
                send(process.stdin, request)
            answer = receive(process.stdout) if process.stdout is not None else None
            return answer, late.is_set()
        except OSError:
            return None, late.is_set()
        finally:
            timer.cancel()

    def _overrun(self, origin: str, *, late: bool, status: int | None) -> LimitExceeded | UnreadableInput:
        if late:
            what = f"its HTML takes longer to read than read_seconds = {self._limits.read_seconds:g}"
        elif status == OVER_MEMORY:
            what = f"its HTML takes more memory to read than read_memory_mb = {self._limits.read_memory_mb}"
        else:
            return UnreadableInput(
                origin, f"its HTML breaks the parser (exit status {status})", advice="give its text instead"
            )
        return LimitExceeded(origin, what, advice="give the article's text, or raise the limit")
