import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.support.records import eventless, marwah, simple

from dateline.events import Problem
from dateline.export.page import page

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Reads a page as a browser would: its tree must close properly; collects what the tests ask for."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.ids, self.links, self.blocks, self.marks = [], [], [], [], [], []
        self.sheet = ""
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if "id" in found:
            self.ids.append(found["id"])
        if "href" in found:
            self.links.append(found["href"])
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"p", "h1", "h2"} and "main" in self.open:
            self.blocks.append("")
        if tag == "mark":
            self.marks.append(["", found])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            self.sheet += data
        elif "main" in self.open and self.open[-1] != "a":
            if self.blocks and data.strip():
                self.blocks[-1] += data
            if self.open[-1] == "mark":
                self.marks[-1][0] += data


HOSTILE = [
    "<script>alert(1)</script> killed",
    "killed </p></main><img src=x onerror=alert(1)>",
    "]]> killed <!-- --> <![CDATA[",
    "\" onmouseover='x' killed `",
    "&lt;b&gt; killed &amp;amp;",
    "</style><style>*{display:none} killed",
    "</title><script>x killed",
    "killed 😀 𝔘𝔫𝔦 \U0010fffd",
    "javascript:killed",
    "مقتل killed שלום",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    record = simple(text, "killed", title=text, publisher=text, byline=text, url=text, origin=text)
    record = replace(record, problems=(Problem("odd", text),))
    found = Page(page(record))
    assert found.blocks == [text]
    assert [words for words, _ in found.marks] == ["killed"]
    assert not {tag for tag, _ in found.tags} & {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form",
        "svg",
    }
    assert not [name for _, attrs in found.tags for name in attrs if name.startswith("on") or name in {"src", "style"}]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_title_of_a_mark_stays_in_it(text):
    record = simple(text, text)
    found = Page(page(record))
    assert found.marks[0][0] == text
    assert text in found.marks[0][1]["title"]


def test_control_characters_are_shown_as_missing():
    found = Page(page(simple("a \x01\x0c\x7f killed", "killed")))
    assert found.blocks == ["a \ufffd\ufffd\ufffd killed"]


def test_characters_that_turn_text_round_are_made_visible():
    found = Page(page(simple("killed \u202eyloh\u202c", "killed")))
    assert found.blocks == ["killed ⟨U+202E⟩yloh⟨U+202C⟩"]


def test_spans_are_right_with_astral_characters():
    found = Page(page(simple("😀😀 two men killed 😀", "men killed")))
    assert [words for words, _ in found.marks] == ["men killed"]


def test_nothing_is_loaded_and_nothing_runs():
    text = page(marwah(url="https://example.org/a?b=1&c=2"))
    found = Page(text)
    policy = next(attrs["content"] for tag, attrs in found.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy
    assert all(link.startswith("#") for link in found.links)
    assert not re.search(r"url\(|@import|https?:", found.sheet)
    assert "<script" not in text.lower()


def test_links_lead_somewhere():
    found = Page(page(marwah()))
    assert found.links
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert len(found.ids) == len(set(found.ids))


def test_every_event_has_a_card_and_lights_its_words():
    found = Page(page(marwah()))
    assert {"event-1", "event-2", "event-3"} <= set(found.ids)
    for number in (1, 2, 3):
        assert any(f"e{number}" in attrs["class"].split() for _, attrs in found.marks)
        assert f"#event-{number}:hover" in found.sheet


def test_overlapping_marks_show_both_slots():
    found = Page(page(marwah()))
    attrs = next(attrs for words, attrs in found.marks if words == "militants")
    assert {"s-target", "also", "t-harm", "e2"} <= set(attrs["class"].split())
    assert "harm: killed: 15–?" in attrs["title"]
    assert "victims: militants" in attrs["title"]


def test_the_legend_names_only_what_is_marked():
    assert "why so labelled" in page(marwah())
    assert "why so labelled" not in page(simple("men killed", "men"))


def test_problems_and_missing_events_are_said():
    text = page(eventless())
    assert "relative times stay open" in text
    assert "The report tells of no event." in text
    assert "not known" in text


def test_a_page_can_be_written_as_utf8():
    page(simple("killed \U0001f600", "killed")).encode("utf-8")
