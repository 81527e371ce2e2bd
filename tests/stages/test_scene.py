"""Which places and times of a sentence an event gets, by own sentences that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, drafted, event_with, rows

from dateline.readers import ReadOptions, read_text

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


def test_several_attacks_are_set_in_the_towns_that_one_list_names():
    text = "Drones hit oil plants in Saudi Arabia on Wednesday.|The drones struck Abqaiq and Dammam before dawn."
    assert set(where(text, "plants")) == {"Abqaiq", "Dammam"}


@pytest.mark.parametrize(
    ("title", "body", "places"),
    [
        ("Samarra", "the Iraqi city of Tikrit", ["Tikrit"]),
        ("Tikrit", "northern Iraq", ["Tikrit"]),
    ],
)
def test_what_the_body_names_stands_before_the_headline(title, body, places):
    report = read_text(
        f"A bomb killed nine people in {body} on Wednesday.",
        title=f"Bomb kills nine people in {title}",
        options=ReadOptions(published="2021-05-06"),
    )
    (draft,) = drafted([report])
    assert [p.name for p in event_with(draft, "Wednesday").where] == places


def test_who_is_arrested_for_an_attack_is_where_that_was():
    text = (
        "A bombing killed nine people in Herat on Wednesday.|Gunmen attacked a police post in Kunduz on Wednesday.|"
        "Police arrested a man in connection with the bombing."
    )
    assert where(text, "arrested") == ["Herat"]


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


def when(text, word, published="2021-05-07"):
    found = event_with(coded([text], published=published)[text], word).when
    return (found.start, found.end) if found else None


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ("The bombing late on Wednesday was the worst in years.", "2021-05-05T18:00"),
        ("A governor called Wednesday's bombing cowardly.", "2021-05-05"),
        ("Wednesday's attack on a church in Lagos was unrelated.", "2021-05-06"),
    ],
)
def test_the_day_of_the_main_event_may_be_told_where_it_is_named_again(more, start):
    text = f"A bombing in Mosul killed four people.|{more}"
    assert when(text, "killed")[0] == start


def test_a_day_holds_for_the_deeds_told_after_it():
    text = "Crowds marched in Minsk on Wednesday.|They sang.|They waved flags.|Police arrested three men."
    assert when(text, "arrested") == ("2021-05-05", "2021-05-05")


def test_a_night_holds_for_the_deeds_told_after_it():
    text = "Crowds marched in Minsk on Tuesday night.|Police arrested three men."
    assert when(text, "arrested") == ("2021-05-04T18:00", "2021-05-05T06:00")


def test_the_day_before_publication_is_told_in_passing():
    text = "Crowds marched in Minsk on Thursday.|They sang.|Police arrested three men."
    assert when(text, "arrested") == ("2021-05-06", "2021-05-07")


def test_the_lead_may_have_its_day_told_after_it():
    text = "Gunmen killed a judge in Mosul.|The city was quiet on Tuesday."
    assert when(text, "killed") == ("2021-05-04", "2021-05-04")


def test_the_day_of_words_is_not_that_of_the_deeds():
    text = "Gunmen killed a judge in Mosul, police said on Friday."
    assert when(text, "killed") == ("2021-05-06", "2021-05-07")


def test_what_is_told_of_an_old_day_is_as_old():
    text = "Gunmen killed a judge in Mosul, police said on Monday."
    assert when(text, "killed") == ("2021-05-03", "2021-05-03")


def test_a_verbal_act_has_the_day_of_its_sentence_only():
    text = "Crowds marched in Minsk on Wednesday.|The opposition condemned the government."
    assert when(text, "condemned") == ("2021-05-06", "2021-05-07")


def test_a_time_counts_from_the_event_that_it_names():
    text = "Gunmen attacked a mosque in Mosul on Tuesday.|The army had deployed troops two days before the attack."
    assert when(text, "deployed") == ("2021-05-02", "2021-05-02")


def test_a_threat_was_made_when_its_words_are_past():
    assert when("The rebels threatened to attack Mosul last month.", "threatened") == ("2021-04-01", "2021-04-30")


def test_why_an_event_is_when_it_is():
    text = "Gunmen attacked a mosque in Mosul on Wednesday.|Police arrested three men.|The opposition condemned the government."
    draft = coded([text], published="2021-05-07")[text]
    why = {
        word: next((c.reason, [s.quote for s in c.spans]) for c in event_with(draft, word).cues if c.slot == "when")
        for word in ("attacked", "arrested", "condemned")
    }
    assert why == {
        "attacked": ("told with it", ["Wednesday"]),
        "arrested": ("the day of the news around it", ["Wednesday"]),
        "condemned": ("no time is told of it: the day of publication and the one before", []),
    }


def test_a_week_is_made_finer_by_a_day_told_of_the_same_event():
    text = "A bombing killed a judge in Mosul this week.|The bombing on Tuesday was the first in months."
    assert when(text, "judge") == ("2021-05-04", "2021-05-04")


def test_nothing_has_happened_after_publication():
    text = "The hostages were seized on Thursday and freed twelve days later."
    assert when(text, "freed") != ("2021-05-18", "2021-05-18")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Police arrested three men over Wednesday's bombing in Mosul.", "arrested"),
        ("The opposition called for an inquiry into Wednesday's bombing in Mosul.", "called"),
    ],
)
def test_the_day_of_an_attack_is_not_that_of_what_is_said_or_done_about_it(text, word):
    assert when(text, word) == ("2021-05-06", "2021-05-07")


def test_a_place_is_recalled_by_the_noun_in_its_name():
    text = "Shells hit the Karrada district of Baghdad on Wednesday.|Soldiers shot dead two men in the district on Thursday."
    assert where(text, "shot") == ["Karrada district"]


def test_a_call_for_a_meeting_is_not_as_late_as_the_meeting():
    assert when("The opposition called for talks for next Monday.", "called") != ("2021-05-10", "2021-05-10")


def test_a_state_that_is_barred_from_something_is_no_place():
    assert where("The council barred North Korea from importing gas on Wednesday.", "barred") == []


def test_what_somebody_owns_up_to_was_done_before():
    text = "A raid killed nine people, residents said Saturday, as the army acknowledged shelling the area."
    draft = coded([text], published="2021-05-08")[text]
    attack = event_with(draft, "shelling the area")
    owned = next(e for e in draft.events if e.type.plover == "CONCEDE")
    assert (attack.when.basis, owned.when.basis) == ("published", "text")
