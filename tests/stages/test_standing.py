"""What is news and what background, by own reports that the real model parses."""

import pytest

pytest.importorskip("spacy")

from tests.stages.coded import coded, rows

from dateline.stages.coding.gather import gather
from dateline.stages.coding.news import news_of
from dateline.stages.coding.standing import settle_by_weight, settle_standing
from dateline.stages.coding.weigh import weigh

CASES = rows("standings.tsv")


@pytest.fixture(scope="module")
def drafts():
    return coded([text for text, *_ in CASES], published="2021-05-06")


def settled(draft, word):
    """The material whose lead sentence holds the word at or after its trigger, with the standing of the rules."""
    materials = gather(draft)
    settle_standing(draft, materials)
    at = draft.report.text.index(word)
    near = [m for m in materials if draft.sentences[m.lead.sentence].start <= at < draft.sentences[m.lead.sentence].end]
    return min(near, key=lambda m: abs(draft.sentences[m.lead.sentence].tokens[m.lead.token].start - at))


@pytest.mark.parametrize(("text", "word", "standing", "reason"), CASES)
def test_standing(drafts, text, word, standing, reason):
    material = settled(drafts[text], word)
    assert (material.standing, material.standing_reason) == (standing, reason)


def test_the_calendar_is_not_outweighed(drafts):
    material = settled(drafts[CASES[1][0]], CASES[1][1])
    settle_by_weight(material, 0.99)
    assert material.standing == "background"


def test_other_reasons_are(drafts):
    material = settled(drafts[CASES[0][0]], CASES[0][1])
    settle_by_weight(material, 0.01)
    assert material.standing == "background"


NEWS = (
    ("Gunmen killed four soldiers near Mosul on Wednesday.", "killed", "current"),
    ("Marchers blocked a road in Lagos on Wednesday over the killing of a student last week.", "killing", "background"),
    ("A court in Lagos jailed two men on Wednesday for the kidnapping of a priest.", "kidnapping", "background"),
)


@pytest.mark.parametrize(("text", "word", "standing"), NEWS)
def test_all_evidence_weighed_together(text, word, standing):
    draft = coded([text], published="2021-05-06")[text]
    material = settled(draft, word)
    settle_by_weight(material, weigh(draft, material)[1])
    assert material.standing == standing


def test_the_features_of_standing_tell_its_age_and_what_it_leans_on():
    text = "Marchers blocked a road in Lagos on Wednesday over the killing of a student in April 2019."
    draft = coded([text], published="2021-05-06")[text]
    found = news_of(draft, settled(draft, "killing"), {})
    assert {"news age=older", "news leans on=PROTEST", "news det=the", "news another year"} <= set(found)


FRAMED = (
    "The council met in the capital on Tuesday.|In March 2011 crowds marched in the town. Police beat the prisoners.",
    "The council met in the capital on Tuesday.|Crowds marched in the town on Wednesday. Police beat the prisoners.",
    "The council met in the capital on Tuesday.|It was there in March 2011 that police beat the prisoners.",
    "The council met in the capital on Tuesday.|Police beat the prisoners.",
)


def test_what_is_told_in_a_row_is_of_the_time_told_before_it():
    for text, draft in coded(list(FRAMED), published="2021-05-06").items():
        material = settled(draft, "beat")
        told = {name for name in news_of(draft, material, {}) if "frame=" in name or "sentence age=" in name}
        assert told == {
            FRAMED[0]: {"news frame=older", "news frame=older/deed"},
            FRAMED[1]: {"news frame=0-1", "news frame=0-1/deed"},
            FRAMED[2]: {"news sentence age=older/verb", "news sentence age=older/none/verb"},
            FRAMED[3]: {"news frame=none"},
        }[text]  # fmt: skip
