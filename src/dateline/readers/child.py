"""The process in which hostile formats are read, seen from inside: reads requests, answers, and dies when it overruns.

A request and an answer are each a length (eight bytes, big-endian) and so many bytes: how the HTML is to be read, a line
feed, and the HTML in UTF-8; and JSON. The parent kills the process when time is up; memory is held by the operating system
where it can (Linux), and else by a thread that looks on.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO

OVER_MEMORY = 86
"""Exit status of a process that took more memory than it may."""
READY = b"ready"
"""The first message of a process that can read; another says why it cannot."""
WARM_UP = "<html><body><article><p>This loads what a page needs before time and memory are counted.</p></article></body></html>"
_WATCH_SECONDS = 0.05
_LONGEST_MESSAGE = 300
_MB = 1 << 20
_STATM = Path("/proc/self/statm")


def send(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one message; None where the other side is gone."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return data if len(data) == size else None


def resident() -> int | None:
    """Return the bytes of memory that this process holds; None where the system does not tell."""
    with contextlib.suppress(OSError):
        return int(_STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return _resident_windows()
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _resident_windows() -> int | None:
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = [("cb", ctypes.c_ulong), ("PageFaultCount", ctypes.c_ulong)] + [
            (name, ctypes.c_size_t)
            for name in (
                "PeakWorkingSetSize",
                "WorkingSetSize",
                "a",
                "b",
                "c",
                "d",
                "PagefileUsage",
                "PeakPagefileUsage",
            )
        ]

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the attribute is there on Windows only
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    kernel.K32GetProcessMemoryInfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
    done = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return int(counters.WorkingSetSize) if done else None


def limit_memory(megabytes: int) -> None:
    """Let this process take so much more memory than it holds now, and no more."""
    allowed = megabytes * _MB
    if sys.platform == "linux":
        import resource

        virtual = int(_STATM.read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        with contextlib.suppress(OSError, ValueError):
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            # Threads and allocators reserve address space that they never fill: twice the limit stops what is quick,
            # and the thread below, which counts what is held, stops the rest.
            resource.setrlimit(resource.RLIMIT_AS, (virtual + 2 * allowed, hard))
    start = resident()
    if start is not None:
        threading.Thread(target=_watch, args=(start + allowed,), daemon=True).start()


def _watch(most: int) -> None:
    while True:
        time.sleep(_WATCH_SECONDS)
        held = resident()
        if held is not None and held > most:
            os._exit(OVER_MEMORY)


def describe(error: Exception) -> str:
    """Return an error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_MESSAGE]


def main() -> None:
    """Serve requests until the parent closes the pipe."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What libraries print must not get between the answers.
    sys.stdout = sys.stderr
    try:
        from dateline.readers.pages import read_page

        for how in ("page", "fast"):
            read_page(WARM_UP, how=how)
    except Exception as error:  # a broken installation, whatever is broken in it: the parent says so
        send(answers, describe(error).encode("utf-8", "replace"))
        return
    limit_memory(int(sys.argv[1]))
    send(answers, READY)
    while (request := receive(requests)) is not None:
        try:
            how, _, page = request.decode("utf-8", "replace").partition("\n")
            answer = json.dumps(asdict(read_page(page, how=how)), ensure_ascii=True)
        except MemoryError:
            os._exit(OVER_MEMORY)
        except Exception as error:  # a page may break any of the libraries: the parent says so and goes on
            answer = json.dumps({"error": describe(error)})
        send(answers, answer.encode("ascii"))


if __name__ == "__main__":
    main()
