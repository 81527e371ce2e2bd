"""Measure the API of `dateline serve` with many clients at once: median and 95th percentile of each route.

    python bench/api_load.py --db PATH_OR_URL [--workers 1] [--clients 16] [--seconds 60] [--pause 0] [--seed 1] [--warm 5] [--json]

Starts a real `dateline serve` on a store (fill_store.py makes large ones), and asks it over HTTP by so many clients, each in a thread of its
own and one request after the other, what the page asks in the shares in which it does: lists by filters, orders and
cursors, counts, points, facets, the overview, searches, names for those who type, profiles, incidents with their reports and reasons,
the queue, reports, changes. Values are drawn from what is in the store, common and rare. `--pause` is how long a client looks at an
answer before it asks again, in seconds, on the average; 0 asks without a break, as no reader would. Printed are requests, median, 95th
percentile and slowest in milliseconds by the clock for each route and for all, errors, requests a second, and the processor time of the server (and of
PostgreSQL, where it runs on this machine, is not in it). Ends with status 1 where the 95th percentile of all is over 100 ms or a request failed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LIMIT_MS = 100.0
COUNTRIES = "SY IQ UA AF NG PK YE ML SO ZA".split()
TYPES = ("ASSAULT", "PROTEST", "COERCE", "CONSULT")
WORDS = ("checkpoint", "market", "parliament", "hotel OR school", '"police station"', "bomb*", "zzqx")


@dataclass(frozen=True, slots=True)
class Known:
    """What is in the store, to ask for."""

    ids: tuple[str, ...]
    actors: tuple[str, ...]
    places: tuple[str, ...]
    days: tuple[str, ...]
    cursors: tuple[str, ...]


@dataclass(slots=True)
class Times:
    """Milliseconds of requests by route; what failed."""

    of: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)


def asked(known: Known, dice: random.Random) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield what one reader asks, without end: the route, the path and the parameters."""
    while True:
        some = _filters(known, dice)
        draw = dice.random()
        if draw < 0.22:  # a filter is chosen: the page asks four things at once
            yield "incidents", "incidents", some
            yield "points", "incidents/points", some
            yield "facets", "incidents/facets", some
            yield "count", "incidents/count", some
        elif draw < 0.34:
            order = dice.choice(("day", "reports", "killed", "changed", "confidence"))
            yield "incidents by order", "incidents", some | {"order": order}
        elif draw < 0.42:
            yield "incidents, deep page", "incidents", {"cursor": dice.choice(known.cursors)}
        elif draw < 0.62:
            one = dice.choice(known.ids)
            yield "incident", f"incidents/{one}", {}
            yield "reports of incident", f"incidents/{one}/reports", {}
            if dice.random() < 0.3:
                yield "why", f"incidents/{one}/why", {}
        elif draw < 0.70:
            yield "search", "search", {"q": dice.choice(WORDS)}
        elif draw < 0.76:
            yield "incidents by search", "incidents", {"search": dice.choice(WORDS)}
        elif draw < 0.82:
            yield (
                "names",
                dice.choice(("actors", "places")),
                {"q": dice.choice(known.places + known.actors)[: dice.choice((1, 2, 4))]},
            )
        elif draw < 0.86:
            yield "overview", "overview", some
        elif draw < 0.92:
            of, names = dice.choice((("actors", known.actors), ("places", known.places)))
            yield "profile", f"{of}/{urllib.parse.quote(dice.choice(names), safe='')}", {}
        elif draw < 0.95:
            yield "queue", "queue", {}
        elif draw < 0.98:
            yield (
                "reports",
                "reports",
                dice.choice(({}, {"search": dice.choice(WORDS)}, {"since": dice.choice(known.days)})),
            )
        else:
            yield "changes", "changes", {"since": dice.randrange(1000)}


def _filters(known: Known, dice: random.Random) -> dict[str, Any]:
    """Return filters as readers set them: none, one, or two together."""
    day = dice.choice(known.days)
    south, west = dice.randrange(-30, 50), dice.randrange(-20, 60)
    choices: tuple[dict[str, Any], ...] = (
        {}, {"country": dice.choice(COUNTRIES)}, {"type": dice.choice(TYPES)}, {"since": day, "until": f"{day[:4]}-12-31"},
        {"actor": dice.choice(known.actors)}, {"place": f'"{dice.choice(known.places)}"'}, {"killed": dice.choice((1, 5, 50))},
        {"box": f"{south},{west},{south + 4},{west + 6}"},
    )  # fmt: skip
    first = dice.choice(choices)
    return first | dice.choice(choices) if dice.random() < 0.3 else first


class Client:
    """A client that keeps its connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, parameters: dict[str, Any]) -> tuple[int, bytes]:
        """Return status and body."""
        query = urllib.parse.urlencode(parameters, doseq=True)
        try:
            self._open.request("GET", f"/api/{path}?{query}", headers={"Accept-Encoding": "gzip"})
            answer = self._open.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._open.close()
            self._open = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            return 0, str(error).encode()

    def data(self, path: str, **parameters: Any) -> Any:
        """Return the answer read."""
        query = urllib.parse.urlencode(parameters, doseq=True)
        self._open.request("GET", f"/api/{path}?{query}")
        return json.loads(self._open.getresponse().read())


def look_around(port: int) -> Known:
    """Find out what can be asked for."""
    client = Client(port)
    ids, days, cursors = [], [], []
    for filters in ({}, {"country": "SY"}, {"order": "killed"}, {"order": "reports"}, {"killed": 20}):
        cursor = None
        for _ in range(3):
            page = client.data("incidents", limit=200, **filters, **({"cursor": cursor} if cursor else {}))
            ids += [row["id"] for row in page["rows"]]
            days += [row["start"][:10] for row in page["rows"] if row["start"]]
            cursor = page["cursor"]
            if cursor is None:
                break
            if not filters:
                cursors.append(cursor)
    names = {of: tuple(one["name"] for one in client.data(of, limit=60)["names"]) for of in ("actors", "places")}
    return Known(tuple(ids), names["actors"], names["places"], tuple(days), tuple(cursors))


def ask(port: int, known: Known, times: Times, end: float, *, seed: int, pause: float, lock: threading.Lock) -> None:
    """Ask until the end."""
    dice = random.Random(seed)  # noqa: S311 - values, no secret
    client = Client(port)
    for route, path, parameters in asked(known, dice):
        start = time.perf_counter()
        if start > end:
            return
        status, body = client.get(path, parameters)
        took = (time.perf_counter() - start) * 1000
        with lock:
            times.of[route].append(took)
            if status not in {200, 404}:
                times.failed.append(f"{status} {path} {parameters} {body[:200]!r}")
        if pause:
            time.sleep(dice.expovariate(1 / pause))


def p95(values: list[float]) -> float:
    """Return the value that 95 in a hundred are not above."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def run(port: int, known: Known, *, clients: int, seconds: float, pause: float, seed: int) -> Times:
    """Let clients ask for so long."""
    times, lock = Times(), threading.Lock()
    end = time.perf_counter() + seconds
    threads = [
        threading.Thread(
            target=ask, args=(port, known, times, end), kwargs={"seed": seed + number, "pause": pause, "lock": lock}
        )
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def served(db: str, workers: int) -> tuple[subprocess.Popen[str], int]:
    """Start a server; return it and its port."""
    command = [
        sys.executable,
        "-m",
        "dateline",
        "serve",
        "--db",
        db,
        "--port",
        "0",
        "--by",
        "bench",
        "--workers",
        str(workers),
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert server.stdout is not None  # noqa: S101 - asked for above
    for line in server.stdout:
        if found := re.search(r"http://localhost:(\d+)/", line):
            return server, int(found[1])
        print(line, end="", file=sys.stderr)
    sys.exit("the server did not start")


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process and of its workers."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(processor_seconds(int(one)) for one in workers)


def main() -> int:
    """Serve, ask, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", required=True)
    parser.add_argument("--workers", type=int, default=1, help="processes of the server")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--warm", type=float, default=5.0, help="seconds of asking before it is measured")
    parser.add_argument(
        "--pause", type=float, default=0.0, help="seconds between a client's answer and its next request"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    server, port = served(options.db, options.workers)
    try:
        known = look_around(port)
        run(port, known, clients=options.clients, seconds=options.warm, pause=options.pause, seed=options.seed + 10_000)
        before = processor_seconds(server.pid)
        times = run(
            port, known, clients=options.clients, seconds=options.seconds, pause=options.pause, seed=options.seed
        )
        used = processor_seconds(server.pid) - before
    finally:
        server.terminate()
        server.wait(30)
    every = [value for some in times.of.values() for value in some]
    rows = [(route, some) for route, some in sorted(times.of.items(), key=lambda item: -p95(item[1]))] + [
        ("all", every)
    ]
    figures = [
        {"route": route, "requests": len(some), "median": statistics.median(some), "p95": p95(some), "max": max(some)}
        for route, some in rows
    ]
    if options.json:
        print(json.dumps({"routes": figures, "failed": times.failed, "processor_ms": 1000 * used / max(1, len(every))}))
    else:
        print(
            f"{options.clients} clients, {options.seconds:g} s, pause {options.pause:g} s: {len(every) / options.seconds:.0f} requests a second"
        )
        print(f"  {'':24} {'requests':>8} {'median':>9} {'p95':>9} {'slowest':>9}  ms")
        for row in figures:
            print(f"  {row['route']:24} {row['requests']:8} {row['median']:9.1f} {row['p95']:9.1f} {row['max']:9.1f}")
        print(f"processor time of the server: {1000 * used / max(1, len(every)):.1f} ms a request")
        for words in times.failed[:5]:
            print(f"failed: {words}")
    return 1 if times.failed or p95(every) > LIMIT_MS else 0


if __name__ == "__main__":
    sys.exit(main())
