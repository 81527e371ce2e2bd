"""The tagger's view of the grammar: whole texts, in news from the day of publication, in narratives from what was told."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.lexicon.timegrammar import tag
from dateline.lexicon.timegrammar.patterns import FIRST_WORDS


def marks(text, anchor=None, scheme="timex3"):
    return [(text[each.start : each.end], each.value) for each in tag(text, anchor, scheme=scheme)]


def values(text, anchor=None):
    return [value for _, value in marks(text, anchor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The revolt began in 1831. In June it reached the port.", ["1831", "1831-06"]),
        ("The town fell on 3 May 1866. Two days later the bridge was blown up.", ["1866-05-03", "1866-05-05"]),
        ("The town fell on 3 May 1866. The next morning it burned.", ["1866-05-03", "1866-05-04TMO"]),
        ("They met in December 1905. In February they met again.", ["1905-12", "1906-02"]),
        ("A truce was signed in 1921. On 4 March of the same year it was broken.", ["1921", "1921-03-04"]),
        ("Raids went on from April to June 1911.", ["1911-04", "1911-06"]),
        ("Raids went on from October to March 1911.", ["1910-10", "1911-03"]),
        ("He ruled in 1848-51.", ["1848", "1851"]),
        ("It was fought on 6-7 February 1807.", ["1807-02-06", "1807-02-07"]),
        ("The war of 431-404 BC began in spring.", ["BC0431", "BC0404", "BC0404-SP"]),
        ("He died in 323 BC. Two years later they met.", ["BC0323", "BC0321"]),
        ("It stood until the early 19th century.", ["18"]),
    ],
)
def test_a_narrative_counts_from_what_it_told(text, expected):
    assert values(text) == expected


def test_tides_marks_more_than_timeml():
    text = "The former mayor left at the same time."
    assert marks(text) == []
    assert marks(text, scheme="timex2") == [("former", "PAST_REF"), ("the same time", "")]


WORDS = [*sorted(FIRST_WORDS), *"31 2014 480 BC 15 Friday March 4am 04:30 of - , . the to and later".split(), "\n"]


@given(st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join) | st.text(), st.dates() | st.none())
def test_any_text_gives_sound_marks(text, anchor):
    end = 0
    for each in tag(text, anchor):
        assert end <= each.start < each.end <= len(text)
        end = each.end
        for moment in (each.begin, each.until):
            assert moment is None or dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "text",
    ["the " * 4000, "9" * 4000, "Friday " * 2000, "a few " * 2000, "May-" * 3000, "two and a half " * 1500, "1914-" * 2000,
     "more than " * 2000, "early " * 3000, " " * 20000, "twenty " * 3000, "the early the " * 2000],
)  # fmt: skip
def test_hostile_text_is_marked_quickly(text):
    assert len(tag(text, dt.date(2023, 12, 8))) <= 4000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fort fell on 3 May 1861. It was built like the 1790 citadel. In June it was retaken.", ["1861-05-03", "1790", "1861-06"]),
        ("The fort fell on 3 May 1861. The order (1790) was old. In June it was retaken.", ["1861-05-03", "1790", "1861-06"]),
        ("The fort fell on 3 May 1861. They lost more than the previous year. In June it was retaken.", ["1861-05-03", "1860", "1861-06"]),
        (
            "It began in 1860. In April 1861 they met. On 3 May 1861 they fought. In June they lost. A study of 1999 doubts that. In July they won.",
            ["1860", "1861-04", "1861-05-03", "1861-06", "1999", "1861-07"],
        ),
    ],
)  # fmt: skip
def test_a_year_in_passing_does_not_lead_away(text, expected):
    assert values(text) == expected
