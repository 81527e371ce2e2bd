"""Weapons, damage and tolls of events, by own sentences that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, event_with, rows

WEAPONS, DAMAGE, TOLLS = rows("weapons.tsv"), rows("damage.tsv"), rows("event_tolls.tsv")


@pytest.fixture(scope="module")
def drafts():
    return coded(sorted({text for text, *_ in (*WEAPONS, *DAMAGE, *TOLLS)}))


def bounds(low, high):
    return f"{'' if low is None else low}-{'' if high is None else high}"


@pytest.mark.parametrize(("text", "word", "expected"), WEAPONS)
def test_weapons(drafts, text, word, expected):
    found = sorted(w.kind for w in event_with(drafts[text], word).weapons)
    assert (", ".join(found) or "-") == expected


@pytest.mark.parametrize(("text", "word", "expected"), DAMAGE)
def test_damage(drafts, text, word, expected):
    found = [f"{d.what.name.lower()}={d.effect}" for d in event_with(drafts[text], word).damage]
    assert ("; ".join(found) or "-") == expected


@pytest.mark.parametrize(("text", "word", "expected"), TOLLS)
def test_tolls(drafts, text, word, expected):
    found = [f"{t.measure} {bounds(t.low, t.high)}" for t in event_with(drafts[text], word).tolls]
    assert ("; ".join(found) or "-") == expected


def test_split_events_stand_in_their_own_places(drafts):
    text = "A wave of raids has killed at least 11 fighters in Mali and up to four in Niger."
    events = [e for e in drafts[text].events if e.tolls]
    assert [[p.name for p in e.where] for e in events] == [["Mali"], ["Niger"]]
    assert len({e.id for e in events}) == len(events)


KINDS = {
    "A bomb killed 12 people in Talik on Monday.": ["people civilians"],
    "A bomb killed four soldiers and two policemen in Talik on Monday.": ["soldiers military", "policemen police"],
    "Gunmen killed a journalist in Talik on Monday.": ["journalist media"],
    "Troops killed nine rebels in Talik on Monday.": ["rebels rebels"],
    "Police arrested 20 protesters in Talik on Monday.": ["protesters protesters"],
    "A bomb killed four people, two of them policemen, in Talik on Monday.": ["people civilians", "policemen police"],
    "Rebels battled troops in Talik on Monday, raising the death toll to 22 rebels and one soldier.": [
        "rebels rebels",
        "soldier military",
    ],
}


@pytest.mark.parametrize(("text", "expected"), KINDS.items())
def test_who_was_harmed_and_of_which_kind(text, expected):
    (draft,) = coded([text]).values()
    found = [f"{t.who.name} {t.who.kind}" for e in draft.events for t in e.tolls if t.who]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A bomb exploded in Talik on Monday. Death tolls provided by officials exceeded 100.", "officials"),
        ("A bomb exploded in Talik on Monday. The ministry's toll stood at 12.", "ministry"),
        ("A bomb exploded in Talik. Monday's toll from the bombing was 12.", None),
    ],
)
def test_who_made_a_count_speaks_for_it(text, speaker):
    (draft,) = coded([text], published="2015-06-11").values()
    assert [t.speaker.name if t.speaker else None for e in draft.events for t in e.tolls] == [speaker]
