"""All comparisons of two tellings, in the order in which they are told.

Each gives one of a few named levels, and each level has a weight (`weights`): the levels of Fellegi and Sunter (1969,
"A theory for record linkage"), their weights fitted together instead of one by one, since the comparisons hang together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.linkage import harming, naming, placing, timing, wording
from dateline.linkage.traits import Traits

PLURAL = 2
"""The low bound of a plural without a number."""

LevelOf = Callable[[Traits, Traits], str]
WordsOf = Callable[[str, Traits, Traits], str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A named comparison: which level two tellings are on, and the words for it."""

    name: str
    level: LevelOf
    words: WordsOf


COMPARISONS: tuple[Comparison, ...] = (
    Comparison("time", timing.time_level, timing.time_words),
    Comparison("place", placing.place_level, placing.place_words),
    Comparison("type", harming.type_level, harming.type_words),
    Comparison("person", naming.person_level, naming.person_words),
    Comparison("copy", wording.copy_level, wording.copy_words),
    Comparison("street", naming.street_level, naming.street_words),
    Comparison("site", naming.site_level, naming.site_words),
    Comparison("age", naming.age_level, naming.age_words),
    Comparison("proper", naming.proper_level, naming.proper_words),
    Comparison("killed", harming.killed_level, harming.killed_words),
    Comparison("injured", harming.injured_level, harming.injured_words),
    Comparison("harmed", harming.harmed_level, harming.harmed_words),
    Comparison("taken", harming.taken_level, harming.taken_words),
    Comparison("doer", naming.doer_level, naming.doer_words),
    Comparison("sufferer", naming.sufferer_level, naming.sufferer_words),
    Comparison("party", naming.party_level, naming.party_words),
    Comparison("named", naming.named_level, naming.named_words),
    Comparison("weapon", harming.weapon_level, harming.weapon_words),
    Comparison("news", timing.news_level, timing.news_words),
    Comparison("clause", wording.clause_level, wording.clause_words),
    Comparison("reality", harming.reality_level, harming.reality_words),
)


def levels_of(a: Traits, b: Traits) -> tuple[str, ...]:
    """Return the levels that two tellings are on, in the order of COMPARISONS."""
    return tuple(comparison.level(a, b) for comparison in COMPARISONS)


def barred(a: Traits, b: Traits) -> bool:
    """Whether two tellings can never be one incident, whatever speaks for it.

    Two events of one report are two; a crime is no political act (what is unclear may be either); what happened is
    no plan or threat; a series is no single act, unless both give the same total of people harmed, so that one tells as several
    what the other tells as one; and it is another series unless it is of the same days.
    """
    if a.report == b.report or a.reality != b.reality:
        return True
    if a.series != b.series and not _one_total(a, b):
        return True
    if a.sphere != b.sphere and "unclear" not in {a.sphere, b.sphere}:
        return True
    if a.series and b.series and (a.first is None or b.first is None or a.first > b.last or b.first > a.last):
        return True
    return a.families.isdisjoint(b.families)


def _one_total(a: Traits, b: Traits) -> bool:
    """Whether a plural without number ("shootings") and one act have the same dead, or as many harmed in all, above none."""
    low, high = a.count if a.series else b.count
    if high is not None or (low or 0) > PLURAL:
        return False
    if a.killed and b.killed and a.killed == b.killed and a.killed[0]:
        return True
    return bool(a.harmed) and a.harmed == b.harmed
