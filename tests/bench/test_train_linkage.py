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
    importance = train.importance_of(found)
    weights = train.fit(found, prior, importance)
    assert weights["age.two"] > 1
    assert weights["age.none"] < 0
    assert (weights["bias"], weights["age.unknown"], weights["site.one"]) == (-1.0, 0.0, 0.7)
    assert train.fit(found, prior, importance) == weights


def test_political_pairs_and_others_are_learned_apart(bench):
    train, sources = bench
    prior = {"bias": -1.0, "age.two": 0.0}
    found = [
        sources.Example(("age.two",), same=political, source="local", political=political)
        for political in (True, False) * 60
    ]
    weights = train.train(found, prior)
    assert weights[True]["age.two"] > 0.5
    assert weights[False]["age.two"] < 0


def test_a_level_without_a_prior_is_an_error(bench):
    train, sources = bench
    with pytest.raises(KeyError, match=r"age\.three"):
        train.fit([sources.Example(("age.three",), same=True, source="local")], {"bias": -1.0}, {"local": 1.0})


def test_of_a_choice_the_likeliest_is_learned(bench):
    train, sources = bench
    options = (sources.Example((level,), same=True, source="local") for level in ("age.none", "age.two"))
    weights = {"bias": 0.0, "age.two": 1.0, "age.none": -1.0}
    (example,) = train.chosen([sources.Choice(tuple(options))], {True: {"bias": 0.0}, False: weights})
    assert (example.levels, example.same) == (("age.two",), True)


def test_every_level_has_a_prior_and_a_weight(bench):
    from dateline.linkage import Linker

    prior = bench[0].read_prior()
    weights = Linker.default().weights
    assert set(prior) == {"bias", *weights.political} == {"bias", *weights.local}


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


TEMPLATE = """
0.  MESSAGE: ID                     DEV-MUC3-{number} (NCCOSC)
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  {date}
3.  INCIDENT: LOCATION              EL SALVADOR: {town} (CITY)
4.  INCIDENT: TYPE                  ATTACK
18. HUM TGT: NAME                   {name}
19. HUM TGT: DESCRIPTION            "MAYOR"
"""


@pytest.mark.parametrize(
    ("date", "town", "name", "one"),
    [
        ("03 JAN 90", "APOPA", '"RENATO QUILL"', True),
        ("- 03 JAN 90", "APOPA", '"RENATO QUILL"', True),
        ("03 JAN 90", "APOPA", "-", None),
        ("09 JAN 90", "APOPA", "-", False),
        ("03 JAN 90", "LA UNION", "-", False),
        ("09 JAN 90", "APOPA", '"RENATO QUILL"', None),
    ],
)
def test_keys_of_muc4_say_what_is_one_only_where_they_tell(monkeypatch, tmp_path, date, town, name, one):
    monkeypatch.syspath_prepend(str(BENCH))
    import linkage_muc4

    first = TEMPLATE.format(number="0001", date="03 JAN 90", town="APOPA", name='"RENATO QUILL"')
    (tmp_path / "key-dev").write_text(
        first + TEMPLATE.format(number="0002", date=date, town=town, name=name), "latin-1"
    )
    keys = linkage_muc4.keys_in(tmp_path)
    assert linkage_muc4.is_one(keys["DEV-MUC3-0001"][0], keys["DEV-MUC3-0002"][0]) is one
