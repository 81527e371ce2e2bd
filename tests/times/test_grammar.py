"""Cases of `find_times`: each line of cases.tsv is a text, the day it is read at, the times that it tells, and their TIMEX3."""

import datetime as dt
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.lexicon.timegrammar import TimeValue, find_times, in_zone
from dateline.lexicon.timegrammar.feasts import feast_days, feasts
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


@pytest.mark.parametrize(("text", "anchor", "expected", "timex"), CASES, ids=[case[0][:50] for case in CASES])
def test_case(text, anchor, expected, timex):
    found = list(find_times(text, published=dt.date.fromisoformat(anchor)))
    assert (" ; ".join(map(shown, found)) or "none") == expected
    assert (" ; ".join(f"{value.timex.value} {value.timex.mod}".strip() for value in found) or "none") == timex


def test_there_are_enough_cases():
    assert len(CASES) >= 430


@pytest.mark.parametrize(
    ("text", "begin"),
    [("In June the port fell.", "1975-06-01"), ("On 4 March they met.", "1975-03-04"), ("On Friday they met.", None), ("Last week they met.", None)],
)  # fmt: skip
def test_without_publication_the_year_told_before_holds(text, begin):
    (value,) = find_times(text, year=1975)
    assert value.begin == begin


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


@pytest.mark.parametrize(
    ("text", "value"),
    [("on Monday", "2023-12-11"), ("in March", "2024-03"), ("at the weekend", "2023-W49-WE"), ("on Monday morning", "2023-12-11TMO")],
)  # fmt: skip
def test_timex_follows_the_reading(text, value):
    assert only(text).in_future().timex.value == value


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Lunar New Year", "2024-02-10"), ("Lunar New Year", "2021-02-12"), ("Diwali", "2022-10-24"), ("Diwali", "2020-11-14"),
        ("Ramadan", "2019-05-06"), ("Ramadan", "2022-04-02"), ("Eid al-Fitr", "2021-05-13"), ("Eid al-Adha", "2023-06-28"),
        ("Ashura", "2023-07-28"), ("Yom Kippur", "1973-10-06"), ("Purim", "2022-03-17"), ("Passover", "2013-03-26"),
        ("Easter", "2018-04-01"), ("Orthodox Easter", "2021-05-02"), ("Good Friday", "2016-03-25"), ("Hanukkah", "2014-12-17"),
        ("Memorial Day", "2023-05-29"), ("Thanksgiving", "2021-11-25"), ("Nowruz", "2020-03-20"),
    ],
)  # fmt: skip
def test_feasts_of_known_years(name, day):
    assert only(f"It happened on {name} {day[:4]}.").begin == day


@pytest.mark.parametrize("name", sorted({*feasts(), "eid"}))
@pytest.mark.parametrize("year", [1000, 1582, 1900, 2024, 2099])
def test_every_feast_has_days_in_every_year(name, year):
    if feasts().get(name) is None or feasts()[name].calendar != "islamic":
        assert feast_days(name, year)
    assert all(first <= last and abs(first.year - year) <= 1 for first, last in feast_days(name, year))


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


@pytest.mark.parametrize(
    "published", [dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2100, 12, 31), dt.date(1000, 1, 1)]
)
@pytest.mark.parametrize(
    "text", ["at Easter", "on Eid", "last week", "on Friday", "a decade ago", "in March", "overnight"]
)
def test_a_day_of_publication_that_no_news_has_leaves_times_open(text, published):
    value = only(text, published)
    assert (value.begin, value.until) == (None, None)
