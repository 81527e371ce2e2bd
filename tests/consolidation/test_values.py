"""Which values agree, which are rivals, and which stands first."""

import pytest
from tests.support.incidents import Story

from dateline.consolidation import Grades, consolidate
from dateline.incidents import Joined


def of(*stories, **options):
    return consolidate([story.member for story in stories], **options)


def outlets(*names):
    """Return as many stories as names, each of another outlet, with the same words."""
    words = "On 4 May, in the morning, gunmen of the Zarna Front or the army shot at a market in Zarna, Ulm."
    return [Story(f"{words} {name}.", publisher=name, anchor="gunmen") for name in names]


# --- support


def test_more_sources_go_before_fewer_and_grades_before_exactness():
    a, b, c = outlets("A", "B", "C")
    a.at("2024-05-04", "2024-05-04", "On 4 May")
    b.at("2024-05-03", "2024-05-03", "On 4 May")
    c.at("2024-05-03", "2024-05-03", "On 4 May")
    assert [told.value.start for told in of(a, b, c).when] == ["2024-05-03", "2024-05-04"]
    graded = Grades.of({"A": "B"})
    assert of(a, b, grades=graded).when[0].value.start == "2024-05-04"


def test_an_unreliable_outlet_and_improbable_information_lend_no_support():
    a, b, c = outlets("A", "B", "C")
    a.at("2024-05-04", "2024-05-04", "On 4 May")
    b.at("2024-05-03", "2024-05-03", "On 4 May")
    c.at("2024-05-03", "2024-05-03", "On 4 May")
    assert of(a, b, c, grades=Grades.of({"B": "E", "C": "E"})).when[0].value.start == "2024-05-04"
    told_badly = Grades.of({}, {b.member.event.id: "5", c.member.event.id: "5"})
    found = of(a, b, c, grades=told_badly)
    assert found.when[0].value.start == "2024-05-04"
    assert len(found.when[1].witnesses) == 2


def test_the_value_is_as_its_first_witness_has_it():
    a, b = outlets("A", "B")
    a.at("2024-05-04", "2024-05-04", "On 4 May")
    b.at("2024-05-04T06:00", "2024-05-04T12:00", "in the morning", "part-of-day")
    found = of(a, b).when
    assert len(found) == 1
    assert found[0].value.spans == found[0].witnesses[0].spans
    assert [w.report_id for w in found[0].witnesses] == [b.member.report_id, a.member.report_id]


# --- times


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("2024-05-04", "2024-05-04", "day"), ("2024-04-29", "2024-05-05", "week"), True),
        (("2024-05-04", "2024-05-04", "day"), ("2024-05-01", None, "day"), True),
        (("2024-05-04", "2024-05-04", "day"), ("2024-05-05", "2024-05-05", "day"), False),
        (
            ("2024-05-04T04:00", "2024-05-04T04:59", "hour"),
            ("2024-05-04T06:00", "2024-05-04T12:00", "part-of-day"),
            False,
        ),
        (("2024-05-04T04:00+03:00", "2024-05-04T04:59+03:00", "hour"), ("2024-05-04", "2024-05-04", "day"), True),
    ],
)
def test_times_agree_where_one_holds_the_other(one, other, agree):
    a, b = outlets("A", "B")
    a.at(one[0], one[1], "On 4 May", one[2])
    b.at(other[0], other[1], "in the morning", other[2])
    found = of(a, b).when
    assert len(found) == (1 if agree else 2)
    assert found[0].value.start == one[0] if agree else True


def test_a_day_taken_from_publication_is_never_before_one_that_is_told():
    a, b, c = outlets("A", "B", "C")
    a.at("2024-05-01", "2024-05-01", "On 4 May")
    for story in (b, c):
        story.at("2024-05-03", "2024-05-04", "", approximate=True, basis="published")
    assert [told.value.basis for told in of(a, b, c).when] == ["text", "published"]


def test_a_coarse_time_goes_to_the_best_supported_of_those_that_it_holds():
    a, b, c, d = outlets("A", "B", "C", "D")
    a.at("2024-05-02", "2024-05-02", "On 4 May")
    b.at("2024-05-04", "2024-05-04", "On 4 May")
    c.at("2024-05-04", "2024-05-04", "On 4 May")
    d.at("2024-05-01", "2024-05-31", "On 4 May", "month")
    assert [(told.value.start, len(told.witnesses)) for told in of(a, b, c, d).when] == [
        ("2024-05-04", 3),
        ("2024-05-02", 1),
    ]


# --- places


def test_a_site_agrees_with_its_town_the_town_with_its_country_and_two_towns_do_not():
    a, b, c, d = outlets("A", "B", "C", "D")
    a.place("a market", "site", "site", country="XX", admin1="Ulm", latitude=10.01, longitude=20.0, radius_km=0.5)
    b.place("Zarna", country="XX", admin1="Ulm", latitude=10.0, longitude=20.0, radius_km=5.0)
    c.place("Ulm", "admin", "admin1", country="XX", admin1="Ulm", latitude=10.5, longitude=20.5, radius_km=60.0)
    d.place("Ulm", "settlement", "town", country="XX", admin1="Ulm", latitude=10.03, longitude=20.0, radius_km=5.0)
    found = of(a, b, c).where
    assert [told.value.name for told in found] == ["a market"]
    assert len(found[0].witnesses) == 3
    assert {told.value.name for told in of(b, d).where} == {"Zarna", "Ulm"}


def test_a_namesake_in_another_country_is_another_place():
    a, b = outlets("A", "B")
    a.place("Zarna", country="XX")
    b.place("Zarna", country="YY")
    assert len(of(a, b).where) == 2
    b.parts["where"].clear()
    b.place("Zarna")
    assert len(of(a, b).where) == 1


def test_a_place_told_by_its_distance_agrees_with_the_town_within_it():
    a, b = outlets("A", "B")
    a.place("Zarna", country="XX", latitude=10.0, longitude=20.0, radius_km=5.0)
    b.place("Ulm", country="XX", latitude=10.1, longitude=20.0, radius_km=15.0, relation="direction-of")
    found = of(a, b).where
    assert [told.value.name for told in found] == ["Zarna"]


def test_a_site_without_a_point_agrees_with_the_place_whose_name_it_bears():
    a, b, c = outlets("A", "B", "C")
    a.place("Zarna", country="XX", latitude=10.0, longitude=20.0, radius_km=5.0)
    b.place("market in Zarna", "site", "site")
    c.place("a market", "site", "site")
    assert [told.value.name for told in of(a, b, c).where] == ["Zarna", "a market"]


def test_a_place_with_a_point_stands_before_one_without_where_as_many_tell_it():
    a, b = outlets("A", "B")
    a.place("Ulm", "site", "site", country="XX")
    b.place("Zarna", country="XX", latitude=10.0, longitude=20.0, radius_km=5.0)
    assert [told.value.name for told in of(a, b).where] == ["Zarna", "Ulm"]


# --- who


def test_one_actor_under_several_names_is_one():
    words = "Daesh struck, ISIS said. Islamic State militants fled. Gunmen fired."
    one = Story(words, publisher="A").who("Daesh", kind="rebels", actor="islamic-state")
    two = Story(words, publisher="B").who("ISIS", kind="rebels", actor="islamic-state")
    three = Story(words, publisher="C").who("Islamic State militants", kind="rebels").who("Gunmen")
    found = of(one, two, three).participants
    assert [told.value.actor for told in found] == ["islamic-state", None]
    assert set(found[0].names) == {"Daesh", "ISIS", "Islamic State militants"}
    assert len(found[0].witnesses) == 3


def test_a_state_and_its_troops_are_one_and_its_police_are_not():
    words = "Israel struck. Israeli troops moved. Israeli police came. Turkish troops went."
    one = Story(words, publisher="A").who("Israel", kind="military", actor="israel", country="IL")
    two = (
        Story(words, publisher="B")
        .who("Israeli troops", kind="military", country="IL")
        .who("Israeli police", kind="police", country="IL")
    )
    three = Story(words, publisher="C").who("Turkish troops", kind="military", country="TR")
    found = of(one, two, three).participants
    assert len(found) == 3
    assert (found[0].value.actor, len(found[0].witnesses)) == ("israel", 2)


def test_what_acts_under_a_states_adjective_is_the_state_and_what_is_hit_is_a_thing():
    words = "Israeli jets struck. Israeli forces struck. Israeli jets burned."
    one = Story(words, publisher="A").who("Israeli jets", kind="military", country="IL")
    two = Story(words, publisher="B").who("Israeli forces", kind="military", country="IL")
    three = (
        Story(words, publisher="C")
        .who("Israeli jets", "target", "military", country="IL")
        .who("Israeli forces", "victim", "military", country="IL")
    )
    assert [len(told.witnesses) for told in of(one, two, three).participants] == [2, 1, 1]


def test_words_that_name_nobody_are_one_and_are_never_somebody_named():
    words = "Gunmen came. Armed men shot. Fighters of the Zarna Front left. Wilmer Cepeda spoke. Cepeda said so."
    one = Story(words, publisher="A").who("Gunmen").who("Wilmer Cepeda", kind="government")
    two = (
        Story(words, publisher="B").who("Armed men").who("Zarna Front", kind="rebels").who("Cepeda", kind="government")
    )
    found = of(one, two).participants
    assert sorted(sorted(told.names) for told in found) == [
        ["Armed men", "Gunmen"],
        ["Cepeda", "Wilmer Cepeda"],
        ["Zarna Front"],
    ]


def test_generic_people_of_two_countries_stay_two():
    words = "Two Malian soldiers and a Togolese soldier died. Soldiers died."
    one = Story(words, publisher="A").who("Malian soldiers", "victim", "military", country="ML")
    two = Story(words, publisher="B").who("Togolese soldier", "victim", "military", country="TG")
    three = Story(words, publisher="C").who("Soldiers", "victim", "military")
    assert len(of(one, two, three).participants) == 3
    assert len(of(one, three).participants) == 2


def test_who_does_and_who_undergoes_are_kept_apart():
    words = "The Zarna Front hit the Zarna Front."
    one = Story(words, publisher="A").who("Zarna Front", kind="rebels").who("the Zarna Front", "victim", "rebels")
    assert [told.value.role for told in of(one).participants] == ["perpetrator", "victim"]


# --- blame


def test_blame_stands_by_stance_and_a_doer_under_two_names_is_one():
    words = "Daesh did it, the army said. ISIS claimed it. Nobody believed it. the rebels denied it."
    one = Story(words, publisher="A").blame("blamed", "Daesh", "the army", kind="rebels", actor="islamic-state")
    two = (
        Story(words, publisher="B")
        .blame("blamed", "ISIS", kind="rebels", actor="islamic-state")
        .blame("claimed", "ISIS", "ISIS")
    )
    three = Story(words, publisher="C").blame("unclaimed").blame("denied", "the rebels", "the rebels", kind="rebels")
    found = of(one, two, three).responsibility
    assert [(b.stance, b.actor) for b in found] == [
        ("claimed", "islamic-state"), ("blamed", "islamic-state"), ("denied", None), ("unclaimed", None),
    ]  # fmt: skip
    assert [w.speaker and w.speaker.name for w in found[1].witnesses] in ([None, "the army"], ["the army", None])


# --- the rest


def test_a_type_without_a_mode_agrees_with_one_that_has_it():
    a, b, c = (Story(f"A strike {n}.", publisher=n) for n in "ABC")
    b.fields["mode"], c.fields["plover"] = "aerial", "COERCE"
    assert [(t.value.plover, t.value.mode, len(t.witnesses)) for t in of(a, b, c).types] == [
        ("ASSAULT", "aerial", 2), ("COERCE", None, 1),
    ]  # fmt: skip


def test_who_denies_an_event_is_a_witness_against_it():
    one = (
        Story("The army struck, the rebels said. The army denied it.", publisher="A")
        .says("the rebels")
        .says("The army", "denies")
    )
    found = one.member and of(one).factuality
    assert [(label.value, label.witnesses[0].speaker.name) for label in found] == [
        ("happened", "the rebels"),
        ("denied", "The army"),
    ]


def test_kinds():
    news, past = Story("A bomb.", publisher="A"), Story("The bomb of May.", publisher="B", standing="background")
    assert of(news, past).kind == "incident"
    assert of(past).kind == "recalled"
    series = Story("Bombs went off.", publisher="C")
    from dateline.events import Count

    series.fields["count"] = Count(2, None)
    assert (of(series).kind, of(series).count_low, of(series).count_high) == ("series", 2, None)


def test_a_condemnation_and_a_robbery_are_incidents_too():
    words = "the ministry condemned the rebels."
    verbal = Story(words, plover="ACCUSE", mode="disapprove").who("the ministry", "speaker", "government")
    assert [told.value.role for told in of(verbal).participants] == ["speaker"]
    crime = Story("A man robbed a shop.", sphere="criminal")
    assert of(crime).sphere[0].value == "criminal"


def test_aliases_are_sorted_and_leave_out_its_own():
    one = Story("A bomb.")
    assert of(one, aliases=("b", "a", one.member.event.id)).aliases == ("a", "b")


# --- confidence


def test_confidence_rises_with_sources_not_with_copies_and_falls_with_doubtful_joins():
    a, b = Story("One bomb.", publisher="A", confidence=0.8), Story("Two bomb.", publisher="B", confidence=0.8)
    copy = Story("One bomb.", publisher="C", confidence=0.8)
    alone, two = of(a).confidence, of(a, b).confidence
    assert (alone, of(a, copy).confidence) == (0.8, 0.8)
    assert two == pytest.approx(1 - 0.2 * 0.2**0.5, abs=1e-6)
    b.joined = Joined(a.member.event.id, 0.0)
    assert alone < of(a, b).confidence < two
    b.joined = Joined(a.member.event.id, -3.0, by="Ann")
    assert of(a, b).confidence == two
