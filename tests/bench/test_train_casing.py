"""Training the model of case: what is taken for text with case, what is counted, and that a little text teaches a little."""

import pathlib
import subprocess
import sys

import pytest

from dateline.stages.casing.names import listings

BENCH = pathlib.Path(__file__).parents[2] / "bench"
TEXT = (
    "The mayor of Quemble met the Zorbani elders on Monday. The elders of Zorbani villages thanked the mayor of Quemble.\n\n"
    "THE MAYOR OF QUEMBLE MET THE ELDERS.\n\nElders Of Zorbani Villages Thank Mayor Of Quemble\n\n"
    "QUEMBLE, March 3 (AFP) - The mayor said that NATO would send elders to Quemble."
)


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import train_casing

    return train_casing


def test_only_sentences_with_case_are_learned_from(bench):
    samples = list(bench.samples_of([("a", TEXT)]))
    told = ["".join(f"{u.key[0]}{t}" for u, t in zip(s.units, s.tags, strict=True)) for s in samples]
    assert told == [
        "tSmLoLqCmLtLzCeLoLmC", "tSeLoLzCvLtLtLmLoLqC", "tSmLsLtLnUwLsLeLtLqC",
    ]  # fmt: skip


def test_words_are_counted_in_documents(bench):
    counts = bench.count(bench.samples_of([("a", TEXT), ("b", TEXT)]))
    assert dict(counts["quemble"]) == {"C": 2}
    assert dict(counts["nato"]) == {"U": 2}
    assert "C" not in counts["elders"]


def test_what_was_learned_is_told_again(bench):
    samples = list(bench.samples_of([("a", TEXT)])) * 3
    vocabulary = bench.vocabulary_of(bench.count(samples), {}, least=1)
    weights, steps = bench.learn(samples, bench.rows_for(samples, vocabulary), epochs=5)
    model = bench.CaseModel(vocabulary, bench.whole(weights), bench.whole(steps))
    assert [model.forms(s.units, listings(s.units)) for s in samples] == [s.tags for s in samples]


def test_the_tally_leaves_out_words_that_open_a_sentence(bench):
    tally = bench.Tally()
    tally.add("SLCC", "SLCL")
    assert "0.6667 of 3; capitals P 0.5000 R 1.0000" in tally.line()


def test_a_wrong_path_is_told():
    script = [sys.executable, str(BENCH / "train_casing.py"), "--texts", "no/such/folder"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no/such/folder: no such file or folder" in done.stderr
