"""Pairs of tellings to learn linkage by, drawn from reports of which it is known which tell one incident.

Three kinds of source, each read from reports as coded (`dateline code --format jsonl --criminal`):

- **local**: local news of shootings, each report of one incident (`bench/gun_violence.py` says which event is the incident's);
- **stories**: reports in groups that tell one story; which events of two reports are one is not known, so the pair that
  the linker holds likeliest is taken for one, and no pair of reports of different stories is;
- **questions**: pairs of reports with a yes or no for named events (`examples/pairs`).

Incidents, stories and pairs whose name's hash falls in the part kept aside are left out of learning.
"""

from __future__ import annotations

import collections
import datetime as dt
import hashlib
import itertools
import json
import pathlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gun_reports import pick

from dateline import codec
from dateline.events import CodedReport, Event, spans_of
from dateline.linkage import Telling, keys_of, pairs_of, tellings_of
from dateline.linkage.comparisons import barred, levels_of
from dateline.linkage.placing import place_level
from dateline.linkage.traits import traits_of
from dateline.text import content_id


@dataclass(frozen=True, slots=True)
class Example:
    """Two tellings as compared: the levels they are on, and whether they are one incident."""

    levels: tuple[str, ...]
    same: bool
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Pairs of which one at least is of one incident, while it is not known which."""

    options: tuple[tuple[str, ...], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report with the group it is of, its tellings, and the one that is the group's incident where that is known."""

    id: str
    group: str
    tellings: tuple[Telling, ...]
    main: Telling | None = None


def aside(name: str, parts: int) -> bool:
    """Whether a group is kept aside: one in `parts`, by the hash of its name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % parts == 0


def records(path: pathlib.Path) -> Iterator[CodedReport]:
    """Yield the records of a JSON Lines file."""
    try:
        with path.open(encoding="utf-8") as lines:
            yield from (codec.loads(line) for line in lines if line.strip())
    except OSError as error:
        sys.exit(f"{path}: cannot be read: {error.strerror or error}")


def rows(path: pathlib.Path) -> list[dict[str, str]]:
    """Return the objects of a JSON Lines file."""
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        sys.exit(f"{path}: cannot be read: {error}")


def line_of(record: CodedReport) -> int:
    """Return the number of the line that a report was read from."""
    return int(record.report.origin.rsplit(":", 1)[-1])


def local_reports(coded: pathlib.Path, reports: pathlib.Path) -> list[Told]:
    """Return reports of local shootings by the incident that each tells."""
    told = rows(reports)
    found = []
    for record in records(coded):
        row = told[line_of(record) - 1]
        event = pick(record)
        tellings = tellings_of(record)
        main = next((t for t in tellings if event is not None and t.event_id == event.id), None)
        found.append(Told(str(row["id"]), str(row["incident"]), tellings, main))
    return found


def story_reports(coded: pathlib.Path, reports: pathlib.Path) -> list[Told]:
    """Return reports by the story that each tells, of JSON Lines with `story`."""
    told = rows(reports)
    return [
        Told(record.report.id, told[line_of(record) - 1]["story"], tellings_of(record)) for record in records(coded)
    ]


def example_reports(coded: pathlib.Path, table: pathlib.Path) -> list[Told]:
    """Return example reports by incident, as a table of stems and incidents says; others are groups of their own."""
    lines = [line.split("\t") for line in table.read_text("utf-8").splitlines() if "\t" in line and line[0] != "#"]
    of = dict(lines[1:])
    found = []
    for record in records(coded):
        stem = pathlib.PurePath(record.report.origin).stem
        found.append(Told(stem, of.get(stem, f"alone {stem}"), tellings_of(record)))
    return found


# --- pairs


MOST_MOVED = 1500
SEEN_PER_TOWN = 40
NEAR = {"place.same_site", "place.same_small_town", "place.same_town", "place.same_large_town", "place.same_city"}


def moved_pairs(told: Iterable[Told]) -> Iterator[Example]:
    """Yield pairs of different incidents of one town, the later moved to the day of the earlier.

    A set that holds one in a hundred of all shootings has hardly two of one town and day; an archive has many.
    """
    mains = sorted(
        ((t.group, t.main) for t in told if t.main is not None and t.main.start and t.main.spots and t.main.published),
        key=lambda pair: hashlib.sha256(pair[1].event_id.encode()).hexdigest(),
    )
    towns: dict[str, list[tuple[str, Telling]]] = collections.defaultdict(list)
    for group, main in mains:
        towns[f"{main.spots[0].name}, {main.spots[0].admin1}"].append((group, main))
    found = 0
    for _, ones in sorted(towns.items()):
        for (group, a), (group2, b) in itertools.combinations(ones[:SEEN_PER_TOWN], 2):
            x, y = traits_of(a), traits_of(b)
            if group == group2 or barred(x, y) or place_level(x, y) not in NEAR or x.first is None or y.first is None:
                continue
            yield Example(levels_of(x, traits_of(moved(b, x.first - y.first))), same=False, source="moved")
            found += 1
            if found == MOST_MOVED:
                return


def strangers(told: Iterable[Told]) -> Iterator[Example]:
    """Yield pairs of events of different groups, whatever they share, the one moved to the day of the other.

    They teach what is usual between two events that have nothing to do with each other.
    """
    everyone = [(report.group, t) for report in told for t in report.tellings if t.published]
    pairs = [
        (content_id(a.event_id, b.event_id), a, b)
        for (group, a), (group2, b) in itertools.combinations(everyone, 2)
        if group != group2 and not barred(traits_of(a), traits_of(b))
    ]
    for _, a, b in sorted(pairs, key=lambda pair: pair[0])[:MOST_MOVED]:
        x, y = traits_of(a), traits_of(b)
        first, first2 = (t.published if t.first is None else t.first for t in (x, y))
        if first is not None and first2 is not None:
            yield Example(levels_of(x, traits_of(moved(b, first - first2))), same=False, source="strangers")


def moved(telling: Telling, days: int) -> Telling:
    """Return a telling with all its times so many days later."""

    def later(moment: str | None) -> str | None:
        if not moment:
            return None
        return (dt.date.fromisoformat(moment[:10]) + dt.timedelta(days=days)).isoformat() + moment[10:]

    return replace(telling, start=later(telling.start), end=later(telling.end), published=later(telling.published))


def candidate_pairs(tellings: Iterable[Telling]) -> list[tuple[str, str]]:
    """Return each pair of tellings that shares a key and is compared, in order."""
    blocks: dict[str, list[str]] = collections.defaultdict(list)
    for telling in tellings:
        for key in keys_of(telling):
            blocks[key].append(telling.event_id)
    return sorted({pair for block in blocks.values() for pair in pairs_of(block)})


def local_pairs(told: Iterable[Told]) -> Iterator[Example]:
    """Yield the pairs of main events that share a key, each the incident of its report."""
    mains = {t.main.event_id: (t.group, t.main) for t in told if t.main is not None}
    for one, other in candidate_pairs([main for _, main in mains.values()]):
        (group, a), (group2, b) = mains[one], mains[other]
        if not barred(traits_of(a), traits_of(b)):
            yield Example(levels_of(traits_of(a), traits_of(b)), group == group2, "local")


def story_pairs(told: Sequence[Told], source: str) -> Iterator[Example | Choice]:
    """Yield the pairs of different groups that share a key as different, and of one group a choice for each two reports."""
    owner = {t.event_id: report for report in told for t in report.tellings}
    known = {t.event_id: t for report in told for t in report.tellings}
    choices: dict[tuple[str, str], list[tuple[str, ...]]] = collections.defaultdict(list)
    for one, other in candidate_pairs(list(known.values())):
        a, b = traits_of(known[one]), traits_of(known[other])
        if barred(a, b):
            continue
        if owner[one].group != owner[other].group:
            yield Example(levels_of(a, b), same=False, source=source)
        elif a.current or b.current:
            choices[owner[one].id, owner[other].id].append(levels_of(a, b))
    for options in choices.values():
        yield Choice(tuple(options), source)


def question_pairs(folder: pathlib.Path, coded: pathlib.Path, *, kept_aside: bool) -> Iterator[Example]:
    """Yield the questions of `examples/pairs` whose events were coded and share a key."""
    by_stem = {pathlib.PurePath(record.report.origin).stem: record for record in records(coded)}
    for row in rows(folder / "gold.jsonl"):
        if aside(row["id"], 3) != kept_aside:
            continue
        a, b = (by_stem.get(f"{row['id']}-{side}") for side in "ab")
        if a is None or b is None:
            continue
        for one, other, same in questions_of(row, a, b):
            x, y = traits_of(one), traits_of(other)
            if not barred(x, y) and not set(keys_of(one)).isdisjoint(keys_of(other)):
                yield Example(levels_of(x, y), same, "questions")


def questions_of(row: dict[str, object], a: CodedReport, b: CodedReport) -> Iterator[tuple[Telling, Telling, bool]]:
    """Yield the two tellings of each question whose events were both coded, and the answer."""
    for question in row["questions"]:  # type: ignore[attr-defined]
        found = []
        for record, quotes in ((a, question["a"]), (b, question["b"])):
            event = event_of(record, quotes)
            found += [t for t in tellings_of(record) if event is not None and t.event_id == event.id]
        if len(found) == 2:
            yield found[0], found[1], bool(question["same"])


def event_of(record: CodedReport, quotes: Sequence[str]) -> Event | None:
    """Return the event whose anchor, or else other words, stand in one of the quotes."""
    text = record.report.text
    stretches = [(start, start + len(q)) for q in quotes for start in [text.find(q)] if start >= 0]

    def within(start: int, end: int) -> bool:
        return any(start < last and first < end for first, last in stretches)

    anchored = [e for e in record.events if within(e.anchor.start, e.anchor.end)]
    told = anchored or [e for e in record.events if any(within(s.start, s.end) for s in spans_of(e))]
    return max(told, key=lambda e: (e.type.plover == "ASSAULT", e.standing == "current", -e.anchor.start), default=None)


__all__ = [
    "Choice",
    "Example",
    "Told",
    "aside",
    "example_reports",
    "local_pairs",
    "local_reports",
    "moved_pairs",
    "question_pairs",
    "story_pairs",
    "story_reports",
    "strangers",
]
