"""Dates that are on no calendar: told, but of no day that anybody could name."""

from __future__ import annotations

import datetime as dt
import re

from dateline.lexicon.timegrammar.patterns import MONTHS

LEAP_YEAR = 2000
"""Stands for a year that is not told: 29 February may be meant."""

_NAMES = "|".join(sorted((name.capitalize() for name in MONTHS), key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_NAMES})\b|(?P<n>{_NAMES})\.? (?P<e>\d{{1,2}})(?:st|nd|rd|th)?\b)"
    r"(?:,? (?P<y>\d{4})\b)?"
)
_FIGURES = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\d/.])")
_YEAR = re.compile(r"\b[Yy]ear (?:0+|\d{5,})\b")


def names_impossible_date(text: str) -> bool:
    """Tell whether a text names a day or year that there is none of: "31 February", "13/13/2023", "the year 30000".

    Args:
        text: a sentence; its time is the length of it.
    """
    if _YEAR.search(text):
        return True
    for match in _DATE.finditer(text):
        month = MONTHS[(match["m"] or match["n"]).lower()]
        if not _is_day(int(match["y"] or LEAP_YEAR), month, int(match["d"] or match["e"])):
            return True
    return any(
        not _is_day(int(year), int(a), int(b)) and not _is_day(int(year), int(b), int(a))
        for a, b, year in _FIGURES.findall(text)
    )


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
