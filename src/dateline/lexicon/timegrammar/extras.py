"""What a time tagger marks and a record of events does not need: lengths, ages, vague references, rates, years before Christ.

One pattern beside that of the record's atoms; each of its outer groups has a reader in `READERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dateline.lexicon.timegrammar import values as val
from dateline.lexicon.timegrammar.course import LATE, Course, before_christ
from dateline.lexicon.timegrammar.patterns import EDGE, MONTHS, ORDINALS, SEASONS, SMALL
from dateline.lexicon.timegrammar.patterns import MONTH_NAME as MONTH
from dateline.lexicon.timegrammar.readings import Match, Reading, edge_of, season_near, unit_of
from dateline.lexicon.timegrammar.tense import lies_ahead
from dateline.lexicon.timegrammar.timex import EDGE_MODS, SEASON_CODES, length_value, mod_of, value_at
from dateline.lexicon.timegrammar.values import UNKNOWN

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
CARDINAL = (
    rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}}(?:\.[0-9]{{1,3}})?|(?:{_TENS})(?:[-\s](?:{_ONES}))?|{_TEENS}|{_ONES}"
    r"|(?:a\s+|one\s+)?hundred)"
)
VAGUE = (
    r"several|(?:a|the|only\s+a)\s+(?:few|couple\s+of|couple)|few|some|many(?:\s+more)?|a\s+number\s+of|numerous|countless"
    r"|dozens\s+of|hundreds\s+of|thousands\s+of|various|multiple"
)
ABOUT = (
    r"(?:about|around|roughly|approximately|an\s+estimated|nearly|almost|close\s+to|some|(?:well\s+|just\s+|a\s+little\s+)?over|more\s+than"
    r"|less\s+than|fewer\s+than|just\s+under|under|at\s+least|at\s+most|no\s+more\s+than|no\s+less\s+than|up\s+to|as\s+long\s+as|barely|longer\s+than|only|just)"
)
ADJECTIVE = (
    "full|more|whole|additional|further|straight|consecutive|successive|entire|long|short|extra|solid|bloody|intense|difficult"
    "|calendar|working|business|extended|similar|critical|crucial|final|tough|hard|good|other|different|separate|previous|next"
)
UNIT = "minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|centur(?:y|ie)"
ORDER = r"first|(?<!\bto\s)(?<!will\s)(?<!may\s)(?<!ould\s)(?<!might\s)(?<!\bcan\s)last|next|following|previous|past|final|coming|preceding|subsequent|initial|closing|opening|latest|intervening|ensuing"
SEASON = "spring|summer|autumn|winter"

PATTERN = rf"""
    (?P<bc>(?:(?P<bc_edge>{EDGE})[ -]+)?(?:the\s+)?(?:(?P<bc_s>{SEASON}|fall)\s+(?:of\s+)?|(?P<bc_m>{MONTH})\s+(?:of\s+)?)?
        (?P<bc_y>[0-9]{{1,4}})(?P<bc_ten>s)?(?:\s?(?:BCE?\b|B\.C\.?(?:E\.?)?)|(?=\s?(?:-|–|to|and|or)\s?[0-9]{{1,4}}\s?(?:BC|B\.C))))
    |(?P<ad>(?-i:A\.?D\.?)\s(?P<ad_y>[0-9]{{1,4}})\b|(?P<ad_y2>[0-9]{{1,4}})\s(?-i:AD|A\.D\.|CE)(?!\w))
    |(?P<age>(?:{ABOUT}\s+|(?:the|an?|his|her|their|its|another)\s+)?(?P<k_n>{CARDINAL})(?:-|\s)(?:and\s+a\s+half[- ])?(?P<k_u>year|month|week|day)s?(?:-|\s)old\b|(?P<k_n2>{CARDINAL})\s+years?\s+of\s+age\b)
    |(?P<rate>(?:(?:once|twice|(?:{CARDINAL}|several|many)\s+times)\s+)?(?:per|each|every|(?<=once\s)an?|(?<=twice\s)an?|(?<=times\s)an?)\s+(?:(?P<a_n>{CARDINAL}|few|other)\s+)?(?P<a_u>minute|hour|day|night|week|month|quarter|year)s?\b)
    |(?P<quarterly>(?:the\s+)?(?:(?P<f_which>same|previous|following|current|latest|prior)|(?P<f_n>first|second|third|fourth|final|last))[ -]quarter\b(?P<f_rel>\s+of\s+last\s+year\b)?(?!\s+of\b|\s+final))
    |(?P<length>(?:(?P<l_about>{ABOUT})\s+)?(?:(?P<l_the>the|another|these|those|its|his|her|their|our)\s+)?
        (?:(?P<l_ord>{ORDER})\s+)?
        (?:(?P<l_half>half[- ](?:an?[- ])?)|(?P<l_n>{CARDINAL})(?P<l_plus>[\s-]and[\s-]a[\s-](?:half|quarter))?(?:(?:\s+(?:to|or)\s+|\s?[–-]\s?)(?P<l_n2>{CARDINAL}))?(?:-|\s+)|(?P<l_v>{VAGUE})\s+)
        (?:(?:{ADJECTIVE})(?:-|\s+)){{0,2}}
        (?P<l_u>{UNIT})s?\b(?:-long\b|\s+long\b)?(?P<l_and>\s+and\s+a\s+half)?
        (?P<l_of>(?=\s+of\s)\s+of\s+(?:the\s+year|(?:{MONTH}\s+)?[12][0-9]{{3}}\b|{MONTH}))?)
    |(?P<single>(?:(?P<g_about>{ABOUT})\s+)?(?:(?P<g_a>an?|another|a\s+single|the\s+whole|the\s+entire|an\s+entire|a\s+whole|a\s+full|the\s+past)|the\s+(?P<g_ord>first|last|final|past|coming))\s+(?P<g_u>minute|hour|day|night|week|weekend|month|year|decade|century)\b
        (?P<g_and>\s+and\s+a\s+half)?(?:-long\b)?(?![-\s]old))
    |(?P<plural>(?:(?P<p_the>the|these|those)\s+)?(?:(?P<p_ord>{ORDER}|recent|early|later|past)\s+)?(?:(?P<p_adj>{ADJECTIVE})\s+)?(?P<p_u>minutes|hours|days|nights|weeks|months|years|decades|centuries)(?!\w|-old|['’]s)(?:-long\b|\s+on\s+end)?)
    |(?P<long>(?P<n_u>minute|hour|day|week|month|year|decade|century)s?-?long\b)
    |(?P<spell>(?:(?P<s_edge>{EDGE}|middle\s+of)[ -]+(?:the\s+)?)?(?:(?P<s_which>the\s+following|the\s+next|the\s+previous|that|the\s+same|the)\s+)?(?P<s_s>{SEASON})\b(?P<s_months>\s+months)?)
    |(?P<dating>(?:(?P<d_edge>early|late|later|earlier)\s+in|(?:the\s+rest|the\s+remainder|much|most|all|part|the\s+course)\s+of|(?P<d_for>for))\s+(?:the|this)\s+(?P<d_u>day|week|month|year|decade|century)\b(?!\s+(?:of|to|that|when|after|before|ended|ending|since))(?!['’-]))
    |(?P<yearago>(?:the\s+)?year[- ](?:ago|earlier)\b(?:\s+(?P<y_q>quarter|period|level|figure))?)
    |(?P<every>(?:annual|quarterly|weekends)\b)
    |(?P<whole>all\s+(?P<w_u>day|night|week|month|year|decade)\b(?:\s+long)?)
    |(?P<seconds>(?P<o_n>{CARDINAL})[ -]seconds?\b)
    |(?P<refer>(?P<r_now>(?:right\s+|until\s+|even\s+|just\s+)?now|currently|current|nowadays|presently|present[- ]day|modern[- ]day|the\s+present(?=\s*[.,;)]|\s+(?:day|time)\b)|(?<=\bat\s)present(?!\s+the)|the\s+time\s+being|the\s+moment|these\s+days|this\s+time)
        |(?P<r_past>(?:more\s+|most\s+)?recently|recent|former|formerly|the\s+(?:recent\s+|distant\s+)?past(?=[\s.,;)])|past(?=[.,;)])|long\s+ago|lately)
        |(?P<r_future>(?:the\s+)?(?:near(?:er|est)?\s+|foreseeable\s+|immediate\s+|not[- ]too[- ]distant\s+|distant\s+)?future))(?![\w-])
    |(?P<blank>(?:this|that|the\s+(?:same|whole|entire)|the|a\s+(?:short|long|brief|prolonged)|some|any\s+one)\s+(?:period|time|era)(?:\s+of\s+time)?(?!\w|[- ]bomb))
    |(?P<tens>(?P<t_y>[0-9]{{2,3}})(?![\w,.%-][0-9]|[\w%°]))
"""
EXTRA = re.compile(rf"(?:{PATTERN})", re.VERBOSE | re.IGNORECASE)

TENS = {word: 20 + 10 * n for n, word in enumerate(_TENS.split("|"))}
CARDINALS = {**SMALL, **TENS, "hundred": 100, "a hundred": 100, "one hundred": 100}
_YEAR_LEAD = re.compile(
    r"\b(?:in|of|by|until|till|from|to|after|before|since|and|early|late|mid|between|c\.?|around|year)[ -]$",
    re.IGNORECASE,
)
_PER = re.compile(
    rf"(?:(?:[$£€][0-9.,]+(?:\s(?:m|b|tr)illion)?|(?:{CARDINAL}|several|many|dozens|hundreds|thousands|millions)(?:\s(?:m|b|tr)illion)?"
    r"\s(?:\w+\s)?(?:people|men|\w+s|percent))\s|\b(?:once|twice)\s)$",
    re.IGNORECASE,
)
"""What "a day" makes a rate of: "$100 a day", "four days a week", "40,000 barrels a day"."""
HALVES = {"century": "P50Y", "decade": "P5Y", "year": "P6M"}
_THINGS = re.compile(r"\s(?:[a-z]+\s)?(?:[a-z]+s|men|people|cavalry|infantry)\b")
REFERENCES = {"r_now": "PRESENT_REF", "r_past": "PAST_REF", "r_future": "FUTURE_REF"}
ONLY_TIDES = frozenset({"former", "formerly"})
"""Words that TIDES marks and TimeML does not."""


def number_of(words: str | None) -> float | None:
    """Read a cardinal in digits or words; None where it is none."""
    said = " ".join((words or "").lower().replace(",", "").replace("-", " ").split())
    if said.replace(".", "", 1).isdigit():
        return float(said)
    if said in CARDINALS:
        return float(CARDINALS[said])
    first, _, second = said.partition(" ")
    return float(TENS[first] + SMALL[second]) if first in TENS and second in SMALL else None


def _length(value: str, mod: str = "") -> Reading:
    return Reading(UNKNOWN, "day", kind="duration", mod=mod, value=value)


def read_bc(match: Match, course: Course) -> Reading | None:
    """Read "480 BC", "late autumn of 481 BC", "the 470s BC": years on the axis that runs backwards."""
    year, edge = int(match["bc_y"]), EDGE_MODS.get(edge_of(match["bc_edge"]), "")
    if match["bc_ten"]:
        return Reading(UNKNOWN, "decade", grain="given", mod=edge, value=f"BC{year // 10:03}")
    month = MONTHS[match["bc_m"].lower().rstrip(".")] if match["bc_m"] else 0
    season = SEASON_CODES[SEASONS[match["bc_s"].lower()][0]] if match["bc_s"] else ""
    value = f"BC{year:04}" + (f"-{month:02}" if month else f"-{season}" if season else "")
    course.tell_bc(year, month)
    return Reading(UNKNOWN, "year", grain="given", mod=edge, value=value)


def read_ad(match: Match, course: Course) -> Reading | None:
    """Read "AD 476"."""
    del course
    return Reading(UNKNOWN, "year", grain="given", value=f"{int(match['ad_y'] or match['ad_y2']):04}")


def read_age(match: Match, course: Course) -> Reading | None:
    """Read "22-year-old", "26 years of age"."""
    del course
    unit = unit_of(match["k_u"] or "year")
    return _length(length_value(number_of(match["k_n"] or match["k_n2"]), unit), mod_of(match[0]))


def read_rate(match: Match, course: Course) -> Reading | None:
    """Read "per week", "twice a day"."""
    del course
    words, unit = (match["a_n"] or "").lower(), unit_of(match["a_u"])
    count = {"": 1.0, "other": 2.0}.get(words, number_of(words))
    value = "XXXX-XX-XXTNI" if unit == "night" else length_value(count, unit)
    return Reading(UNKNOWN, "day", kind="set", value=value)


def read_quarter(match: Match, course: Course) -> Reading | None:
    """Read "the fourth quarter", "the same quarter": in business news, of the year that is running or the last."""
    day = course.published or course.day
    if day is None or course.scheme == "timex2":
        return None
    if (match["f_which"] or "").lower() in ("same", "previous", "following", "prior"):
        day = course.quarter or day
    if match["f_rel"]:
        day = val.add_months(day, -12) or day
    if match["f_which"]:
        steps = {"previous": -1, "prior": -1, "following": 1}
        moved = val.add_months(day, 3 * steps.get(match["f_which"].lower(), 0))
        return (
            Reading(UNKNOWN, "quarter", grain="given", value=value_at(moved.isoformat(), "quarter")) if moved else None
        )
    number = {"final": 4, "last": 4}.get(match["f_n"].lower(), ORDINALS.get(match["f_n"].lower(), 0))
    year = day.year - (number > (day.month + 2) // 3 and not match["f_rel"])
    course.quarter = val.date_or_none(year, 3 * number - 2, 1)
    return Reading(UNKNOWN, "quarter", grain="given", value=f"{year:04}-Q{number}")


def read_length(match: Match, course: Course) -> Reading | None:
    """Read "about three years", "the first ten months of 1915", "half a century", "two and a half hours"."""
    del course
    unit, count = unit_of(match["l_u"]), number_of(match["l_n"])
    if unit == "night" and (match["l_n"] or "").lower() == "one" and not match["l_about"]:
        return Reading(UNKNOWN, "part-of-day", grain="NI")
    if match["l_half"]:
        count = 0.5
    if unit == "quarter" and ((match["l_n"] or "").lower() in ("one", "three", "") and not match["l_ord"]):
        return None
    if count is not None and match["l_n2"]:
        count = number_of(match["l_n2"])
    if count is not None and (match["l_plus"] or match["l_and"]):
        count += 0.25 if (match["l_plus"] or "").lower().endswith("quarter") else 0.5
    if count == 0.5 and unit in HALVES:
        return _length(HALVES[unit], mod_of(match["l_about"]))
    during = match["l_the"] and (match["l_about"] or "").lower() == "over"
    return _length(length_value(count, unit), "" if during else mod_of(match["l_about"]))


def read_single(match: Match, course: Course) -> Reading | None:
    """Read "a year", "almost an hour", "the last decade": one of a unit."""
    del course
    if re.match(r"one\s+night$", match[0], re.IGNORECASE):
        return Reading(UNKNOWN, "part-of-day", grain="NI")
    if match["g_a"] in ("a", "an") and _PER.search(match.string[max(0, match.start() - 40) : match.start()]):
        return Reading(UNKNOWN, "day", kind="set", value=length_value(1, unit_of(match["g_u"])))
    count = 1.5 if match["g_and"] else 1
    return _length(length_value(count, unit_of(match["g_u"])), mod_of(match["g_about"]))


def read_plural(match: Match, course: Course) -> Reading | None:
    """Read "for years", "the following days": a length that is not counted."""
    del course
    if match.string[max(0, match.start() - 6) : match.start()].lower() in ("light ", "light-"):
        return None
    return _length(length_value(None, unit_of(match["p_u"])))


def read_long(match: Match, course: Course) -> Reading | None:
    """Read "year-long", "months-long"."""
    del course
    plural = match[0].lower().split("-")[0].endswith("s")
    return _length(length_value(None if plural else 1, unit_of(match["n_u"])))


def read_spell(match: Match, course: Course) -> Reading | None:
    """Read a season without a year: that of the year told before."""
    first = SEASONS[match["s_s"].lower()][0]
    code, mod = SEASON_CODES[first], EDGE_MODS.get(edge_of(match["s_edge"]), "")
    which = " ".join((match["s_which"] or "").lower().split())
    step = {"the following": 1, "the next": 1, "the previous": -1}.get(which, 0)
    if step:
        return Reading(UNKNOWN, "season", grain="given", mod=mod, value=course.season_after(first, step))
    if course.published:
        near = season_near(first, first + 2, course.published, "")
        ahead = near.ahead is not None and lies_ahead(match.string, match.start(), match.end())
        return replace(near, interval=near.ahead, mod=mod) if ahead and near.ahead else replace(near, mod=mod)
    if course.day and course.fine_month() >= LATE and code == "SP":
        step = 1
    return Reading(UNKNOWN, "season", grain="given", mod=mod, value=course.in_year(code, step))


def read_dating(match: Match, course: Course) -> Reading | None:
    """Read "later in the year": the unit told before."""
    if match["d_for"] and (course.scheme == "timex2" or course.published is None):
        return None
    mod = EDGE_MODS.get((match["d_edge"] or "").lower(), "")
    unit = unit_of(match["d_u"])
    told = course.at(unit) if match["d_edge"] or not course.published else course.write(course.published, unit)
    return Reading(UNKNOWN, "year", grain="given", mod=mod, value=told)


def read_year_ago(match: Match, course: Course) -> Reading | None:
    """Read "the year-ago quarter", "year-earlier"."""
    quarter = (match["y_q"] or "").lower() == "quarter"
    day = (course.quarter if quarter else None) or course.anchor
    moved = val.add_months(day, -12) if day else None
    value = value_at(moved.isoformat(), "quarter" if quarter else "year") if moved else "PAST_REF"
    return Reading(UNKNOWN, "year", grain="given", value=value)


def read_every(match: Match, course: Course) -> Reading | None:
    """Read "annual", "quarterly", "weekends"."""
    del course
    value = {"annual": "P1Y", "quarterly": "P1Q"}.get(match[0].lower(), "XXXX-WXX-WE")
    return Reading(UNKNOWN, "day", kind="set", value=value)


def read_whole(match: Match, course: Course) -> Reading | None:
    """Read "all day", "all week long"."""
    del course
    return _length(length_value(1, unit_of(match["w_u"])))


def read_seconds(match: Match, course: Course) -> Reading | None:
    """Read "30 seconds"."""
    del course
    return _length(length_value(number_of(match["o_n"]), "second"))


def read_reference(match: Match, course: Course) -> Reading | None:
    """Read "now", "recently", "the near future": a time that is not told any closer."""
    words = " ".join(match[0].lower().split())
    if course.scheme == "timex3" and words in ONLY_TIDES:
        return None
    if words == "this time":
        return read_blank(match, course)
    value = next(value for group, value in REFERENCES.items() if match[group])
    return Reading(UNKNOWN, "day", grain="given", value=value)


def read_blank(match: Match, course: Course) -> Reading | None:
    """Read "this period", "the same time": TIDES marks them without a value."""
    aside = match.string[max(0, match.start() - 2) : match.start()] in (", ", ". ")
    if course.scheme != "timex2" or (aside and match[0].lower() == "this time"):
        return None
    return Reading(UNKNOWN, "day", grain="given")


def read_tens(match: Match, course: Course) -> Reading | None:
    """Read a bare "480" after a year before Christ has been told, in a year's place."""
    before = match.string[max(0, match.start() - 12) : match.start()]
    if (
        not course.bc
        or len(match["t_y"]) < 3
        or not _YEAR_LEAD.search(before)
        or _THINGS.match(match.string, match.end())
    ):
        return None
    course.tell_bc(int(match["t_y"]))
    return Reading(UNKNOWN, "year", grain="given", value=before_christ(course.day, "year") if course.day else "")


Reader = Callable[[Match, Course], Reading | None]
READERS: dict[str, Reader] = {
    "bc": read_bc, "ad": read_ad, "age": read_age, "rate": read_rate, "quarterly": read_quarter, "length": read_length, "single": read_single,
    "plural": read_plural, "long": read_long, "spell": read_spell, "dating": read_dating, "yearago": read_year_ago, "every": read_every, "whole": read_whole, "seconds": read_seconds, "refer": read_reference,
    "blank": read_blank, "tens": read_tens,
}  # fmt: skip
