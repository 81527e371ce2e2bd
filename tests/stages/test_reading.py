"""The stage of the learned reader: what it reads, and what becomes of coding where the reader is missing."""

import dataclasses

import pytest
from tests.support.small_encoder import make_encoder, write_manifest

from dateline.assembly import build_pipeline, coder_of
from dateline.draft import Draft, Mention
from dateline.errors import DataError
from dateline.readers import read_text
from dateline.sentence import Sentence, Token
from dateline.stages.reading import ReadingStage, words_to_read

ROWS = {"shot": {"event": [-2, 4, 0]}, "fell": {"event": [-2, 4, 0]}, "rebels": {}, "the": {}}


@pytest.fixture
def folder(tmp_path):
    return make_encoder(tmp_path / "reader", ROWS)


def draft_of(*sentences, title=None, mentions=()):
    """A report of sentences, in which some (sentence, word) state an event."""
    report = read_text("\n\n".join(sentences), title=title)
    found, at = [], 0
    for index, text in enumerate([title, *sentences] if title else sentences):
        tokens = []
        for word in text.split():
            start = report.text.index(word, at)
            at = start + len(word)
            tokens.append(Token(len(tokens), word.lower(), word.lower(), word.lower(), "X", "X", "dep", 0, start, at))
        section = "title" if title and index == 0 else "body"
        found.append(Sentence(index, section, index, tokens[0].start, at, tuple(tokens)))
    made = tuple(Mention(n, s, t, t + 1, "ASSAULT", None, "harm") for n, (s, t) in enumerate(mentions))
    return Draft(report, sentences=tuple(found), mentions=made, doerless=tuple(range(len(made))))


def test_only_sentences_of_events_without_a_doer_are_read(folder):
    draft = draft_of(
        "Rebels shot at a town .", "Rain fell .", "They shot again .", "It fell .", mentions=[(0, 1), (2, 1), (3, 1)]
    )
    draft.doerless = (0, 2)
    (read,) = ReadingStage(folder=str(folder)).pipe(iter([draft]))
    assert [reading.sentence for reading in read.readings] == [0, 3]
    assert read.reading_of(0).type_of(1)[0] == "ASSAULT"
    assert read.reading_of(2) is None


def test_words_are_read_as_the_report_writes_them():
    draft = draft_of("They shot at a town .", title="Rebels In Town", mentions=[(0, 1), (1, 1)])
    assert [sentence.words for sentence in words_to_read(draft)] == [
        ("Rebels", "In", "Town"),
        ("They", "shot", "at", "a", "town", "."),
    ]


def test_a_negation_is_cut_as_the_pieces_have_it():
    draft = draft_of("They did n't shoot", mentions=[(0, 3)])
    text = "They didn't shoot"
    report = read_text(text)
    tokens = tuple(
        dataclasses.replace(token, start=text.index(word), end=text.index(word) + len(word))
        for token, word in zip(draft.sentences[0].tokens, ("They", "did", "n't", "shoot"), strict=True)
    )
    draft = Draft(
        report,
        sentences=(dataclasses.replace(draft.sentences[0], tokens=tokens),),
        mentions=draft.mentions,
        doerless=draft.doerless,
    )
    (sentence,) = words_to_read(draft)
    assert sentence.words == ("They", "didn", "'t", "shoot")
    assert len(sentence.flags) == 4


def test_no_more_than_the_first_two_hundred_sentences_are_read():
    draft = draft_of(*["Rebels shot ."] * 230, mentions=[(n, 1) for n in range(230)])
    assert [sentence.index for sentence in words_to_read(draft)] == list(range(200))


def test_many_reports_keep_their_order_and_each_its_own(folder):
    drafts = [draft_of("Rebels shot .", mentions=[(0, 1)] if n % 3 else []) for n in range(40)]
    read = list(ReadingStage(folder=str(folder)).pipe(iter(drafts)))
    assert read == drafts
    assert [len(draft.readings) for draft in read] == [1 if n % 3 else 0 for n in range(40)]


def test_a_report_that_tells_of_nothing_needs_no_reader(tmp_path):
    (read,) = ReadingStage(folder=str(tmp_path / "nowhere")).pipe(iter([draft_of("Rain fell .")]))
    assert read.readings == ()


def test_a_reader_that_is_missing_is_an_error_and_not_silence(tmp_path):
    stage = ReadingStage(folder=str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="nowhere"):
        list(stage.pipe(iter([draft_of("Rebels shot .", mentions=[(0, 1)])])))


def test_a_reader_that_is_not_wanted_is_not_asked(tmp_path):
    stage = ReadingStage(use=False, folder=str(tmp_path / "nowhere"))
    (read,) = stage.pipe(iter([draft_of("Rebels shot .", mentions=[(0, 1)])]))
    assert read.readings == ()


def test_the_coder_of_another_reader_is_another_coder(folder):
    stages = build_pipeline().stages

    def fingerprint(**settings):
        others = tuple(stage for stage in stages if stage.name != "reading")
        return coder_of((*others, ReadingStage(**settings))).fingerprint

    before = fingerprint(folder=str(folder))
    assert fingerprint(use=False) != fingerprint() != before
    assert ReadingStage(folder=str(folder)).model.startswith("reader-")
    assert ReadingStage(use=False).model == ""
    write_manifest(folder, window=64)
    assert fingerprint(folder=str(folder)) != before


def test_readings_belong_to_their_draft_alone():
    draft = draft_of("Rain fell .")
    assert dataclasses.replace(draft).reading_of(0) is None
