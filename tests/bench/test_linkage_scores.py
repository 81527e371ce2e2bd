"""The scores of partitions, against figures reckoned by hand and against trying every assignment."""

import itertools
import random

import pytest


def partition(*groups):
    return {report: number for number, group in enumerate(groups) for report in group}


GOLD = partition("abcde", "fg", "hijkl")
JOINED = partition("abcde", "fghijkl")
"""Bagga and Baldwin's own example: two of three chains taken for one, the small with a large one."""
LARGE = partition("abcdehijkl", "fg")


def test_bcubed_of_the_example_of_its_paper():
    import linkage_scores as scores

    small = scores.bcubed(GOLD, JOINED)
    large = scores.bcubed(GOLD, LARGE)
    # 5 reports at 1, 2 at 2/7, 5 at 5/7; and 10 at 1/2, 2 at 1.
    assert small.precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert large.precision == pytest.approx((10 * 0.5 + 2) / 12)
    assert small.recall == large.recall == 1.0
    assert scores.muc(GOLD, JOINED).precision == scores.muc(GOLD, LARGE).precision == pytest.approx(9 / 10)


def test_reports_alone_count_for_bcubed_and_not_for_muc():
    import linkage_scores as scores

    gold = partition("ab", "c", "d")
    alone = partition("a", "b", "c", "d")
    found = scores.score(gold, alone)
    assert (found.bcubed.precision, found.bcubed.recall) == (1.0, pytest.approx(0.75))
    assert (found.muc.precision, found.muc.recall, found.muc.f1) == (0.0, 0.0, 0.0)
    # c and d fit wholly, {ab} to one of its halves with 2 * 1 / 3: 2.667 of 4 groups and of 3 incidents.
    assert found.ceaf.precision == pytest.approx((2 + 2 / 3) / 4)
    assert found.ceaf.recall == pytest.approx((2 + 2 / 3) / 3)
    assert found.conll == pytest.approx((0.0 + found.bcubed.f1 + found.ceaf.f1) / 3)


def test_muc_and_ceaf_of_a_mixed_partition():
    import linkage_scores as scores

    gold = partition("abc", "def")
    found = partition("ab", "cd", "ef")
    # Three links found, of which ab and ef are right; four needed.
    assert scores.muc(gold, found) == scores.Score(2 / 3, 2 / 4)
    # {ab} to {abc}: 4/5; {ef} to {def}: 4/5.
    assert scores.ceaf_e(gold, found) == scores.Score(pytest.approx(1.6 / 3), pytest.approx(1.6 / 2))
    assert scores.bcubed(gold, found).precision == pytest.approx((4 * 1 + 2 * 0.5) / 6)
    assert scores.bcubed(gold, found).recall == pytest.approx((4 * 2 / 3 + 2 * 1 / 3) / 6)


def test_the_same_partition_under_other_names_is_whole():
    import linkage_scores as scores

    renamed = {report: f"x{number}" for report, number in GOLD.items()}
    found = scores.score(GOLD, renamed)
    assert {found.bcubed.f1, found.muc.f1, found.ceaf.f1, found.conll} == {1.0}


def test_an_assignment_takes_the_lesser_edge_where_the_sum_is_greater():
    import linkage_scores as scores

    # Greedy would take 0.9 and leave x with nothing: 0.9 < 0.8 + 0.7.
    assert scores.best_assignment({"a": {"p": 0.9, "q": 0.8}, "x": {"p": 0.7}}) == pytest.approx(1.5)
    assert scores.best_assignment({"a": {"p": 0.9}, "x": {"p": 0.2}}) == pytest.approx(0.9)
    assert scores.best_assignment({}) == 0.0


def test_assignments_are_as_good_as_the_best_of_all():
    import linkage_scores as scores

    dice = random.Random(5)  # noqa: S311
    for _ in range(200):
        rows, columns = dice.randint(1, 6), dice.randint(1, 6)
        edges = {
            row: {column: dice.random() for column in range(columns) if dice.random() < 0.6} for row in range(rows)
        }
        places = [*range(columns), *[None] * rows]
        best = max(
            sum(edges[row].get(column, 0.0) for row, column in enumerate(chosen))
            for chosen in set(itertools.permutations(places, rows))
        )
        assert scores.best_assignment(edges) == pytest.approx(best)


def test_rates_of_false_and_missed_merges():
    import linkage_scores as scores

    found = scores.merges(partition("ab", "cd", "e"), partition("abc", "d", "e"))
    # Joined: ab, ac, bc, of which two are wrong; belonging together: ab, cd, of which one is missed.
    assert (found.joined, found.wrong, found.gold, found.missed) == (3, 2, 2, 1)
    assert (found.incidents, found.merged, found.several, found.split) == (3, 2, 2, 1)


def test_only_incidents_with_several_reports_are_kept():
    import linkage_scores as scores

    gold, found = scores.of_several(partition("ab", "c"), partition("a", "bc"))
    assert gold == {"a": 0, "b": 0}
    assert found == {"a": 0, "b": 1}


def test_partitions_of_other_reports_are_refused():
    import linkage_scores as scores

    with pytest.raises(ValueError, match="same reports"):
        scores.score({"a": 1}, {"b": 1})
