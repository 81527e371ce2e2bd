"""The form of the gold of practice reports, by the rules of `test_gold`: a fault here would be taught."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from tests.examples.test_gold import (
    ACLED,
    EVENT_KEYS,
    EXAMPLES,
    FACTUALITIES,
    LONGEST_ANCHOR,
    MEASURES,
    MODES,
    PLACE_PRECISIONS,
    ROLES,
    SPEECH_ROLES,
    STANCES,
    WEAPONS,
    _moment,
    _names,
    _squash,
)

FILES = sorted((EXAMPLES / "practice").glob("*.jsonl"))


def reports(path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def faults_of(event: dict[str, Any], text: str) -> Iterator[str]:
    """Yield what is wrong with an event."""
    if set(event) - {"sphere"} != EVENT_KEYS:
        yield "keys"
        return
    yield from _of_its_type(event)
    yield from _of_its_people(event)
    if _squash(event["anchor"]) not in text or len(event["anchor"].split()) > LONGEST_ANCHOR:
        yield "the anchor is no clause of the report"
    if not set(event["weapons"]) <= WEAPONS:
        yield f"weapons {event['weapons']}"
    for toll in event["tolls"]:
        if toll["measure"] not in MEASURES or (toll["high"] is not None and not (toll["low"] or 0) <= toll["high"]):
            yield f"toll {toll}"
    ends = [event["when"][end] for end in ("start", "end") if event["when"][end]] if event["when"] else []
    if [_moment(end) for end in ends] != sorted(_moment(end) for end in ends):
        yield "its time runs backward"
    if any(place["precision"] not in PLACE_PRECISIONS for place in event["where"]):
        yield "precision of a place"
    yield from (f"{name!r} is not in the report" for name in _names(event) if _squash(name) not in text)


def _of_its_type(event: dict[str, Any]) -> Iterator[str]:
    if event["mode"] is not None and event["mode"] not in MODES[event["plover"]].split():
        yield f"mode {event['mode']}"
    if event["acled"] is not None and event["acled"] not in ACLED:
        yield f"ACLED {event['acled']}"
    if event["factuality"] not in FACTUALITIES or event["standing"] not in {"current", "background"}:
        yield "factuality or standing"
    if (event["factuality"] == "threatened") is not (event["plover"] == "THREATEN"):
        yield "what is threatened is THREATEN"


def _of_its_people(event: dict[str, Any]) -> Iterator[str]:
    roles = ROLES.get(event["plover"], SPEECH_ROLES)
    if any(person["role"] not in roles for person in event["participants"]):
        yield "roles"
    doers = {person["name"] for person in event["participants"]}
    for blame in event["responsibility"]:
        if blame["stance"] not in STANCES or (blame["actor"] is not None and blame["actor"] not in doers):
            yield f"responsibility of {blame['actor']}"


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_practice_reports_are_in_the_gold_form(path):
    found = {}
    for report in reports(path):
        text = _squash(report["title"] + "\n" + report["text"])
        events = report["gold"]["events"]
        faults = [fault for event in events for fault in faults_of(event, text)]
        twice = Counter((event["anchor"], event["plover"], event["mode"]) for event in events)
        faults += [f"twice: {key}" for key, times in twice.items() if times > 1]
        if report["gold"]["relevant"] is not bool(events):
            faults.append("relevant")
        if faults:
            found[report["id"]] = faults
    assert found == {}


def test_every_practice_report_has_a_name_of_its_own():
    names = [report["id"] for path in FILES for report in reports(path)]
    assert len(names) == len(set(names)) >= 373
