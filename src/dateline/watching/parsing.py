"""Feeds and sitemaps read in a process of their own, which is killed when it takes too long or too much memory.

Run as a module it is that process: a request is two messages, a word (feed or sitemap) with the address, and the bytes; the
answer is JSON. The messages and the bound on memory are those of `dateline.readers.child`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any, Literal

from dateline.codec import from_data, to_data
from dateline.errors import InputError, LimitExceeded, RecordError, UnreadableInput
from dateline.readers import Limits
from dateline.readers.child import OVER_MEMORY, READY, describe, limit_memory, receive, send
from dateline.readers.feeditems import Feed
from dateline.readers.hostile import end_child
from dateline.readers.sitemaps import Sitemap

START_SECONDS = 60.0
MEGABYTES = 400


@dataclass(slots=True)
class Parser:
    """Reads feeds and sitemaps, one at a time; threads wait for each other. Close it in the end.

    Args:
        seconds: that one may take.
    """

    seconds: float = 10.0
    _process: subprocess.Popen[bytes] | None = None
    _lock: Any = None

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def feed(self, data: bytes, url: str) -> Feed:
        """Return a feed.

        Raises:
            InputError: it is none, or none that can be read within the limits.
        """
        found: Feed = self._ask("feed", data, url, Feed)
        return found

    def sitemap(self, data: bytes, url: str) -> Sitemap:
        """Return a sitemap; errors as `feed`."""
        found: Sitemap = self._ask("sitemap", data, url, Sitemap)
        return found

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end_child(process)

    def _ask(self, kind: Literal["feed", "sitemap"], data: bytes, url: str, shape: type[Any]) -> Any:
        with self._lock:
            process = self._process or self._start(url)
            answer, late = _exchange(process, [f"{kind} {url}".encode("utf-8", "replace"), data], self.seconds)
            if answer is None:
                status = None if late else process.wait()
                self._end()
                if late:
                    raise LimitExceeded(
                        url, f"it takes longer to read than {self.seconds:g} s", advice="see what it is"
                    )
                if status == OVER_MEMORY:
                    raise LimitExceeded(
                        url, f"it takes more than {MEGABYTES} MB of memory to read", advice="see what it is"
                    )
                raise UnreadableInput(url, f"it breaks what reads it (exit status {status})", advice="see what it is")
        found = json.loads(answer)
        if "error" in found:
            raise UnreadableInput(url, found["error"], advice=found.get("advice", ""))
        try:
            return from_data(shape, found["found"], where=kind)
        except RecordError as error:
            raise UnreadableInput(url, f"it was read as what no {kind} is ({error})") from error

    def _start(self, url: str) -> subprocess.Popen[bytes]:
        # -P keeps the current folder, where a file may bear a module's name, out of the import path.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dateline.watching.parsing"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True,
        )  # fmt: skip
        self._process = process
        answer, _ = _exchange(process, [], START_SECONDS)
        if answer != READY:
            self._end()
            raise UnreadableInput(url, "the process that reads feeds does not start", advice="run: dateline doctor")
        return process


def _exchange(process: subprocess.Popen[bytes], request: list[bytes], seconds: float) -> tuple[bytes | None, bool]:
    """Send messages and return the answer; None, and whether time ran out, where there is none."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        for message in request:
            if process.stdin is not None:
                send(process.stdin, message)
        return receive(process.stdout) if process.stdout is not None else None, late.is_set()
    except OSError:
        return None, late.is_set()
    finally:
        timer.cancel()


def _read(word: str, data: bytes) -> dict[str, Any]:
    from dateline.readers.feeds import read_feed
    from dateline.readers.sitemaps import read_sitemap

    kind, _, url = word.partition(" ")
    limits = Limits()
    try:
        found = (
            read_feed(data, url=url, limits=limits) if kind == "feed" else read_sitemap(data, url=url, limits=limits)
        )
    except InputError as error:
        return {"error": error.problem, "advice": error.advice}
    return {"found": to_data(found)}


def main() -> None:
    """Serve requests until the parent closes the pipe."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    _read("feed warm-up", b"<rss version='2.0'><channel><title>t</title><item><title>t</title></item></channel></rss>")
    limit_memory(MEGABYTES)
    send(answers, READY)
    while (word := receive(requests)) is not None and (data := receive(requests)) is not None:
        try:
            answer = _read(word.decode("utf-8", "replace"), data)
        except MemoryError:
            os._exit(OVER_MEMORY)
        except Exception as error:  # whatever a feed breaks: the parent says so and goes on
            answer = {"error": describe(error)}
        send(answers, json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main()
