"""Numbers as news writes them: exact, bounded, vague, from digits or words, each with its bounds.

The bounds follow the codebook's "Numbers" section ("dozens" is 24 and up, "more than 100" is 101 and up). A number
that counts no things is passed over: a date, a clock time, money, a percentage, an age, an ordinal, a measure of
time, length or weight, the number of a model, a flight or a resolution.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.lexicon.number_context import counts_things, says_both, says_none

MAX_VALUE = 10**12
"""Beyond a million millions nothing that news counts is meant; such digits are a code or an error."""
LEAST_OVER = 10
""""Over" and "under" bound a number only from here on: "a row over two islands" counts two islands."""

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000,
    "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000,
}  # fmt: skip
VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000, "tens": 20, "several": 3,
    "a few": 3, "a handful": 3, "numerous": 3, "countless": 3, "many": 3, "multiple": 2, "a number": 2,
    "very few": 1, "relatively few": 1, "precious few": 1,
}  # fmt: skip
"""Open quantities and the least that each can mean; all are open above."""
MULTIPLIERS = {"several": 3, "a few": 3, "few": 3, "a couple": 2, "a couple of": 2, "couple": 2}
"""Words before a scale: "several hundred" is 300 and up, "a couple dozen" 24."""
FIXED = {"a couple": 2, "a pair": 2, "both": 2, "twin": 2, "a trio": 3, "a single": 1, "a score": 20}
LOOSE = frozenset({"dozen", "score"})
"""Round words that are approximate by themselves."""

_SCALE = "hundred|thousand|million|billion|dozen"
_WORD = f"(?:{'|'.join(sorted([*UNITS, *TENS], key=len, reverse=True))}|{_SCALE})"
_WORDS = rf"{_WORD}\b(?:(?:-|\s+)(?:(?<=dred\s|sand\s|lion\s)and\s+)?{_WORD}\b)*"
_BIG = r"(?:dozen|hundred|thousand|million|billion)\b"
_CORE = rf"""
    (?:half[ ]an?[ ]{_BIG}|half-dozen\b|a[ ]half[ -]dozen\b
    |(?:an?|one|two|three|four|five|six|seven|eight|nine)[ ]and[ ]a[ ]half[ ]{_BIG}
    |(?:a|one)[ ]{_BIG}[ ]and[ ]a[ ]half\b
    |(?:a[ ]quarter|three[ -]quarters)[ ]of[ ]an?[ ]{_BIG}
    |(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+(?:\.[0-9]+)?)(?![,.]?[0-9]|[½⅓⅔¼¾]|e[0-9])(?:(?:k|m|mn|bn)\b|(?:[ -]{_BIG})+)?
    |an?[ ](?:{_SCALE})\b(?:[ ](?:and[ ])?{_WORDS})?
    |{_WORDS})
"""
_LOWER = r"at[ ](?:the[ ]very[ ])?least|a[ ]minimum[ ]of|(?:no|not)[ ](?:fewer|less)[ ]than|upwards?[ ]of|as[ ]few[ ]as"
_ABOVE = r"(?:well[ ]|far[ ]|many[ ])?more[ ]than|(?:just[ ]|well[ ]|slightly[ ])?over|in[ ]excess[ ]of|greater[ ]than"
_UPPER = (
    r"(?:potentially[ ])?up[ ]to|as[ ]many[ ]as|as[ ]much[ ]as|at[ ](?:the[ ])?most|(?:no|not)[ ]more[ ]than"
    r"|a[ ]maximum[ ]of"
)
_BELOW = r"(?:slightly[ ]|far[ ])?(?:fewer|less)[ ]than|(?:just[ ])?under"
_ABOUT = (
    r"about|some|around|nearly|almost|roughly|approximately|an[ ]estimated|estimated|close[ ]to|perhaps|circa"
    r"|in[ ]the[ ]region[ ]of|somewhere[ ]around|virtually"
)
_PERHAPS = r"(?:,\s*|\s+)(?:and[ ])?(?:possibly|perhaps|maybe)\s+"
_NUMBER = re.compile(
    rf"""(?P<money>[$£€¥₹][ ]?[0-9][0-9.,]*(?:(?:[ ]?[-–]|[ ]to)[ ]?[0-9][0-9.,]*)?
        (?:[ -]?(?:k|m|mn|bn|tn|hundred|thousand|million|billion|trillion)\b)*)
    |(?<!\w)(?<![$£€¥₹+])(?<![\w.][-/.:–])(?<![0-9],)
    (?P<modifiers>(?:(?:{_LOWER}|{_ABOVE}|{_UPPER}|{_BELOW}|{_ABOUT})\s+|~)*)
    (?:
      (?P<zero>no[ ]one[ ]else|no[ ]one\b|no-one|nobody|none|not[ ](?:a[ ]single|any)|no|nil)\b
     |(?P<vague>(?:tens|dozens|hundreds|scores)\s+of\s+(?:thousands|millions)\b
        |(?P<times>several|a[ ]few|few|a[ ]couple(?:[ ]of)?|couple)\s+(?P<scale>{_SCALE})\b
        |(?:dozens|scores|hundreds|thousands|millions|tens|several|numerous|countless|many|multiple)\b
        |a[ ](?:few|handful|number)\b|(?:very|relatively|precious)[ ]few\b)
     |(?P<fixed>a[ ](?:couple|pair|trio|single|score(?=[ ]of[ ](?![0-9])))|both|twin)\b
     |(?P<between>between\s+)?(?P<first>{_CORE})
      (?:(?P<joint>\s+(?:or(?:[ ](?:even|perhaps|possibly))?|to|and)\s+|\s?[-–—]\s?(?=[0-9])|{_PERHAPS})(?P<second>{_CORE}))?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_START = re.compile(r"[0-9$£€¥₹~]|(?<!\w)[A-Za-z]+")
_STARTERS = frozenset(
    {*UNITS, *TENS, "a", "an", "half", "hundred", "thousand", "million", "billion", "dozen", "between", "both", "twin"}
    | {word.split()[0] for word in (*VAGUE, *MULTIPLIERS)} | {"three", "no", "nobody", "none", "not", "nil"}
    | set("at as upwards upward well far many more just slightly over in greater potentially up fewer less under".split())
    | set("about some around nearly almost roughly approximately estimated close perhaps circa somewhere virtually".split())
)  # fmt: skip
"""Words that a number can begin with."""
_BOUND = re.compile(
    rf"(?P<lower>{_LOWER})|(?P<above>{_ABOVE})|(?P<upper>{_UPPER})|(?P<below>{_BELOW})|(?P<about>{_ABOUT}|~)",
    re.VERBOSE | re.IGNORECASE,
)
_RATIO = re.compile(
    r"\s+(?:in|(?:in|out[ ]of)[ ]every)[ ](?:three|four|five|six|seven|eight|nine|ten|[0-9]{1,2})\b", re.IGNORECASE
)
"""What makes a share of the number before: "one in three", "two out of every five"."""
_PIECE = re.compile(r"[0-9][0-9,.]*|[a-z]+", re.IGNORECASE)
_SUFFIX = re.compile(
    r"(?:\s+\w+)?\s+(?P<more>or[ ]more|and[ ]counting)\b|(?P<plus>\+|-plus\b)"
    r"|(?:\s+\w+)?\s+(?P<so>or[ ]so)\b|(?P<odd>[- ]odd\b)|\s+(?P<less>or[ ](?:fewer|less))\b",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text, with its bounds.

    Args:
        start: code-point offset of its first character, modifiers ("at least") included.
        end: offset after its last character.
        low: the least it can mean.
        high: the most, or None where it is open above.
        approximate: whether the text calls it approximate ("about", "a dozen").
    """

    start: int
    end: int
    low: int
    high: int | None
    approximate: bool


def find_numbers(text: str) -> Iterator[Quantity]:
    """Yield the quantities of things in a text, in order, never overlapping."""
    at = 0
    while (match := _next(text, at)) is not None:
        at = match.end()
        if match["money"]:
            continue
        if match["zero"]:
            if says_none(text, match.end(), word=match["zero"]):
                yield Quantity(match.start("zero"), match.end(), 0, 0, approximate=False)
        elif match["vague"]:
            if counts_things(text, match.start("vague"), match.end(), digits="", low=2, bounded=False):
                yield _open(match)
        elif match["fixed"]:
            counted = counts_things(text, match.start("fixed"), match.end(), digits="", low=2, bounded=False)
            if counted and (match["fixed"].lower() != "both" or says_both(text, match.end())):
                value = FIXED[match["fixed"].lower()]
                yield _bounded(match, match.start("fixed"), match.end(), low=value, high=value)
        else:
            quantity, at = _exact(text, match)
            if quantity is not None:
                yield quantity


def _next(text: str, at: int) -> re.Match[str] | None:
    """Return the next number at or after an offset; only words that can begin one are tried, which is most of the speed."""
    for start in _START.finditer(text, at):
        word = start.group()
        if (not word.isalpha() or word.lower() in _STARTERS) and (match := _NUMBER.match(text, start.start())):
            return match
    return None


def _value(core: str) -> tuple[float | None, int]:
    """Read a number; give its value and how many characters of `core` were needed (a valid beginning will do)."""
    lowered = core.lower()
    if "half" in lowered or "quarter" in lowered:
        return _halves(lowered), len(core)
    total: float = 0
    current: float | None = None
    ceiling = MAX_VALUE
    end, joined, last = 0, False, ""
    for piece in _PIECE.finditer(lowered):
        word = piece.group()
        if word == "and":
            if last not in SCALES:
                break
            joined = True
            continue
        if word in ("a", "an"):
            current, last = 1, word
            continue
        if word[0].isdigit():
            digits = word.rstrip(",.").replace(",", "")
            if current is not None or len(digits) > len(str(MAX_VALUE)):
                break
            current = float(digits) if "." in digits else int(digits)
            piece_end = piece.start() + len(word.rstrip(",."))
        elif word in SCALES:
            grown = _grow(current, SCALES[word], ceiling, digits=core[0].isdigit())
            if grown is None:
                break
            closed, current, ceiling = grown
            total += closed
            piece_end = piece.end()
        else:
            value = UNITS.get(word, TENS.get(word, -1))
            if value < 0 or not _fits(current, value, opens=not joined or last in SCALES):
                break
            current, piece_end = (current or 0) + value, piece.end()
        end, joined, last = piece_end, False, word
    if end == 0 or total + (current or 0) > MAX_VALUE:
        return None, 0
    return total + (current or 0), end


def _grow(current: float | None, scale: int, ceiling: int, *, digits: bool) -> tuple[float, float | None, int] | None:
    """Multiply what was read by a scale: what closes a group, what stays open, and the ceiling for later scales."""
    if scale > 100:  # thousand and up close a group; hundred and dozen do not
        return ((1 if current is None else current) * scale, None, scale) if scale < ceiling else None
    if current is not None and current >= 100 and not digits:
        return None
    return 0, (1 if current is None else current) * scale, ceiling


def _fits(current: float | None, value: int, *, opens: bool) -> bool:
    """Tell whether a unit or a ten can follow what was read: "twenty three", "hundred five", not "two three"."""
    if current is None:
        return opens
    if value < 10 and 20 <= current % 100 <= 90:  # a unit after a ten
        return current % 10 == 0 and value > 0
    return current >= 100 and current % 100 == 0  # anything under 100 after hundreds


def _halves(lowered: str) -> float:
    """Read "half a dozen", "two and a half million", "a million and a half", "three quarters of a million"."""
    pieces = lowered.replace("-", " ").split()
    scale = next(SCALES[word] for word in pieces if word in SCALES)
    if "quarter" in lowered:
        return scale / 4 if pieces[0] == "a" else 3 * scale / 4
    if pieces[0] == "half" or pieces[:2] == ["a", "half"]:
        return scale / 2
    return (UNITS.get(pieces[0], 1) + 0.5) * scale


def _exact(text: str, match: re.Match[str]) -> tuple[Quantity | None, int]:
    """Read a number or a range; give it (or None where it counts no things) and where to go on."""
    start = match.start("first")
    first, used = _value(match["first"])
    end = start + used
    if first is None or (used < len(match["first"]) and _scale_left(match["first"][used:])):
        return None, match.end()
    ratio = _RATIO.match(text, match.end("first"))
    if ratio and (first == 1 or "every" in ratio.group()):
        return None, ratio.end()
    low, high = first, first
    second_at = match.end()
    if match["second"] and used == len(match["first"]):
        ranged = _range(match, first)
        dashed = not match["joint"].strip().isalpha() and not match["joint"].strip().startswith("or")
        if ranged is not None:
            low, high, end = ranged
        elif dashed:
            return None, match.end()
        else:
            second_at = match.start("second")
    elif match["second"] or used < len(match["first"]):
        second_at = end
    digits = match["first"] if match["first"].isdigit() else ""
    modified = _modified(match)
    if not counts_things(text, start, end, digits=digits, low=first, bounded=bool(modified)):
        return None, max(second_at, start + 1)
    if low != int(low) or high != int(high):
        return None, match.end()
    if match["between"] and high > low:
        start = match.start("between")
    following = min(second_at, match.end()) if second_at != match.end() else end
    return _bounded(match, start, end, low=int(low), high=int(high)), max(end, following)


def _scale_left(rest: str) -> bool:
    """Tell whether what a reading left over goes on with a scale: "12 million million" is no number."""
    word = _PIECE.match(rest.lstrip(" -"))
    return word is not None and word.group().lower() in SCALES


def _range(match: re.Match[str], first: float) -> tuple[float, float, int] | None:
    """Read the second number of a range: its low, high and end; None where the two are no range."""
    joint = match["joint"].strip().lower()
    before = match.string[max(0, match.start() - 5) : match.start("first")].lower()
    if joint == "to" and before.endswith("from "):
        return None
    if joint == "and" and not match["between"]:
        return None
    second, used = _value(match["second"])
    if second is None:
        return None
    if _is_perhaps(match) and second > 0:
        return (first, second, match.start("second") + used) if first < second else None
    scale = SCALES.get(_PIECE.findall(match["second"].lower())[-1], 1)
    if first < 1000 and first * scale < second and first != second and scale > 1:
        first = first * scale  # "two to three hundred"
    return (first, second, match.start("second") + used) if first < second else None


def _is_perhaps(match: re.Match[str]) -> bool:
    """Tell whether the second number is one that may be ("at least one, possibly two")."""
    return bool(match["joint"]) and match["joint"].split()[-1].lower() in {"possibly", "perhaps", "maybe"}


def _modified(match: re.Match[str]) -> set[str]:
    """Name the kinds of the modifiers before a number."""
    return {str(found.lastgroup) for found in _BOUND.finditer(match["modifiers"])}


def _open(match: re.Match[str]) -> Quantity:
    """Read a vague quantity: "dozens", "tens of thousands", "several hundred"."""
    words = " ".join(match["vague"].lower().split())
    if match["scale"]:
        times = " ".join(match["times"].lower().split())
        low = MULTIPLIERS[times] * SCALES[match["scale"].lower()]
        exact = "couple" in times
        return _bounded(match, match.start("vague"), match.end(), low=low, high=low if exact else None)
    if " of " in words:
        first, second = words.split(" of ")
        low = (20 if first == "tens" else VAGUE[first]) * (VAGUE[second] // 2)
    else:
        low = VAGUE[words]
    return _bounded(match, match.start("vague"), match.end(), low=low, high=None)


def _bounded(match: re.Match[str], start: int, end: int, *, low: int, high: int | None) -> Quantity:
    """Apply the modifiers before a number and the words after it to its bounds."""
    kinds = _modified(match)
    if low < LEAST_OVER and re.search(r"\b(?:over|under)\b", match["modifiers"], re.IGNORECASE):
        kinds -= {"above", "below"}
    elif kinds:
        start = match.start()
    approximate = "about" in kinds or any(word in match.string[start:end].lower() for word in LOOSE)
    if "lower" in kinds and (low == high or not _is_perhaps(match)):
        high = None
    elif "above" in kinds:
        low, high = (low + 1 if high is not None else low), None
    elif "upper" in kinds:
        low = 0
    elif "below" in kinds and high is not None:
        low, high = 0, max(0, high - 1)
    suffix = _SUFFIX.match(match.string, end)
    if suffix and (suffix["more"] or suffix["plus"]):
        high = None
        end = suffix.end() if suffix["plus"] else end
    elif suffix and (suffix["so"] or suffix["odd"]):
        approximate = True
        end = suffix.end() if suffix["odd"] else end
    elif suffix and suffix["less"]:
        low = 0
    return Quantity(start, end, low, high, approximate=approximate and not (high is None and "about" not in kinds))
