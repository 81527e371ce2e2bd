"""Measure the linkage of made archives: seconds, memory, growth, and how right the partition is.

    python bench/linkage_scale.py [--events 10000 100000 1000000] [--workers 2] [--base 100000] [--keep FOLDER] [--seed 1] [--profile] [--json]

For each size a process of its own makes an archive (made_archive.py), draws its tellings, and parts them into incidents by
`Linker.partition`. With `--base`, what is beyond so many events is told by the same ones moved to later times (drawn_tellings.py);
with `--keep`, what was drawn stays in a folder for the next run. Printed are the seconds of drawing and of the partition, the largest memory of the process and of
its workers, added up, how many times as long ten times as many take, and B-cubed of the partition against the
truth of the archive: over all events, and over those of incidents that several events tell. `--profile` prints where the
time of the partition went (one process, slower by that). Ends with status 1 where a limit is broken: 120 s for 100,000
events, fourteen times as long for ten times as many, 2 GB for a million.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.linkage import Cluster, Linker, Telling

SECONDS_100K = 120.0
GROWTH = 14.0
MB_1M = 2000.0
EVENTS_100K, EVENTS_1M = 100_000, 1_000_000


@dataclass(frozen=True)
class Clock:
    """Seconds by the clock, and of processors."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Clock:
        """Return both as they stand."""
        return cls(time.perf_counter(), time.process_time())

    def __add__(self, other: Clock) -> Clock:
        return Clock(self.wall + other.wall, self.processor + other.processor)

    def __sub__(self, other: Clock) -> Clock:
        return Clock(self.wall - other.wall, self.processor - other.processor)


@dataclass(frozen=True)
class Cubed:
    """B-cubed precision, recall and F1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Figures:
    """What one size gave; times in seconds, `mb` the largest memory in megabytes."""

    events: int
    incidents: int
    clusters: int
    drawing: Clock
    linking: Clock
    mb: float
    every: Cubed
    several: Cubed


def b_cubed(found: Mapping[str, int], truth: Mapping[str, int], events: Iterable[str]) -> Cubed:
    """Return B-cubed over some events, each in one cluster and one incident."""
    chosen = list(events)
    both: collections.Counter[tuple[int, int]] = collections.Counter()
    clusters: collections.Counter[int] = collections.Counter()
    incidents: collections.Counter[int] = collections.Counter()
    for event in chosen:
        one, other = found[event], truth[event]
        both[one, other] += 1
        clusters[one] += 1
        incidents[other] += 1
    total = max(1, len(chosen))
    precision = sum(n * n / clusters[one] for (one, _), n in both.items()) / total
    recall = sum(n * n / incidents[other] for (_, other), n in both.items()) / total
    return Cubed(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def link(
    events: int, *, base: int, keep: pathlib.Path | None, seed: int, workers: int, profile: bool, folder: pathlib.Path
) -> None:
    """Make, draw and link, in this process; write the truth, the clusters and the figures into the folder."""
    from drawn_tellings import Spent, stretched

    from dateline.linkage import Linker

    spent, beside = Spent(), Clock(0.0, 0.0)
    stretch = min(events, base)
    kept = (keep or folder) / f"tellings-{stretch}-{seed}.pickle"

    def tellings() -> Iterator[Telling]:
        nonlocal beside
        with (folder / "truth").open("w", encoding="ascii") as truth:
            before = Clock.now()
            for telling, incident in stretched(kept, stretch, events, seed=seed, spent=spent):
                truth.write(f"{telling.event_id} {incident}\n")
                beside += Clock.now() - before
                yield telling
                before = Clock.now()

    linker = Linker.default()
    start = Clock.now()
    clusters = _profiled(linker, tellings()) if profile else linker.partition(tellings(), workers=workers)
    workers_used = resource.getrusage(resource.RUSAGE_CHILDREN)
    linking = Clock.now() - start - beside + Clock(0.0, workers_used.ru_utime + workers_used.ru_stime)
    with (folder / "clusters").open("w", encoding="ascii") as file:
        file.writelines(" ".join(cluster.members) + "\n" for cluster in clusters)
    # Of its children the system tells the largest alone: the others are taken to be as large.
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    kilobytes = own + workers * child
    figures = {
        "drawing": asdict(Clock(spent.wall, spent.processor)),
        "linking": asdict(linking),
        "mb": kilobytes / 1024,
    }
    (folder / "figures").write_text(json.dumps(figures))


def _profiled(linker: Linker, tellings: Iterable[Telling]) -> tuple[Cluster, ...]:
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    clusters = profiler.runcall(linker.partition, tellings)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(30)
    return clusters


def read_truth(path: pathlib.Path) -> dict[str, int]:
    """Return the number of each event's incident."""
    numbers: dict[str, int] = {}
    with path.open(encoding="ascii") as file:
        pairs = (line.split() for line in file)
        return {event: numbers.setdefault(incident, len(numbers)) for event, incident in pairs}


def read_clusters(path: pathlib.Path) -> dict[str, int]:
    """Return the number of each event's cluster."""
    with path.open(encoding="ascii") as file:
        return {event: number for number, line in enumerate(file) for event in line.split()}


def measure(events: int, options: argparse.Namespace) -> Figures:
    """Link an archive of a size in a process of its own, and score what came of it."""
    with tempfile.TemporaryDirectory(dir=options.work) as name:
        folder = pathlib.Path(name)
        command = [sys.executable, __file__, "--link", str(events), "--into", name, "--seed", str(options.seed)]
        command += ["--workers", str(options.workers), "--base", str(options.base)] + ["--profile"] * options.profile
        command += ["--keep", str(options.keep)] if options.keep else []
        subprocess.run(command, check=True)
        figures = json.loads((folder / "figures").read_text())
        truth, found = read_truth(folder / "truth"), read_clusters(folder / "clusters")
    if truth.keys() != found.keys():
        sys.exit(f"the partition does not hold each event once: {len(found)} of {len(truth)}")
    tellers = collections.Counter(truth.values())
    several = [event for event in truth if tellers[truth[event]] > 1]
    return Figures(
        len(truth), len(tellers), len(set(found.values())), Clock(**figures["drawing"]), Clock(**figures["linking"]),
        figures["mb"],
        b_cubed(found, truth, truth), b_cubed(found, truth, several),
    )  # fmt: skip


def broken_limits(found: Mapping[int, Figures]) -> list[str]:
    """Return the limits that the figures break, in words."""
    broken = []
    if EVENTS_100K in found and found[EVENTS_100K].linking.wall > SECONDS_100K:
        broken.append(f"100,000 events took {found[EVENTS_100K].linking.wall:.0f} s; allowed are {SECONDS_100K:.0f}")
    if EVENTS_1M in found and found[EVENTS_1M].mb > MB_1M:
        broken.append(f"a million events took {found[EVENTS_1M].mb:.0f} MB; allowed are {MB_1M:.0f}")
    for size, figures in found.items():
        if size * 10 in found and found[size * 10].linking.wall > GROWTH * figures.linking.wall:
            broken.append(f"from {size:,} to {size * 10:,} events time grew by more than {GROWTH:g}")
    return broken


def main() -> int:
    """Print the figures of each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[10_000, EVENTS_100K, EVENTS_1M])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--base", type=int, default=EVENTS_1M, help="events that are made; all others are these, moved")
    parser.add_argument("--keep", type=pathlib.Path, help="folder where drawn tellings stay, and are taken from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=pathlib.Path, help="folder for what is written on the way")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--link", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.link:
        link(options.link, base=options.base, keep=options.keep, seed=options.seed, workers=options.workers,
             profile=options.profile, folder=options.into)  # fmt: skip
        return 0
    found: dict[int, Figures] = {}
    for size in sorted(options.events):
        figures = found[size] = measure(size, options)
        if options.json:
            print(json.dumps(asdict(figures)), flush=True)
            continue
        grown = (
            f", {figures.linking.wall / found[size // 10].linking.wall:.1f} times the tenth"
            if size // 10 in found
            else ""
        )
        print(f"events {figures.events}: incidents {figures.incidents}, found {figures.clusters}")
        for name, spent in (("drawing", figures.drawing), ("linking", figures.linking)):
            more = grown if name == "linking" else ""
            print(f"  {name} {spent.wall:.1f} s ({spent.processor:.1f} s of processors){more}")
        print(f"  largest memory {figures.mb:.0f} MB")
        for name, cubed in (("all", figures.every), ("told by several", figures.several)):
            print(
                f"  B-cubed, {name}: precision {cubed.precision:.3f} recall {cubed.recall:.3f} F1 {cubed.f1:.3f}",
                flush=True,
            )
    broken = broken_limits(found)
    for words in broken:
        print(words, file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
