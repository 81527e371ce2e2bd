"""News in TimeML, marked by hand after the guidelines: every mark found with its value, and nothing else marked."""

import datetime as dt
import pathlib
import re
import xml.etree.ElementTree as ET

import pytest

from dateline.lexicon.timegrammar import tag

FILES = sorted((pathlib.Path(__file__).parent / "timeml").glob("*.tml"))


def read(path):
    """Return the day of publication, the text, and its marks as (start, end, type, value, mod)."""
    root = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 - our own files
    published = dt.date.fromisoformat(root.find("DCT/TIMEX3").get("value"))
    body = root.find("TEXT")
    text, marks = body.text or "", []
    for each in body:
        start = len(text)
        text += each.text
        marks.append((start, len(text), each.get("type"), each.get("value"), each.get("mod", "")))
        text += each.tail or ""
    return published, text, marks


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_marks_of_news(path):
    published, text, marks = read(path)
    found = tag(text, published)
    matched = {mark: [each for each in found if each.start < mark[1] and mark[0] < each.end] for mark in marks}
    wrong = [(text[m[0] : m[1]], m[2:], [(e.type, e.value, e.mod) for e in es]) for m, es in matched.items()
             if [(e.type, e.value) for e in es] != [m[2:4]]]  # fmt: skip
    assert not wrong
    spurious = [text[e.start : e.end] for e in found if not any(e.start < m[1] and m[0] < e.end for m in marks)]
    assert not spurious
    exact = sum((e.start, e.end) == m[:2] and e.mod == m[4] for m, es in matched.items() for e in es)
    assert exact >= 0.85 * len(marks)


def test_there_is_enough_news():
    paragraphs = sum(len(re.findall(r"\S\n\n\S", path.read_text("utf-8"))) + 1 for path in FILES)
    assert len(FILES) >= 20
    assert paragraphs >= 60
