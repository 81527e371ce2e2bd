"""Which sentences of a report of light matters can hold an event all the same: those that speak of arms, power or crime.

A report of a match, a film or a gadget has its trigger words too, and parsing them is nearly all that passing it over costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.lexicon.spheres import GRAVE, Weights, talk_of, telling

LIGHT_REPORT = 0.6
"""Share of light spheres from which a report is one of light matters. Of 1,735 coded events in 1,107 reports, leads and cases none
but in short texts lies in a sentence that is then passed over; of mixed news without events one sentence in seven is left."""
LEAST_WORDS = 16
"""Different words of some sphere from which a report says enough of what it is about."""
GRAVE_SENTENCE = 3.0
"""Weight of words of arms, power and crime from which a sentence of such a report is read."""
ARMS_SENTENCE = 1.0
"""The same for words of arms alone."""


def worth_parsing(texts: Sequence[str]) -> list[bool]:
    """Return for each sentence of a report, given in order, whether what the report talks about leaves it worth parsing."""
    words = [telling(text) for text in texts]
    whole: dict[str, Weights] = {}
    for found in words:
        whole |= found
    if len(whole) < LEAST_WORDS or talk_of(whole.values()).light < LIGHT_REPORT:
        return [True] * len(texts)
    return [_is_grave(found) for found in words]


def _is_grave(words: Mapping[str, Weights]) -> bool:
    talk = talk_of(words.values())
    return talk.of("arms") >= ARMS_SENTENCE or sum(talk.of(sphere) for sphere in GRAVE) >= GRAVE_SENTENCE
