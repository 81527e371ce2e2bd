"""Training the weights of linkage: what is learned, what stays as it was, and which pairs are made to learn from."""

import pathlib

import pytest
from tests.linkage.telling import telling

BENCH = pathlib.Path(__file__).parents[2] / "bench"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    import linkage_sources
    import train_linkage

    return train_linkage, linkage_sources


def examples(sources, *, said):
    return [sources.Example((level, "age.unknown"), same, "local") for level, same in said for _ in range(50)]


def test_levels_learn_their_sign_and_silence_learns_nothing(bench):
    train, sources = bench
    prior = {"bias": -1.0, "age.two": 0.0, "age.none": 0.0, "age.unknown": 0.0, "site.one": 0.7}
    found = examples(sources, said=[("age.two", True), ("age.none", False)])
    weights = train.fit(found, prior)
    assert weights["age.two"] > 1
    assert weights["age.none"] < 0
    assert (weights["bias"], weights["age.unknown"], weights["site.one"]) == (-1.0, 0.0, 0.7)
    assert train.fit(found, prior) == weights


def test_a_level_without_a_prior_is_an_error(bench):
    train, sources = bench
    with pytest.raises(KeyError, match=r"age\.three"):
        train.fit([sources.Example(("age.three",), same=True, source="local")], {"bias": -1.0})


def test_of_a_choice_the_likeliest_is_learned(bench):
    train, sources = bench
    choice = sources.Choice((("age.none",), ("age.two",)), "local")
    (example,) = train.chosen([choice], {"bias": 0.0, "age.two": 1.0, "age.none": -1.0})
    assert (example.levels, example.same) == (("age.two",), True)


def test_every_level_has_a_prior_and_a_weight(bench):
    from dateline.linkage import Linker

    prior = bench[0].read_prior()
    assert set(prior) == {"bias", *Linker.default().weights.levels}


def test_incidents_of_one_town_are_moved_to_one_day(bench):
    _, sources = bench
    told = [
        sources.Told("a", "one", (), telling("a", killed=1)),
        sources.Told("b", "two", (), telling("b", killed=1, day="2024-06-01", published="2024-06-02")),
        sources.Told("c", "two", (), telling("c", killed=1, town="tolberg")),
    ]
    (example,) = sources.moved_pairs(told)
    assert "time.same_day" in example.levels
    assert not example.same
