"""Dates that are on no calendar are known as such, and an event that has one gets no other day."""

import pytest

from dateline.assembly import build_pipeline
from dateline.lexicon.timegrammar import names_impossible_date
from dateline.text import Report

NONE = ("on 31 February", "on February 30, 2023", "29 February 2023", "the 31st of April", "on 13/13/2023", "in the year 30000",
        "in year 0", "on Sept. 31", "on 0 May 2020", "the year " + "9" * 400)  # fmt: skip
SOME = ("on 28 February", "29 February", "29 February 2024", "on May 31", "13/12/2023", "12.13.2023", "in the year 2000",
        "they may 40 years on", "10.20.30.2000", "March 1 or 2", "a year 12 pupil")  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_day(text):
    assert names_impossible_date(f"Gunmen killed two people {text}, police said.")


@pytest.mark.parametrize("text", SOME)
def test_a_day(text):
    assert not names_impossible_date(f"Gunmen killed two people {text}, police said.")


@pytest.mark.parametrize(("told", "days"), [("31 February 2023", None), ("no day", "2024-03-04")])
def test_an_event_of_no_day_is_not_put_on_that_of_publication(told, days):
    report = Report(f"Gunmen killed two people in Kano on {told}, police said.", origin="x", published="2024-03-05")
    (coding,) = build_pipeline().code([report])
    (event,) = coding.record.events
    assert (event.when.start if event.when else None) == days
