"""Reports of crime, told by the words of the whole report: how much of it is crime, and whether it is about a shooting.

A report of crime talks of suspects, neighbours and stolen cars and hardly of governments, armies or protest.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

from dateline.lexicon.words import word_set

LEAST_CUES = 3
"""Criminal cues from which a report can be one of crime at all."""
LEAST_SHOTS = 2
"""Words of guns and shots from which a report can be about a shooting; one is enough in the headline, beside police, crime
or the person hit ("Four teens shot after party"), or beside several words for killing."""
MOST_SHOTS = 25
"""Such words above which it is a spree or a list of shootings: two in a hundred reports of one shooting have more."""
MOST_TOLD = 45
"""The same where the headline tells who was shot."""
SHOOTING_SHARE = 0.8
"""Share of words of guns and crime among these and the political ones from which a report that tells of shots is local news
of a shooting. Of 984 such reports 927 reach it; of 108 reports of world news 5 do, of which all are of crime, and of 260
leads of news agencies none."""


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    words = (re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) for w in sorted(word_set(name)))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_WORD = re.compile(r"\w+")


@functools.lru_cache(maxsize=64)
def _words(text: str) -> Counter[str]:
    """Return how often each word stands in a text, in lower case: eight sets of words are counted in it."""
    return Counter(_WORD.findall(text.lower()))


@functools.cache
def _plain(name: str) -> tuple[frozenset[str], tuple[str, ...]] | None:
    """Return the whole words of a set and the beginnings of others; None where an entry is more than one word."""
    words = word_set(name)
    if not all(w.removesuffix("*").isalpha() for w in words):
        return None
    return frozenset(w for w in words if not w.endswith("*")), tuple(w[:-1] for w in sorted(words) if w.endswith("*"))


@functools.lru_cache(maxsize=128)
def _count(name: str, text: str) -> int:
    """Return how many words of a text are of a set."""
    plain = _plain(name)
    if plain is None:
        return len(_pattern(name).findall(text))
    whole, beginnings = plain
    return sum(n for word, n in _words(text).items() if word in whole or word.startswith(beginnings))


@functools.lru_cache(maxsize=32)
def crime_share(text: str) -> float:
    """Return the share of criminal among the criminal and political cues of a report, 0 where there are too few to tell."""
    criminal, political = _count("criminal_cues", text), _count("political_cues", text)
    return criminal / (criminal + political) if criminal >= LEAST_CUES else 0.0


def talks_politics(text: str) -> bool:
    """Whether any word of a text is a political cue: a government, an army, a protest."""
    return _count("political_cues", text) > 0


@functools.lru_cache(maxsize=32)
def tells_shooting(text: str) -> bool:
    """Whether a report is local news of one shooting, or of what came of it: an arrest, a trial, a vigil.

    Args:
        text: of the whole report, its headline in the first line.
    """
    shots = _count("shooting_cues", text)
    headline = text.split("\n", 1)[0]
    crimes = _count("criminal_cues", text)
    struck = headlines_shooting(text)
    around = crimes + _count("local_cues", text) and _count("headline_shots", headline) and "\n" in text
    killings = crimes and shots + _count("killing_cues", text) > LEAST_SHOTS
    least = 1 if struck or around or killings else LEAST_SHOTS
    if not least <= shots <= (MOST_TOLD if struck else MOST_SHOTS) or _count("other_means_cues", text) >= shots:
        return False
    if _count("several_shootings_cues", headline):
        return False
    criminal = shots + crimes
    return criminal / (criminal + _count("political_cues", text)) >= SHOOTING_SHARE


def headlines_shooting(text: str) -> bool:
    """Whether the headline itself tells that somebody was shot ("Four teens shot after party")."""
    headline, newline, _ = text.partition("\n")
    return bool(newline and _count("headline_shots", headline) and _count("headline_harm", headline))
