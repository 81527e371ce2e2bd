"""Which places and times of a sentence an event gets, by own sentences that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, event_with, rows

CASES = rows("scenes.tsv")


@pytest.fixture(scope="module")
def drafts():
    return coded([text for text, *_ in CASES])


@pytest.mark.parametrize(("text", "word", "places", "_days"), CASES)
def test_places(drafts, text, word, places, _days):
    event = event_with(drafts[text], word)
    assert [p.name for p in event.where] == ([] if places == "-" else places.split("|"))


@pytest.mark.parametrize(("text", "word", "_places", "days"), CASES)
def test_times(drafts, text, word, _places, days):
    when = event_with(drafts[text], word).when
    assert (f"{when.start}..{when.end} {when.precision}" if when else "-") == days


def test_every_place_quotes_the_text(drafts):
    for draft in drafts.values():
        for event in draft.events:
            for place in event.where:
                assert [draft.report.text[s.start : s.end] for s in place.spans] == [s.quote for s in place.spans]


def test_news_without_a_place_stays_on_the_scene():
    text = "Gunmen attacked a mosque in Mosul on Wednesday.|The gunmen also shot dead two policemen."
    event = event_with(coded([text], published="2021-05-06")[text], "policemen")
    assert [(p.name, p.confidence) for p in event.where] == [("Mosul", 0.4)]


def test_an_undated_event_of_the_news_has_the_days_of_publication():
    text = "Gunmen attacked a mosque in Mosul."
    when = event_with(coded([text], published="2021-05-06")[text], "attacked").when
    assert (when.start, when.end, when.basis) == ("2021-05-05", "2021-05-06", "published")


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ("Explosions were heard near the mosque at about 4am.", "2021-05-05T04:00"),
        ("They arrived on motorcycles at 3:00.", "2021-05-05T03:00"),
        ("A second attack took place in Basra at 6pm.", "2021-05-05"),
        ("A minister landed in Erbil at 6pm.", "2021-05-05"),
    ],
)
def test_the_hour_of_the_main_event_may_be_told_elsewhere(more, start):
    text = f"Gunmen attacked a mosque in Mosul on Wednesday, killing four people.|{more}"
    assert event_with(coded([text], published="2021-05-06")[text], "mosque").when.start == start


def test_undated_news_has_the_day_told_around_it():
    text = "Gunmen attacked a mosque in Mosul on Wednesday. The gunmen also shot dead two policemen."
    when = event_with(coded([text], published="2021-05-06")[text], "policemen").when
    assert (when.start, when.end, when.approximate) == ("2021-05-05", "2021-05-05", True)


def test_a_building_is_the_scene_of_its_own_type_of_event_only():
    text = "Gunmen attacked the US embassy in Baghdad on Wednesday.|Police arrested two men.|The gunmen also shot dead a guard."
    draft = coded([text], published="2021-05-06")[text]
    assert [p.precision for p in event_with(draft, "arrested").where] != ["site"]
    assert [p.name for p in event_with(draft, "guard").where] == [p.name for p in event_with(draft, "attacked").where]


def where(text, word, published="2021-05-06"):
    return [p.name for p in event_with(coded([text], published=published)[text], word).where]


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ("The bomb went off in Lashkar Gah.", ["Lashkar Gah"]),
        ("The wounded were taken to Kandahar.", ["Helmand"]),
        ("A minister arrived in Lashkar Gah.", ["Helmand"]),
    ],
)
def test_a_place_known_at_large_is_made_finer_by_what_is_told_later(more, places):
    assert (
        where(f"A bomb killed nine people in the Afghan province of Helmand on Wednesday.|{more}", "killed") == places
    )


def test_several_attacks_are_not_set_in_the_town_of_one():
    text = "Two bombs killed nine people in the Afghan province of Helmand on Wednesday.|One went off in Lashkar Gah."
    assert where(text, "killed") == ["Helmand"]


def test_the_freed_and_the_troops_are_elsewhere():
    text = "Gunmen attacked a mosque in Mosul on Wednesday.|Two hostages were released on Thursday.|The army deployed more troops."
    assert where(text, "hostages") == []
    assert where(text, "deployed") == []


def test_background_does_not_share_what_another_event_has():
    text = "The government, shaken by a bombing in Kabul in 2019, had outlawed the movement in 2020."
    assert where(text, "outlawed") == []


def test_a_street_stands_for_its_city():
    text = "Gunmen killed a judge in London on Wednesday.|They killed him on Streatham High Road."
    assert where(text, "judge") == ["Streatham High Road"]


def test_a_region_around_another_place_is_left_out():
    text = "Militiamen captured the Tora Bora mountains on Wednesday after days of fighting in eastern Afghanistan."
    assert "eastern Afghanistan" not in where(text, "captured")


def test_why_an_event_is_where_it_is():
    text = "Gunmen attacked a mosque in Mosul on Wednesday.|They also shot dead two policemen in the city.|Police arrested three men on Thursday."
    draft = coded([text], published="2021-05-06")[text]
    why = {
        word: next((c.reason, [s.quote for s in c.spans]) for c in event_with(draft, word).cues if c.slot == "where")
        for word in ("attacked", "policemen", "arrested")
    }
    assert why == {
        "attacked": ("told with it", ["in"]),
        "policemen": ("recalled with it", ["city"]),
        "arrested": ("no place is told of it: that of the event told before", []),
    }
