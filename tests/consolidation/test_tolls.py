"""How figures become low, best and high, and what course they take."""

import pytest
from tests.support.incidents import Story

from dateline.consolidation import Grades, consolidate

WORDS = (
    "A bomb in Zarna killed many: 15 people, 17 people, 20 people, nobody, 4 soldiers, 3 pupils, a guard, dozens. "
    "police, the army, the rebels, the ministry, residents said so."
)


def story(publisher, published="2024-05-04", **fields):
    return Story(f"{WORDS} {publisher} {published}.", published, publisher, **fields)


def toll(*stories, **options):
    return consolidate([one.member for one in stories], **options).tolls[0]


def spread(*stories, **options):
    found = toll(*stories, **options)
    return found.low, found.best, found.high, found.course


def test_told_once():
    assert spread(story("A").killed("15 people", 15)) == (15, 15, 15, "single")


def test_not_stated_zero_and_unknown_are_three_things():
    assert consolidate([story("A").member]).tolls == ()
    assert spread(story("A").killed("nobody", 0)) == (0, 0, 0, "single")
    unknown = toll(story("A").killed("many", None, None))
    assert (unknown.low, unknown.best, unknown.high, len(unknown.figures)) == (None, None, None, 1)


def test_a_later_figure_of_an_outlet_stands_in_place_of_its_earlier_ones():
    one, two = story("A").killed("15 people", 15), story("A", "2024-05-05").killed("17 people", 17)
    assert spread(one, two) == (17, 17, 17, "rising")
    lower = story("A", "2024-05-05").killed("4 soldiers", 4)
    assert spread(one, lower) == (4, 4, 4, "corrected")
    assert [figure.superseded for figure in toll(one, lower).figures] == [True, False]


def test_a_later_figure_of_another_outlet_is_a_rise_or_a_dispute():
    early, more = story("A").killed("15 people", 15), story("B", "2024-05-05").killed("17 people", 17)
    assert spread(early, more) == (15, 17, 17, "rising")
    less = story("B", "2024-05-05").killed("3 pupils", 3)
    assert spread(early, less)[3] == "disputed"
    same_day = story("B").killed("17 people", 17)
    assert spread(early, same_day)[3] == "disputed"


def test_a_rise_has_those_behind_it_who_said_less_before_and_no_rival_of_the_same_hour():
    early = [story(name).killed("15 people", 15) for name in "AB"]
    late = story("C", "2024-05-05").killed("17 people", 17)
    assert spread(*early, late) == (15, 17, 17, "rising")
    other = story("D").killed("20 people", 20)
    assert spread(*early, other)[1] == 15


def test_a_count_goes_before_an_earlier_at_least_that_more_tell_and_a_later_at_least_before_a_count():
    early = [story(name).killed("17 people", 17, None) for name in "AB"]
    counted = story("C", "2024-05-06").killed("15 people", 15)
    assert spread(*early, counted)[:3] == (15, 15, None)
    risen = story("C", "2024-05-06").killed("20 people", 20, None)
    assert spread(story("A").killed("15 people", 15), story("B").killed("15 people", 15), risen) == (
        15,
        20,
        None,
        "rising",
    )


def test_what_one_report_sets_side_by_side_is_no_rise():
    one = (
        story("A")
        .killed("15 people", 15, by="the ministry", said_at="2024-05-03")
        .killed("20 people", 20, by="residents")
    )
    two = story("B").killed("15 people", 15)
    assert spread(one, two)[1] == 15


def test_what_is_more_than_tenfold_is_no_rise():
    early = [story(name).killed("15 people", 15) for name in "AB"]
    year = story("C", "2024-05-06").killed("many", 629)
    assert spread(*early, year)[1] == 15


def test_nobody_contradicts_himself_in_one_breath():
    one = (
        story("A")
        .killed("17 people", 17, by="police")
        .killed("many", 4, by="police")
        .killed("20 people", 20, by="residents")
    )
    found = toll(one)
    assert (found.low, found.best, found.high, found.course) == (17, 20, 20, "disputed")
    assert [(figure.low, figure.whole) for figure in found.figures] == [(4, False), (17, True), (20, True)]


def test_a_none_of_some_is_no_total():
    one = story("A").killed("15 people", 15).killed("nobody", 0, who="pupils")
    assert spread(one) == (15, 15, 15, "single")


def test_an_official_speaker_is_superseded_by_itself_in_any_outlet():
    one = story("A").killed("15 people", 15, by="police")
    two = story("B", "2024-05-05").killed("17 people", 17, by="police")
    assert spread(one, two) == (17, 17, 17, "rising")
    others = story("B", "2024-05-05").killed("17 people", 17, by="residents")
    assert spread(one, others)[0] == 15


def test_what_a_side_says_and_zero_stay_until_the_same_speaker_says_otherwise():
    claim = story("A").killed("20 people", 20, by="the rebels")
    count = story("A", "2024-05-05").killed("4 soldiers", 4, by="the ministry")
    assert spread(claim, count) == (4, 4, 20, "disputed")
    none = story("A").killed("nobody", 0, by="the ministry")
    many = story("A", "2024-05-05").killed("15 people", 15, by="residents")
    assert spread(none, many)[:3] == (0, 15, 15)
    taken_back = story("A", "2024-05-05").killed("15 people", 15, by="the ministry")
    assert spread(none, taken_back)[:3] == (15, 15, 15)


def test_rivals_in_one_report_both_stand_and_the_side_of_the_fighting_is_not_the_best():
    one = story("A").killed("20 people", 20, by="the army").killed("15 people", 15, by="residents")
    assert spread(one) == (15, 15, 20, "disputed")


def test_a_figure_that_the_report_itself_replaces_is_superseded():
    one = story("A").killed("15 people", 15, superseded_by="t2").killed("17 people", 17)
    assert spread(one) == (17, 17, 17, "rising")


def test_at_least_opens_high_until_somebody_counts():
    at_least = story("A").killed("15 people", 15, None)
    assert spread(at_least) == (15, 15, None, "single")
    counted = story("B", "2024-05-05").killed("17 people", 17)
    assert spread(at_least, counted) == (17, 17, 17, "single")
    before = story("B", "2024-05-03").killed("17 people", 17)
    assert spread(before, at_least) == (17, 17, None, "single")


def test_an_up_to_that_is_better_than_a_greater_figure_lowers_the_least():
    up_to = story("A").killed("17 people", None, 17)
    assert spread(up_to) == (None, 17, 17, "single")
    background = story("B", standing="background").killed("20 people", 20)
    assert spread(up_to, background) == (17, 17, 20, "disputed")


def test_parts_never_count_as_totals():
    one = story("A").killed("17 people", 17, who="17 people").killed("4 soldiers", 4, part_of="t1")
    found = toll(one)
    assert (found.low, found.best, found.high) == (17, 17, 17)
    assert [figure.whole for figure in found.figures] == [True, False]


def test_a_group_is_no_total_beside_one_of_everybody():
    one = story("A").killed("17 people", 17, who="people").killed("4 soldiers", 4, who="soldiers")
    assert spread(one) == (17, 17, 17, "single")


def test_separate_groups_without_a_total_are_added_up():
    one = story("A").killed("4 soldiers", 4, who="soldiers").killed("3 pupils", 3, who="pupils")
    found = toll(one)
    assert (found.low, found.best, found.high, found.course) == (7, 7, 7, "single")
    assert [(figure.low, figure.whole) for figure in found.figures] == [(4, False), (3, False)]
    rivals = (
        story("A")
        .killed("4 soldiers", 4, who="soldiers", by="police")
        .killed("3 pupils", 3, who="pupils", by="residents")
    )
    assert spread(rivals)[:3] == (3, 4, 4)


def test_news_goes_before_background_and_the_better_grade_before_the_later():
    news = story("A").killed("15 people", 15)
    recalled = story("B", "2024-06-04", standing="background").killed("20 people", 20)
    assert spread(news, recalled)[1] == 15
    later = story("C", "2024-05-05").killed("17 people", 17)
    assert spread(news, later, grades=Grades.of({"A": "A"}))[1] == 15
    assert spread(news, later, grades=Grades.of({"C": "E"}))[1] == 15


def test_a_late_copy_repeats_what_was_said_when_it_was_said():
    text = f"{WORDS} Wire."
    early = Story(text, "2024-05-04", "A", agency="AP").killed("15 people", 15)
    update = Story(f"{text} Update.", "2024-05-05", "B", agency="AP").killed("17 people", 17)
    late = Story(text, "2024-05-06", "C", agency="AP").killed("15 people", 15)
    found = toll(early, update, late)
    assert (found.low, found.best, found.high, found.course) == (17, 17, 17, "rising")
    assert [figure.witness.said_at for figure in found.figures] == ["2024-05-04", "2024-05-04", "2024-05-05"]


def test_figures_stand_in_the_order_in_which_they_were_said():
    late = story("A", "2024-05-06").killed("15 people", 15, said_at="2024-05-02")
    early = story("B", "2024-05-04").killed("17 people", 17)
    assert [figure.low for figure in toll(early, late).figures] == [15, 17]


@pytest.mark.parametrize("measure", ["injured", "missing", "detained", "abducted", "displaced", "casualties"])
def test_every_measure_has_a_history_of_its_own(measure):
    found = consolidate([story("A").killed("15 people", 15).harm(measure, "17 people", 17).member]).tolls
    assert [(one.measure, one.best) for one in found] == [("killed", 15), (measure, 17)]
