"""Flags of words: what a reader that sees no case is told of them."""

import pytest

from dateline.stages.reading.flags import FLAGS, flags_of, has_case

WORDS = "Gunmen near Maiduguri shot 12 soldiers of Boko Haram , DNA said".split()


def told(words, word, *, cased=True):
    row = flags_of(words, cased=cased)[words.index(word)]
    return {name for name, value in zip(FLAGS, row, strict=True) if value} - {"text has case"}


@pytest.mark.parametrize(
    ("word", "flags"),
    [
        ("Gunmen", {"capitalised", "first word", "weapon word", "noun of people"}),
        ("near", set()),
        ("Maiduguri", {"capitalised", "name of a place"}),
        ("shot", {"trigger word"}),
        ("12", {"has a digit"}),
        ("soldiers", {"noun of people"}),
        ("Haram", {"capitalised", "name of an actor", "name of a place"}),
        (",", set()),
        ("DNA", {"capitalised", "all capitals"}),
    ],
)
def test_a_word_is_flagged_for_its_form_and_for_what_the_tables_know(word, flags):
    assert told(WORDS, word) >= flags
    assert not told(WORDS, word) - flags - {"name of a place"}


def test_capitals_tell_no_name_where_the_text_has_none_in_lower_case():
    words = [word.upper() for word in WORDS]
    assert "name of a place" in told(words, "MAIDUGURI", cased=False)
    assert "trigger word" in told(words, "SHOT", cased=False)
    assert not flags_of(words, cased=False)[:, FLAGS.index("text has case")].any()


def test_a_place_name_in_lower_case_is_none_where_the_text_has_case():
    assert "name of a place" not in told(["near", "maiduguri"], "maiduguri")


@pytest.mark.parametrize(
    ("text", "cased"), [("Troops shot at us.", True), ("TROOPS FIRED. (AP)", False), ("", False), ("12:30", False)]
)
def test_whether_a_text_has_case(text, cased):
    assert has_case(text) is cased


def test_no_words_have_no_flags():
    assert flags_of([], cased=True).shape == (0, len(FLAGS))
