"""Each case under cases/ is an input beside what must be read from it, with the reason why it is there."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from dateline.readers import read
from dateline.text import Report

CASES = sorted((Path(__file__).parent / "cases").glob("*.case"))
FORM = re.compile(r"reason: (.+)\nsuffix: (\.\w+)\n--- input\n(.*)\n--- expected\n(.*)\Z", re.DOTALL)
ALWAYS = ("title", "published", "agency", "byline")
WHERE_GIVEN = ("publisher", "language", "url")
KINDS = ("caption", "subhead", "credit", "boilerplate")


def parsed(case):
    match = FORM.match(case.read_bytes().decode("utf-8"))
    assert match, f"{case.name} must have reason, suffix, input and expected"
    reason, suffix, text, lines = match.groups()
    assert len(reason.split()) >= 4, f"{case.name} needs a reason"
    expected = defaultdict(list)
    for line in lines.strip().split("\n"):
        key, _, value = line.partition(": ")
        expected[key].append(value)
    return suffix, text, expected


def words_of(report, kind):
    return [report.text[s.start : s.end] for s in report.stretches(kind)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case, tmp_path):
    suffix, text, expected = parsed(case)
    path = tmp_path / f"report{suffix}"
    path.write_bytes(text.encode("utf-8"))
    (report,) = read([str(path)])
    assert isinstance(report, Report), report
    for name in ALWAYS:
        assert getattr(report, name) == (expected[name] or [None])[0], name
    for name in WHERE_GIVEN:
        if expected[name]:
            assert getattr(report, name) == expected[name][0], name
    assert words_of(report, "dek") == expected["dek"]
    assert (report.dateline.name if report.dateline else None) == (expected["dateline"] or [None])[0]
    if expected["region"]:
        assert report.dateline.spans[1].quote == expected["region"][0]
    assert sorted({code for code, _ in report.problems}) == sorted(expected["problem"])
    check_sections(report, expected)


def check_sections(report, expected):
    body = words_of(report, "body")
    if expected["starts"]:
        assert body[0].startswith(expected["starts"][0])
    if expected["body"]:
        assert len(body) == int(expected["body"][0]), body
    for kind in KINDS:
        found = words_of(report, kind)
        assert len(found) == len(expected[kind]), (kind, found)
        for words, start in zip(found, expected[kind], strict=True):
            assert words.startswith(start), (kind, words)
    for words in expected["without"]:
        assert words not in report.text
    for words in expected["with"]:
        assert words in report.text
    head = "".join(f"{words}\n\n" for words in (*words_of(report, "title"), *words_of(report, "dek")))
    assert report.text.startswith(head)
    assert "\r\n" not in report.text
    for section in report.sections:
        words = report.text[section.start : section.end]
        assert words.strip(), section
        assert section.kind == "dateline" or words == words.strip()


def test_there_are_cases():
    assert len(CASES) >= 60
