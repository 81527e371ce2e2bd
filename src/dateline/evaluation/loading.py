"""Read what is scored: gold in the gold form or the record form, cases with their text, and the records of a system."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from dateline.codec import from_data
from dateline.errors import MissingInput, RecordError, UnreadableInput
from dateline.evaluation.facts import Facts, facts_of
from dateline.evaluation.scoring import Sheet
from dateline.text import Report

LINES = (".jsonl", ".ndjson")
NOT_GOLD = "it holds no gold: each record needs an id and a list of events (docs/codebook.md, the gold form)"


@dataclass(frozen=True, slots=True)
class GoldReport:
    """The gold events of one report.

    Args:
        key: the report's id in gold, by which a coded record is found. where: the file, with a line number in JSON Lines.
        title, text, published: as far as the gold brings its report along. report: the whole of it, from the record form.
    """

    key: str
    where: str
    events: tuple[Facts, ...]
    title: str | None = None
    text: str | None = None
    published: str | None = None
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class CodedEvents:
    """What a system coded of one report."""

    title: str
    text: str
    events: tuple[Facts, ...]


def read_gold(path: Path) -> list[GoldReport]:
    """Return the gold reports under a path: a JSON file, a folder of them, or JSON Lines; the order is that of the names.

    Three forms are told apart by themselves: gold (`{id, relevant, events}`), records (as `dateline code --format jsonl`
    writes them), and cases (`{id, text, title?, published?, gold}`).

    Raises:
        MissingInput: there is nothing. UnreadableInput: it is not JSON, or in none of the forms.
    """
    found = [_gold(where, data) for where, data in _objects(path)]
    if not found:
        raise MissingInput(
            str(path), "there is no gold in it", advice="name a JSON file, a folder of them, or a .jsonl file"
        )
    seen: dict[str, str] = {}
    for gold in found:
        if gold.key in seen:
            raise UnreadableInput(
                gold.where,
                f"the id {gold.key!r} stands in {seen[gold.key]} too",
                advice="give each report an id of its own",
            )
        seen[gold.key] = gold.where
    return found


def read_coded(path: Path) -> dict[str, CodedEvents]:
    """Return a system's records (JSON Lines) by every key that gold may call them: the stem of the origin, it and the id.

    Raises:
        MissingInput: there is no such file. UnreadableInput: a line is no record.
    """
    found: dict[str, CodedEvents] = {}
    for where, data in _objects(path):
        report = data.get("report")
        if not isinstance(report, Mapping) or not isinstance(data.get("events"), list):
            raise UnreadableInput(
                where, "no coded record", advice="write them with: dateline code REPORTS --format jsonl"
            )
        coded = CodedEvents(report.get("title") or "", report.get("text") or "", _facts(where, data["events"]))
        for key in keys_of(str(report.get("origin") or ""), str(report.get("id") or "")):
            found.setdefault(key, coded)
    return found


def keys_of(origin: str, report_id: str) -> list[str]:
    """Return what gold may call a report."""
    name = PurePosixPath(origin.replace("\\", "/")).name
    stems = (PurePosixPath(name).stem, name.partition(".")[0])
    return [key for key in dict.fromkeys((*stems, origin, report_id)) if key]


def sheets(gold: list[GoldReport], coded: Mapping[str, CodedEvents]) -> Iterator[Sheet]:
    """Yield what is to be scored, report by report, in the order of the gold."""
    for report in gold:
        found = coded.get(report.key)
        title = found.title if found else report.title or ""
        text = found.text if found else report.text or ""
        yield Sheet(report.key, title, text, report.events, found.events if found else None)


def _gold(where: str, data: Mapping[str, Any]) -> GoldReport:
    if isinstance(data.get("report"), Mapping):
        return _record(where, data)
    inner = data.get("gold") if isinstance(data.get("gold"), Mapping) else data
    key = data.get("id", inner.get("id") if inner else None)
    if not isinstance(key, str) or not isinstance(inner, Mapping) or not isinstance(inner.get("events"), list):
        raise UnreadableInput(where, NOT_GOLD)
    events = _facts(where, inner["events"])
    return GoldReport(key, where, events, data.get("title"), data.get("text"), data.get("published"))


def _record(where: str, data: Mapping[str, Any]) -> GoldReport:
    try:
        report = from_data(Report, dict(data["report"]), where="report")
    except RecordError as error:
        raise UnreadableInput(where, str(error)) from error
    if not isinstance(data.get("events"), list):
        raise UnreadableInput(where, NOT_GOLD)
    named = data.get("id")
    key = named if isinstance(named, str) and named else keys_of(report.origin or "", report.id)[0]
    events = _facts(where, data["events"])
    return GoldReport(key, where, events, report.title, report.text, report.published, report)


def _facts(where: str, events: list[Any]) -> tuple[Facts, ...]:
    found = []
    for number, event in enumerate(events, start=1):
        try:
            found.append(facts_of(event))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UnreadableInput(
                where, f"event {number} is in neither the gold form nor the record form ({type(error).__name__}: {error})",
                advice="docs/codebook.md has both",
            ) from error  # fmt: skip
    return tuple(found)


def _objects(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every JSON object under a path with where it stands."""
    if path.is_dir():
        for file in sorted(p for p in path.iterdir() if p.suffix in {".json", *LINES} and p.is_file()):
            yield from _objects(file)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise MissingInput(str(path), "there is no such file or folder") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(str(path), f"cannot be read as UTF-8 text ({error})") from error
    if path.suffix in LINES:
        rows = [(f"{path}:{n}", line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    else:
        rows = [(str(path), text)]
    for where, row in rows:
        yield where, _parsed(where, row)


def _parsed(where: str, row: str) -> Mapping[str, Any]:
    try:
        data = json.loads(row)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(where, f"not JSON ({error})", advice="JSON Lines files end with .jsonl") from error
    if not isinstance(data, dict):
        raise UnreadableInput(where, "not a JSON object")
    return data
