"""The reader at run time: what a model says of pieces comes back to the words they belong to, however they were packed."""

import subprocess
import sys

import numpy as np
import pytest
from tests.support.small_encoder import EVENT, make_encoder, write_manifest

from dateline.encoder import Encoder, SentenceWords
from dateline.encoder.pieces import MOST_PIECES, Stretch, windows_of
from dateline.errors import DataError

ROWS = {
    "gunmen": {"doer": [0, 3]},
    "shot": {"event": [-2, 4, 0], "anchor": [0, 1], "current": [2], "happened": [-2]},
    "at": {},
    "protest": {"event": [-2, 0, 4]},
    "##ers": {"event": [-9, 9, 9], "undergoer": [0, 2]},
    "bomb": {"roles": [0, 5, 0], "incident": [3, 0]},
    ".": {},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_encoder(tmp_path_factory.mktemp("reader"), ROWS)


@pytest.fixture(scope="module")
def encoder(folder):
    return Encoder(folder)


def sentence(text, index=0):
    words = tuple(text.split())
    return SentenceWords(index, words, (0,) * len(words))


def read(encoder, *texts):
    return encoder.read([[sentence(text, n) for n, text in enumerate(texts)]])[0]


def test_each_word_gets_what_the_model_says_of_its_first_piece(encoder):
    (reading,) = read(encoder, "Gunmen shot at protesters .")
    assert reading.type_of(1)[0] == "ASSAULT"
    assert reading.type_of(3)[0] == "PROTEST"  # not what its second piece says
    assert reading.states_event(1) == pytest.approx(1 - np.exp(-2) / (np.exp(-2) + np.exp(4) + 1), abs=1e-5)
    assert reading.event.shape == (5, len(EVENT))
    assert reading.event.sum(axis=1) == pytest.approx(np.ones(5))
    assert reading.chance(1, "ASSAULT") == pytest.approx(reading.type_of(1)[1])
    assert reading.chance(1, "AID") == 0


def test_links_are_scored_for_every_word_with_the_bias_of_their_side(encoder):
    (reading,) = read(encoder, "Gunmen shot at protesters .")
    assert reading.doers(1) == pytest.approx([2, -1, -1, -1, -1])
    assert reading.undergoers(1) == pytest.approx([0, 0, 0, 0, 0])  # read at first pieces alone
    assert reading.doers(0) == pytest.approx([-1] * 5)


def test_a_link_may_lead_to_a_word_of_another_sentence(encoder):
    first, second = read(encoder, "Gunmen at .", "shot at protesters")
    assert second.doers(0, first) == pytest.approx([2, -1, -1])


def test_roles_and_incidents(encoder):
    (reading,) = read(encoder, "bomb at bomb")
    assert reading.role_of(0, "weapon") > 0.95
    assert reading.role_of(1, "weapon") < 0.7
    assert reading.role_of(0, "place") == 0
    assert reading.incident == pytest.approx([np.exp(2) / (np.exp(2) + 1), 0.5])  # from the mean of the words


def test_whether_an_event_is_the_news_and_happened(encoder):
    (reading,) = read(encoder, "shot at")
    assert reading.current == pytest.approx([1 / (1 + np.exp(-2)), 0.5])
    assert reading.happened == pytest.approx([1 / (1 + np.exp(2)), 0.5])


def test_how_sentences_are_packed_makes_no_difference(encoder):
    texts = ["Gunmen shot at protesters . " * n for n in (1, 2, 3, 7, 1)]
    together = read(encoder, *texts)
    for n, text in enumerate(texts):
        (alone,) = read(encoder, text)
        assert together[n].sentence == n
        assert together[n].event == pytest.approx(alone.event)
        assert len(together[n].doer) == len(text.split())


def test_reports_do_not_get_into_each_other(encoder):
    first, second = encoder.read([[sentence("shot", 4)], [sentence("protest", 0), sentence("at", 1)]])
    assert [(r.sentence, r.type_of(0)[0]) for r in first] == [(4, "ASSAULT")]
    assert [r.sentence for r in second] == [0, 1]
    assert second[0].type_of(0)[0] == "PROTEST"


def test_flags_reach_the_model_at_their_word(tmp_path):
    encoder = Encoder(make_encoder(tmp_path / "flagged", ROWS, from_flag=6.0))
    ((reading,),) = encoder.read([[SentenceWords(0, ("protesters", "at", "at"), (2, 4, 7))]])
    assert reading.chance(2, "ASSAULT") > 0.9
    assert reading.chance(1, "ASSAULT") < 0.5


@pytest.mark.parametrize(
    "text", ["", "\u200b \x00 𓀀", "x" * 10_000, "shot " * 3_000, "protestersersersersersersersersersersersersersersers"]
)
def test_whatever_the_words_every_word_is_read(encoder, text):
    (reading,) = read(encoder, text)
    assert len(reading.event) == len(reading.doer) == len(text.split())
    assert np.isfinite(reading.event).all()


def test_nothing_to_read(encoder):
    assert encoder.read([]) == []
    assert encoder.read([[], []]) == [[], []]


def test_a_long_word_is_cut(encoder):
    assert len(encoder._pieces("protest" + "ers" * 30)) == MOST_PIECES
    assert encoder._pieces("unheard-of") == (encoder._pieces.unknown,) * 3


def test_windows_hold_whole_sentences_where_they_can():
    sentences = [[(1,), (2, 3)], [(4,)], [(5, 6), (7,), (8, 9), (1, 2)], [(3,)]]
    windows = list(windows_of(0, sentences, 4))
    assert [w.stretches for w in windows] == [
        (Stretch(0, 0, 0, 2), Stretch(0, 1, 0, 1)),
        (Stretch(0, 2, 0, 2),),
        (Stretch(0, 2, 2, 4),),
        (Stretch(0, 3, 0, 1),),
    ]
    assert all(w.length <= 4 for w in windows)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "encoder.json"])
def test_a_missing_file_is_told_with_what_to_do(tmp_path, name):
    folder = make_encoder(tmp_path / "reader", ROWS)
    (folder / name).unlink()
    with pytest.raises(DataError, match=rf"{name}.*cannot be read.*\[reading\]"):
        Encoder(folder)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json"])
def test_a_file_that_was_changed_is_told(tmp_path, name):
    folder = make_encoder(tmp_path / "reader", ROWS)
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(DataError, match=f"{name}.*broken or of another version"):
        Encoder(folder)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("encoder.onnx", b"nothing", "cannot be opened"),
        ("tokenizer.json", b"{}", "no tokenizer"),
        ("encoder.json", b"[]", "no manifest"),
    ],
)
def test_a_file_of_another_kind_is_told(tmp_path, name, content, told):
    folder = make_encoder(tmp_path / "reader", ROWS)
    (folder / name).write_bytes(content)
    if name != "encoder.json":
        write_manifest(folder)
    with pytest.raises(DataError, match=told):
        Encoder(folder)


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"heads": {"event": {"labels": EVENT}}}, "no manifest.*links"),
        ({"heads": {"event": {"labels": EVENT[1:]}}}, "must start with 'none'"),
        ({"window": 2}, "be at least 16"),
        ({"flags": ["tall"]}, "trained with the flags tall"),
        (
            {"heads": {"event": {"labels": EVENT}, "links": {"bias": {"doer": 0, "undergoer": 0}}, "standing": {}}},
            "lacks the outputs standing",
        ),
    ],
)
def test_a_manifest_that_does_not_fit_is_told(tmp_path, other, told):
    folder = make_encoder(tmp_path / "reader", ROWS)
    write_manifest(folder, **other)
    with pytest.raises(DataError, match=told):
        Encoder(folder)


def test_naming_the_room_loads_no_model_library():
    script = (
        "import sys, dateline.encoder; sys.exit(any(m in sys.modules for m in ('onnxruntime', 'tokenizers', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
