"""What is no event though it sounds like one, and what is one all the same: own short reports coded as users code them."""

import functools

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import rows

from dateline.lexicon.spheres import SPHERES, sphere_of_word, talk_of, telling
from dateline.project import Project
from dateline.readers import read_text
from dateline.stages.syntax.gate import worth_parsing

CASES = rows("silence.tsv")
LEAST_SILENT = 0.8
"""Share of the borrowed words that must be passed over; a single one may be lost to its wording."""
LEAST_FOUND = 0.9


@functools.cache
def types_of():
    with Project() as project:
        reports = [read_text(text, origin=f"silence-{n}") for n, (_, _, text) in enumerate(CASES)]
        outcomes = list(project.code_reports(reports))
    return [
        {event.type.plover for event in outcome.record.events if event.sphere != "criminal"} for outcome in outcomes
    ]


def test_borrowed_words_of_war_are_passed_over():
    loud = [
        (reason, types)
        for (reason, expected, _), types in zip(CASES, types_of(), strict=True)
        if expected == "-" and types
    ]
    silent = sum(expected == "-" for _, expected, _ in CASES)
    assert len(loud) <= (1 - LEAST_SILENT) * silent, loud


def test_true_events_in_such_surroundings_stay():
    lost = [
        (reason, types)
        for (reason, expected, _), types in zip(CASES, types_of(), strict=True)
        if expected != "-" and expected not in types
    ]
    told = sum(expected != "-" for _, expected, _ in CASES)
    assert len(lost) <= (1 - LEAST_FOUND) * told, lost


@pytest.mark.parametrize(
    ("text", "sphere"),
    [
        ("The goalkeeper of the visitors saved a penalty kick in the second half.", "sport"),
        ("Shares fell on the stock exchange as investors sold airline stocks.", "market"),
        ("The actress stars in the film, whose trailer had its premiere on Friday.", "show"),
        ("Rebels shelled the barracks and gunmen kidnapped two soldiers.", "arms"),
        ("A ferry capsized after a collision and the lifeboat found no survivors.", "accident"),
    ],
)
def test_words_tell_the_sphere_of_talk(text, sphere):
    talk = talk_of(telling(text).values())
    assert max(SPHERES, key=talk.of) == sphere


def test_a_word_is_of_the_sphere_that_it_weighs_most_in():
    assert sphere_of_word("goalkeepers") == "sport"
    assert sphere_of_word("xyzzy") is None


PRAISE = [
    "The album by the singer topped the chart and the band filled the concert hall in Leeds.",
    "Critics praised the drummer, the guitarist and the chorus of the ballad.",
    "The film of the tour had its premiere at a festival, and the actress sang with the orchestra.",
    "Fans attacked the setlist but loved the encore.",
]


def test_a_report_of_light_matters_is_read_only_where_it_speaks_of_arms_or_power():
    bomb = "A gunman opened fire in the foyer and killed two soldiers."
    assert worth_parsing([*PRAISE[:3], bomb]) == [False, False, False, True]


def test_a_short_text_is_read_whole():
    assert worth_parsing(["The band attacked its critics.", "The singer left."]) == [True, True]
