"""Which of many namesakes is meant, told by all names of a report together: our own sentences."""

from __future__ import annotations

import time

import pytest

from dateline.draft import Draft
from dateline.gazetteer import open_gazetteer
from dateline.stages.casing import CasingStage
from dateline.stages.places import PlacesStage
from dateline.stages.places.given import Given
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report


def read(text):
    draft = next(iter(SyntaxStage(parse_all=True).pipe(CasingStage().pipe([Draft(Report(text, "test"))]))))
    return PlacesStage()(draft)


def where(draft, name):
    place = next(t.place for t in draft.toponyms if t.place.name == name)
    return place.country, place.admin1


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("The bus stops in Greenville, in Easley and in Simpsonville.", "Greenville", "South Carolina"),
        ("The bus stops in Greenville, in Kinston and in Goldsboro.", "Greenville", "North Carolina"),
        ("Roads in Columbia, Jefferson City and Moberly were shut.", "Columbia", "Missouri"),
        ("Fires burned near Athens. Crews came from Commerce and from Gainesville, and from Lawrenceville.", "Athens", "Georgia"),
        ("He lives in Albany. Police in Corvallis and in Salem looked for him.", "Albany", "Oregon"),
    ],
)  # fmt: skip
def test_names_speak_for_each_other(text, name, admin1):
    assert where(read(text), name) == ("US", admin1)


def test_what_holds_a_name_once_holds_it_throughout():
    draft = read("A man died in Paris, Texas, on Friday. Two days later a second man died in Paris.")
    assert [t.place.admin1 for t in draft.toponyms if t.place.name == "Paris"] == ["Texas", "Texas"]


def test_a_name_held_by_two_states_means_both():
    draft = read("Floods hit Springfield, Ohio. A week before they had hit Springfield, Illinois.")
    assert [t.place.admin1 for t in draft.toponyms if t.place.name == "Springfield"] == ["Ohio", "Illinois"]


@pytest.mark.parametrize("text", ["A fire broke out in the Texas town of Paris.", "A fire broke out in Texas' Paris."])
def test_a_state_before_the_name_holds_it(text):
    assert where(read(text), "Paris") in {("US", "Texas"), ("FR", "Île-de-France")}
    assert where(read("A fire broke out in the Texas town of Paris."), "Paris") == ("US", "Texas")


def test_a_state_beats_its_capital_of_a_like_name():
    draft = read("Storms reached Mexico. Roads near Toluca and Cuernavaca were cut.")
    assert next(t.place for t in draft.toponyms if t.place.name == "Mexico").precision == "country"


def test_rivals_are_ranked_and_shares_honest():
    toponym = next(t for t in read("Shots were fired in Springfield.").toponyms if t.place.name == "Springfield")
    assert len(toponym.rivals) >= 2
    assert [r.share for r in toponym.rivals] == sorted((r.share for r in toponym.rivals), reverse=True)
    assert toponym.place.confidence + sum(r.share for r in toponym.rivals) <= 1.35
    assert toponym.place.confidence < 0.8
    sure = next(t for t in read("Shots were fired in Baghdad.").toponyms)
    assert sure.place.confidence > 0.9
    assert not sure.rivals


class TestGiven:
    def resolve(self, text, *names):
        draft = next(iter(SyntaxStage().pipe([Draft(Report(text, "test"))])))
        spans = [(text.index(name), text.index(name) + len(name)) for name in names]
        return Given(draft, spans, open_gazetteer()).choices()

    @pytest.mark.parametrize(
        ("text", "name", "place", "area"),
        [
            ("A storm hit Ft. Worth on Monday.", "Ft. Worth", "Fort Worth", "Texas"),
            ("A storm hit towns in N.D. today.", "N.D.", "North Dakota", "North Dakota"),
            ("Georgian troops left.", "Georgian", "Georgia", None),
            ("The Iraqis left.", "Iraqis", "Iraq", None),
            ("A storm hit Avoyelles on Friday.", "Avoyelles", "Avoyelles Parish", "Louisiana"),
            ("A storm hit Greater Manchester's north.", "Greater Manchester's", "Manchester", "England"),
        ],
    )
    def test_spellings(self, text, name, place, area):
        (choice,) = self.resolve(text, name)
        assert choice.entry.admin1 == area
        assert place.split()[0] in choice.entry.name

    def test_what_follows_holds(self):
        first, second = self.resolve("A storm hit Mt. Vernon, Ohio.", "Mt. Vernon", "Ohio")
        assert (first.entry.name, first.entry.admin1, second.entry.precision) == ("Mount Vernon", "Ohio", "admin1")

    def test_unknown_names_stay_unresolved(self):
        assert self.resolve("A storm hit Qxztville.", "Qxztville") == [None]

    def test_spans_that_hold_no_word(self):
        draft = next(iter(SyntaxStage().pipe([Draft(Report("A storm hit Rome.", "test"))])))
        assert Given(draft, [(1, 2), (40, 50)], open_gazetteer()).choices() == [None, None]


def test_cost_of_ten_thousand_different_names():
    gazetteer = open_gazetteer()
    names = [entry.name for entry, _ in zip(gazetteer, range(60_000), strict=False) if entry.name.isalpha()][::4]
    text = "\n\n".join(f"A fire broke out in {', '.join(names[i : i + 20])}." for i in range(0, 10_000, 20))
    draft = next(iter(SyntaxStage(parse_all=False).pipe([Draft(Report(text, "test"))])))
    begin = time.process_time()
    PlacesStage()(draft)
    assert time.process_time() - begin < 12  # 2 s when nothing else runs


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("The S.C. House of Representatives met.", "S.C.", "South Carolina"),
        ("A W.Va. judge ruled.", "W.Va.", "West Virginia"),
        ("The N.S.W. premier spoke.", "N.S.W.", "New South Wales"),
        ("Rains fell in NSW on Friday.", "NSW", "New South Wales"),
        ("Police in Springfield MO held a man.", "MO", "Missouri"),
        ("A jury found Fla. economist John Doe guilty.", "Fla.", "Florida"),
    ],
)
def test_short_forms_of_states(text, name, admin1):
    assert where(read(text), name)[1] == admin1


@pytest.mark.parametrize("text", ["Miss. Smith came.", "He gave a Mass. It was long.", "I am in Pa. He said OK MO."])
def test_what_is_no_short_form_of_a_state(text):
    assert not any(t.place.precision == "admin1" for t in read(text).toponyms)


def test_names_that_share_a_noun_in_the_plural():
    draft = read("Floods hit Anderson, Cherokee and Henderson counties in Texas on Monday.")
    assert {(t.place.name, t.place.admin1) for t in draft.toponyms if t.place.precision == "admin2"} >= {
        ("Anderson", "Texas"),
        ("Cherokee", "Texas"),
        ("Henderson", "Texas"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "A Lindsay man was shot on Monday.",
        "Rep. John Doe, D-Lindsay, left early.",
        "The Lindsay-based firm was sued.",
        "Storms crossed Oklahoma. They left Lindsay residents without power.",
    ],
)
def test_where_somebody_is_from_is_a_place(text):
    assert any(t.place.name == "Lindsay" for t in read("Storms crossed Oklahoma. " + text).toponyms)


@pytest.mark.parametrize(
    "text",
    [
        "Paris Springfield London Qxzt San Al " * 6000,
        "30 km north of " * 10_000,
        ") south of Mosul and (" * 8000,
        "between Gao and " * 10_000,
        " and ".join(["Clark, Madison"] * 5000) + " counties",
        "St. Mt. D.C. " * 15_000,
        "in Springfield, in Paris, in Clinton, " * 4000,
    ],
)
def test_cost_of_what_nobody_writes_is_linear(text):
    draft = next(iter(SyntaxStage().pipe([Draft(Report(text, "test"))])))
    begin = time.process_time()
    PlacesStage()(draft)
    assert time.process_time() - begin < 10  # below 2 s when nothing else runs


def test_names_of_a_report_in_capitals():
    text = "GUERRILLAS ATTACKED GREENVILLE, EASLEY AND SIMPSONVILLE IN SOUTH CAROLINA. THREE MEN DIED IN GREENVILLE."
    draft = read(text)
    assert {t.place.admin1 for t in draft.toponyms if t.place.name == "GREENVILLE"} == {"South Carolina"}
    assert "SOUTH CAROLINA" in {t.place.name for t in draft.toponyms}
