"""The linker: what it joins, what it keeps apart, and that it says why."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest
from tests.linkage.telling import later, party, telling

from dateline import codec
from dateline.linkage import LINK_FLOOR, Linker, Spot, Telling, keys_of, twin_of
from dateline.linkage.comparisons import levels_of
from dateline.linkage.traits import traits_of
from dateline.linkage.weights import Weights

LINKER = Linker.default()


def joined(*tellings):
    return len(LINKER.partition(tellings)) == 1


def test_two_reports_of_one_shooting_are_one_incident():
    assert joined(
        telling("a", killed=1, persons=["dana rook"], streets=["elm street"]),
        telling("b", killed=1, persons=["dana rook"], published="2024-03-07"),
    )


def test_other_people_on_other_streets_are_another_incident():
    assert not joined(
        telling("a", killed=1, persons=["dana rook"], streets=["elm street"], ages=(31,)),
        telling("b", killed=2, persons=["ivo hart"], streets=["pine road"], ages=(19,)),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"factuality": "planned"},
        {"sphere": "political"},
        {"count_low": 5, "count_high": None},
        {"report": "report of a"},
        {"plover": "CONSULT", "mode": None},
        {"town": "tolberg"},
        {"day": "2023-11-02", "published": "2023-11-03"},
    ],
)
def test_what_is_never_one_incident(change):
    first = telling("a", killed=1, injured=2)
    assert joined(first, telling("b", killed=1, injured=2))
    assert not joined(first, telling("b", killed=1, injured=2, **change))


def test_weight_is_that_of_the_evidence_and_the_same_both_ways():
    a = telling("a", killed=1, persons=["dana rook"], parties=(party("victim", "dana rook", "civilians"),))
    b = telling("b", killed=2, published="2024-03-08", streets=["elm street"])
    link, back = LINKER.compare(a, b), LINKER.compare(b, a)
    weight, evidence = LINKER.explain(a, b)
    assert link == back
    assert math.isclose(weight, sum(e.weight for e in evidence), abs_tol=1e-3)
    assert link is None or link.weight == weight >= LINK_FLOOR
    assert all(e.words for e in evidence)


def test_evidence_says_what_it_saw():
    words = " / ".join(e.words for e in LINKER.explain(telling("a", killed=1), telling("b", killed=3))[1])
    assert "both in harwick" in words
    assert "both on 5 March 2024" in words
    assert "killed: 1; 3" in words


def test_each_sphere_has_weights_of_its_own():
    weights = Weights(-1.0, {"killed.same_1": 5.0}, {"killed.same_1": 2.0})
    for spheres, weight in (
        (("political", "political"), 4.0),
        (("political", "unclear"), 4.0),
        (("unclear", "unclear"), 1.0),
        (("criminal", "unclear"), 1.0),
    ):
        a, b = (telling(name, killed=1, sphere=sphere) for name, sphere in zip("ab", spheres, strict=True))
        assert Linker(weights).weigh(a, b) == Linker(weights).explain(a, b)[0] == weight
    made, parts = weights.__reduce__()
    assert made(*parts) == weights


def test_what_is_recalled_without_a_place_goes_by_that_of_its_report():
    told = telling("a", killed=3, sphere="political")
    recalled = telling("b", killed=3, sphere="political", town=None, published="2024-03-12", standing="background")
    beside = replace(recalled, setting=told.spots)
    assert not set(keys_of(told)) & set(keys_of(recalled))
    assert set(keys_of(told)) & set(keys_of(beside))
    words = " / ".join(e.words for e in LINKER.explain(told, beside)[1])
    assert "their reports tell of harwick and harwick" in words
    assert joined(told, beside)


@pytest.mark.parametrize(
    ("change", "levels"),
    [
        ({"day": "2024-03-06"}, {"time.next_day", "news.dated"}),
        ({"day": "2024-03-06", "standing": "background"}, {"time.recalled_near", "news.background"}),
        ({"day": "2024-03-12", "standing": "background"}, {"time.recalled_week", "news.background"}),
        ({"basis": "published"}, {"time.assumed_same", "news.same_day"}),
    ],
)
def test_days_say_more_of_news_than_of_what_is_recalled(change, levels):
    told = levels_of(traits_of(telling("a")), traits_of(telling("b", **change)))
    assert levels <= set(told)


@pytest.mark.parametrize(("one", "other"), [("salif harbour", "salif"), ("bol", "bol")])
def test_a_name_that_two_countries_have_is_one_place_read_twice(one, other):
    a, b = (
        Spot(name, "settlement", "town", None, 15.0, at, 3.0, country)
        for name, at, country in ((one, 42.0, "YE"), (other, 12.0, "SA"))
    )
    levels = levels_of(traits_of(telling("a", spots=(a,))), traits_of(telling("b", spots=(b,))))
    assert "place.same_name" in levels


def test_any_order_of_arrival_gives_one_partition():
    order = random.Random(3)  # noqa: S311
    tellings = [
        telling(
            f"e{i:02}",
            report=f"r{i % 17}",
            day=later("2024-03-01", i % 5),
            published=later("2024-03-02", i % 6),
            town=("harwick", "marin", None)[i % 3],
            killed=(None, 1, 4)[i % 3],
            persons=(["dana rook"] if i % 4 == 0 else ["ivo hart"] if i % 4 == 1 else []),
            standing="background" if i % 7 == 0 else "current",
        )
        for i in range(40)
    ]
    first = LINKER.partition(tellings)
    for _ in range(100):
        order.shuffle(tellings)
        assert LINKER.partition(tellings) == first


def test_a_flood_of_near_copies_is_one_incident_in_seconds():
    copies = [telling(f"e{i:04}", killed=1, persons=["dana rook"], wire=tuple(range(i, i + 24))) for i in range(1500)]
    assert joined(*copies)


def test_a_telling_goes_to_json_and_back():
    first = telling("a", killed=1, persons=["dana rook"], parties=(party("victim", "dana rook", "civilians"),))
    assert codec.from_data(Telling, codec.to_data(first)) == first


def test_twins_are_told_alike_in_all_but_their_ids():
    assert twin_of(telling("a", text_id="t", clause=1)) == twin_of(telling("b", text_id="t", clause=1))
    assert twin_of(telling("a", text_id="t", clause=1)) != twin_of(telling("b", text_id="t", clause=2))


def test_no_key_is_a_country_and_a_time_alone():
    somewhere = telling("a", town=None)
    assert keys_of(somewhere) == ()
    assert all(key.count("|") == 2 for key in keys_of(telling("b", killed=5)))


def test_fingerprint_follows_the_weights():
    assert LINKER.fingerprint == Linker.default().fingerprint
    other = Linker(type(LINKER.weights)(LINKER.weights.bias + 1, LINKER.weights.political, LINKER.weights.local))
    assert other.fingerprint != LINKER.fingerprint
