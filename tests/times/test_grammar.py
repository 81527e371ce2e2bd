"""Cases of `find_times`: each line of cases.tsv is a text and the times that it tells."""

import datetime as dt
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.lexicon.timegrammar import TimeValue, find_times, in_zone
from dateline.lexicon.timegrammar.patterns import FIRST_WORDS

PUBLISHED = dt.date(2023, 12, 8)
CASES = [
    line.split("\t")
    for line in (pathlib.Path(__file__).parent / "cases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def shown(value: TimeValue) -> str:
    flags = [f"{value.begin or ''}..{value.until or ''}", value.precision]
    flags += ["~"] * value.approximate + [value.kind] * (value.kind != "interval")
    if value.basis == "event":
        flags += ["event"] + ([] if value.offset is None else [f"{value.offset:g}"])
    return " ".join(flags + ["bare"] * value.bare)


def only(text: str, published: dt.date | None = PUBLISHED, zone: str | None = None) -> TimeValue:
    (value,) = find_times(text, published=published, zone=zone)
    return value


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:50] for case in CASES])
def test_case(text, expected):
    found = " ; ".join(shown(value) for value in find_times(text, published=PUBLISHED))
    assert (found or "none") == expected


def test_there_are_enough_cases():
    assert len(CASES) >= 190


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("on Monday", "2023-12-11"),
        ("on Friday", "2023-12-08"),
        ("in March", "2024-03-01"),
        ("on March 15", "2024-03-15"),
        ("on Christmas Day", "2023-12-25"),
        ("on Monday morning", "2023-12-11T06:00"),
        ("at the weekend", "2023-12-09"),
        ("last Monday", "2023-12-04"),
    ],
)
def test_future_reading(text, begin):
    assert only(text).in_future().begin == begin


@pytest.mark.parametrize("text", ["last week", "on Friday", "yesterday morning", "in March", "two days ago", "Ramadan"])
def test_without_publication_relative_times_stay_open(text):
    value = only(text, None)
    assert (value.begin, value.until) == (None, None)


@pytest.mark.parametrize(
    ("text", "begin"), [("in 2014", "2014-01-01"), ("March 15, 2014", "2014-03-15"), ("in May 2014", "2014-05-01")]
)
def test_without_publication_absolute_times_resolve(text, begin):
    assert only(text, None).begin == begin


def test_a_clock_time_of_another_zone_is_converted():
    value = in_zone(only("at 2330 GMT on Thursday"), "Asia/Baghdad")
    assert (value.begin, value.until, value.zone) == ("2023-12-08T02:30", "2023-12-08T02:30", "Asia/Baghdad")


def test_a_local_clock_time_takes_the_zone_as_it_is():
    value = in_zone(only("at 4am on Friday"), "Asia/Baghdad")
    assert (value.begin, value.zone) == ("2023-12-08T04:00", "Asia/Baghdad")


def test_an_unknown_zone_changes_nothing():
    value = only("at 2330 GMT on Thursday")
    assert in_zone(value, "Nowhere/None") == value


def test_a_bare_time_goes_to_another_day():
    value = only("at 4am").on_day(dt.date(2023, 12, 5))
    assert (value.begin, value.until, value.bare) == ("2023-12-05T04:00", "2023-12-05T04:59", False)


def test_offsets_quote_the_expression():
    text = "Rockets were fired at about 4am on Friday, police said."
    value = only(text)
    assert text[value.start : value.end] == "about 4am on Friday"


WORDS = [*sorted(FIRST_WORDS), *"31 2014 15 Friday March 4am 04:30 of - , the to and".split(), "\n"]


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(), st.dates() | st.none())
def test_any_text_gives_sound_values(text, published):
    end = 0
    for value in find_times(text, published=published):
        assert end <= value.start < value.end <= len(text)
        end = value.end
        for interval in (value, value.ahead or value):
            if interval.begin and interval.until:
                assert interval.begin[:10] <= interval.until[:10]
            for moment in (interval.begin, interval.until):
                assert moment is None or dt.datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["the " * 4000, "9" * 4000, "Friday " * 2000, "a few " * 2000, "March 3-" * 1500])
def test_hostile_text_is_read_quickly(text):
    assert len(list(find_times(text, published=PUBLISHED))) <= 2000
