"""Which sentences of a report of light matters can hold an event all the same: those that speak of arms, power or crime.

A report of a match, a film or a gadget has its trigger words too, and parsing them is nearly all that passing it over costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.lexicon.spheres import GRAVE, Talk, Weights, talk_of, telling

LIGHT_REPORT = 0.55
"""Share of light spheres from which a report is one of light matters. Of 1,756 coded events in 1,309 reports, leads and cases
none lies in a sentence that is then passed over (from 0.5 on two do); of the sentences of mixed news that tells of no
event, and that have a word of the trigger table, one in fifteen is left, with the two rules below."""
ENOUGH_WORDS = 16
"""Different words of some sphere from which a report says enough of what it is about; below it four events were lost."""
LIGHT_NOTE, FEW_WORDS = 0.65, 6
"""The same for a shorter report, which then must have no word of arms at all."""
MISHAP, SOME_WORDS = 0.3, 8
"""Share of accidents and disasters from which a report without any word of arms is read as one of light matters is."""
GRAVE_SENTENCE = 3.0
"""Weight of words of arms, power and crime from which a sentence of such a report is read."""
ARMS_SENTENCE = 2.0
"""The same for words of arms alone."""


def worth_parsing(texts: Sequence[str]) -> list[bool]:
    """Return for each sentence of a report, given in order, whether what the report talks about leaves it worth parsing."""
    words = [telling(text) for text in texts]
    whole: dict[str, Weights] = {}
    for found in words:
        whole |= found
    if not _is_light(len(whole), talk_of(whole.values())):
        return [True] * len(texts)
    return [_is_grave(found) for found in words]


def _is_light(size: int, talk: Talk) -> bool:
    if size >= ENOUGH_WORDS and talk.light >= LIGHT_REPORT:
        return True
    if talk.of("arms"):
        return False
    return (size >= FEW_WORDS and talk.light >= LIGHT_NOTE) or (size >= SOME_WORDS and talk.share("accident") >= MISHAP)


def _is_grave(words: Mapping[str, Weights]) -> bool:
    talk = talk_of(words.values())
    return talk.of("arms") >= ARMS_SENTENCE or sum(talk.of(sphere) for sphere in GRAVE) >= GRAVE_SENTENCE
