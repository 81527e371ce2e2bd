"""The form of the pairs of confusable reports and of their gold, told by the standard library alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "pairs"
README = (FOLDER / "README.md").read_text("utf-8")
PAIRS: list[dict[str, Any]] = [json.loads(line) for line in (FOLDER / "gold.jsonl").read_text("utf-8").splitlines()]
IDS = [pair["id"] for pair in PAIRS]

GROUPS: list[dict[str, Any]] = [
    json.loads(line) for line in (FOLDER / "groups" / "gold.jsonl").read_text("utf-8").splitlines()
]

KINDS = frozenset(re.findall(r"^\| `([a-z-]+)` \|", README.split("## Kinds")[1], re.MULTILINE))
SPHERES = frozenset(("political", "criminal", "unclear"))
FRONT = re.compile(r"---\n(.*?)\n---\n\n(.*)", re.DOTALL)
FIELD = re.compile(r"""(title|publisher|published|agency): (["']?)(.+)\2""")
LONGEST_QUOTE = 30  # words
SENTENCES = range(3, 13)
REPORTS_OF_A_GROUP = range(3, 6)
WORDS_OF_A_GROUPS_REPORT = range(195, 411)


def report(stem: str, folder: Path = FOLDER / "reports") -> tuple[dict[str, str], str]:
    """Return the fields of a report's front matter and its body."""
    found = FRONT.fullmatch((folder / f"{stem}.md").read_text("utf-8"))
    assert found, f"{stem}: no front matter"
    fields = {}
    for line in found[1].splitlines():
        one = FIELD.fullmatch(line)
        assert one, f"{stem}: not a field: {line}"
        fields[one[1]] = one[3]
    return fields, found[2]


def check_report(fields: dict[str, str]) -> None:
    """Fail unless the front matter says who published what, and when."""
    assert {"title", "publisher", "published"} <= fields.keys()
    moment = datetime.fromisoformat(fields["published"])
    assert moment.tzinfo or len(fields["published"]) == len("2020-01-31")


def check_quotes(quotes: list[str], fields: dict[str, str], body: str) -> None:
    """Fail unless each quote stands once in the report, in one of its lines."""
    assert quotes
    assert len(set(quotes)) == len(quotes)
    for quote in quotes:
        assert quote == quote.strip()
        assert len(quote.split()) <= LONGEST_QUOTE
        assert (fields["title"] == quote) + body.count(quote) == 1, quote


def test_ids_are_unique_and_every_report_belongs_to_a_pair() -> None:
    assert len(set(IDS)) == len(IDS)
    stems = {path.stem for path in (FOLDER / "reports").iterdir()}
    assert stems == {f"{name}-{side}" for name in IDS for side in "ab"}


def test_no_report_stands_twice() -> None:
    bodies = Counter(report(f"{name}-{side}")[1] for name in IDS for side in "ab")
    assert max(bodies.values()) == 1


@pytest.mark.parametrize("pair", PAIRS, ids=IDS)
def test_pair(pair: dict[str, Any]) -> None:
    assert pair.keys() == {"id", "kind", "sphere", "reason", "questions"}
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", pair["id"])
    assert pair["kind"] in KINDS
    assert pair["sphere"] in SPHERES
    assert re.fullmatch(r"[^\n]{20,}\.", pair["reason"])
    assert [question["main"] for question in pair["questions"]] == [True] + [False] * (len(pair["questions"]) - 1)
    asked = Counter((question["a"][0], question["b"][0]) for question in pair["questions"])
    assert max(asked.values()) == 1
    sides = {side: report(f"{pair['id']}-{side}") for side in "ab"}
    for fields, body in sides.values():
        check_report(fields)
        assert len(re.findall(r"""[.?!]["”’']?(?=\s|$)""", body)) in SENTENCES
    for question in pair["questions"]:
        assert question.keys() - {"reason"} == {"a", "b", "same", "main"}
        assert isinstance(question["same"], bool)
        assert question.get("reason", "said in the pair's.").endswith(".")
        for side, (fields, body) in sides.items():
            check_quotes(question[side], fields, body)


def test_answers_agree_with_one_another() -> None:
    """An event that is one incident with two events of the other report would make these one: a report tells a thing once."""
    for pair in PAIRS:
        for side, other in ("ab", "ba"):
            joined: dict[str, str] = {}
            for question in pair["questions"]:
                if question["same"]:
                    assert joined.setdefault(question[side][0], question[other][0]) == question[other][0], pair["id"]


def test_about_half_are_the_same() -> None:
    share = sum(pair["questions"][0]["same"] for pair in PAIRS) / len(PAIRS)
    assert 0.4 <= share <= 0.6


def test_every_report_of_the_groups_belongs_to_one() -> None:
    ids = [group["id"] for group in GROUPS]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & set(IDS)
    stems = Counter(path.stem.rpartition("-")[0] for path in (FOLDER / "groups" / "reports").iterdir())
    assert stems.keys() == set(ids)
    assert all(number in REPORTS_OF_A_GROUP for number in stems.values())


@pytest.mark.parametrize("group", GROUPS, ids=[group["id"] for group in GROUPS])
def test_group(group: dict[str, Any]) -> None:
    assert group.keys() == {"id", "sphere", "reason", "incidents"}
    assert group["sphere"] in SPHERES
    assert re.fullmatch(r"[^\n]{40,}\.", group["reason"])
    folder = FOLDER / "groups" / "reports"
    reports = {path.stem: report(path.stem, folder) for path in sorted(folder.glob(f"{group['id']}-[1-9].md"))}
    assert list(reports) == [f"{group['id']}-{number + 1}" for number in range(len(reports))]
    moments = [fields["published"][:10] for fields, _ in reports.values()]
    assert moments == sorted(moments)
    for fields, body in reports.values():
        check_report(fields)
        assert len(body.split()) in WORDS_OF_A_GROUPS_REPORT
    incidents = group["incidents"]
    names = [incident["name"] for incident in incidents]
    assert len(set(names)) == len(names)
    assert incidents[0]["tellings"].keys() == reports.keys(), "what a group is about is told by all its reports"
    told: Counter[tuple[str, str]] = Counter()
    for incident in incidents:
        assert incident.keys() == {"name", "kind", "what", "tellings"}
        assert incident["kind"] in {"incident", "series"}
        assert re.fullmatch(r"[^\n]{10,}\.", incident["what"])
        for stem, quotes in incident["tellings"].items():
            check_quotes(quotes, *reports[stem])
            told.update((stem, quote) for quote in quotes)
    assert max(told.values()) == 1, "one quote tells one incident"
