"""Score ACLED types on snippets: one sentence or two with one label each.

    python bench/snippets.py FILE.tsv... [--labels acled_labels.tsv] [--workers 2] [--predictions out.tsv] [--show]

FILE has the columns id, text and label, apart by tabs, with or without a line of their names; other columns and their
order do not matter where there is one. --gold and --texts take gold records and their reports instead: each event with an
ACLED type gives the sentence of its anchor as a snippet, once. Labels are read through a table (acled_labels.tsv): sub-event
types by name, event types, and the short codes of shared tasks. Signs, case and blanks do not count. A label that the
table does not know ends the run with a line that names it; a label of several sub-event types is right for each of them.

A snippet's answer is the label that covers the ACLED code of its main event: the first in the text that is current and
bears a code, else any that bears one. ACLED counts a fight and the ground that it won as one event, and a demonstration
and what was done to it; so a code of OUTCOMES that the snippet also has stands for the plainer code before it. Where no event bears a code, acled_fallbacks.tsv gives the nearest by PLOVER type.
Where nothing is coded, or no label of the file covers the code, the answer is "(none)".

Printed: accuracy, F1 weighted by the labels' frequency, macro F1 over the labels of the file, the same without fallbacks,
and a line for each label with what else it was given as.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import RecordError
from dateline.events import CodedReport, Event
from dateline.lexicon.segment import paragraphs, sentences
from dateline.project import Project
from dateline.readers import ReadOptions, read, read_text
from dateline.text import Report

HERE = Path(__file__).parent
LABELS = HERE / "acled_labels.tsv"
FALLBACKS = HERE / "acled_fallbacks.tsv"
COLUMNS = ("id", "text", "label")
NONE = "(none)"
OUTCOMES = {
    "Armed clash": ("Government regains territory", "Non-state actor overtakes territory"),
    "Peaceful protest": ("Excessive force against protesters", "Protest with intervention", "Violent demonstration"),
    "Protest with intervention": ("Excessive force against protesters", "Violent demonstration"),
}
"""Codes that tell what came of the plainer one."""
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text with its label as the file writes it."""

    id: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The ACLED code of a snippet's main event; `guessed` where the event bears none and a fallback was taken."""

    code: str | None
    guessed: bool
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """F1 of a label, with its frequency in the gold."""

    label: str
    right: int
    gold: int
    given: int

    @property
    def f1(self) -> float:
        """Twice the right over gold and given together; 0 where there are none."""
        return 2 * self.right / (self.gold + self.given) if self.gold + self.given else 0.0


def folded(label: str) -> str:
    """Return a label without case, blanks and signs."""
    return _SIGNS.sub("", label.lower())


def read_table(path: Path) -> list[list[str]]:
    """Read the rows of a table, without its comments."""
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def read_labels(path: Path) -> dict[str, frozenset[str]]:
    """Read which sub-event types each label covers, by its folded form.

    Raises:
        ValueError: a row has not two cells.
        OSError: the table cannot be read.
    """
    table = {}
    for cells in read_table(path):
        if len(cells) < 2:
            raise ValueError(f"{path}: a row needs a label and its sub-event types, got {cells!r}")
        table[folded(cells[0])] = frozenset(cells[1].split("|"))
    return table


def read_snippets(path: Path) -> list[Snippet]:
    """Read a file of snippets.

    Raises:
        ValueError: a line has too few columns.
        OSError: the file cannot be read.
    """
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    order = [names.index(c) for c in COLUMNS] if set(COLUMNS) <= set(names) else [0, 1, 2]
    first = 1 if set(COLUMNS) <= set(names) else 0
    found = []
    for number, row in enumerate(rows[first:], first + 1):
        if not row:
            continue
        if len(row) <= max(order):
            raise ValueError(
                f"{path} line {number}: {len(row)} columns; needed are {', '.join(COLUMNS)}, apart by tabs"
            )
        name, text, label = (row[i].strip().strip('"') for i in order)
        found.append(Snippet(name, text, label))
    return found


def snippets_of_gold(golds: Iterable[Path], texts: Iterable[Path]) -> Iterator[Snippet]:
    """Yield the sentence of each gold event's anchor with the event's ACLED type, the first where one sentence tells several."""
    reports = {
        Path(r.origin or "").stem: r
        for r in read([str(t) for t in texts], options=ReadOptions())
        if isinstance(r, Report)
    }
    seen: set[str] = set()
    for folder in golds:
        for file in sorted(folder.glob("*.json")):
            data = json.loads(file.read_text("utf-8"))
            report = reports.get(data["id"])
            for number, event in enumerate(data["events"], 1):
                sentence = sentence_around(report.text, event["anchor"]) if report else None
                if event.get("acled") and sentence and sentence not in seen:
                    seen.add(sentence)
                    yield Snippet(f"{data['id']}/{number}", sentence, event["acled"])


def sentence_around(text: str, anchor: str) -> str | None:
    """Return the sentence of a text in which a stretch begins; None where it does not stand there."""
    at = text.find(anchor)
    if at < 0:
        return None
    return next(
        (
            text[a:b]
            for first, last in paragraphs(text, 0, len(text))
            for a, b in sentences(text, first, last)
            if b > at
        ),
        None,
    )


def answer_of(record: CodedReport, fallbacks: Sequence[Sequence[str]]) -> Answer:
    """Return the code of a record's main event."""
    events = sorted(record.events, key=lambda e: (e.type.acled is None, e.standing != "current", e.anchor.start))
    shown = tuple(f"{e.type.plover} {e.type.mode or '-'} {e.type.acled or '-'}" for e in events)
    if not events:
        return Answer(None, False, shown)
    main = events[0]
    if main.type.acled is not None:
        told = {e.type.acled for e in events}
        outcome = next((code for code in OUTCOMES.get(main.type.acled, ()) if code in told), main.type.acled)
        return Answer(outcome, False, shown)
    return Answer(fallback(main, fallbacks), True, shown)


def fallback(event: Event, table: Iterable[Sequence[str]]) -> str | None:
    """Return the nearest sub-event type of an event without one."""
    for plover, mode, code in table:
        if plover == event.type.plover and mode in {"*", event.type.mode}:
            return code
    return None


def coded(snippets: Iterable[Snippet], *, workers: int) -> dict[str, Answer]:
    """Code snippets and return the answer to each by its place in the list."""
    fallbacks = read_table(FALLBACKS)
    reports = [report for n, s in enumerate(snippets) if (report := _read(s.text, str(n))) is not None]
    answers = {}
    with Project(workers=workers) as project:
        for outcome in project.code_reports(reports):
            if outcome.record is not None:
                answers[outcome.record.report.origin or ""] = answer_of(outcome.record, fallbacks)
    return answers


def _read(text: str, origin: str) -> Report | None:
    """Return a snippet as a report without title or date; None where it holds nothing but a dateline or the like."""
    try:
        return read_text(text, origin=origin)
    except RecordError:
        return None


def label_of(code: str | None, covered: Mapping[str, frozenset[str]]) -> str:
    """Return the label of a file that covers a code, the narrowest first; "(none)" where none does."""
    fitting = [label for label, codes in covered.items() if code in codes]
    return min(fitting, key=lambda label: (len(covered[label]), label), default=NONE)


def scores(gold: Sequence[str], given: Sequence[str]) -> list[Score]:
    """Return a score for each label of the gold, the most frequent first."""
    right = collections.Counter(g for g, s in zip(gold, given, strict=True) if g == s)
    times = collections.Counter(given)
    return [Score(label, right[label], n, times[label]) for label, n in collections.Counter(gold).most_common()]


def print_figures(gold: Sequence[str], given: Sequence[str], coded_only: Sequence[str]) -> None:
    """Print the figures, and a line for each label."""
    number = len(gold)
    for name, answers in (("with fallbacks", given), ("as coded", coded_only)):
        by_label = scores(gold, answers)
        accuracy = sum(s.right for s in by_label) / number
        weighted = sum(s.f1 * s.gold for s in by_label) / number
        macro = sum(s.f1 for s in by_label) / len(by_label)
        print(
            f"{name:16} accuracy {accuracy:.3f}  weighted F1 {weighted:.3f}  macro F1 {macro:.3f}  none {answers.count(NONE)}"
        )
    print(f"\n{'label':38}{'F1':>7}{'gold':>6}{'given':>6}  otherwise")
    for score in scores(gold, given):
        others = collections.Counter(s for g, s in zip(gold, given, strict=True) if g == score.label and s != g)
        wrong = ", ".join(f"{label} {n}" for label, n in others.most_common())
        print(f"{score.label:38}{score.f1:7.3f}{score.gold:6}{score.given:6}  {wrong}")


def main() -> None:
    """Run the command."""
    options = _options()
    try:
        table = read_labels(options.labels)
        snippets = [s for path in options.files for s in read_snippets(path)]
        snippets += snippets_of_gold(options.gold, options.texts)
    except (OSError, ValueError) as error:
        sys.exit(f"snippets: {error}")
    if not snippets:
        sys.exit("snippets: no snippets; give a file, or folders with --gold and --texts")
    unknown = sorted({s.label for s in snippets if folded(s.label) not in table})
    if unknown:
        sys.exit(f"snippets: labels that {options.labels.name} does not know: {', '.join(unknown)}")
    covered = {s.label: table[folded(s.label)] for s in snippets}
    answers = coded(snippets, workers=options.workers)
    own = [answers.get(str(n), Answer(None, False, ())) for n in range(len(snippets))]
    gold = [s.label for s in snippets]
    given = [label_of(a.code, covered) for a in own]
    print(f"{len(snippets)} snippets, {len(covered)} labels, {sum(not a.events for a in own)} without any event")
    print_figures(gold, given, [label_of(None if a.guessed else a.code, covered) for a in own])
    if options.show:
        for snippet, answer, label in zip(snippets, own, given, strict=True):
            if label != snippet.label:
                print(
                    f"{snippet.id} {snippet.label} -> {label}: {snippet.text}\n    {'; '.join(answer.events) or NONE}"
                )
    if options.predictions:
        lines = (f"{s.id}\t{s.label}\t{label}\n" for s, label in zip(snippets, given, strict=True))
        options.predictions.write_text("id\tlabel\tgiven\n" + "".join(lines), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", help="files of snippets")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="folders of gold records")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="folders of their reports")
    parser.add_argument(
        "--labels", type=Path, default=LABELS, help="table of labels and the sub-event types they cover"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that code")
    parser.add_argument("--predictions", type=Path, help="write id, label and answer")
    parser.add_argument("--show", action="store_true", help="print the snippets with another answer")
    return parser.parse_args()


if __name__ == "__main__":
    main()
