"""Score types and actors on the PLOVER sentences: one sentence with one coded event each.

    python bench/plover.py PLOVER_GSR_CAMEO.txt [--workers 2] [--predictions out.jsonl] [--show]

FILE is the gold file of the PLOVER project (JSON; entries of the event DOCUMENT are left out). Its dates are dummies, so
each sentence is coded as a report without title or date. Types of 2016 are read as those of today (plover_types.tsv).

Type right, main event: the type of the sentence's main event is the coded one. The main event is the one whose anchor
stands highest: current before background, of these the first in the text (`main_of`). Any event: the coded type is among
the types of all events of the sentence, criminal ones included. Two readings are printed. As recorded: the record's type as
it stands. As PLOVER dates it: a record keeps the type of what is planned or threatened and says so in `factuality`, where
PLOVER has AGREE for a cooperative act that is only promised (CAMEO 03) and THREATEN for a hostile one that is only
announced; so a planned AID counts as AGREE.

Source (target) right: of the sentences that name one, the share where an actor's name has at least half its words in
common with the name of a participant on the doing (suffering) side; parties count as either.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from dateline.events import CodedReport, Event
from dateline.project import Project
from dateline.readers import read_text

TYPES = Path(__file__).with_name("plover_types.tsv")
DOING = frozenset({"perpetrator", "speaker", "party"})
SUFFERING = frozenset({"target", "victim", "recipient", "party"})
COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "AGREE"})
NONE = "(none)"
_WORD = re.compile(r"\w+")
_IDLE = frozenset("the a an of in on at to and for by with from its s".split())


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence of the gold: its event's type in today's name, and the names of its actors."""

    id: str
    text: str
    plover: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An event that was coded: its type as recorded and as PLOVER dates it, and the names on either side."""

    plover: str
    dated: str
    mode: str | None
    factuality: str
    anchor: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was coded of a sentence; `main` is one of `events`, or None."""

    id: str
    main: Found | None
    events: tuple[Found, ...]


def read_types() -> dict[tuple[str, str], str]:
    """Read the table of types by event and mode."""
    rows = (line.split("\t") for line in TYPES.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {(cells[0], cells[1]): cells[2] for cells in rows}


def read_gold(path: Path) -> list[Coded]:
    """Read the coded sentences.

    Raises:
        ValueError: the file is not of the form, or has a type that the table does not know.
        OSError: it cannot be read.
    """
    try:
        entries = json.loads(path.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no JSON: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and "event" in e for e in entries):
        raise ValueError(f"{path} is no list of coded events")
    types = read_types()
    sentences: list[Coded] = []
    seen: collections.Counter[str] = collections.Counter()
    for entry in entries:
        if entry["event"] == "DOCUMENT":
            continue
        event = str(entry["event"])
        plover = types.get((event, str(entry.get("mode") or "*"))) or types.get((event, "*"))
        if plover is None:
            raise ValueError(f"{path}: {entry.get('id')} has the unknown type {event!r}; see {TYPES.name}")
        text = str(entry.get("text") or "").strip().strip("{}")
        actors = [tuple(_names(entry.get(side))) for side in ("source", "target")]
        name = str(entry.get("id"))
        seen[name] += 1  # one id is given twice
        sentences.append(Coded(name if seen[name] == 1 else f"{name}/{seen[name]}", text, plover, *actors))
    return sentences


def _names(actors: object) -> Iterator[str]:
    """Yield the names of a side, which is a list of actors, one actor, or empty."""
    for actor in actors if isinstance(actors, list) else [actors]:
        if isinstance(actor, Mapping) and actor.get("actorText"):
            yield str(actor["actorText"])


def answer_of(name: str, record: CodedReport) -> Answer:
    """Return what a record says of its sentence."""
    main = main_of(record.events)
    return Answer(name, found_of(main) if main else None, tuple(found_of(e) for e in record.events))


def main_of(events: Iterable[Event]) -> Event | None:
    """Return the event that a sentence is about: current before background, then the first in the text."""
    return min(events, key=lambda e: (e.standing != "current", e.anchor.start), default=None)


def found_of(event: Event) -> Found:
    """Return what is compared of an event."""
    plover = event.type.plover
    dated: str = plover
    if event.factuality == "planned" and plover in COOPERATIVE:
        dated = "AGREE"
    elif event.factuality == "threatened" or (event.factuality == "planned" and plover not in COOPERATIVE):
        dated = "THREATEN"
    sides = [tuple(p.name for p in event.participants if p.role in roles) for roles in (DOING, SUFFERING)]
    return Found(plover, dated, event.type.mode, event.factuality, event.anchor.quote, *sides)


def coded(sentences: Iterable[Coded], *, workers: int) -> dict[str, Answer]:
    """Code sentences and return the answer to each by its id."""
    reports = [read_text(s.text, origin=s.id) for s in sentences]
    answers = {}
    with Project(workers=workers) as project:
        for outcome in project.code_reports(reports):
            if outcome.record is not None:
                name = outcome.record.report.origin or ""
                answers[name] = answer_of(name, outcome.record)
    return answers


def same_actor(gold: str, name: str) -> bool:
    """Tell whether two names have at least half the words of the shorter in common."""
    a, b = ({w for w in _WORD.findall(x.lower()) if w not in _IDLE} for x in (gold, name))
    return bool(a and b) and 2 * len(a & b) >= min(len(a), len(b))


def side_right(wanted: tuple[str, ...], given: Iterable[str]) -> bool:
    """Tell whether one of the wanted actors is among the names given."""
    return any(same_actor(w, g) for w in wanted for g in given)


def print_figures(sentences: list[Coded], answers: Mapping[str, Answer]) -> None:
    """Print the shares, a table by type and the confusions."""
    number = len(sentences)
    print(f"{number} sentences, {sum(a.main is None for a in answers.values())} without any event")
    print(f"{'type right':24}{'main event':>12}{'any event':>12}")
    for label, reading in (("as recorded", "plover"), ("as PLOVER dates it", "dated")):
        main = sum(_main(answers[s.id], reading) == s.plover for s in sentences)
        within = sum(s.plover in {getattr(f, reading) for f in answers[s.id].events} for s in sentences)
        print(f"{label:24}{main / number:12.3f}{within / number:12.3f}")
    for side in ("sources", "targets"):
        named = [s for s in sentences if getattr(s, side)]
        right = [
            sum(side_right(getattr(s, side), names(answers[s.id])) for s in named) / max(1, len(named))
            for names in (
                lambda a, side=side: getattr(a.main, side) if a.main else (),
                lambda a, side=side: [n for f in a.events for n in getattr(f, side)],
            )
        ]
        print(f"{side[:-1] + ' right':24}{right[0]:12.3f}{right[1]:12.3f}   of {len(named)}")
    print_types(sentences, answers)


def _main(answer: Answer, reading: str) -> str:
    return getattr(answer.main, reading) if answer.main else NONE


def print_types(sentences: list[Coded], answers: Mapping[str, Answer]) -> None:
    """Print for each type how many were right and what the others were coded as, both as recorded."""
    print(f"\n{'type':12}{'coded':>6}{'main':>6}{'any':>6}{'dated':>6}  main event otherwise")
    for plover, count in collections.Counter(s.plover for s in sentences).most_common():
        of_it = [answers[s.id] for s in sentences if s.plover == plover]
        main = sum(_main(a, "plover") == plover for a in of_it)
        within = sum(plover in {f.plover for f in a.events} for a in of_it)
        dated = sum(_main(a, "dated") == plover for a in of_it)
        others = collections.Counter(_main(a, "plover") for a in of_it if _main(a, "plover") != plover)
        wrong = ", ".join(f"{t} {n}" for t, n in others.most_common())
        print(f"{plover:12}{count:6}{main:6}{within:6}{dated:6}  {wrong}")


def show(sentences: Iterable[Coded], answers: Mapping[str, Answer]) -> None:
    """Print the sentences whose main event has another type than the coded one."""
    for s in sentences:
        answer = answers[s.id]
        if _main(answer, "plover") != s.plover:
            given = "; ".join(f"{f.plover} {f.mode or '-'} {f.factuality} [{f.anchor}]" for f in answer.events)
            print(f"{s.id} {s.plover}: {s.text}\n    {given or NONE}")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="the gold file of the PLOVER project")
    parser.add_argument("--workers", type=int, default=2, help="processes that code")
    parser.add_argument("--predictions", type=Path, help="write what was coded, one JSON object a sentence")
    parser.add_argument("--show", action="store_true", help="print the sentences whose main event has another type")
    options = parser.parse_args()
    try:
        sentences = read_gold(options.gold)
    except (OSError, ValueError) as error:
        sys.exit(f"plover: {error}")
    if not sentences:
        sys.exit(f"plover: {options.gold} holds no coded sentence")
    given = coded(sentences, workers=options.workers)
    answers = {s.id: given.get(s.id) or Answer(s.id, None, ()) for s in sentences}
    if options.show:
        show(sentences, answers)
    if options.predictions:
        lines = (json.dumps(asdict(answers[s.id]), ensure_ascii=False) for s in sentences)
        options.predictions.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    print_figures(sentences, answers)


if __name__ == "__main__":
    main()
