"""Whether words that can be a time are one where they stand: "may", "March", "2000", "fall"."""

from __future__ import annotations

import re

from dateline.lexicon.timegrammar.readings import Match

_MONTH_PREPOSITION = re.compile(
    r"\b(?:in|since|until|till|from|by|of|last|this|next|early|late|mid|during|for|through|between|and|to|before|after|around)[ -]+(?:the\s+)?$",
    re.IGNORECASE,
)
_YEAR_PREPOSITION = re.compile(
    r"(?:\b(?:in|since|of|by|until|till|from|to|and|through|during|before|after|between|late|early|mid|the|year|around|circa|as\s+of|or|for)[ -]+|\(|,\s+|[-–])$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s+(?!(?:was|is|has|as|years|days|elections?|series)\b)(?:[a-z]+s|people|men|women|children)\b")
_MONTH_AS_ADJECTIVE = re.compile(r"(?:\b(?:a|the|its|their|his|her|our|this|that)|['’]s|s['’])\s$", re.IGNORECASE)
_NOUN_AFTER = re.compile(
    r"\s(?!(?:on|for|of|to|through|from|by|against|in|at|into|past|and|or|was|is|were|has|had|said|will|would|that|who|with|toward|towards|around|over|the|they|he|she|it|we|when|as|while|but|after|before|until|during|which|where|then)\b)[a-z]{3,}"
)
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w'’-]*\s$")
_CAPITAL_AFTER = re.compile(r"\s(?:[A-Z]|said\b|says\b|told\b|who\b)|['’-]")
_NUMBERED = re.compile(
    r"\b(?:Flight|Room|Route|Highway|Resolution|Boeing|Airbus|No\.?|Number|Section|Article|Chapter|Page|Model|Unit|Windows|Order|Decree)\s$"
)
_IN_THE = re.compile(r"\b(?:in|during|by|until|since|before|through|throughout|for)\s(?:the)$", re.IGNORECASE)
_SEASON_ENDS = re.compile(r"\s*(?:[.,;:)]|$|(?:and|or|when|as|after|but|while|with|to)\b)")
NAMES_OF_PEOPLE = frozenset({"april", "june", "august"})
"""Names of months that are also people's: alone they are months where no other name stands beside them."""
_MEASURED = re.compile(r"\s*(?:GMT|UTC|hours\b|%|percent|per cent|feet|metres|km\b|block\b|blocks\b)")
NAMEABLE = frozenset({"feast", "weekday", "month", "season", "part"})
"""Atoms that are part of names as they stand: "Operation Ramadan", "the Easter Rising"."""
_OPERATION = re.compile(r"\bOperation\s(?:[A-Z]\w+\s)?$")
_NAME_AFTER = re.compile(
    r"\s(?:Offensive|Agreement|Accords?|War|Rising|Massacre|Uprising|Rebellion|Revolution|Movement|Brigades?|Martyrs|Olympics|Games|Palace|Market|Street|Carol)\b"
)
_BAD_DAY = re.compile(r"\b[0-9]{1,3}(?:st|nd|rd|th)?\s+of\s+$", re.IGNORECASE)
"""Before a month, what was no day of it: "the 45th of May"."""
_AT = re.compile(
    r"(?:\b(?:at|by|from|since|until|till|between|and|or|to|around|about|before|after|exactly|of|on|early|late|past|day|night|morning|afternoon|evening|[0-9]{1,4})"
    r"|[,(–-])\s?$",
    re.IGNORECASE,
)
_DAY_AFTER = re.compile(
    r",?\s(?:on\s|in\sthe\s|the\s|yesterday|today|this\s|last\s|(?-i:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))",
    re.IGNORECASE,
)
LIKELY_YEAR = 1900
"""A bare number from here on is a year where no counted thing follows."""
AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "april", "june", "august", "jan", "dec", "jun", "sept", "sep", "nov", "oct", "apr", "aug", "jul", "feb"})  # fmt: skip
"""Names of months that are also verbs, names of people or ends of sentences: alone they need a preposition."""


def stands(atom: Match, text: str) -> bool:
    """Tell whether an atom that can be other words stands as a time here."""
    kind, before = atom.lastgroup, text[max(0, atom.start() - 24) : atom.start()]
    if kind == "named":
        return False
    if kind in NAMEABLE and (_OPERATION.search(before) or _NAME_AFTER.match(text, atom.end())):
        return False
    if kind == "month":
        return _month_stands(atom, before, text)
    if kind == "year" and not atom["y_edge"]:
        return _year_stands(atom, before, text)
    if kind == "season":
        return _season_stands(atom, before, text)
    if kind == "clock":
        return _clock_stands(atom, before, text)
    if kind == "nth":
        first = atom["r_n"].lower() in ("first", "1st")
        follows = not first and re.match(r"\s+(?:of|since|in|as|after)\b", text[atom.end() : atom.end() + 20])
        return bool(
            re.search(r"\bfor $", before) or atom["r_run"] or follows or "row" in atom[0] or "running" in atom[0]
        )
    return True


def is_adjective(text: str, start: int, end: int) -> bool:
    """Tell whether a time stands between an article and a noun: "the 1912 treaty", "its May 2007 high"."""
    led = _MONTH_AS_ADJECTIVE.search(text, max(0, start - 10), start) or text[start : start + 4].lower() == "the "
    return bool(led) and _NOUN_AFTER.match(text, end) is not None


def _clock_stands(atom: Match, before: str, text: str) -> bool:
    """Tell "at 3:45" and "3:45 on Monday" from lengths and scores."""
    if (
        not atom["c_h24"]
        or atom["c_zone"]
        or atom["c_hedge"]
        or atom[0].lower().endswith(("hrs", "hours", "h", "local time", "local"))
    ):
        return True
    return bool(_AT.search(before) or _DAY_AFTER.match(text, atom.end()))


def _month_stands(atom: Match, before: str, text: str) -> bool:
    name = atom["n_m"].lower().rstrip(".")
    qualified = atom["n_edge"] or atom["n_which"] or atom["n_year"] or atom["n_rel"]
    if _BAD_DAY.search(before):
        return False
    if name == "may" and atom["n_edge"] is None and atom["n_which"] == "that":
        return False
    if qualified or name not in AMBIGUOUS_MONTHS or _MONTH_PREPOSITION.search(before):
        return True
    if name in NAMES_OF_PEOPLE and not _CAPITAL_BEFORE.search(before) and not _CAPITAL_AFTER.match(text, atom.end()):
        return True
    return bool(_MONTH_AS_ADJECTIVE.search(before) and _NOUN_AFTER.match(text, atom.end()))


def _year_stands(atom: Match, before: str, text: str) -> bool:
    if _NUMBERED.search(before):
        return False
    possessive = text[atom.end() : atom.end() + 2] in ("'s", "’s")
    if _YEAR_PREPOSITION.search(before) or possessive or atom["y_y2"]:
        return not _MEASURED.match(text, atom.end())
    if _MEASURED.match(text, atom.end()):
        return False
    led = atom[0].lower().startswith(("the", "year"))
    return (led or int(atom["y_y"]) >= LIKELY_YEAR) and not _COUNTED.match(text, atom.end())


def _season_stands(atom: Match, before: str, text: str) -> bool:
    if _IN_THE.search(before + atom[0][:3]) and _SEASON_ENDS.match(text, atom.end()):
        return True
    if atom["a_s"].lower() not in ("fall", "spring"):
        return True
    return bool(atom["a_y"] or atom["a_rel"] or (atom["a_which"] or "").lower() in ("last", "this", "next"))
