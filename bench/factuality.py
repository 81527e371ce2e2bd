"""Score how certain dateline takes events to be against the labels of a FactBank-like corpus (UW: -3 to +3).

    python bench/factuality.py FILE.jsonl [--predictions FILE] [--show 20]

FILE has one sentence a line: `{"text": words apart by blanks, "targets": [{"span1": [first, last), "label": -3 … 3}]}`, the spans in
words. Every target is judged as a word of its sentence, whether or not dateline would take it for an event of a record.

Printed are Pearson's r and the mean absolute error of the graded score (stages/factuality/certainty.py); the same of the plain
factuality of the record, each value standing for a number (`SCORES`); of constant +3 for comparison; how often the sign is right
(positive above 0.5, negative below -0.5, open between); and for each factuality how many targets have it, with their mean label.
The graded score's weights are fitted on the corpus's training file: only figures on its other files say how good it is.
"""

from __future__ import annotations

import argparse
import collections
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.draft import Draft, Mention, Sentence, Token
from dateline.stages.factuality import certainty, judge
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report
from dateline.vocabulary import Factuality

SCORES: dict[Factuality, float] = {"happened": 2.6, "planned": 1.9, "possible": 1.5, "attempted": 1.0, "threatened": 0.0, "denied": -0.9}  # fmt: skip
"""What each factuality stands for: the mean label of its targets in UW's training file (threatened: none there)."""
OPEN = 0.5
"""Scores up to so far from 0 are neither positive nor negative."""


@dataclass(frozen=True, slots=True)
class Target:
    """A word to be judged, in its parsed sentence, with its label."""

    line: int
    sentence: Sentence
    token: Token
    label: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What dateline says of a target."""

    target: Target
    score: float
    factuality: Factuality


def read_targets(path: Path) -> list[Target]:
    """Return the targets of a file.

    Raises:
        OSError: it cannot be read.
        ValueError: a line is not of the form; the message says which.
    """
    reports: list[Report] = []
    spans: list[list[tuple[int, int, float]]] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            offsets = list(_offsets(row["text"].split(" ")))
            found = [
                (offsets[t["span1"][0]][0], offsets[t["span1"][1] - 1][1], float(t["label"])) for t in row["targets"]
            ]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise ValueError(
                f"{path}, line {number}: it is no sentence with targets ({type(error).__name__}: {error})"
            ) from error
        if row["text"].strip():
            reports.append(Report(row["text"], str(number)))
            spans.append(found)
    drafts = SyntaxStage(parse_all=True).pipe([Draft(report) for report in reports])
    return [target for draft, group in zip(drafts, spans, strict=True) for target in _targets(draft, group)]


def _offsets(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for word in words:
        yield start, start + len(word)
        start += len(word) + 1


def _targets(draft: Draft, spans: Sequence[tuple[int, int, float]]) -> Iterator[Target]:
    for start, end, label in spans:
        sentence = next((s for s in draft.sentences if s.start < end and start < s.end), None)
        if sentence is not None and sentence.parsed:
            first, last = sentence.tokens_between(start, end)
            if first < last:
                yield Target(int(draft.report.origin), sentence, sentence.tokens[first], label)


def answer(target: Target) -> Answer:
    """Judge a target by the graded score and by the rules of the record."""
    sentence, token = target.sentence, target.token
    mention = Mention(
        0, sentence.index, token.i, token.i + 1, "ASSAULT", None, "", nominal=token.pos in {"NOUN", "PROPN"}
    )
    return Answer(target, certainty(sentence, token), judge(sentence, mention, {})[0])


def sign(score: float) -> int:
    """Return 1, 0 or -1: positive, open, negative."""
    return 0 if abs(score) <= OPEN else 1 if score > 0 else -1


def figures(scores: Sequence[float], labels: Sequence[float]) -> tuple[float, float, float]:
    """Return Pearson's r (0 where either does not vary), the mean absolute error, and the share of right signs."""
    varied = len(set(scores)) > 1 and len(set(labels)) > 1
    r = statistics.correlation(scores, labels) if varied else 0.0
    error = statistics.fmean(abs(s - y) for s, y in zip(scores, labels, strict=True))
    right = statistics.fmean(sign(s) == sign(y) for s, y in zip(scores, labels, strict=True))
    return r, error, right


def print_figures(answers: Sequence[Answer]) -> None:
    """Print a line for each way to score, and one for each factuality."""
    labels = [a.target.label for a in answers]
    print(f"{len(answers)} events")
    print(f"{'':12}{'Pearson r':>10}{'MAE':>8}{'sign right':>12}")
    ways = {
        "graded": [a.score for a in answers],
        "factuality": [SCORES[a.factuality] for a in answers],
        "always +3": [3.0] * len(answers),
    }
    for name, scores in ways.items():
        r, error, right = figures(scores, labels)
        print(f"{name:12}{r:10.3f}{error:8.3f}{right:12.3f}")
    print(f"{'factuality':12}{'events':>10}{'mean label':>12}{'mean graded':>13}")
    groups: dict[str, list[Answer]] = collections.defaultdict(list)
    for a in answers:
        groups[a.factuality].append(a)
    for name, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        label, graded = (statistics.fmean(x) for x in zip(*((a.target.label, a.score) for a in group), strict=True))
        print(f"{name:12}{len(group):10}{label:12.2f}{graded:13.2f}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="sentences with targets, JSON Lines")
    parser.add_argument("--predictions", type=Path, help="write what each target is taken for, one JSON object a line")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the N targets that are worst off")
    options = parser.parse_args()
    try:
        answers = [answer(target) for target in read_targets(options.file)]
    except (OSError, ValueError) as error:
        sys.exit(f"factuality: {error}")
    if not answers:
        sys.exit(f"factuality: {options.file} has no targets")
    print_figures(answers)
    if options.predictions:
        with options.predictions.open("w", encoding="utf-8") as stream:
            for a in answers:
                row = {"line": a.target.line, "word": a.target.token.text, "label": a.target.label, "score": a.score, "factuality": a.factuality}  # fmt: skip
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    for a in sorted(answers, key=lambda a: -abs(a.score - a.target.label))[: options.show]:
        words = " ".join(t.text for t in a.target.sentence.tokens)
        print(f"{a.target.label:5.1f} {a.score:5.1f} {a.factuality:10} {a.target.token.text}: {words}")


if __name__ == "__main__":
    main()
