"""The table of predicates: what some make of their complements, affirmed and negated."""

import pytest

from dateline.lexicon.predicates import predicate, predicate_kinds


@pytest.mark.parametrize(
    ("lemma", "form", "complement", "affirmed", "negated"),
    [
        ("manage", "verb", "inf", "+", "-"),
        ("fail", "verb", "inf", "-", "+"),
        ("refuse", "verb", "inf", "-", "?"),
        ("foil", "verb", "noun", "-", "?"),
        ("know", "verb", "that", "+", "+"),
        ("plan", "noun", "inf", "?", "-"),
        ("without", "prep", "ing", "-", "?"),
    ],
)
def test_signatures(lemma, form, complement, affirmed, negated):
    found = predicate(lemma, form, complement)
    assert found is not None
    assert (found.affirmed, found.negated) == (affirmed, negated)


def test_a_word_decides_only_the_complements_of_its_rows():
    assert predicate("forget", "verb", "inf").affirmed == "-"
    assert predicate("forget", "verb", "that").affirmed == "+"
    assert predicate("sleep", "verb", "inf") is None


def test_kinds_are_named_once():
    assert list(predicate_kinds()) == sorted(set(predicate_kinds()))
