"""Case for text that is written without it: what is changed, what is left alone, and that nothing else of a report changes."""

import time

import pytest
from tests.stages.coded import drafted

from dateline.draft import Draft
from dateline.errors import DataError
from dateline.stages.casing import with_case
from dateline.stages.casing.model import best_path, code_of, load
from dateline.stages.casing.units import lowered, raised, sentences_in, units_in
from dateline.text import Report, Section

SENTENCES = [
    "Gunmen killed two soldiers in Mogadishu on Monday, police said.",
    "The United Nations condemned the attack near the Syrian border.",
    "President Barack Obama met the British prime minister in London in March.",
    "Fighters of al-Shabaab attacked a base in southern Somalia.",
    "The Taliban said it carried out the bombing in Kandahar.",
    "Police in Paris arrested three men after the shooting on Friday.",
    "The FMLN attacked a barracks in San Salvador with mortars on Tuesday.",
    "Guerrillas in El Salvador kidnapped the mayor of a small town on Friday.",
    "Israeli troops shot a Palestinian in the West Bank.",
]


def cased(text, *, title=""):
    """The text that the stages read of a report."""
    whole = f"{title}\n\n{text}" if title else text
    sections = (Section("title", 0, len(title)), Section("body", len(title) + 2, len(whole))) if title else ()
    return with_case(Draft(Report(whole, "test", sections)))


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("change", [raised, lowered])
def test_a_plain_sentence_gets_its_case_back(sentence, change):
    assert cased(change(sentence)) == sentence


@pytest.mark.parametrize("sentence", SENTENCES)
def test_text_with_case_is_left_alone(sentence):
    draft = Draft(Report(sentence, "test"))
    assert with_case(draft) is draft.report.text


def test_short_words_in_capitals_are_no_text_in_capitals():
    text = "FARC and ELN\n\nFighters of both groups met in Havana."
    assert cased(text) == text


def test_a_headline_in_capitals_takes_the_words_of_its_report():
    title = "ZORBANI REBELS KILL FIVE IN QUEMBLE"
    read = cased("In the town of Quemble fighters of the Zorbani killed five people, police said.", title=title)
    assert read.startswith("Zorbani rebels kill five in Quemble\n")


def test_lines_in_capitals_are_read_together():
    text = "GUNMEN KILLED TWO SOLDIERS NEAR THE TOWN OF TIKRIT ON MONDAY AND\nTHEN ATTACKED A POLICE STATION WHERE THREE MEN HAD BEEN HELD IN\nIRAQ."
    assert cased(text).splitlines() == [
        "Gunmen killed two soldiers near the town of Tikrit on Monday and",
        "then attacked a police station where three men had been held in",
        "Iraq.",
    ]


def test_a_short_word_is_no_name_for_being_one_in_other_letters():
    assert cased("POLICE IN CAIRO LET THE MEN GO ON FRIDAY.") == "Police in Cairo let the men go on Friday."


def test_a_dateline_in_capitals_alone_is_left():
    text = "NAIROBI, Jan 30 (AFP) - "
    story = "Police shot two men in the capital on Tuesday."
    report = Report(
        text + story, "test", (Section("dateline", 0, len(text)), Section("body", len(text), len(text + story)))
    )
    assert with_case(Draft(report)) == text + story


@pytest.mark.parametrize(
    "text",
    [
        "STRASSE \u0130ZMIR \u1e9e GUNMEN KILLED TWO MEN",
        "gunmen in stra\xdfburg and \ufb01ve men killed a farmer there",
    ],
)
def test_every_offset_stays(text):
    assert len(cased(text)) == len(text)
    assert len(raised(text)) == len(lowered(text)) == len(text)


def test_sentences_of_small_letters_are_found():
    text = "gunmen killed two men. police arrested a third. the u.s. embassy was closed."
    assert [text[a:b] for a, b in sentences_in(text, 0, len(text))] == [
        "gunmen killed two men.", "police arrested a third.", "the u.s. embassy was closed.",
    ]  # fmt: skip


@pytest.mark.parametrize("change", [raised, lowered])
def test_the_record_quotes_what_is_printed(change):
    plain = "Gunmen killed two soldiers in Mogadishu on Monday, police said."
    text = change(plain)
    (mixed,), (draft,) = (drafted([Report(t, "test", published="2020-05-06")]) for t in (plain, text))
    (event,), (same,) = draft.events, mixed.events
    assert [p.name for p in event.where] == [change("Mogadishu")]
    assert [p.name for p in event.participants] == [change(p.name) for p in same.participants]
    assert event.when.start == same.when.start
    assert event.anchor.quote in text
    assert draft.report.text == text


def test_a_word_that_opens_a_sentence_is_capitalised_or_all_capitals():
    scores = [[9, 0, 5], [9, 0, 5]]
    nothing = [[0] * 4] * 4
    assert best_path(scores, nothing, [True, False]) == "SL"
    assert best_path([[1, 2, 5], [0, 3, 1]], nothing, [True, False]) == "UC"


def test_counts_are_told_apart():
    codes = {code_of(a, b, c) for a in (0, 2, 7, 50, 500) for b in (0, 2, 7, 50, 500) for c in (0, 2, 7, 50, 500)}
    assert len(codes) == 125
    assert max(codes) < 256


def test_a_broken_model_is_an_error_of_the_data():
    with pytest.raises(DataError, match="casing"):
        load(b"no model")


def test_gaps_of_any_length_cost_no_more_than_they_are_long():
    text = ("gunmen" + "-'\". " * 40 + "killed " + "9" * 400 + " ") * 150
    begin = time.process_time()
    assert len(cased(text)) == len(text)
    assert units_in(text, 0, 50)[0].opens
    assert time.process_time() - begin < 10
