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
from pairs import Question, by_stem, event_of, read_groups, read_questions

from dateline import codec
from dateline.events import CodedReport
from dateline.linkage import Telling, keys_of, pairs_of, tellings_of
from dateline.linkage.comparisons import barred, levels_of
from dateline.linkage.placing import place_level
from dateline.linkage.traits import Traits, traits_of
from dateline.text import content_id


@dataclass(frozen=True, slots=True)
class Example:
    """Two tellings as compared: the levels they are on, whether they are one incident, which table of weights they go by."""

    levels: tuple[str, ...]
    same: bool
    source: str
    political: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Pairs of which one at least is of one incident, while it is not known which."""

    options: tuple[Example, ...]


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


def compared(a: Traits, b: Traits, *, same: bool, source: str) -> Example:
    """Return two tellings as compared."""
    return Example(levels_of(a, b), same, source, "political" in {a.sphere, b.sphere})


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
            yield compared(x, traits_of(moved(b, x.first - y.first)), same=False, source="moved")
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
            yield compared(x, traits_of(moved(b, first - first2)), same=False, source="strangers")


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
            yield compared(traits_of(a), traits_of(b), same=group == group2, source="local")


def story_pairs(told: Sequence[Told], source: str) -> Iterator[Example | Choice]:
    """Yield the pairs of different groups that share a key as different, and of one group a choice for each two reports."""
    owner = {t.event_id: report for report in told for t in report.tellings}
    known = {t.event_id: t for report in told for t in report.tellings}
    choices: dict[tuple[str, str], list[Example]] = collections.defaultdict(list)
    for one, other in candidate_pairs(list(known.values())):
        a, b = traits_of(known[one]), traits_of(known[other])
        if barred(a, b):
            continue
        if owner[one].group != owner[other].group:
            yield compared(a, b, same=False, source=source)
        elif a.current or b.current:
            choices[owner[one].id, owner[other].id].append(compared(a, b, same=True, source=source))
    for options in choices.values():
        yield Choice(tuple(options))


def question_pairs(folder: pathlib.Path, coded: pathlib.Path, *, kept_aside: bool) -> Iterator[Example]:
    """Yield the questions of `examples/pairs` of which both events were coded and can be one."""
    yield from _asked(read_questions(folder / "gold.jsonl"), coded, "questions", kept_aside=kept_aside)


def group_pairs(folder: pathlib.Path, coded: pathlib.Path, *, kept_aside: bool) -> Iterator[Example]:
    """Yield the same of the groups of `examples/pairs/groups`."""
    yield from _asked(read_groups(folder / "gold.jsonl"), coded, "groups", kept_aside=kept_aside)


def _asked(questions: Iterable[Question], coded: pathlib.Path, source: str, *, kept_aside: bool) -> Iterator[Example]:
    """Yield questions as compared: what is one also where no key finds it, what is two only where it would be compared."""
    found = by_stem(records(coded))
    tellings = {t.event_id: t for record in found.values() for t in tellings_of(record)}
    for question in questions:
        sides = zip(question.stems, (question.a, question.b), strict=True)
        events = [event_of(found[stem], quotes) if stem in found else None for stem, quotes in sides]
        one, other = (tellings[event.id] if event else None for event in events)
        if question.aside is not kept_aside or one is None or other is None or barred(traits_of(one), traits_of(other)):
            continue
        if question.same or not set(keys_of(one)).isdisjoint(keys_of(other)):
            yield compared(traits_of(one), traits_of(other), same=question.same, source=source)


__all__ = [
    "Choice",
    "Example",
    "Told",
    "aside",
    "example_reports",
    "group_pairs",
    "local_pairs",
    "local_reports",
    "moved_pairs",
    "question_pairs",
    "story_pairs",
    "story_reports",
    "strangers",
]
