"""Short texts that the event weights are fitted on besides whole reports: the case-suite, and sentences with their types."""

from __future__ import annotations

import json
import pathlib
import sys
from dataclasses import dataclass
from typing import Any

from dateline.readers import ReadOptions, read_text
from dateline.text import Report


@dataclass(frozen=True)
class Told:
    """A short text of our own writing, and the PLOVER types of its events."""

    report: Report
    types: frozenset[str]


def read_cases(folders: list[pathlib.Path]) -> list[tuple[Report, list[dict[str, Any]]]]:
    """Return the reports of folders of cases (examples/cases) with their gold events."""
    found = []
    for folder in folders:
        files = sorted(folder.glob("*.jsonl"))
        if not files:
            sys.exit(f"{folder}: there are no cases in it; give the folder of the *.jsonl files")
        for file in files:
            for line in file.read_text("utf-8").splitlines():
                if line.strip():
                    case = json.loads(line)
                    options = ReadOptions(published=case.get("published"))
                    report = read_text(case["text"], title=case.get("title"), origin=case["id"], options=options)
                    found.append((report, case["gold"]["events"]))
    return found


def read_told(path: pathlib.Path) -> list[Told]:
    """Return the texts of a table like bench/plain_talk.tsv."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    if not rows or rows[0] != ["text", "types"]:
        sys.exit(f"{path}: the columns must be text and types, as in bench/plain_talk.tsv")
    return [
        Told(read_text(text, origin=f"told-{n}"), frozenset(types.split()) - {"-"})
        for n, (text, types) in enumerate(rows[1:], start=1)
    ]
