from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.records import CODER, eventless, marwah, simple

from dateline.events import CodedReport, spans_of
from dateline.export.cards import cards, parts_of
from dateline.export.marks import view
from dateline.export.slots import SLOTS
from dateline.text import Report


def pieces(shown):
    return [piece for block in shown.blocks for piece in block.pieces]


def test_every_coded_span_is_marked():
    record = marwah()
    marked = {(mark.start, mark.end) for piece in pieces(view(record)) for mark in piece.marks}
    assert {(span.start, span.end) for span in spans_of(record.events)} <= marked


def test_pieces_are_the_text_between_the_line_breaks():
    record = marwah()
    shown = view(record)
    lines = ["".join(piece.text for piece in block.pieces) for block in shown.blocks]
    assert lines == [line for line in record.report.text.split("\n") if line.strip()]
    for piece in pieces(shown):
        assert record.report.text[piece.start : piece.end] == piece.text


def test_a_piece_has_exactly_the_marks_that_cover_it():
    shown = view(marwah())
    marks = {mark for piece in pieces(shown) for mark in piece.marks}
    for piece in pieces(shown):
        assert set(piece.marks) == {m for m in marks if m.start <= piece.start and piece.end <= m.end}


def test_inner_values_come_before_the_anchor():
    shown = view(marwah())
    piece = next(piece for piece in pieces(shown) if piece.text == "rockets")
    assert [mark.slot for mark in piece.marks] == ["weapon", "event"]


def test_anchors_end_with_the_number_of_their_card():
    shown = view(marwah())
    assert [n for piece in pieces(shown) for n in piece.refs] == [1, 2, 3]
    for card in shown.cards:
        assert any(p.refs == (card.number,) and p.end == card.event.anchor.end for p in pieces(shown))


def test_sections_give_the_blocks_their_kind():
    assert [block.kind for block in view(marwah()).blocks] == ["title", "body", "byline", "body", "body", "body"]


def test_words_of_a_card_quote_the_report():
    record = marwah()
    found = list(parts_of(cards(record)))
    assert len(found) > 20
    for _, _, part in found:
        for span in part.spans:
            assert record.report.text[span.start : span.end] == span.quote


def test_cards_say_who_says_so():
    attack, raids, _ = cards(marwah())
    said = ["".join(part.text for part in line.parts) for line in (*attack.lines, *raids.lines)]
    assert "killed: 0, says consulate spokeswoman (government)" in said
    assert "suspected: Free Valley Front, says Police (police)" in said
    assert "unclaimed" in said
    assert "the gate: damaged, says State radio" in said
    assert "killed: 15–? militants (rebels), says the army" in said
    assert "injured: number not known" in said


def test_a_report_without_events_has_no_marks():
    shown = view(eventless())
    assert not shown.cards
    assert not any(piece.marks for piece in pieces(shown))


def test_slots_have_colours_of_their_own():
    assert len({slot.colour for slot in SLOTS}) == len(SLOTS)


def test_astral_characters_count_once():
    shown = view(simple("😀𝔘𝔫 🏴‍☠️ men killed 🙂", "killed"))
    assert [piece.text for piece in pieces(shown) if piece.marks] == ["killed"]


def test_a_mark_across_lines_is_cut_at_the_break():
    shown = view(simple("one two\n\nthree four", "two\n\nthree"))
    assert [[piece.text for piece in block.pieces if piece.marks] for block in shown.blocks] == [["two"], ["three"]]


@pytest.mark.parametrize("text", ["\n", " \n ", "x", "\nx\n", "x\n\n\n"])
def test_any_text_can_be_cut(text):
    shown = view(CodedReport(CODER, Report(text=text, origin="x")))
    assert ["".join(p.text for p in block.pieces) for block in shown.blocks] == [
        t for t in text.split("\n") if t.strip()
    ]


@given(st.text(alphabet="ab \n😀", min_size=2, max_size=40), st.data())
@settings(max_examples=200)
def test_overlapping_marks_never_lose_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    shown = view(simple(text, text[start:end]))
    for block in shown.blocks:
        for one, other in pairwise(block.pieces):
            assert one.end == other.start
    assert ["".join(p.text for p in block.pieces) for block in shown.blocks] == [
        t for t in text.split("\n") if t.strip()
    ]
