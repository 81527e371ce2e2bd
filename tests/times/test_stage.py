"""The stage of times: offsets in the report, tense, and times of day that take the day told before."""

import pytest

pytest.importorskip("spacy")

from dateline.draft import Draft
from dateline.stages.syntax import SyntaxStage
from dateline.stages.times import TimesStage
from dateline.text import Report

PUBLISHED = "2023-12-08"


def times_of(text, published=PUBLISHED):
    draft = Draft(Report(text, "test", published=published))
    (parsed,) = SyntaxStage(parse_all=True).pipe([draft])
    return TimesStage()(parsed)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("Gunmen attacked the base on Monday.", "2023-12-04"),
        ("Leaders will meet in Cairo on Monday.", "2023-12-11"),
        ("The talks are due to resume on Monday.", "2023-12-11"),
        ("A vote is scheduled for Tuesday.", "2023-12-12"),
        ("The minister said troops would leave on Tuesday.", "2023-12-12"),
        ("The minister said on Tuesday that troops would leave.", "2023-12-05"),
        ("The truce expires on Sunday.", "2023-12-10"),
        ("The union plans to strike in March.", "2024-03-01"),
        ("The union called a strike in March.", "2023-03-01"),
    ],
)
def test_tense_chooses_the_reading(text, begin):
    (time,) = times_of(text).times
    assert time.begin == begin


def test_a_time_of_day_takes_the_day_told_before():
    draft = times_of("Gunmen attacked the base on Wednesday. The first shots were heard at 4am.")
    assert [time.begin for time in draft.times] == ["2023-12-06", "2023-12-06T04:00"]


def test_a_time_of_day_takes_the_day_of_its_own_sentence():
    draft = times_of("At 4am rockets hit the town, police said on Thursday.")
    assert draft.times[0].begin == "2023-12-07T04:00"


def test_a_time_of_day_alone_is_of_the_day_of_publication():
    assert times_of("Rockets hit the town at 4am.").times[0].begin == "2023-12-08T04:00"


def test_offsets_and_tokens_quote_the_report():
    draft = times_of("Police said so.\n\nRockets were fired at the embassy at about 4am on Friday.")
    (time,) = draft.times
    tokens = draft.sentences[time.sentence].tokens[time.first : time.last]
    assert draft.report.text[time.start : time.end] == "about 4am on Friday"
    assert (tokens[0].start, tokens[-1].end) == (time.start, time.end)


def test_without_publication_times_are_found_and_stay_open():
    (time,) = times_of("Gunmen attacked the base on Monday.", published=None).times
    assert (time.begin, time.until) == (None, None)


def test_without_publication_a_date_takes_the_year_told_before():
    draft = times_of("The war began in 1975. In June the port fell, and on 4 July the capital.", published=None)
    assert [time.begin for time in draft.times] == ["1975-01-01", "1975-06-01", "1975-07-04"]


def test_times_carry_their_timex_value():
    draft = times_of("Gunmen attacked the base on Monday night and held it for two days.")
    assert [time.timex for time in draft.times] == ["2023-12-04TNI", "P2D"]
