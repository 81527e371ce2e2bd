"""Who counts as an independent source, who copied whom, and who told it first."""

import pytest
from tests.support.incidents import Story

from dateline.consolidation import Grades, consolidate
from dateline.errors import RecordError

SKETCH = tuple(range(24))
NEAR = (*range(12), *range(100, 112))
OTHER = tuple(range(200, 224))


def tellers(*stories, **options):
    found = consolidate([story.member for story in stories], **options)
    return {teller.publisher or teller.agency: teller for teller in found.tellers}, found


def story(text, published, publisher=None, **fields):
    return Story(text, published, publisher, **fields)


def test_a_text_printed_twice_is_one_source():
    text = "A bomb went off in Zarna."
    found, incident = tellers(story(text, "2024-05-04", "Courier"), story(text, "2024-05-05", "Echo"))
    assert incident.sources == 1
    assert found["Echo"].copies == found["Courier"].report_id
    assert found["Courier"].copies is None


def test_a_text_that_is_nearly_the_same_is_a_copy_and_another_is_none():
    first = story("A bomb went off in Zarna.", "2024-05-04", "Courier", sketch=SKETCH)
    near = story("A bomb went off in Zarna, says all.", "2024-05-05", "Echo", sketch=NEAR)
    other = story("Zarna was shaken by a blast.", "2024-05-05", "Post", sketch=OTHER)
    found, incident = tellers(first, near, other)
    assert incident.sources == 2
    assert found["Echo"].copies == found["Courier"].report_id
    assert found["Post"].copies is None


def test_an_agency_is_one_source_whoever_prints_it_and_a_paper_of_two_agencies_is_two():
    found, incident = tellers(
        story("Reuters tells of a bomb.", "2024-05-04", "Echo", agency="Reuters"),
        story("AP tells of a bomb.", "2024-05-04", "Echo", agency="AP"),
        story("Reuters tells of a bomb again.", "2024-05-05", "Post", agency="Reuters"),
        story("Reuters itself tells of it.", "2024-05-06", "REUTERS"),
    )
    assert incident.sources == 2
    assert found["Post"].source == found["REUTERS"].source
    assert all(teller.copies is None for teller in incident.tellers)


def test_a_copy_that_credits_nobody_is_the_agencys_too():
    text = "A bomb went off in Zarna."
    _, incident = tellers(
        story(text, "2024-05-04", "Echo"),
        story(text, "2024-05-05", "Post", agency="AP"),
        story("AP has more of Zarna.", "2024-05-05", None, agency="AP"),
    )
    assert incident.sources == 1


def test_two_reports_of_one_outlet_are_one_source_and_a_new_edition_is_no_copy():
    first = story("A bomb killed two.", "2024-05-04", "The Courier", sketch=SKETCH)
    later = story("A bomb killed three.", "2024-05-05", "courier", sketch=NEAR)
    found, incident = tellers(first, later)
    assert incident.sources == 1
    assert all(teller.copies is None for teller in found.values())


def test_texts_of_nobody_known_are_sources_of_their_own():
    _, incident = tellers(story("A bomb went off.", "2024-05-04"), story("There was a blast.", "2024-05-04"))
    assert incident.sources == 2


def test_who_told_it_first_is_said_only_where_it_is_known():
    early, late = story("One.", "2024-05-04T08:00", "A"), story("Two.", "2024-05-04T09:00", "B")
    found, incident = tellers(early, late)
    assert (found["A"].broke, found["B"].broke) == (True, False)
    assert (incident.first_report, incident.last_report) == ("2024-05-04T08:00", "2024-05-04T09:00")
    same_day, _ = tellers(early, story("Two.", "2024-05-04", "B"))
    assert not any(teller.broke for teller in same_day.values())
    undated, incident = tellers(story("One.", None, "A"), story("Two.", None, "B"))
    assert not any(teller.broke for teller in undated.values())
    assert incident.first_report is None


def test_first_is_first_whatever_the_time_zone():
    found, _ = tellers(story("One.", "2024-05-04T08:00+05:00", "A"), story("Two.", "2024-05-04T07:00+00:00", "B"))
    assert found["A"].broke


def test_the_first_and_the_last_day_of_the_calendar_can_be_compared():
    found, _ = tellers(story("One.", "0001-01-01T00:00+14:00", "A"), story("Two.", "9999-12-31T23:59-12:00", "B"))
    assert found["A"].broke


def test_a_flood_of_copies_is_one_source_and_costs_little():
    flood = [story("A bomb killed 4 in Zarna.", f"2024-05-{1 + n % 28:02}", f"P{n}").killed("4", 4) for n in range(600)]
    _, incident = tellers(*flood)
    assert incident.sources == 1
    assert (incident.tolls[0].best, len(incident.tolls[0].figures)) == (4, 600)


def test_grades_are_by_outlet_and_by_telling_and_stand_apart():
    graded = story("One.", "2024-05-04", "The Courier")
    event = graded.member.event.id
    found, _ = tellers(
        graded,
        story("Two.", "2024-05-05", None, agency="AP"),
        grades=Grades.of({"courier": "B", "ap": "A"}, {event: "2"}),
    )
    assert (found["The Courier"].reliability, found["The Courier"].credibility) == ("B", "2")
    assert (found["AP"].reliability, found["AP"].credibility) == ("A", "6")


def test_two_grades_for_one_outlet_are_refused():
    with pytest.raises(RecordError, match="two grades"):
        Grades.of({"The Courier": "A", "COURIER": "B"})


def test_no_member_and_a_member_twice_are_refused():
    with pytest.raises(RecordError, match="needs a report"):
        consolidate([])
    one = story("One.", "2024-05-04").member
    with pytest.raises(RecordError, match="twice"):
        consolidate([one, one])
