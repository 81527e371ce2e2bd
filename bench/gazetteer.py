"""Measure the gazetteer: its size, how fast it opens and answers, and what another process that maps it costs.

    python bench/gazetteer.py [--gazetteer FILE] [--names N]

Names are drawn evenly from the file's own places, main names and as they are searched (folded anew), each looked up once in
a gazetteer that has answered nothing yet, so that no cache helps. Memory of a second process is what it holds for itself
alone after opening the file and N look-ups (Linux: Private in smaps_rollup).
"""

from __future__ import annotations

import argparse
import pathlib
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from dateline.errors import DatelineError
from dateline.gazetteer import Gazetteer, fold, open_gazetteer

PRIVATE = re.compile(r"^Private_(?:Clean|Dirty):\s+(\d+) kB$", re.MULTILINE)
ALONE = """
import re, sys, pathlib
from dateline.gazetteer import Gazetteer
def private():
    text = pathlib.Path("/proc/self/smaps_rollup").read_text()
    return sum(map(int, re.findall(r"^Private_(?:Clean|Dirty):\\s+(\\d+) kB$", text, re.M)))
begin = private()
gazetteer = Gazetteer(pathlib.Path(sys.argv[1]))
opened = private()
for index in range(0, len(gazetteer), max(1, len(gazetteer) // int(sys.argv[2]))):
    gazetteer.lookup(gazetteer.entry(index).name)
print(opened - begin, private() - begin)
"""


def spread(times: list[float]) -> str:
    """Return median, 99th in a hundred and worst of some seconds, in microseconds."""
    ordered = sorted(times)
    p99 = ordered[int(0.99 * (len(ordered) - 1))]
    return f"median {statistics.median(ordered) * 1e6:.1f} µs  p99 {p99 * 1e6:.1f} µs  worst {ordered[-1] * 1e6:.0f} µs"


def timed(calls: list[str], ask: Callable[[str], object]) -> list[float]:
    """Return the seconds that each call takes."""
    found = []
    for call in calls:
        begin = time.perf_counter()
        ask(call)
        found.append(time.perf_counter() - begin)
    return found


def main() -> None:
    """Print the figures as plain lines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--gazetteer", type=pathlib.Path, metavar="FILE", help="another than the one that ships")
    parser.add_argument("--names", type=int, default=20_000, metavar="N", help="names that are looked up")
    options = parser.parse_args()
    try:
        path = open_gazetteer(options.gazetteer).path
    except DatelineError as error:
        sys.exit(str(error))
    opening = []
    for _ in range(5):
        begin = time.perf_counter()
        Gazetteer(path)
        opening.append(time.perf_counter() - begin)
    known = Gazetteer(path)
    step = max(1, len(known) // options.names)
    entries = [known.entry(index) for index in range(0, len(known), step)]
    names = list(dict.fromkeys(entry.name for entry in entries))
    print(f"file {path.stat().st_size / 1e6:.1f} MB  {len(known)} places")
    print(f"open median {statistics.median(opening) * 1000:.1f} ms  first {opening[0] * 1000:.1f} ms")
    fresh = Gazetteer(path)
    print(f"look-up of a name, {len(names)} names     {spread(timed(names, fresh.lookup))}")
    fresh = Gazetteer(path)
    print(f"look-up, folded already            {spread(timed([fold(n) for n in names], fresh.lookup_folded))}")
    absent = [name + "qx" for name in names]
    print(f"look-up of what is not there       {spread(timed(absent, fresh.lookup))}")
    crowded = max(names[:: max(1, len(names) // 2000)], key=lambda name: len(fresh.lookup(name)))
    print(f"most places of one name            {len(fresh.lookup(crowded))}")
    if pathlib.Path("/proc/self/smaps_rollup").exists():
        done = subprocess.run(
            [sys.executable, "-c", ALONE, str(path), str(options.names)], capture_output=True, text=True, check=True
        )
        opened, used = map(int, done.stdout.split())
        print(
            f"a second process adds              {opened / 1000:.1f} MB when opened, {used / 1000:.1f} MB after {options.names} look-ups"
        )


if __name__ == "__main__":
    main()
