"""Texts that nobody writes, but that come from broken pages, tables and bad intent: none may take long."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from dateline.assembly import build_pipeline
from dateline.draft import Draft
from dateline.events import spans_of
from dateline.lexicon.segment import LONGEST_SENTENCE, sentences
from dateline.stages.syntax import SyntaxStage
from dateline.text import Report

LONGEST, TIMES = 60_000, 3.5
"""A character of these costs at most so many times as one of plain news of a third of the length, in the same run: up to 2.2 times was
measured. It was five times and more while something compared every word of an event with every other of its words."""

PLAIN = "Gunmen killed two soldiers in Baghdad on Friday, police said. The mayor called for calm after the bombing. "
LONG = {
    "one conjunction": "killed 5 and ",
    "one doer after the other": "police said 20 people were killed, ",
    "two sentences": PLAIN,
}

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))

LENGTH = 30_000
SECONDS = 12
"""Of the processor: some five times what the slowest needs on a machine of two cores; work that grows with the square
of the length takes minutes."""

NEWS = "Gunmen killed two people in the attack on Friday, police said"
NAMES = [f"Abdul{chr(97 + i % 26)} Rahman{chr(97 + i // 26 % 26)} Khan{chr(97 + i // 676)}" for i in range(3000)]

HOSTILE = {
    "one word": "a" * LENGTH,
    "digits": "1" * LENGTH,
    "brackets": "(" * LENGTH,
    "quotation marks": '"' * LENGTH,
    "commas": "," * LENGTH,
    "stops": "." * LENGTH,
    "stops with blanks": ". " * (LENGTH // 2),
    "initials": "A. " * (LENGTH // 3),
    "emoji": "💥" * LENGTH,
    "accents upon accents": ("b" + "\u0336" * 200) * (LENGTH // 201),
    "a pause": "Rockets hit Basra" + " " * LENGTH + "on Friday.",
    "verbs apart by commas": "killed, " * (LENGTH // 8),
    "number words": "two hundred " * (LENGTH // 12),
    "dates": "on 3 March 2020 " * (LENGTH // 16),
    "times from times": "two days after the attack " * (LENGTH // 26),
    "no stops": (NEWS + " and ") * (LENGTH // len(NEWS)),
    "brackets that never close": "Gunmen (killed (two (people (in " * (LENGTH // 32),
    "one sentence again and again": (NEWS + ". ") * (LENGTH // len(NEWS)),
    "one word again and again": "Killed. " * (LENGTH // 8),
    "capitals": (NEWS.upper() + ". ") * (LENGTH // len(NEWS)),
    "a list of names": f"Killed were {', '.join(NAMES)}.",
    "a list of places": f"Rockets hit {', '.join(['Baghdad', 'Basra', 'Mosul', 'Aleppo', 'Kyiv', 'Gaza City'] * 1500)}.",
    "a table": "Baghdad\t12 killed\t3 March\n" * (LENGTH // 27),
    "a line a sentence": "He died.\n" * (LENGTH // 9),
}  # fmt: skip


@pytest.fixture(scope="module")
def pipeline():
    made = build_pipeline()
    made.warm_up()
    return made


def coded(pipeline, text):
    start = time.process_time()
    (coding,) = pipeline.code([Report(text, origin="hostile", published="2024-01-05")])
    seconds = time.process_time() - start
    assert coding.failure is None
    assert coding.record is not None
    return coding.record, seconds


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(pipeline, name):
    text = HOSTILE[name][:LENGTH]
    record, seconds = coded(pipeline, text)
    assert seconds < SECONDS
    assert all(text[span.start : span.end] == span.quote for span in spans_of(record))


@pytest.mark.slow
def test_a_long_text_that_says_one_thing_costs_what_its_length_does(pipeline):
    length = LONGEST // 3
    _, plain = coded(pipeline, (PLAIN * (length // len(PLAIN) + 1))[:length])
    for name, words in LONG.items():
        _, seconds = coded(pipeline, (words * (LONGEST // len(words) + 1))[:LONGEST])
        assert seconds / LONGEST < TIMES * plain / length, name


def test_a_long_report_of_many_events_is_coded_in_reasonable_time(pipeline):
    reports = [path.read_text("utf-8").partition("\n\n")[2] for path in EXAMPLES]
    again = max(1, -(-LONGEST // sum(map(len, reports))))
    text = "\n\n".join(report.replace(" two ", f" {3 + n} ") for n in range(again) for report in reports)[:LONGEST]
    record, seconds = coded(pipeline, text)
    assert len(record.events) > 90
    assert seconds < SECONDS


@pytest.mark.parametrize("name", ["one word", "commas", "no stops", "a list of names", "emoji", "a pause"])
def test_sentences_are_bounded_and_nothing_is_lost_between_them(name):
    text = HOSTILE[name]
    found = list(sentences(text, 0, len(text)))
    assert all(0 < end - start <= LONGEST_SENTENCE for start, end in found)
    covered = "".join(text[start:end] for start, end in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_a_long_sentence_is_cut_at_a_pause():
    text = "The ministry named villages that shells had hit, " * 80
    parts = [text[start:end] for start, end in sentences(text, 0, len(text))]
    assert len(parts) > 1
    assert all(part.endswith(",") for part in parts)


def test_a_list_of_telling_words_is_no_sentence_and_a_long_sentence_is_one():
    listed = "killed, wounded, bombed, " * 60
    told = "Police said that gunmen killed two people and wounded three, " * 12
    (draft,) = SyntaxStage().pipe([Draft(Report(f"{listed}\n\n{told}", origin="x"))])
    assert [sentence.parsed for sentence in draft.sentences] == [False, True]
