"""What stands around a number that counts no things: dates, clock times, money, ages, measures, model numbers.

`counts_things` is the one question that `numbers` asks here. The word lists are contexts of news English, by hand.
"""

import re

FIRST_YEAR, LAST_YEAR = 1800, 2099
"""Four bare digits in this range are read as a year unless a counted noun follows."""
OLDEST = 120
"""No age beyond this: "Mosul, 300, ..." is no apposition of age."""
LAST_DAY = 31

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    r"|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\b\.?\s+(?:the\s+)?(?:[0-9]{{1,2}}\s?(?:[-–,]|and|to|or)\s?)*$")
_MONTH_AFTER = re.compile(
    rf"(?:st|nd|rd|th)?(?:\s?(?:and|to|or|[-–,/])\s?[0-9]{{1,2}}(?:st|nd|rd|th)?){{0,3}}\s+(?:of\s+)?{_MONTH}\b"
)
_NAME_BEFORE = re.compile(
    r"""(?:[$£€¥₹]\s?|\b(?:US|A|C|HK)\$\s?|\b(?:usd|eur|gbp|rs\.?)\s
    |\b(?:aged?|ages|aged[ ]between|ages?[ ]of|ages[ ]between)\s+(?:[0-9]{1,3}\s+(?:and|to)\s+)?
    |\b(?:articles?|sections?|resolutions?|flight|route|highway|interstate|channel|pages?|chapter|boeing|airbus|room|gate
        |(?-i:Group[ ]of)|security[ ]council[ ]resolution|level|phase|stage|grade|type|class|task[ ]force|protocol|title|number
        |no\.|nos\.|numero|terminal|pier|precinct|paragraph|magnitude|measuring|category|apt|suite|version|formula
        |air[ ]force|apollo|expedition|covid|scud|shahed|hwasong|qassam|fateh|mig|sukhoi|tomahawk|taepodong|nodong
        |musudan|world[ ]war|day|psalm|under[ ]chapter|how|so|too|big)\s+(?:no\.?\s+)?
    |\#\s?)$""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|of|by|until|till|from|to|through|during|before|after|between|and|late|early|mid|the|year|fiscal"
    r"|spring|summer|autumn|fall|winter|circa)[ ,-]+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?!(?:was|is|has|as|his|this|its|us|years|days|always|besides|towards|does|across|hours|series|elections|games)\b)"
    r"(?:[a-z]+s|people|men|women|children|police)\b"
)
_MEASURE = (
    r"seconds?|minutes?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?|yrs?|decades?|centur(?:y|ies)|nights?|weekends?"
    r"|mm|cm|km|m|kms?|kmh|mph|kph|metres?|meters?|kilomet(?:er|re)s?|miles?|mi|feet|foot|ft|inch(?:es)?|yards?|acres?"
    r"|hectares?|knots?|square|sq|cubic|kg|kgs|kilos?|kilograms?|kilogrammes?|grams?|tons?|tonnes?|pounds?|lbs?|ounces?"
    r"|lit(?:er|re)s?|gallons?|barrels?|degrees?|megawatts?|mw|gw|kilotons?|megatons?|volts?|points?|caliber|calibre"
    r"|storeys?|stor(?:y|ies)|floors?"
)
_MONEY = (
    r"dollars?|cents?|euros?|sterling|rupees?|rubles?|roubles?|yen|yuan|pesos?|dinars?|rials?|riyals?|francs?|lira|shekels?"
    r"|naira|shillings?|dirhams?|baht|ringgit|taka|afghanis|usd|eur|kronor|krone|bucks"
)
_AFTER = re.compile(
    rf"""(?:
      \s?%|[ -](?:per[ ]?cent|percent|percentage|pc)\b
     |(?:st|nd|rd|th|s)\b
     |[ ]?(?:a\.?m\b|p\.?m\b)|[ ](?:o['’]clock|gmt|utc|hrs)\b
     |[:/][0-9]|\.[0-9]
     |[ ](?:u\.?s\.?|australian|canadian|hong[ ]kong)[ ](?:dollars|cents)\b
     |[ -](?:{_MONEY})\b
     |[ -]?(?:of[ ])?(?:(?:long|short|straight|consecutive|more|full|whole|successive|nautical)[ ])?(?:{_MEASURE})\b
     |-(?!odd\b|plus\b|strong\b)[A-Za-z]
     |[ ](?:thirds?|quarters?|fifths?|tenths?)\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_NO = re.compile(
    r"(?:\s+(?:longer|doubt|matter|such|way|idea|wonder|later|sooner|better|less|fewer|more|to|and|but|or|need|sign|reason"
    r"|fly|comment|question|access|choice|relation|intention|plans?|evidence|indication|link|good|confidence)\b|-|\W*$|[.,;:!?'\"’”])",
    re.IGNORECASE,
)
_AFTER_ONE = re.compile(r"\s+(?:another|day|night|time|side|thing|way|hand|point|such)\b", re.IGNORECASE)
_AFTER_BOTH = re.compile(r"\s+(?:[A-Z]|(?:in|to|on|at|by|for|from|with|as|sides|countries|nations|parties)\b)")
_BEFORE_AGE = re.compile(r"[A-Z][\w.'’-]*\"?,\s$")
_AFTER_AGE = re.compile(r"\s?(?:,|\.(?!\d)|;|\))|\s+(?:of|from)\b")
_CLAUSE = 40
"""How many characters before a number are looked at: the longest context above is shorter."""


def counts_things(text: str, start: int, end: int, *, digits: str, low: float, bounded: bool) -> bool:
    """Tell whether the number at text[start:end], modifiers left out, counts things.

    Args:
        text: the whole text.
        start: offset of the number's first character.
        end: offset after its last.
        digits: the bare digits of its first part, empty for a number in words.
        low: the value of the first part.
        bounded: whether a modifier ("at least") stands before it.
    """
    before = text[max(0, start - _CLAUSE) : start]
    if _AFTER.match(text, end) or _NAME_BEFORE.search(before):
        return False
    if not digits:
        return not (low == 1 and _AFTER_ONE.match(text, end))
    if digits.startswith("0") and len(digits) > 1:
        return False
    if low <= LAST_DAY and not bounded and (_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(text, end)):
        return False
    if low <= OLDEST and not bounded and _BEFORE_AGE.search(before) and _AFTER_AGE.match(text, end):
        return False
    if len(digits) == len("2000") and FIRST_YEAR <= low <= LAST_YEAR:
        return bool(_COUNTED.match(text, end)) and not (_YEAR_BEFORE.search(before) and not bounded)
    return True


def says_none(text: str, end: int, *, word: str) -> bool:
    """Tell whether a word of nought ("no", "none") denies the things after it rather than something else."""
    return word.lower() != "no" or not _AFTER_NO.match(text, end)


def says_both(text: str, end: int) -> bool:
    """Tell whether "both" stands for two things and does not merely open "both … and …"."""
    return not _AFTER_BOTH.match(text, end)
