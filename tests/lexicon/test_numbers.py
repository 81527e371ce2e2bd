"""Cases of `find_numbers`: each line of number_cases.tsv is a text and its quantities."""

import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.lexicon.numbers import Quantity, find_numbers

CASES = [
    line.split("\t")
    for line in (pathlib.Path(__file__).parent / "number_cases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
WORDS = (
    *("one", "two", "twenty", "hundred", "thousand", "and", "or", "to", "a", "no", "half", "dozen", "dozens", "15"),
    *("2,000", "1.5", "%", "$", "-year-old", "between", "at", "least", ".", ",", "-", "million", "about", "from"),
)


def shown(quantity: Quantity) -> str:
    high = "" if quantity.high is None else quantity.high
    return f"{quantity.low}-{high}{'~' if quantity.approximate else ''}"


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:50] for case in CASES])
def test_case(text: str, expected: str) -> None:
    assert (" ".join(shown(quantity) for quantity in find_numbers(text)) or "none") == expected


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 280


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text())
def test_spans_and_bounds_hold_for_any_text(text: str) -> None:
    end = 0
    for quantity in find_numbers(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.low >= 0
        assert quantity.high is None or quantity.high >= quantity.low
        end = quantity.end


@pytest.mark.parametrize(
    "text",
    [
        "9" * 400,
        "9," * 400,
        "9." * 400,
        "one " * 4000,
        "-" * 4000,
        "1.5 million " * 800,
        "one, possibly " * 800,
        "million " * 4000,
    ],
)
def test_hostile_text_is_read_quickly(text: str) -> None:
    assert all(quantity.low < 10**13 for quantity in find_numbers(text))


def test_spans_hold_the_modifiers() -> None:
    text = "killing at least two dozen people"
    (quantity,) = find_numbers(text)
    assert text[quantity.start : quantity.end] == "at least two dozen"
