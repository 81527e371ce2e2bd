"""Measure how many reports a second come out of a mixed web archive, and what memory and files that holds, over time.

    python bench/archive_speed.py [--copies 4] [--workers 2] [--minutes 0] [--reports N] [--foreign 0.0] [--stories REPORTS.jsonl] [--warc FILE] [--json]

Makes a WARC (gzip, a record a member) of news of every kind (data/stories of the shared development data, where DATELINE_SHARED
has it) and of the event-rich reports of examples/reports, as often as --copies says, each time with other numbers and names, on
pages with navigation, teasers, scripts and styles as sites have them (85 kB), a picture and a request between them; then codes it
as `dateline code` does. Reports a second are counted from the first outcome to the last (loading models apart), and by
processor time of all processes as well, which other work on the machine disturbs less: 2 cores give twice 1 / (seconds a report).
With --minutes the archive is read again and again so long; every ten seconds memory (resident, of all processes) and open files are
noted. With --reports it ends after so many. Ends with status 1 under the floor of 60 reports a second, or where memory grows by 1 MB a minute or more over five minutes or more.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import os
import pathlib
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from speed import ROOT, sources, varied

from dateline.project import Project
from dateline.readers import read
from dateline.text import Report

FLOOR = 60.0
MOST_GROWTH = 1.0
LEAST_MINUTES = 5.0
EVERY = 10.0
_TICKS = os.sysconf("SC_CLK_TCK")
_FOREIGN = (
    ("fr", "Des hommes armés ont ouvert le feu dimanche sur un minibus près du village, tuant quatre passagers, selon la police. L'armée a envoyé des hélicoptères dans les collines, où les assaillants se sont enfuis avec plusieurs otages."),
    ("es", "Hombres armados abrieron fuego el domingo contra un minibús cerca del pueblo y mataron a cuatro pasajeros, según la policía. El ejército envió helicópteros a las colinas, adonde huyeron los atacantes con varios rehenes."),
    ("de", "Bewaffnete haben am Sonntag in der Nähe des Dorfes auf einen Kleinbus geschossen und vier Fahrgäste getötet, wie die Polizei mitteilte. Die Armee schickte Hubschrauber in die Hügel, in die die Angreifer geflohen waren."),
    ("ru", "Неизвестные обстреляли в воскресенье микроавтобус недалеко от деревни, погибли четыре пассажира, сообщила полиция. Армия направила вертолеты в горы, куда скрылись нападавшие."),
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A report as it goes into a page."""

    title: str
    paragraphs: tuple[str, ...]
    published: str
    language: str = "en"


@dataclass(frozen=True)
class Sample:
    """What all processes hold at a moment: seconds since the first outcome, reports by then, MB resident, open files."""

    seconds: float
    reports: int
    mb: float
    files: int


@dataclass(frozen=True)
class Figures:
    """What a run came to."""

    reports: int
    by_clock: float
    by_processor: float
    growth_mb_a_minute: float
    files_first: int
    files_last: int
    statuses: dict[str, int]


def stories(path: pathlib.Path | None, seed: int, foreign: float) -> Iterator[Story]:
    """Yield every report once, varied by a seed."""
    dice = random.Random(seed)  # noqa: S311 - variety, no secret
    found: list[Story] = []
    if path is not None:
        for n, line in enumerate(path.read_text("utf-8").splitlines()):
            row = json.loads(line)
            text = varied(row["text"], seed * 1000 + n)
            found.append(Story(varied(row["title"], seed * 1000 + n), _paragraphs(text), row["published"]))
    for n, report in enumerate(_examples()):
        body = "\n".join(report.text[s.start : s.end] for s in report.stretches("body", "dateline", "subhead"))
        title = report.title or report.text[:60]
        text = varied(body, seed * 1000 + 500 + n)
        found.append(Story(title, _paragraphs(text), report.published or "2024-05-05"))
    for _ in range(round(foreign * len(found) / (1 - foreign))):
        language, text = dice.choice(_FOREIGN)
        paragraphs = tuple(f"{text} ({dice.randrange(10**6)})" for _ in range(6))
        found.append(Story(text[:50], paragraphs, "2024-05-05", language))
    dice.shuffle(found)
    yield from found


def _examples() -> list[Report]:
    return [item for item in read(map(str, sources([ROOT / "examples" / "reports"]))) if isinstance(item, Report)]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def page(story: Story, url: str, seed: int) -> bytes:
    """Return a story as a page of a news site, with all that stands around one."""
    dice = random.Random(seed)  # noqa: S311 - variety, no secret
    menu = "".join(
        f'<li class="nav-item menu-item-{n}"><a class="nav-link" href="/section/{n}">Section {n}</a></li>'
        for n in range(40)
    )
    teasers = "".join(
        f'<div class="card teaser"><a href="/story/{dice.randrange(10**6)}"><img src="/img/{n}.jpg" alt="Picture {n}" srcset="/img/{n}-4.jpg 400w, '
        f'/img/{n}-8.jpg 800w"/><h3 class="card__title">Another story, number {dice.randrange(1000)}, that you may like</h3></a>'
        f'<span class="card__date">{n} hours ago</span></div>'
        for n in range(30)
    )
    script = "".join(f"var v{n}=function(a,b){{return a+b*{dice.randrange(10**6)};}};" for n in range(600))
    style = "".join(f".c{n}{{color:#{dice.randrange(16**6):06x};margin:{n}px}}" for n in range(300))
    title = html.escape(story.title)
    linked = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title, "datePublished": story.published,
         "author": {"@type": "Person", "name": "Ann Writer"}, "publisher": {"@type": "Organization", "name": "The Example Herald"}}
    )  # fmt: skip
    body = "\n".join(
        f'<p class="article__p">{html.escape(words)}</p>'
        + ('<div class="ad-slot"><script>push(1)</script></div>' if n % 4 == 3 else "")
        for n, words in enumerate(story.paragraphs)
    )
    return (
        f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8"><title>{title} | The Example Herald</title><meta property="og:title" '
        f'content="{title}"><meta property="og:site_name" content="The Example Herald"><meta property="article:published_time" content="{story.published}">'
        f'<link rel="canonical" href="{url}"><script type="application/ld+json">{linked}</script><style>{style}</style><script>{script}</script></head>'
        f'<body><header><nav><ul>{menu}</ul></nav></header><main><article><h1>{title}</h1><div class="byline">By <span class="author">Ann Writer</span>'
        f'</div><time datetime="{story.published}">{story.published}</time><div class="article__body">{body}</div></article><aside><h2>Most read</h2>{teasers}'
        f"</aside></main><footer><p>All rights reserved. Terms of use.</p><ul>{menu}</ul></footer><script>{script}</script></body></html>"
    ).encode()


def record(url: str, body: bytes, kind: str = "response", mime: str = "text/html; charset=utf-8") -> bytes:
    """Return a packed record of a web archive."""
    start = "HTTP/1.1 200 OK\r\n" if kind == "response" else "GET / HTTP/1.1\r\n"
    block = f"{start}Content-Type: {mime}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{url}>\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6)


def make(path: pathlib.Path, *, copies: int, texts: pathlib.Path | None, foreign: float) -> int:
    """Write the archive and return how many pages it has."""
    number = 0
    picture = bytes(range(256)) * 80
    with path.open("wb") as file:
        for copy in range(copies):
            for story in stories(texts, copy + 1, foreign):
                number += 1
                url = f"https://herald.example/{copy}/{number}"
                file.write(record(url, b"", "request") + record(url, page(story, url, number)))
                if number % 10 == 0:
                    file.write(record(f"{url}.jpg", picture, mime="image/jpeg"))
    return number


# --- what processes hold


def family() -> list[int]:
    """Return this process and all under it."""
    parents = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
    found = [os.getpid()]
    for pid in found:
        found.extend(each for each, parent in parents.items() if parent == pid)
    return found


def held() -> tuple[float, int, float]:
    """Return MB resident, open files, and seconds of processor time so far, of all processes."""
    mb, files, seconds = 0.0, 0, 0.0
    for pid in family():
        folder = pathlib.Path("/proc") / str(pid)
        try:
            mb += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
            files += sum(1 for _ in (folder / "fd").iterdir())
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            # Its own, and that of processes which ended under it: a worker that was replaced has worked too.
            seconds += sum(map(int, fields[11:15])) / _TICKS
        except (OSError, IndexError):
            continue
    return mb, files, seconds


def run(path: pathlib.Path, *, workers: int, minutes: float, most: int, quiet: bool) -> Figures:
    """Code the archive, once, for so many minutes or so many reports, and return the figures."""
    statuses: Counter[str] = Counter()
    samples: list[Sample] = []
    # On a machine under load the clock runs ahead of the work: no worker is to be given up for that.
    with Project(workers=workers, settings={"run": {"code_seconds": 60.0}}) as project:
        started = processor = 0.0
        reports = 0
        while True:
            for outcome in project.code([str(path)]):
                if not started:
                    started, processor = time.monotonic(), held()[2]
                statuses[outcome.status] += 1
                reports += outcome.status != "skipped"
                now = time.monotonic() - started
                if not samples or now - samples[-1].seconds >= EVERY:
                    mb, files, _ = held()
                    samples.append(Sample(now, reports, mb, files))
                    if not quiet:
                        print(f"{now:8.0f} s {reports:9,} reports {mb:8.0f} MB {files:4} open files", flush=True)
                if reports >= most:
                    break
            if reports >= most or time.monotonic() - started >= 60 * minutes:
                break
        spent, used = time.monotonic() - started, held()[2] - processor
    return Figures(
        reports,
        reports / spent,
        2 * reports / used,
        growth(samples),
        samples[0].files,
        samples[-1].files,
        dict(statuses),
    )


def growth(samples: Sequence[Sample]) -> float:
    """Return by how many MB a minute memory grows, by least squares over all but the first quarter of a run."""
    late = samples[len(samples) // 4 :]
    if len(late) < 3:
        return 0.0
    return statistics.linear_regression([s.seconds / 60 for s in late], [s.mb for s in late]).slope


def main() -> int:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--reports", type=int, default=sys.maxsize)
    parser.add_argument("--foreign", type=float, default=0.0, help="share of pages in other languages")
    parser.add_argument("--stories", type=pathlib.Path)
    parser.add_argument("--warc", type=pathlib.Path, help="keep the archive there, or read it if it is there")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    shared = pathlib.Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    texts = given.stories or shared / "data" / "stories" / "reports.jsonl"
    if not texts.is_file():
        print(f"{texts} is not there: examples alone, which are far denser in events than news is", file=sys.stderr)
        texts = None
    with tempfile.TemporaryDirectory() as folder:
        path = given.warc or pathlib.Path(folder) / "mixed.warc.gz"
        if not path.is_file():
            number = make(path, copies=given.copies, texts=texts, foreign=given.foreign)
            print(f"{number:,} pages, {path.stat().st_size / 1e6:.0f} MB packed", file=sys.stderr)
        figures = run(path, workers=given.workers, minutes=given.minutes, most=given.reports, quiet=given.json)
    if given.json:
        print(json.dumps(asdict(figures)))
    else:
        print(
            f"{figures.reports:,} reports: {figures.by_clock:.1f} a second by the clock, {figures.by_processor:.1f} on two cores by processor time"
        )
        print(
            f"memory grows by {figures.growth_mb_a_minute:.2f} MB a minute; open files {figures.files_first} at first, {figures.files_last} at last"
        )
        print(", ".join(f"{status} {count:,}" for status, count in figures.statuses.items()))
    grows = given.minutes >= LEAST_MINUTES and figures.growth_mb_a_minute >= MOST_GROWTH
    return int(max(figures.by_clock, figures.by_processor) < FLOOR or grows)


if __name__ == "__main__":
    sys.exit(main())
