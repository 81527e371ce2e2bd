from dataclasses import replace
from pathlib import Path

import pytest

from dateline.draft import Draft
from dateline.stages.syntax import SyntaxStage
from dateline.stages.syntax import parser as module
from dateline.stages.syntax.mending import mended
from dateline.stages.syntax.parser import Parser, Reading, Word, fresh_parser, load_model, load_parser
from dateline.text import Report

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "reports").glob("*.txt"))

COLLOQUIAL = [
    "There were three blasts in the town.",
    "They're gonna leave, y'all said, and we ain't staying; let's go.",
    "The troops had been told  not to fire .",
    "What he's done is what they've done.",
]


def texts():
    return [line for path in EXAMPLES for line in path.read_text("utf-8").splitlines() if line] + COLLOQUIAL


def plain(word: Word) -> tuple[str, str, str, str, str, int, int]:
    r = word.reading
    return (r.text, r.pos, r.tag, r.dep, r.lemma, word.head, word.offset)


def test_the_parser_says_what_the_model_itself_would():
    # The two calls share one model, so that only what the parser adds is compared: its memory of readings.
    model = load_model()
    lines = texts()
    ours = list(Parser(model).parse(lines))
    for doc, words in zip(model.pipe(lines), ours, strict=True):
        kept = [token for token in doc if not token.is_space]
        place = {token.i: n for n, token in enumerate(kept)}
        assert [(t.text, t.pos_, t.tag_, t.dep_, t.idx) for t in kept] == [
            (w.reading.text, w.reading.pos, w.reading.tag, w.reading.dep, w.offset) for w in words
        ]
        assert [module._lemma(t) for t in kept] == [w.reading.lemma for w in words]
        assert [place[t.head.i] for t in kept if t.head.i in place] == [
            w.head for t, w in zip(kept, words, strict=True) if t.head.i in place
        ]


def test_what_is_parsed_does_not_depend_on_what_else_is_parsed_with_it():
    parser = load_parser()
    together = [[plain(word) for word in words] for words in parser.parse(texts()[:60])]
    alone = [[plain(word) for word in next(parser.parse([text]))] for text in texts()[:60]]
    assert together == alone


def test_rules_for_several_words_hold_where_readings_are_remembered():
    parser = load_parser()
    list(parser.parse(["The soldiers were tired."]))
    verb = next(word.reading for word in next(parser.parse([COLLOQUIAL[0]])) if word.reading.text == "were")
    assert (verb.pos, verb.lemma) == ("VERB", "be")


def test_a_parser_that_met_too_many_words_is_made_anew(monkeypatch: pytest.MonkeyPatch):
    old = fresh_parser()
    assert fresh_parser() is old
    monkeypatch.setattr(module, "MOST_STRINGS", 10)
    new = fresh_parser()
    assert new is not old
    assert [w.reading.text for w in next(new.parse(["Rockets hit Basra."]))] == ["Rockets", "hit", "Basra", "."]


def test_the_memory_of_readings_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_READINGS", 5)
    parser = Parser(load_model())
    words = [[w.reading.text for w in words] for words in parser.parse(COLLOQUIAL)]
    list(parser.parse(["Rockets hit Basra."]))
    assert len(parser._readings) <= 5
    assert words[0][0] == "There"


def test_a_word_with_a_dash_is_one():
    for text, named in (
        ("Gunmen killed a vice-principal and an ex-governor in Kano on Monday.", ["vice-principal", "ex-governor"]),
        ("Armed men shot the vice-chancellor.", ["vice-chancellor"]),
    ):
        (draft,) = SyntaxStage(parse_all=True).pipe([Draft(Report(text, origin="x"))])
        (sentence,) = draft.sentences
        heads = [t for t in sentence.tokens if t.dep in {"dobj", "conj"}]
        assert [text[sentence.tokens[t.i - 2].start : t.end] for t in heads] == named


def test_words_with_a_dash_are_left_as_they_are_where_mending_would_make_a_ring():
    readings = [Reading(text, text, text, "NOUN", "NN", "dobj", False) for text in ("x", "-", "y", "z")]
    words = [Word(r, head, offset) for r, head, offset in zip(readings, (3, 3, 2, 2), (0, 1, 2, 4), strict=True)]
    assert mended(words) == words
    words[3] = replace(words[3], head=3)
    assert [word.head for word in mended(words)] == [2, 2, 3, 3]


def test_a_finite_verb_is_no_part_of_a_name():
    (draft,) = SyntaxStage(parse_all=True).pipe([Draft(Report("Houthis claim attack on ship in Red Sea.", origin="x"))])
    (sentence,) = draft.sentences
    doer, verb, deed = sentence.tokens[:3]
    assert (doer.dep, doer.head, verb.dep, verb.head, deed.dep, deed.head) == ("nsubj", 1, "ROOT", 1, "dobj", 1)
