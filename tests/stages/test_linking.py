"""Linking: the reader's doer of an event that the rules leave without one, and when it is not believed."""

import numpy as np
import pytest

from dateline.draft import Draft
from dateline.readers import read_text
from dateline.readings import Labels, Reading
from dateline.stages import built_in
from dateline.stages.coding import CodingStage, WeighingStage
from dateline.stages.participants import LinkingStage

TEXT = (
    "Rebels came to the village at dawn. Twelve farmers were killed in the fields, and soldiers saw it from the hill."
)
LABELS = Labels(("none", "ASSAULT"), biases=(-1.0, 0.0))


def draft_of(text):
    """The draft of a text as it comes to the reader."""
    stream = iter([Draft(read_text(text))])
    for kind in built_in():
        if kind.name == "reading":
            break
        stream = kind().pipe(stream)
    return next(iter(stream))


def read(draft, links):
    """Let the reader give these log-odds to words of the sentence of the killing."""
    (mention,) = [m for m in draft.mentions if draft.sentences[m.sentence].tokens[m.token].lower == "killed"]
    words = [token.lower for token in draft.sentences[mention.sentence].tokens]
    nothing = np.zeros((len(words), 0), dtype=np.float32)
    doer = np.full((len(words), 1), -9.0, dtype=np.float32)
    for word, value in links.items():
        doer[words.index(word)] = value + 1.0
    anchor = np.ones((len(words), 1), dtype=np.float32)
    event = np.full((len(words), 2), 0.5, dtype=np.float32)
    draft.readings = (
        Reading(mention.sentence, LABELS, event, nothing, nothing[0], nothing[0], nothing[0], anchor, doer, doer),
    )


def linked(draft, links, **settings):
    """The doers that are found where the reader has given these log-odds."""
    read(draft, links)
    (found,) = LinkingStage(**settings).pipe(iter([draft]))
    return [(a.role, draft.phrases[a.phrase].name, a.rule) for a in found.linked]


@pytest.fixture
def draft():
    return draft_of(TEXT)


def test_the_likeliest_phrase_becomes_the_doer(draft):
    assert linked(draft, {"soldiers": 3.0, "fields": 1.0}) == [("perpetrator", "soldiers", "linked by the reader")]


def test_a_link_that_is_not_likely_enough_is_not_believed(draft):
    assert linked(draft, {"soldiers": -0.5}) == []
    assert linked(draft, {"soldiers": -0.5}, odds=-1.0) != []


def test_what_cannot_act_is_passed_over_for_the_next(draft):
    assert linked(draft, {"fields": 5.0, "soldiers": 2.0}) == [("perpetrator", "soldiers", "linked by the reader")]


def test_whoever_is_in_the_event_already_is_not_its_doer_too(draft):
    assert linked(draft, {"farmers": 5.0}) == []


def test_a_word_that_heads_no_phrase_is_nobody(draft):
    assert linked(draft, {"saw": 5.0, "from": 5.0}) == []


def test_an_event_whose_doer_the_rules_know_is_left_alone():
    draft = draft_of(TEXT.replace("were killed in the fields", "were killed by bandits in the fields"))
    assert linked(draft, {"soldiers": 5.0}) == []


def test_only_events_that_are_kept_and_have_no_doer_are_to_be_read():
    def to_be_read(text, **settings):
        (found,) = WeighingStage(**settings).pipe(iter([draft_of(text)]))
        return {found.sentences[m.sentence].tokens[m.token].lower for n in found.doerless for m in (found.mentions[n],)}

    assert "killed" in to_be_read(TEXT)
    assert "killed" not in to_be_read(TEXT, threshold=1.0)
    assert "killed" not in to_be_read(TEXT.replace("were killed in the fields", "were killed by bandits in the fields"))


def test_the_arguments_of_the_rules_stay_as_they_are(draft):
    before = draft.arguments
    assert linked(draft, {"soldiers": 5.0})
    assert draft.arguments is before


def test_a_report_that_was_not_read_has_nobody_linked(draft):
    (found,) = LinkingStage().pipe(iter([draft]))
    assert found.linked == ()


def coded(draft, links):
    """The killing as it is written down where the reader has given these log-odds."""
    read(draft, links)
    (found,) = CodingStage(threshold=0.0).pipe(LinkingStage().pipe(iter([draft])))
    (event,) = [event for event in found.events if any(p.role == "victim" for p in event.participants)]
    return event


def test_a_linked_doer_takes_part_and_says_nothing_of_whether_it_is_an_event():
    event, without = coded(draft_of(TEXT), {"soldiers": 5.0}), coded(draft_of(TEXT), {})
    assert [(p.role, p.name) for p in event.participants] == [("perpetrator", "soldiers"), ("victim", "farmers")]
    assert [p.role for p in without.participants] == ["victim"]
    assert event.confidence == without.confidence
