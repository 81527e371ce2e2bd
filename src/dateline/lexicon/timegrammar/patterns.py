"""The words of times: one pattern whose outer groups are the atoms that `atoms` reads.

Capitals decide where a word is also something else ("may", "march", "sun"); a number of a day or a year must stand in
a date's place. The lists are by hand from news English.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources

from dateline.lexicon.timegrammar.feasts import feasts

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
PARTS = {
    "dawn": ("04:00", "06:00"), "daybreak": ("04:00", "06:00"), "sunrise": ("04:00", "06:00"),
    "first light": ("04:00", "06:00"), "predawn": ("00:00", "06:00"), "pre-dawn": ("00:00", "06:00"),
    "early hours": ("00:00", "05:59"), "small hours": ("00:00", "05:59"), "wee hours": ("00:00", "05:59"),
    "morning": ("06:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("18:00", "23:59"),
    "lunchtime": ("12:00", "14:00"), "dusk": ("18:00", "20:00"), "sunset": ("18:00", "20:00"),
    "sundown": ("18:00", "20:00"), "nightfall": ("18:00", "20:00"), "night": ("18:00", "06:00"),
    "overnight": ("18:00", "06:00"), "early": ("00:00", "12:00"), "late": ("18:00", "23:59"),
    "daytime": ("06:00", "18:00"), "rush hour": ("06:00", "18:00"),
    "morning rush hour": ("06:00", "10:00"), "evening rush hour": ("16:00", "20:00"),
}  # fmt: skip
"""Parts of the day as the codebook bounds them; "early Friday" and "late Friday" stand for halves of a day."""
ZONES = {
    "gmt": "UTC", "utc": "UTC", "z": "UTC", "et": "America/New_York", "est": "America/New_York",
    "edt": "America/New_York", "ct": "America/Chicago", "cst": "America/Chicago", "cdt": "America/Chicago",
    "mst": "America/Denver", "mdt": "America/Denver", "pt": "America/Los_Angeles", "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles", "bst": "Europe/London", "cet": "Europe/Paris", "cest": "Europe/Paris",
    "eet": "Europe/Athens", "eest": "Europe/Athens", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "msk": "Europe/Moscow",
    "pkt": "Asia/Karachi", "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "hkt": "Asia/Hong_Kong",
}  # fmt: skip
"""Abbreviations of zones that name one zone only; the others ("IST") are read as local time."""
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
ORDINALS = {"twenty-first": 21, "twenty-second": 22} | {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a hundred": 100, "one hundred": 100}  # fmt: skip
VAGUE_COUNTS = {
    "several": 3, "a few": 3, "some": 3, "a couple of": 2, "a couple": 2, "few": 3, "many": 3, "a number of": 3,
    "couple of": 2, "recent": 3,
}  # fmt: skip
"""Counts without a number, with the number they stand for; the values made with them are approximate."""
FEASTS = "|".join(
    re.escape(name).replace("'", "['’]").replace("\\ ", r"\s").replace("\\-", "[- ]")
    for name in sorted([*feasts(), "eid"], key=len, reverse=True)
)


def _names() -> str:
    """Return the pattern of names that hold a word of time and tell none."""
    raw = tomllib.loads(resources.files("dateline").joinpath("data/time_words.toml").read_text("utf-8"))
    names = [name.strip() for name in raw["names"].split("|")]
    return "|".join(re.escape(name).replace("\\ ", r"\s") for name in sorted(names, key=len, reverse=True))


MONTH_NAME = (
    r"(?-i:January|February|March|April|May|June|July|August|September|October|November|December|JANUARY|FEBRUARY|MARCH"
    r"|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)(?![A-Za-z])"
)
_WEEKDAY = (
    r"(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    r"|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.(?=[ ,]))"
)
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9]|[.,:][0-9]|%)"
_ORD = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})(?![0-9A-Za-z]|,[0-9]{3}|\.[0-9]|%)"
_OF_YEAR = rf"(?:,?\s+(?:of\s+|in\s+)?(?:the\s+year\s+)?(?:(?P<%s_year>{_YEAR})(?!\s*(?:GMT|UTC|hours|local))|(?P<%s_rel>last|this|next|the\s+previous|the\s+same|that|the\s+following)\s+year\b))?"
_N = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3})*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:a|one)[ ]hundred|half[ ]an?|several|a[ ]few|few|some|many"
    r"|a[ ]couple(?:[ ]of)?|couple[ ]of|a[ ]number[ ]of)"
)
_ABOUT = r"(?:(?:about|around|roughly|nearly|almost|some|over|more[ ]than|at[ ]least|just[ ]over|less[ ]than|approximately)\s+)"
_ORDINAL = rf"(?:twenty-(?:first|second)|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
_UNIT = r"(?:minute|hour|day|week|weekend|fortnight|month|year|decade|centurie|century|night)s?"
EDGE = r"early|mid|late|the\s+(?:beginning|start|middle|end)\s+of|(?:beginning|start|middle|end)\s+of"
_MERIDIEM = r"(?:a\.?m\b\.?|p\.?m\b\.?)"
_ZONE = r"(?:GMT|UTC|E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|BST|CES?T|EES?T|JST|KST|MSK|PKT|AE[SD]T|HKT|IST)"
_LOCAL = r"(?:\s*(?:\(|,\s)?(?:local\s+time|local|(?-i:[A-Z][a-z]{2,14})\s(?:(?:standard|daylight)\s)?time)\b\)?)"
_HEDGE = r"(?:(?P<c_hedge>about|around|approximately|roughly|nearly|almost|shortly\s+(?:before|after)|just\s+(?:before|after)|soon\s+after|before|after|circa)\s+)?"
_TWELVE = r"(?:1[0-2]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_HOUR = r"(?:2[0-4]|1[0-9]|0?[0-9])"

_CLOCK = rf"""
    (?P<clock>{_HEDGE}
      (?:(?P<c_from>{_HOUR}(?:[:.][0-5][0-9])?)\s?(?:-|–|to|and)\s?(?={_HOUR}(?:[:.][0-5][0-9])?\s?{_MERIDIEM}))?
      (?:(?P<c_h>{_HOUR})(?:[:.](?P<c_m>[0-5][0-9]))?\s?(?P<c_ap>{_MERIDIEM})
        |(?P<c_h24>{_HOUR}):(?P<c_m24>[0-5][0-9])(?::[0-5][0-9])?(?:\s?hrs\b|\s?hours\b|\s?h\b)?(?![0-9])
        |(?P<c_mil>(?:[01][0-9]|2[0-3])[0-5][0-9])(?=\s?(?:{_ZONE}\b|hours\b|hrs\b|local\b|Z\b))(?:\s?(?:hours|hrs)\b)?
        |(?P<c_word>noon|midnight|midday|mid-day)\b
        |(?P<c_h16>{_HOUR})h(?P<c_m16>[0-5][0-9])\b
        |(?<=\bat\s)(?P<c_dot>(?:2[0-3]|[01]?[0-9])\.[0-5][0-9])(?=\s?(?:hrs\b|hours\b|GMT\b|UTC\b|local\b|yesterday\b|today\b|this\s|on\s{_WEEKDAY}|{_WEEKDAY}))(?:\s?(?:hrs|hours)\b)?
        |(?P<c_past>half|(?:a\s+)?quarter|twenty-five|twenty|ten|five)\s+(?:minutes\s+)?(?P<c_dir>past|to)\s+(?P<c_ph>{_TWELVE})\b(?!\s(?:people|men|women|years|days))
        |(?:(?<=\bat\s)|(?<=\bby\s)|(?<=\baround\s)|(?<=\babout\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bbefore\s)|(?<=\bafter\s))(?P<c_in>{_TWELVE})(?=\s+(?:in\s+the\s+(?:early\s+)?(?:morning|afternoon|evening)|at\s+night)\b)
        |(?P<c_oh>{_TWELVE})\s+o['’]clock)
      (?:\s?(?:\()?(?P<c_zone>(?-i:(?:GMT|UTC)\s?[+-]\s?1?[0-9]|{_ZONE}|Z))\b\)?|{_LOCAL})?
      (?:\s*\((?P<c_utc>[0-9]{{1,2}}:?[0-9]{{2}})\s?(?:GMT|UTC)(?:,?\s[A-Z][a-z]+)?\))?)
"""
_DATES = rf"""
    (?P<iso>(?P<i_y>[12][0-9]{{3}})(?P<i_sep>[-/])(?P<i_m>[01][0-9])(?P=i_sep)(?P<i_d>[0-3][0-9])(?:T(?P<i_clock>[0-2][0-9]:[0-5][0-9]))?(?![0-9]))
    |(?P<slash>(?P<s_a>[0-9]{{1,2}})/(?P<s_b>[0-9]{{1,2}})/(?P<s_y>(?:19|20)?[0-9]{{2}})(?![0-9/])|(?P<s_day>[0-9]{{1,2}})\.(?P<s_month>[0-9]{{1,2}})\.(?P<s_year>(?:19|20)[0-9]{{2}})(?![0-9.]*[0-9])|9/11\b)
    |(?P<nthday>(?:the\s+)?(?P<j_n>first|second|third|fourth|fifth|last|final)\s+(?P<j_d>{_WEEKDAY}|weekend)\s+(?:of|in)\s+(?:(?:early\s+|late\s+)?(?P<j_m>{MONTH_NAME}){_OF_YEAR.replace("%s", "j")}|(?P<j_w>last|this|next|each|every|the)\s+month\b))
    |(?P<dom>(?<=\bon\s)the\s+(?P<z_d>3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th)\b(?=\s*(?:[.,;)]|$|and\b|but\b|when\b|after\b|a\s)))
    |(?P<dmy>(?:the\s+)?(?P<d_d>{_DAY}){_ORD}(?:\s?(?:-|–|to|and|/)\s?(?P<d_d2>{_DAY}){_ORD})?\s+(?:of\s+)?(?P<d_m>{MONTH_NAME}){_OF_YEAR.replace("%s", "d")})
    |(?P<mdy>(?P<m_m>{MONTH_NAME})\s+(?:the\s+)?(?P<m_d>{_DAY}){_ORD}(?:\s?(?:-|–|to|and|through)\s?(?P<m_d2>{_DAY}){_ORD})?{_OF_YEAR.replace("%s", "m")})
    |(?P<month>(?:(?P<n_edge>{EDGE})[ -]+)?(?:(?P<n_which>last|this|next|this\s+past|that|the\s+following|the\s+previous)\s+)?
        (?P<n_m>{MONTH_NAME}){_OF_YEAR.replace("%s", "n")}(?!\s?[0-9]))
    |(?P<decade>(?:the\s+)?(?:(?P<e_edge>early|mid|late)[ -]+)?(?:the\s+)?(?:(?P<e_y>(?:1[0-9]|20)[0-9])0s|['’](?P<e_s>[3-9])0s|(?:(?<=the\s)|(?<=early\s)|(?<=late\s)|(?<=mid[- ]))(?P<e_w>fifties|sixties|seventies|eighties|nineties))\b)
    |(?P<half>(?:the\s+)?(?P<h_n>first|second|third|fourth|last|final|latter)[ ](?:(?P<h_k>two|three|four|five|six|seven|eight|nine|ten)[ ])?(?P<h_u>quarter|half|weeks?|days?|months?)[ ]of[ ](?=the[ ]year|(?:last|this|next|the)[ ]year|{MONTH_NAME}|[12][0-9]{{3}})(?:the[ ]year[ ](?=(?-i:[A-Z])|[12][0-9]{{3}}))?(?:(?P<h_m>{MONTH_NAME})\s?)?(?:(?P<h_y>{_YEAR})|(?P<h_rel>last|this|next|the)[ ]year)?)
    |(?P<season>(?:(?P<a_edge>{EDGE})[ -]+)?(?:(?P<a_which>last|this|next|this\s+past|the|in|since|during|over)\s+|(?=(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?[12][0-9]{{3}}\b))
        (?P<a_s>spring|summer|autumn|fall|winter)\b(?:\s+(?:of\s+)?(?P<a_y>{_YEAR})(?:\s?[-–/]\s?(?:[12][0-9]{{3}}|[0-9]{{2}})(?![0-9]))?|\s+of\s+(?P<a_rel>last)\s+year)?)
    |(?P<century>(?:the\s+)?(?:(?P<v_edge>{EDGE}|turn\s+of)[ -]+(?:the\s+)?)?(?P<v_n>[0-9]{{1,2}}(?:st|nd|rd|th)|{_ORDINAL})[- ]+centur(?:y|ies)\b(?P<v_bc>\s+B\.?C\b\.?(?:E\b\.?)?)?)
    |(?P<year>(?:(?P<y_edge>{EDGE})[ -]+)?(?:the\s+)?(?:(?P<y_fiscal>(?:fiscal|financial)(?:\s+year)?|FY)\s?|years?\s+)?(?P<y_y>{_YEAR})(?:\s?[-–/]\s?(?P<y_y2>(?:1[0-9]|20)[0-9]{{2}}|[0-9]{{2}})(?![0-9-]))?)
"""
_FEAST = rf"""
    (?P<feast>(?:(?P<q_part>the\s+(?:eve|start|beginning|end|night)|(?:the\s+)?(?P<q_ord>{_ORDINAL}|[0-9]{{1,2}}(?:st|nd|rd|th)|last|final)\s+(?:(?P<q_n>{_N})\s+)?(?P<q_u>day|night|week|Friday|Monday)s?)\s+of\s+)?
        (?:(?:the\s+(?:Muslim\s+|holy\s+|Islamic\s+|Jewish\s+|fasting\s+)*(?:month|holiday|festival|feast)\s+of\s+)|(?P<q_which>last|this|next)\s+)?(?P<q_name>(?-i:(?=[A-Z]))(?:{FEASTS}))\b(?P<q_we>\s+weekend\b)?(?:(?:,|\s+in|\s+of)?\s+(?:(?P<q_y>{_YEAR})|(?P<q_rel>last|this|next)\s+year\b))?)
"""
_RELATIVE = rf"""
    (?P<set>(?:every|each)\s+(?:other\s+|single\s+)?(?:{_WEEKDAY}|day|night|week|month|year|morning|evening|afternoon|hour|weekend)\b
        |on\s+{_WEEKDAY}s\b|(?<![\w-])(?:daily|nightly|weekly|monthly|annually|yearly)(?![\w-]))
    |(?P<shift>the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|yesterday|tomorrow|tonight|today)\b
    |(?P<lastnight>(?P<l_which>last|this|tomorrow)\s+(?P<l_part>night|evening|morning|afternoon)|overnight\s+(?:from\s+{_WEEKDAY}\s+)?into\s+(?={_WEEKDAY}))\b
    |(?P<ago>(?P<g_about>{_ABOUT}|just\s+|only\s+)?(?P<g_n>{_N})\s+(?P<g_u>{_UNIT})\s+ago\b(?:\s+(?P<g_at>today|yesterday|this\s+(?:week|month)|(?:on\s+)?(?P<g_d>{_WEEKDAY}))\b)?|(?P<g_vague>hours|minutes|days|weeks|months|years|decades)\s+ago\b)
    |(?P<hence>(?:(?:in|within)\s+(?P<h_about>{_ABOUT})?(?P<h_c>{_N})\s+(?P<h_cu>{_UNIT})['’]?s?['’]?\s+time\b|(?P<h_about2>{_ABOUT})?(?P<h_c2>{_N})\s+(?P<h_cu2>{_UNIT})\s+from\s+now\b))
    |(?P<span>(?:the|these)\s+(?P<sp_n>{_N})\s+(?P<sp_u>{_UNIT})\s+(?:to|through|ending(?:\s+in|\s+on)?|up\s+to)\s+(?=(?:the\s+end\s+of\s+)?(?:{MONTH_NAME}|[0-9])))
    |(?P<weekof>(?:the\s+)?week\s+(?P<wk_k>of|beginning|starting|ending|ended)\s+(?:on\s+)?(?={MONTH_NAME}|{_WEEKDAY}|[0-9]|the\s[0-9]))
    |(?P<past>(?:(?:the|these|those|their|his|its)\s+)?(?P<p_which>past|last|previous|preceding|coming|next|following)\s+(?P<p_n>{_N})\s+(?P<p_u>{_UNIT})(?!\w)
        |(?:the|this)\s+(?P<p_one>past|coming)\s+(?P<p_ou>day|week|month|year|decade|quarter)\b
        |(?P<p_recent>recent)\s+(?P<p_ru>days|weeks|months|years|decades|hours)
        |(?:the\s+)?coming\s+(?P<p_cu>days|weeks|months|years))\b
    |(?P<unit>(?P<u_about>(?:earlier|later|early|late|mid|so\s+far|the\s+(?:beginning|start|middle|end)\s+of)[ -]+)?
        (?P<u_which>last|this|next|current)\s+(?P<u_u>week|weekend|month|quarter|year|decade)\b
        |(?:over|at|during|on|through|throughout|in)\s+the\s+(?P<u_we>weekend)\b
        |(?P<u_pw>this\s+past|this\s+coming|(?:the\s+)?past|(?:the\s+)?coming)\s+weekend\b
        |the\s+(?P<u_bl>night|week|weekend|month|year)\s+before\s+last\b
        |the\s+(?P<u_end>beginning|start|middle|end)\s+of\s+the\s+(?P<u_eu>week|month|year)\b)
    |(?P<samepart>(?:later\s+|earlier\s+)?(?:that(?:\s+same|\s+very)?|the(?:\s+very)?\s+same|this\s+same|this\s+very)\s+(?P<t_u>day|night|morning|afternoon|evening|week|weekend|month|year)\b)
    |(?P<nextpart>(?:the\s+)?(?P<x_which>previous|next|following|preceding)\s+(?P<x_u>day|night|morning|afternoon|evening|week|weekend|month|year|decade)\b
        |the\s+(?P<x_au>day|night|morning|evening|week|month|year)\s+(?P<x_ab>before|after|earlier|later|following)\b)
    |(?P<apart>(?P<o_about>{_ABOUT})?(?:(?P<o_n>{_N})\s+(?P<o_u>{_UNIT})|(?P<o_vague>minutes|hours|days|weeks|months|years|decades))\s+(?P<o_dir>later|earlier|before|after|afterwards?|prior|previously|into)\b)
    |(?P<nth>(?:the\s+|a\s+)?(?P<r_n>[0-9]{{1,3}}(?:st|nd|rd|th)|{_ORDINAL})\s+(?P<r_run>straight\s+|consecutive\s+|successive\s+)?(?P<r_u>day|night|week|month|year)\b(?:\s+(?:running|in\s+a\s+row))?(?!\s+old))
    |(?P<lasting>(?:for|lasted|lasting|over|within|after)\s+(?P<f_about>{_ABOUT})?(?:(?P<f_n>{_N})\s+(?P<f_u>{_UNIT})|(?P<f_vague>hours|days|weeks|months|years|decades|centuries))\b(?![ ](?:old|ago|later|earlier|before|after|into))
        |(?<![\w-])(?:(?P<f_n2>{_N})[ -])?(?P<f_u2>day|week|month|year|hour)-long\b)
    |(?P<weekday>(?:(?P<w_edge>early|late|later|earlier)\s+(?:on\s+)?)?(?:(?P<w_which>last|next|this|this\s+past|past|this\s+coming|coming|the\s+previous|previous|the\s+following|following)\s+)?(?P<w_d>{_WEEKDAY})s?(?![\w]))
    |(?P<part>(?:(?P<b_lead>in\s+the|at|before|after|during\s+the|the|shortly\s+before|just\s+before|shortly\s+after|just\s+after)\s+)?(?:(?P<b_edge>very\s+early|early(?!\s+(?:morning\s+)?hours)|late|mid)[ -]+)?
        (?P<b_p>(?:early|small|wee)\s+(?:morning\s+)?hours|first\s+light|(?:morning\s+|evening\s+)?rush\s+hour|pre-?dawn|dawn|daybreak|sunrise|morning|lunchtime|afternoon|evening|dusk|sunset|sundown|nightfall|overnight|night|daytime)\b(?:\s+hours)?)
    |(?P<edged>(?P<k_edge>early|late)(?:\s+on)?(?=\s+(?:yesterday|today|tomorrow|tonight|this\s+(?:morning|afternoon|evening)|last\s+night|{MONTH_NAME}\s+[0-9]|the\s+[0-9]|[0-9]{{1,2}}\s+{MONTH_NAME})))
"""
ATOM = re.compile(
    rf"(?:(?P<named>(?-i:(?=[A-Z0-9])(?:{_names()}))\b)|{_CLOCK}|{_FEAST}|{_DATES}|{_RELATIVE})",
    re.VERBOSE | re.IGNORECASE,
)

WORD = re.compile(
    r"(?<![\w$£€])(?!(?<=[0-9][.,])[0-9]{1,3}(?![0-9]))(?:(?<!-)|(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s[0-9]))['’]?[0-9A-Za-z]+"
)
"""Where an atom can begin; not in the middle of "1,500" or "2.5"."""
_FIRST_WORDS = """
    a about afternoon after an approximately around at autumn beginning before circa close coming couple current daily
    dawn day daybreak daytime dusk each early earlier eid end evening every fall few final first following for half his
    hours hour in its just last lasted lasting late later less lunchtime many mid mid-day midday middle midnight
    minutes monthly months more morning most nearly almost next night nightfall nightly noon on only over overnight past
    pre predawn preceding previous quarter recent roughly rush several shortly since small so some soon spring start
    summer sundown sunrise sunset that the their these this those through throughout today tomorrow tonight
    annually week weekly weeks wee winter within yearly year years yesterday very days decades during centuries nine
    at ramzan under month hour
"""
FIRST_WORDS = frozenset(
    word
    for words in (
        _FIRST_WORDS.split(), MONTHS, WEEKDAYS, SMALL, ORDINALS,
        (re.split(r"[^a-z]", name)[0] for name in [*feasts(), "eid"]),
        ("fiscal", "financial", "fy", "these", "sixties", "fifties", "seventies", "eighties", "nineties", "week", "final"),
        (f"{day}s" for day in WEEKDAYS), ("seventy", "eighty"), (name.lower() for name in re.findall(r"(?:^|\|)([A-Za-z0-9]+)", _names())),
        (f"{unit}s" for unit in ("minute", "hour", "day", "week", "month", "year", "decade")),
    )
    for word in words
)  # fmt: skip
"""The words that an atom can begin with, besides digits: nothing else is tried."""
_UNITS = (
    "minute hour day night week weekend fortnight month quarter year decade century morning afternoon evening".split()
)
CORE_WORDS = frozenset(
    word
    for words in (
        MONTHS, WEEKDAYS, (f"{day}s" for day in WEEKDAYS), _UNITS, (f"{unit}s" for unit in _UNITS), SEASONS,
        "centuries centurie daily nightly weekly monthly annually yearly yesterday tomorrow tonight today noon midnight midday mid clock past".split(),
        "overnight dawn daybreak sunrise predawn pre light lunchtime dusk sunset sundown nightfall daytime ago next last half".split(),
        "sixties fifties seventies eighties nineties fortnight straight running".split(),
        (word for name in [*feasts(), "eid"] for word in re.split(r"[^a-z]", name) if len(word) > 2),
    )
    for word in words
)  # fmt: skip
"""Words of which every atom without a digit holds one, in any of its places."""
AFTER_THE = CORE_WORDS | ORDINALS.keys() | SMALL.keys() | frozenset(
    """early late beginning start middle end turn previous preceding coming following very same final latter several few couple small
    wee rush holy muslim islamic jewish fasting holiday festival feast eve fiscal financial years first twenty""".split()
)  # fmt: skip
"""Words of which one follows "the" where it begins an atom; digits do too."""
