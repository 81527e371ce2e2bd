"""Texts that nobody would print: whatever stands in a report, coding it raises nothing and every span quotes it."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import codec
from dateline.assembly import build_pipeline
from dateline.errors import InputError
from dateline.events import spans_of
from dateline.readers import ReadOptions, read_text
from dateline.text import Report

SECONDS = 40
"""Measured: the slowest text below takes two seconds alone; the rest is for a loaded machine."""

STORY = "Gunmen killed two soldiers in Baghdad on Friday, police said."
WORDS = (
    "killed attacked bombed arrested denied claimed said police soldiers gunmen rebels Baghdad Iraq France people on Friday "
    "since 2015 last week at least 15 two dozens of no the a who by in near and , . ; : ? ! \" ' ( ) — “ ” ’"
).split()
ODD = (
    "\u0301", "\u200d", "\u200f", "\u202e", "\ufeff", "\ufffd", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\t", "\n", "\n\n", "\r\n",
    "İ", "ß", "ﬁ", "½", "²", "٣", "①", "Ⅷ", "قتل", "杀死", "💥", "👨‍👩‍👧", "🇮🇶", "<b>", "</script>", "&amp;", "%s", "{0}", "\\", "9" * 400, "1e308",
    "31 February 2020", "99/99/9999", "0000", "10,000 BC", "999999999 days ago", "25:61", "A.", "U.S.", "-", "--", "...", "$", "%",
)  # fmt: skip


@pytest.fixture(scope="module")
def pipeline():
    return build_pipeline()


def coded(pipeline, report):
    """The record of a report, which must come, quote the report everywhere and pass through JSON unchanged."""
    (coding,) = pipeline.code([report], seconds=SECONDS)
    assert coding.failure is None
    record = coding.record
    spans = [*spans_of(record.events), *spans_of(record.report.dateline)]
    assert all(report.text[span.start : span.end] == span.quote for span in spans)
    assert all(0 <= span.start < span.end for span in spans)
    assert codec.loads(codec.dumps(record)) == record
    return record


@st.composite
def texts(draw):
    pieces = draw(st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(ODD), st.text(max_size=8)), max_size=60))
    return draw(st.sampled_from((" ", " ", " ", ""))).join(pieces)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts(), st.sampled_from((None, "2024-03-02", "0001-01-01", "9999-12-31", "2024-02-29T23:59+14:00")))
def test_any_words_and_signs_are_coded(pipeline, text, published):
    clean = text.encode("utf-8", "replace").decode("utf-8")
    coded(pipeline, Report(clean or "x", origin="hostile", published=published))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts(), texts())
def test_any_words_and_signs_are_read_and_coded(pipeline, title, text):
    try:
        report = read_text(text, origin="hostile", title=title, options=ReadOptions(language="en"))
    except InputError:
        return  # nothing to code in it: said by name, which is what a reader may do
    coded(pipeline, report)


def noise(number):
    dice = random.Random(7)  # noqa: S311 - variety, no secret
    return bytes(dice.randrange(256) for _ in range(number))


LONG = {
    "bytes as Latin-1": noise(30_000).decode("latin-1"),
    "bytes as UTF-8": noise(30_000).decode("utf-8", "replace"),
    "combining marks": "".join(sign + "\u0301\u0323" for sign in STORY) * 30,
    "one word of marks": "Gunmen k" + "\u0301" * 20_000 + "illed two soldiers.",
    "right to left": f"\u202e{STORY}\u202c قتل المسلحون. \u200f" * 60,
    "emoji": "💥👨‍👩‍👧 Gunmen 💥 killed 3️⃣ soldiers in Baghdad 🇮🇶. " * 60,
    "a sentence of 10,000 words": "Gunmen killed " + "two soldiers and " * 3_333 + "a man.",
    "one word again and again": "killed " * 5_000,
    "one-word sentences": "killed. " * 1_000,
    "one-word paragraphs": "killed\n" * 400,
    "one word of 60,000 letters": "killed" * 10_000,
    "one story again and again": f"{STORY}\n\n" * 100,
    "times": "on Friday last week on 3 March 2020 at 4am, " * 500 + "soldiers were killed.",
    "numbers": "123456 7 88 991919919919 " * 600 + "people were killed.",
    "places": "Baghdad, Mosul, Basra, Paris, " * 500 + "soldiers were killed.",
    "brackets": "(" * 5_000 + STORY + ")" * 5_000,
    "quotation marks": '"' * 5_000 + STORY + '"' * 5_000,
    "stops": "." * 20_000 + STORY,
    "dashes": "—" * 10_000 + STORY,
    "spaces": " " * 50_000 + STORY,
    "control signs": "".join(map(chr, range(32))) * 300 + STORY,
    "nested speech": "police said that " * 2_000 + "gunmen killed two soldiers.",
    "script": "<script>alert('killed')</script> <b>Gunmen</b> killed <a href=javascript:x>two soldiers</a> in Baghdad.\n\n" * 30,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_long_and_odd_texts_are_coded_in_time(pipeline, name):
    coded(pipeline, Report(LONG[name], origin="hostile", published="2024-03-02"))


def test_a_story_between_hostile_ones_is_coded_as_it_is_alone(pipeline):
    story = Report(STORY, origin="story", published="2024-03-02")
    hostile = [Report(text[:2_000], origin=name, published="2024-03-02") for name, text in LONG.items()]
    alone = coded(pipeline, story)
    assert alone.events
    among = pipeline.code([*hostile, story, *hostile], seconds=4 * SECONDS)
    assert [coding.failure for coding in among] == [None] * len(among)
    assert among[len(hostile)].record == alone
