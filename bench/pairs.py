"""Tell whether our own example reports are joined as they belong: example incidents, and pairs that are easily confused.

    python bench/pairs.py examples [--workers 2] [--show]

**Incidents** (`incidents.tsv`, `reports/`). All example reports are linked together. Two reports that the table gives one
incident must share one: an event of the one is in the incident of an event of the other. Two reports of different
incidents must not; a report that the table does not name is an incident of its own.

**Pairs** (`pairs/gold.jsonl`, `pairs/reports/`) and **groups** (`pairs/groups/`). All reports of a folder are linked together. Of a
group every two tellings of two reports are asked about. A question asks of an event
of each of two reports whether they are one incident. An event is found by its quotes: the coded event whose anchor
overlaps the first of them that any does (those of the headline last), by the share of both that they have in common, else
the event whose other spans do. Where the coder
has no such event the question cannot be put; that is a loss of coding, not of linkage, and is counted apart. Printed by
kind, and apart for the third of the pairs by which nothing is tuned (`pairs/README.md`).
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from typing import Literal

from linkage_events import code_all, incidents_of_events
from linkage_scores import share

from dateline.events import CodedReport, Event, spans_of
from dateline.text import Span

Answer = Literal["right", "wrong", "not coded"]
KEPT_ASIDE = 3


@dataclass(frozen=True, slots=True)
class Question:
    """Whether two events, each known by the stem of its report and quotes of it, are one incident."""

    pair: str
    kind: str
    stems: tuple[str, str]
    a: tuple[str, ...]
    b: tuple[str, ...]
    same: bool
    main: bool

    @property
    def aside(self) -> bool:
        """Whether it is of the third that is for judging alone."""
        return int(sha256(self.pair.encode()).hexdigest()[:8], 16) % KEPT_ASIDE == 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with what linkage says to it, and the incidents of the two events; None where one was not coded."""

    question: Question
    answer: Answer
    incidents: tuple[str | None, str | None]


# --- reading


def read_incidents(path: pathlib.Path) -> dict[str, str]:
    """Return the incident of each report that the table names, by the report's stem."""
    try:
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        return {row[0]: row[1] for row in rows[1:]}
    except (OSError, IndexError) as error:
        sys.exit(f"{path}: no table of stems and incidents ({error})")


def read_questions(path: pathlib.Path) -> list[Question]:
    """Read the questions of the pairs."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [
            Question(
                row["id"], row["kind"], (f"{row['id']}-a", f"{row['id']}-b"), tuple(q["a"]), tuple(q["b"]), bool(q["same"]), bool(q["main"])
            )
            for row in rows
            for q in row["questions"]
        ]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"{path}: not JSON Lines of pairs with questions ({type(error).__name__}: {error})")


def read_groups(path: pathlib.Path) -> list[Question]:
    """Read what the groups ask: of every two tellings of two reports of a group, whether they are of one incident."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        tellings = {
            row["id"]: [
                (i["name"], stem, tuple(quotes)) for i in row["incidents"] for stem, quotes in i["tellings"].items()
            ]
            for row in rows
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"{path}: not JSON Lines of groups with incidents ({type(error).__name__}: {error})")
    return [
        Question(
            group, "one incident" if one == other else "two", (stem, stem2), quotes, quotes2, one == other, main=False
        )
        for group, told in tellings.items()
        for (one, stem, quotes), (other, stem2, quotes2) in combinations(told, 2)
        if stem != stem2
    ]


def by_stem(records: Iterable[CodedReport]) -> dict[str, CodedReport]:
    """Return records by the stem of the file that they were read from."""
    return {pathlib.Path(record.report.origin).stem: record for record in records}


# --- judging


def event_of(record: CodedReport, quotes: tuple[str, ...]) -> Event | None:
    """Return the coded event that the quotes tell of."""
    text = record.report.text
    title = max((section.end for section in record.report.sections if section.kind == "title"), default=0)
    parts = [Span(text.find(quote), text.find(quote) + len(quote), quote) for quote in quotes if quote in text]
    # The first quote that is not the title states the event best.
    parts.sort(key=lambda part: part.start < title)
    for spans in (lambda event: (event.anchor,), lambda event: tuple(spans_of(event))):
        for part in parts:
            best = max(record.events, key=lambda event: _likeness(spans(event), part), default=None)
            if best is not None and _likeness(spans(best), part) > 0:
                return best
    return None


def _likeness(spans: Iterable[Span], part: Span) -> float:
    """Return which share of both a quote and the span most like it have in common: a sentence holds more than the deed it recalls."""
    return max((_common(span, part) for span in spans), default=0.0)


def _common(span: Span, part: Span) -> float:
    both = min(part.end, span.end) - max(part.start, span.start)
    return max(0.0, both / (span.end - span.start + part.end - part.start - both))


def judge(questions: list[Question], records: dict[str, CodedReport], *, workers: int = 1) -> list[Judged]:
    """Link all the reports together and answer the questions."""
    where = incidents_of_events(records.values(), workers=workers)
    judged = []
    for question in questions:
        sides = zip(question.stems, (question.a, question.b), strict=True)
        events = [event_of(records[stem], quotes) for stem, quotes in sides]
        first, second = (where[event.id] if event else None for event in events)
        answer: Answer = "not coded"
        if first and second:
            answer = "right" if (first == second) is question.same else "wrong"
        judged.append(Judged(question, answer, (first, second)))
    return judged


def wrong_examples(gold: dict[str, str], records: dict[str, CodedReport], *, workers: int = 1) -> list[str]:
    """Link the example reports; return in words which pairs of them are joined that should not be, or are not that should."""
    where = incidents_of_events(records.values(), workers=workers)
    held = {stem: {where[event.id] for event in record.events} for stem, record in records.items()}
    wrong = []
    for one, other in combinations(sorted(records), 2):
        due = gold.get(one, one) == gold.get(other, other)
        if bool(held[one] & held[other]) is not due:
            wrong.append(f"{'missed' if due else 'wrongly joined'}: {one} {other}")
    return wrong


# --- printing


def count(judged: Iterable[Judged]) -> dict[Answer, int]:
    """Count the answers."""
    counts: dict[Answer, int] = {"right": 0, "wrong": 0, "not coded": 0}
    for item in judged:
        counts[item.answer] += 1
    return counts


def show(name: str, judged: list[Judged]) -> None:
    """Print how many answers are right, of those that could be asked, by whether the events are one incident."""
    counts = count(judged)
    asked = counts["right"] + counts["wrong"]
    same = count(item for item in judged if item.question.same)
    other = count(item for item in judged if not item.question.same)
    print(
        f"  {name:20} {share(counts['right'], asked):5.3f} ({counts['right']:3} of {asked:3})   one incident "
        f"{same['right']:3} of {same['right'] + same['wrong']:3}   two {other['right']:3} of "
        f"{other['right'] + other['wrong']:3}   not coded {counts['not coded']:3}"
    )


def report(judged: list[Judged], *, wrong: bool) -> None:
    """Print the figures by kind, and the wrong answers."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        groups[item.question.kind].append(item)
    for kind in sorted(groups):
        show(kind, groups[kind])
    parts: tuple[tuple[str, Callable[[Judged], bool]], ...] = (
        ("all", lambda _: True),
        ("main questions", lambda item: item.question.main),
        ("kept aside", lambda item: item.question.aside),
        ("the others", lambda item: not item.question.aside),
    )
    for name, wanted in parts:
        show(name, [item for item in judged if wanted(item)])
    for item in judged if wrong else ():
        if item.answer != "right" and not item.question.aside:
            same = "one incident" if item.question.same else "two incidents"
            print(
                f"  {item.answer}: {item.question.pair} ({item.question.kind}), which is {same}: {item.question.a[-1][:70]!r}"
            )


def main() -> None:
    """Code and link the examples and the pairs, and print how they are joined."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("examples", type=pathlib.Path, help="folder with incidents.tsv, reports/ and pairs/")
    parser.add_argument("--workers", type=int, default=1, help="processes that code and link")
    parser.add_argument("--show", action="store_true", help="list wrong answers, but for the pairs kept aside")
    options = parser.parse_args()
    gold = read_incidents(options.examples / "incidents.tsv")
    questions = read_questions(options.examples / "pairs" / "gold.jsonl")
    records = by_stem(code_all(options.examples / "reports", workers=options.workers))
    wrong = wrong_examples(gold, records, workers=options.workers)
    pairs = len(records) * (len(records) - 1) // 2
    print(f"example incidents: {pairs - len(wrong)} of {pairs} pairs of {len(records)} reports right")
    for row in wrong:
        print(f"  {row}")
    print(f"confusable pairs: {len({q.pair for q in questions})} pairs, {len(questions)} questions")
    records = by_stem(code_all(options.examples / "pairs" / "reports", workers=options.workers))
    report(judge(questions, records, workers=options.workers), wrong=options.show)
    if (options.examples / "pairs" / "groups").is_dir():
        questions = read_groups(options.examples / "pairs" / "groups" / "gold.jsonl")
        print(f"groups: {len({q.pair for q in questions})}, {len(questions)} questions")
        records = by_stem(code_all(options.examples / "pairs" / "groups" / "reports", workers=options.workers))
        report(judge(questions, records, workers=options.workers), wrong=options.show)


if __name__ == "__main__":
    main()
