"""The form of every gold record beside its example report, told by the standard library alone.

The rules are those of the codebook's gold form. Nothing of the package is imported, so that a fault of the coder
cannot hide a fault of the gold that it is measured by.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
REPORTS = {path.stem: path for path in sorted((EXAMPLES / "reports").iterdir())}
GOLD = {path.stem: path for path in sorted((EXAMPLES / "gold").glob("*.json"))}

EVENT_KEYS = frozenset(
    "anchor plover mode acled standing factuality count when where participants responsibility weapons tolls damage "
    "sources".split()
)
MODES = {
    "AGREE": "",
    "CONSULT": "visit third-party multilateral phone",
    "SUPPORT": "",
    "COOPERATE": "",
    "AID": "",
    "CONCEDE": "",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}
ACLED = frozenset(
    "Armed clash|Government regains territory|Non-state actor overtakes territory|Chemical weapon|Air/drone strike|"
    "Suicide bomb|Shelling/artillery/missile attack|Remote explosive/landmine/IED|Grenade|Sexual violence|Attack|"
    "Abduction/forced disappearance|Peaceful protest|Protest with intervention|Excessive force against protesters|"
    "Violent demonstration|Mob violence|Agreement|Arrests|Change to group/activity|Disrupted weapons use|"
    "Headquarters or base established|Looting/property destruction|Non-violent transfer of territory|Other".split("|")
)
FACTUALITIES = frozenset("happened attempted planned threatened possible denied".split())
PRECISIONS = frozenset("minute hour part-of-day day week month-part month quarter season year decade".split())
CLOCK_PRECISIONS = frozenset(("minute", "hour", "part-of-day"))
PLACE_PRECISIONS = frozenset("site town admin2 admin1 country sea region".split())
KINDS = frozenset(
    "government military police intelligence militia rebels gang civilians protesters party company media ngo igo "
    "court individual facility unidentified".split()
)
STANCES = frozenset("claimed blamed suspected stated denied unclaimed".split())
WEAPONS = frozenset(
    "rocket|missile|drone|aircraft|artillery|mortar|small arms|bomb|vehicle bomb|suicide vest|mine|grenade|blade|"
    "vehicle|chemical|arson|stones|unknown".split("|")
)
MEASURES = frozenset("killed injured casualties missing detained abducted displaced".split())
EFFECTS = frozenset(("damaged", "destroyed", "not damaged"))
DEED_ROLES = frozenset(("perpetrator", "target", "victim", "party"))
ROLES = dict.fromkeys(("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "SANCTION"), DEED_ROLES) | dict.fromkeys(
    ("AGREE", "CONSULT", "COOPERATE"), frozenset(("party",))
)
SPEECH_ROLES = frozenset(("speaker", "recipient"))
LONGEST_ANCHOR = 30  # words


class _Visible(HTMLParser):
    """Collect the text of a page that a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._hidden += tag in ("script", "style")
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []


def _squash(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _report_text(stem: str) -> str:
    path = REPORTS[stem]
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        page = _Visible()
        page.feed(raw)
        return _squash("".join(page.parts))
    if path.suffix == ".json":
        return _squash("\n".join(_strings(json.loads(raw))))
    return _squash(raw)


def _gold(stem: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(GOLD[stem].read_text(encoding="utf-8"))
    return document


def _events(stem: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = _gold(stem)["events"]
    return events


def _names(event: dict[str, Any]) -> list[str]:
    """Every name of the event that must stand in the report."""
    names = [person["name"] for person in event["participants"]] + [place["name"] for place in event["where"]]
    names += [toll[key] for toll in event["tolls"] for key in ("who", "speaker")]
    names += [blame[key] for blame in event["responsibility"] for key in ("actor", "speaker")]
    names += [thing[key] for thing in event["damage"] for key in ("what", "speaker")]
    names += event["sources"]
    return [name for name in names if name is not None]


def _moment(value: str) -> datetime:
    """Read a date or a date-time without offset; raises ValueError where there is no such day or hour."""
    if "T" in value:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value), value
        return datetime.fromisoformat(value)
    return datetime.combine(date.fromisoformat(value), datetime.min.time())


stems = pytest.mark.parametrize("stem", sorted(GOLD))


def test_each_report_has_its_gold_and_each_gold_its_report() -> None:
    assert set(REPORTS) == set(GOLD)
    assert len(REPORTS) == len(list((EXAMPLES / "reports").iterdir())), "two reports share a stem"


@stems
def test_envelope(stem: str) -> None:
    document = _gold(stem)
    assert set(document) == {"id", "relevant", "events"}
    assert document["id"] == stem
    assert document["relevant"] is bool(document["events"])


@stems
def test_keys_and_types(stem: str) -> None:
    for event in _events(stem):
        assert set(event) - {"sphere"} == EVENT_KEYS
        assert event.get("sphere", "criminal") in ("criminal", "unclear"), "sphere is written only where not political"
        assert event["plover"] in MODES
        assert event["mode"] is None or event["mode"] in MODES[event["plover"]].split(), event["anchor"]
        assert event["acled"] is None or event["acled"] in ACLED
        assert event["standing"] in ("current", "background")
        assert event["factuality"] in FACTUALITIES
        assert (event["factuality"] == "threatened") is (event["plover"] == "THREATEN"), event["anchor"]
        assert set(event["weapons"]) <= WEAPONS


@stems
def test_anchors_are_clauses_of_the_report(stem: str) -> None:
    text = _report_text(stem)
    for event in _events(stem):
        assert _squash(event["anchor"]) in text, event["anchor"]
        assert len(event["anchor"].split()) <= LONGEST_ANCHOR, event["anchor"]
    seen = Counter((event["anchor"], event["plover"], event["mode"]) for event in _events(stem))
    assert not [key for key, times in seen.items() if times > 1]


@stems
def test_names_stand_in_the_report(stem: str) -> None:
    text = _report_text(stem)
    missing = [(event["anchor"], name) for event in _events(stem) for name in _names(event) if name not in text]
    assert not missing


@stems
def test_counts_and_tolls_are_in_order(stem: str) -> None:
    for event in _events(stem):
        low, high = event["count"]
        assert low >= 1, event["anchor"]
        assert high is None or low <= high, event["anchor"]
        for toll in event["tolls"]:
            assert set(toll) == {"measure", "who", "low", "high", "speaker"}
            assert toll["measure"] in MEASURES
            assert toll["low"] is None or toll["low"] >= 0
            assert toll["high"] is None or (toll["low"] is not None and toll["low"] <= toll["high"]), toll


@stems
def test_times_exist_and_run_forward(stem: str) -> None:
    for when in [event["when"] for event in _events(stem) if event["when"] is not None]:
        assert set(when) == {"start", "end", "precision"}
        assert when["precision"] in PRECISIONS
        ends = [value for value in (when["start"], when["end"]) if value is not None]
        assert ends, "a time without start and end is no time"
        assert [_moment(value) for value in ends] == sorted(_moment(value) for value in ends), when
        assert all(("T" in value) is (when["precision"] in CLOCK_PRECISIONS) for value in ends), when


@stems
def test_places(stem: str) -> None:
    for place in [place for event in _events(stem) for place in event["where"]]:
        assert set(place) == {"name", "country", "precision", "lat", "lon"}
        assert place["precision"] in PLACE_PRECISIONS
        assert place["country"] is None or re.fullmatch(r"[A-Z]{2}", place["country"])
        assert -90 <= place["lat"] <= 90, place
        assert -180 <= place["lon"] <= 180, place


@stems
def test_participants_have_the_roles_of_their_type(stem: str) -> None:
    for event in _events(stem):
        allowed = ROLES.get(event["plover"], SPEECH_ROLES)
        for person in event["participants"]:
            assert set(person) == {"role", "name", "kind", "country"}
            assert person["role"] in allowed, (event["anchor"], person)
            assert person["kind"] in KINDS
            assert person["country"] is None or re.fullmatch(r"[A-Z]{2}", person["country"])


@stems
def test_responsibility_names_a_participant(stem: str) -> None:
    for event in _events(stem):
        doers = {person["name"] for person in event["participants"]}
        for blame in event["responsibility"]:
            assert set(blame) == {"stance", "actor", "speaker"}
            assert blame["stance"] in STANCES
            assert (blame["stance"] == "unclaimed") is (blame["actor"] is None), event["anchor"]
            assert blame["actor"] is None or blame["actor"] in doers, (event["anchor"], blame["actor"])
            assert event["plover"] == "ASSAULT" or event["mode"] == "seize", event["anchor"]


@stems
def test_damage(stem: str) -> None:
    for thing in [thing for event in _events(stem) for thing in event["damage"]]:
        assert set(thing) == {"what", "effect", "speaker"}
        assert thing["effect"] in EFFECTS


def _incidents() -> dict[str, list[str]]:
    with (EXAMPLES / "incidents.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader((line for line in table if not line.startswith("#")), delimiter="\t"))
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row["incident"], []).append(row["stem"])
    return groups


def test_incident_groups_name_reports_once() -> None:
    told = [stem for members in _incidents().values() for stem in members]
    assert set(told) <= set(REPORTS)
    assert len(told) == len(set(told))
    assert all(2 <= len(members) <= 4 for members in _incidents().values())


def test_the_set_shows_what_it_promises() -> None:
    """The numbers and kinds of report that the README lists."""
    empty = [stem for stem in GOLD if not _gold(stem)["relevant"]]
    kinds = {event["plover"] for stem in GOLD for event in _events(stem)}
    stances = {blame["stance"] for stem in GOLD for event in _events(stem) for blame in event["responsibility"]}
    assert len(GOLD) >= 28
    assert len(_incidents()) >= 6
    assert len(empty) >= 4
    assert {path.suffix for path in REPORTS.values()} == {".txt", ".md", ".html", ".json"}
    assert kinds == set(MODES)
    assert stances == STANCES
