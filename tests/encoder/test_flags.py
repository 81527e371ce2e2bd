"""Flags of words: what a reader that sees no case is told of them."""

import pytest

from dateline.encoder.flags import FLAGS, flags_of

WORDS = "Gunmen near Maiduguri shot 12 soldiers of Boko Haram , a DNA test said".split()


def told(words, word):
    number = flags_of(words)[words.index(word)]
    return {name for n, name in enumerate(FLAGS) if number >> n & 1} - {"cased"}


@pytest.mark.parametrize(
    ("word", "flags"),
    [
        ("Gunmen", {"capitalised", "initial", "weapon", "people"}),
        ("near", set()),
        ("Maiduguri", {"capitalised", "place"}),
        ("shot", {"trigger"}),
        ("12", {"digit"}),
        ("soldiers", {"people"}),
        ("Haram", {"capitalised", "actor"}),
        (",", set()),
        ("DNA", {"capitalised", "capitals"}),
    ],
)
def test_a_word_is_flagged_for_its_form_and_for_what_the_tables_know(word, flags):
    assert told(WORDS, word) == flags


def test_capitals_tell_nothing_where_all_words_have_them_but_the_tables_do():
    words = [word.upper() for word in WORDS]
    assert told(words, "MAIDUGURI") == {"place"}
    assert "trigger" in told(words, "SHOT")
    assert not any(number >> FLAGS.index("cased") & 1 for number in flags_of(words))


def test_no_words_have_no_flags():
    assert flags_of([]) == []
