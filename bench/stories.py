"""Tell whether reports of one story of the news share an incident, and reports of different stories never do.

    python bench/stories.py REPORTS.jsonl [--workers 2] [--records FILE] [--show]

Each line is a report with `id`, `story`, `title`, `text` and `published`. All reports are coded and linked together. **Two
reports share an incident** where an event of one is in the incident of an event of the other, whatever their standing.

The file does not say which stories are political. **The rule:** a story is political where at least two of its reports
tell, as current, an event of sphere political or unclear. The rule rests on the coder, so a story that it mistakes for
political is asked for shared incidents too; the stories are printed with their figures, so that one can see which.

Recall: of the pairs of reports of one political story, the share that share an incident; beside it the same of the pairs
in which both reports have such an event, for where there is none, nothing can be shared. Precision: of all pairs of
reports that share an incident, the share that are of one story, political or not.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from linkage_events import code_all, incidents_of_events, read_records
from linkage_scores import share

from dateline.events import CodedReport

LEAST_TELLERS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A report of a story, and the incidents that its events are in.

    Args:
        tells: whether it tells, as current, an event of sphere political or unclear.
    """

    id: str
    story: str
    tells: bool
    incidents: frozenset[str]


def read_stories(path: pathlib.Path) -> list[tuple[str, str]]:
    """Return the id and the story of each report, in the order of the file."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [(str(row["id"]), str(row["story"])) for row in rows]
    except OSError as error:
        sys.exit(f"{path}: cannot be read: {error.strerror or error}")
    except (ValueError, KeyError, TypeError) as error:
        sys.exit(f"{path}: not JSON Lines of reports with id and story ({type(error).__name__}: {error})")


def pieces_of(stories: list[tuple[str, str]], records: list[CodedReport], *, workers: int) -> list[Piece]:
    """Link the records of reports, which stand in the same order."""
    if len(stories) != len(records):
        sys.exit(f"{len(stories)} reports and {len(records)} records: these are not of the same file")
    where = incidents_of_events(records, workers=workers)
    return [
        Piece(
            id=name,
            story=story,
            tells=any(event.sphere != "criminal" and event.standing == "current" for event in record.events),
            incidents=frozenset(where[event.id] for event in record.events),
        )
        for (name, story), record in zip(stories, records, strict=True)
    ]


def political(pieces: list[Piece]) -> set[str]:
    """Return the stories that are political by the rule."""
    tellers: dict[str, int] = defaultdict(int)
    for piece in pieces:
        tellers[piece.story] += piece.tells
    return {story for story, number in tellers.items() if number >= LEAST_TELLERS}


def joined(pieces: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Yield the pairs of reports that share an incident."""
    return ((a, b) for a, b in combinations(pieces, 2) if a.incidents & b.incidents)


def report(pieces: list[Piece], *, show: bool) -> None:
    """Print the figures, and the wrong pairs by their ids."""
    asked = political(pieces)
    pairs = list(joined(pieces))
    right = [(a, b) for a, b in pairs if a.story == b.story]
    print(f"{len(pieces)} reports of {len({p.story for p in pieces})} stories")
    print(
        f"political: a story of which at least {LEAST_TELLERS} reports tell, as current, an event of sphere political or unclear"
    )
    due = shared = can = 0
    for story in sorted(asked):
        own = [piece for piece in pieces if piece.story == story]
        of_story = list(combinations(own, 2))
        got = sum(1 for a, _ in right if a.story == story)
        able = sum(a.tells and b.tells for a, b in of_story)
        print(
            f"  {story[:60]:60} reports {len(own):3}, tell {sum(p.tells for p in own):3}; pairs {len(of_story):3}, share {got:3}"
        )
        due, shared, can = due + len(of_story), shared + got, can + able
    both = sum(a.tells and b.tells for a, b in right if a.story in asked)
    print(f"precision {share(len(right), len(pairs)):.3f} ({len(right)} of {len(pairs)} pairs that share an incident)")
    print(f"recall    {share(shared, due):.3f} ({shared} of {due} pairs of a political story)")
    print(f"recall    {share(both, can):.3f} ({both} of {can} pairs of which both tell a political event)")
    for a, b in pairs:
        if a.story != b.story:
            print(
                f"wrong: {a.id} ({a.story[:40]}) {b.id} ({b.story[:40]}) share {' '.join(sorted(a.incidents & b.incidents))}"
            )
    if show:
        found = {(a.id, b.id) for a, b in right}
        for a, b in combinations(pieces, 2):
            if a.story == b.story and a.story in asked and a.tells and b.tells and (a.id, b.id) not in found:
                print(f"missed: {a.id} {b.id} ({a.story[:40]})")


def main() -> None:
    """Code and link the reports, and print how they agree with their stories."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("reports", type=pathlib.Path, help="JSON Lines of reports with their story")
    parser.add_argument("--records", type=pathlib.Path, help="take the records of the reports from here: JSON Lines")
    parser.add_argument("--workers", type=int, default=1, help="processes that code and link")
    parser.add_argument("--show", action="store_true", help="list the pairs that were missed too, by their ids")
    options = parser.parse_args()
    stories = read_stories(options.reports)
    records = read_records(options.records) if options.records else code_all(options.reports, workers=options.workers)
    report(pieces_of(stories, records, workers=options.workers), show=options.show)


if __name__ == "__main__":
    main()
