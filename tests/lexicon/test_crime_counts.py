"""Words of a set are counted word by word; that must tell what the set's pattern tells."""

import pytest

from dateline.lexicon.crime import _count, _pattern

SETS = (
    "criminal_cues", "political_cues", "shooting_cues", "local_cues", "headline_shots", "killing_cues", "other_means_cues",
    "several_shootings_cues",
)  # fmt: skip
TEXT = (
    "Police said a gunman shot his ex-wife; the Shooting left two men dead. A 19-year-old suspect was arrested, the sheriff's "
    "office said, and KILLED himself. Ministers, rebels and the army were not stabbed, bombed or gun-shy; shots_fired rang out."
)


@pytest.mark.parametrize("name", SETS)
def test_words_are_counted_as_the_pattern_counts_them(name):
    assert _count(name, TEXT) == len(_pattern(name).findall(TEXT))


def test_something_is_counted():
    assert [_count(name, TEXT) > 0 for name in SETS[:3]] == [True, True, True]
