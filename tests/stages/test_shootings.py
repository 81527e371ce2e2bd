"""Local shootings, by own reports that the real model parses: one event, with its day, its place and its tolls."""

import time

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import rows

from dateline.assembly import build_stages
from dateline.draft import Draft
from dateline.gazetteer import distance_km, open_gazetteer
from dateline.lexicon.crime import tells_shooting
from dateline.settings import Settings
from dateline.text import Report, Section

CASES = rows("shootings.tsv")


def report_of(text, published):
    """A report whose first paragraph is its headline."""
    whole = text.replace("|", "\n\n")
    title = len(text.split("|", 1)[0])
    sections = (Section("title", 0, title), Section("body", title + 2, len(whole)))
    return Report(whole, "case", sections=sections, title=whole[:title], published=published)


@pytest.fixture(scope="module")
def drafts():
    found = [Draft(report_of(text, published)) for published, text, *_ in CASES]
    for stage in build_stages(Settings()):
        found = list(stage.pipe(found))
    return {text: draft for (_, text, *_), draft in zip(CASES, found, strict=True)}


def figure(event, measure):
    return sum(
        t.low or 0 for t in event.tolls if t.measure == measure and t.part_of is None and t.superseded_by is None
    )


def harmed(event):
    """Killed and injured, those who were shot and are not said to have died being injured."""
    killed, injured, shot = (figure(event, measure) for measure in ("killed", "injured", "casualties"))
    return killed, max(injured, shot - killed)


@pytest.mark.parametrize(("published", "text", "n", "day", "places", "killed", "injured", "why"), CASES)
def test_shooting(drafts, published, text, n, day, places, killed, injured, why):
    attacks = [e for e in drafts[text].events if e.type.plover == "ASSAULT"]
    assert attacks
    assert n in {"-", str(len(attacks))}, [e.anchor.quote for e in attacks]
    event = attacks[0]
    assert day in {"-", event.when.start[:10]}
    assert places == "-" or set(places.split("|")) <= {p.name for p in event.where}
    assert killed in {"-", str(harmed(event)[0])}
    assert injured in {"-", str(harmed(event)[1])}
    assert event.factuality == "happened"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("A clerk was shot in a robbery. The gunman fled, a detective said.", True),
        ("Militants shot two soldiers. The army said that the rebels opened fire with guns.", False),
        ("A clerk was robbed. The thief fled, a detective said.", False),
        ("Three shootings in one night\n\nA clerk was shot. A driver was shot in a robbery.", False),
        ("A clerk was stabbed with a knife. The man with the knife was shot, shot twice.", False),
        ("shot " * 40, False),
        ("Four teens shot after dance\n\nSign in to read on.", True),
        ("Stars shot for new film\n\nSign in to read on.", False),
        ("Two soldiers shot dead\n\nThe army blamed rebels. Troops searched the ethnic quarter for militants.", False),
    ],
)
def test_what_is_local_news_of_one_shooting(text, local):
    assert tells_shooting(text) is local


@pytest.mark.parametrize(
    ("at", "town", "state"),
    [(3, "Milwaukee", "Wisconsin"), (4, "Columbus", "Ohio")],
)
def test_it_lies_in_the_town_that_the_news_is_of(drafts, at, town, state):
    draft = drafts[CASES[at][1]]
    event = next(e for e in draft.events if e.type.plover == "ASSAULT")
    (place,) = event.where
    (entry,) = [e for e in open_gazetteer().lookup(town) if e.admin1 == state and e.population > 100_000]
    assert distance_km(place.latitude, place.longitude, entry.lat, entry.lon) < 1
    assert place.admin1 == state


def test_the_province_told_after_a_town_says_which_town_it_is(drafts):
    text = next(case[1] for case in CASES if case[1].startswith("Clerk shot on Alder Street"))
    (event,) = drafts[text].events
    assert {place.admin1 for place in event.where} == {"Illinois"}


def test_guests_and_groups_of_a_shooting_take_no_side(drafts):
    text = next(case[1] for case in CASES if case[1].startswith("Two shot at house party"))
    assert {event.sphere for event in drafts[text].events} <= {"criminal", "unclear"}


def test_a_report_of_thousands_of_names_times_and_tolls_costs_no_more_than_its_length():
    sentence = "Ann Roe, 31, died on Monday in Springfield, Ohio. "
    draft = Draft(report_of("Man shot in Springfield|A man was shot by a suspect.|" + sentence * 1500, "2016-03-07"))
    start = time.process_time()
    for stage in build_stages(Settings()):
        (draft,) = stage.pipe([draft])
    assert any(c.main for c in draft.clusters)
    assert time.process_time() - start < 60
