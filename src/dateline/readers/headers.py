"""The lines above a story that tell of it: section line, date line, byline. Each is recognised alone, by its form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.readers.furniture import agency_named, agency_pattern
from dateline.readers.moments import MONTHS, WEEKDAYS, Moment, find_moment

_DIGIT = re.compile(r"\d")
LONGEST = 160
"""Characters of the longest header line that is looked at."""

_LABEL = re.compile(
    r"^\W*(?P<label>(?:first\s+)?(?:published|posted|issued|released|created|updated|last\s+updated|modified|last\s+modified|edited|"
    r"date|dated|publication\s+date|pub(?:lish)?\s*date|time|on|as\s+of|filed))\b(?:\s+(?:on|at))?\s*[:;\-–—|]?\s*",
    re.IGNORECASE,
)
_LATE_LABEL = re.compile(
    r"(?<=\s)(?:(?:first|last)\s+)?(?:published|posted|updated|modified)(?:\s+(?:on|at))?\s*:?\s*$", re.IGNORECASE
)
_LATER = re.compile(r"updated|modified|edited", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:updated|last updated|published|posted|modified|local time|\d+\s+(?:min(?:ute)?s?|hours?|days?)\s+(?:read|ago)|"
    r"print|share|comments?|" + "|".join(WEEKDAYS) + r")\b|\b\d{1,2}[:.h]\d{2}\b|\b[A-Z]{2,4}T\b|\b(?:GMT|UTC)\b",
    re.IGNORECASE,
)
_PUNCTUATION = " \t\u00a0,.;:|/·•*_—–-()[]"
_BY = re.compile(
    r"^(?:(?:story|text|report|reporting|written|reported|words)\s+)?(?:by|from)\s*:?\s+(?P<names>\S.*)$|^(?:author|reporter|writer|correspondent|text|words|story|report)s?\s*:\s*(?P<author>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_DESK = re.compile(
    r"^(?:(?:our|a|the|from our|special|staff)\s+)*(?:own\s+|staff\s+|web\s+|news\s+|foreign\s+|special\s+|bureau\s+)*(?:correspondents?|reporters?|writers?|desk|report|staff|"
    r"agencies|bureau|monitoring)(?:\s+(?:report|in\s+[A-Z]\w+.*|and\s+agencies))?$|"
    r"^(?-i:(?:[A-Z]\w+\s){1,3}(?:Report|Desk|Correspondent|Reporter|Bureau|Staff))$",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][\w'’.\-]+|[A-Z]\.?)"
_NAMES = re.compile(
    rf"^{_NAME}(?:(?:\s+|\s*,\s*|\s*[&|/]\s*|\s+(?:and|in|at|for|of|de|da|del|van|von|der|den|el|al|bin|ibn|ben|la|le|the|with)\s+|\s+(?:al|el|ul|ur|bin)-)"
    rf"(?:{_NAME}|correspondent|reporter|editor|writer|bureau|chief|staff|(?:[a-z]+\s)?agencies))*$"
)
_LONE_NAMES = re.compile(
    r"^[A-Z][\w'’.\-]+(?:\s+(?:[A-Z]\.|(?:de|da|del|van|von|der|al|el|bin)\s+)?\s*[A-Z][\w'’.\-]+){1,3}(?:\s*(?:[,|&/]|\band\b)\s*[A-Z][\w'’.\-]+(?:\s+[A-Z][\w'’.\-]+){1,3})*$"
)
_OUTLET = re.compile(
    r"\b(?:News|Times|Post|Daily|Courier|Journal|Herald|Tribune|Guardian|Gazette|Mail|Mirror|Star|Sun|Press|Agency|Radio|TV|Television|Broadcasting|"
    r"Network|Online|Today|Observer|Independent|Watch|Monitor|Council|Committee|Office|Centre|Center|Nations|Service|Media|Standard|Chronicle|Dispatch|"
    r"Messenger|Voice|Echo|Ledger|Beacon|Record|Examiner|Inquirer|Enquirer|Globe|Nation|Citizen|Advocate|Register|Leader|Wire|Courrier|Correo|Diario|Nouvelles|Express|Telegraph|Bulletin|Magazine|Review|Report|International)\b",
    re.IGNORECASE,
)
_PATH = re.compile(r"\s+[/>|»›·•—–-]\s+|\s*[>»›]\s*")
_CRUMBS = re.compile(r"\s[>»›]\s")
_CLOCK_LINE = re.compile(
    r"(?:(?:last\s+)?(?:updated|published|posted|modified)\b\s*:?\s*(?:at\s+)?)?\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?\s*\(?[A-Z]{0,4}\)?",
    re.IGNORECASE,
)
_YEARLESS = re.compile(
    rf"(?:(?:{'|'.join(WEEKDAYS)})\.?,?\s+)?(?:\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\.?|(?:{'|'.join(MONTHS)})\.?\s+\d{{1,2}})"
    r"(?:\s*[,|·•-]?\s*\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?)?",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(r"^(?=.*[A-Z])[A-Z0-9]+(?:[-_/][A-Z0-9]+)+(?:\s+\([A-Z ]+\))?$")
SECTIONS = frozenset(
    """world|news|world news|top news|top stories|home|front page|politics|national|nation|international|local|local news|regional|region|asia|asia pacific|asia-pacific|
    south asia|southeast asia|central asia|africa|sahel|west africa|east africa|europe|middle east|mideast|middle east & africa|americas|latin america|us|u.s.|us news|uk|uk news|
    usa|india|pakistan|afghanistan|iraq|syria|ukraine|russia|china|israel|gaza|yemen|sudan|nigeria|security|defence|defense|conflict|crime|crime & justice|courts|law|
    opinion|analysis|features|feature|business|economy|markets|sport|sports|weather|science|health|environment|climate|technology|culture|lifestyle|entertainment|media|
    world briefs|news briefs|briefs|news in brief|in brief|briefly|world in brief|breaking|breaking news|latest|latest news|exclusive|live|live updates|newswire|wire|press release|
    press releases|statement|statements|dispatch|dispatches|reports|report|situation report|update|updates|english|english edition|metro|city|states|state|society|human rights|
    war|terrorism|insurgency|peace|elections|religion|migration|refugees|humanitarian|energy|oil|editorial|columns|letters|obituaries|video|photos|skip to main content|menu""".replace("\n", "").split("|")
) - {""}  # fmt: skip
"""Names of a site's sections that stand alone above a headline."""
_LONGEST_MASTHEAD = 5


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that gives the moment of publication; `later` where it says when the report was updated."""

    moment: Moment
    later: bool = False
    byline: str | None = None
    publisher: str | None = None
    agency: str | None = None


def read_date_line(line: str) -> DateLine | None:
    """Return what a line tells if it is a date line: a moment with at most a label, a section, a byline or an outlet beside it."""
    if len(line) > LONGEST or not _DIGIT.search(line):
        return None
    moment = find_moment(line)
    if moment is None:
        return None
    before, after = line[: moment.start], line[moment.end :]
    late = _LATE_LABEL.search(before)
    if late and late.start():
        before = f"{late[0]} {before[: late.start()]}"
    label = _LABEL.match(before + " ")
    later = bool(label and _LATER.search(label["label"])) and "published" not in before.lower()
    rest = [_bare(before[label.end() :] if label else before), _bare(after)]
    byline = publisher = agency = None
    for words in rest:
        if (
            not words
            or is_section_line(words)
            or _FILLER.sub("", words).strip(_PUNCTUATION) == ""
            or find_moment(words)
        ):
            continue
        wire = re.match(agency_pattern(), words)
        if wire and len(words[wire.end() :].split()) <= 3:
            agency = agency_named(wire[0])
            continue
        names = read_byline(words) or (words if _LONE_NAMES.match(words) else None)
        if _OUTLET.search(words) and len(words.split()) <= 6 and _title_case(words) and not read_byline(words):
            publisher = words
        elif names:
            byline = names
        elif not (_title_case(words) and len(words.split()) <= 3 and not words.endswith(".")):
            return None
    return DateLine(moment=moment, later=later, byline=byline, publisher=publisher, agency=agency)


def _bare(words: str) -> str:
    return " ".join(words.split()).strip(_PUNCTUATION + "\u2060")


def _title_case(words: str) -> bool:
    return all(
        word[0].isupper() or not word[0].isalpha() or word in {"of", "the", "and", "for", "in", "de"}
        for word in words.split()
    )


def read_byline(line: str) -> str | None:
    """Return the names that a byline gives, None where the line is none."""
    if len(line) > LONGEST:
        return None
    words = " ".join(line.split()).strip(" *_—–-|")
    if (
        words.lower().startswith("by ")
        and len(words) > 3
        and words[3].islower()
        and not words[3:].lower().startswith(("our ", "staff", "a "))
    ):
        return None
    match = _BY.match(words)
    names = (match["names"] or match["author"]).strip() if match else words
    if match:
        names = re.sub(r"(?i)^our\b.*?\bcorrespondent\b(?:\s+in\s+[A-Z][^,]*)?,\s*(?=[A-Z])", "", names)
    if agency_named(names) or _DESK.match(names):
        return names
    if not match:
        return None
    first = re.split(r"[\s,]", names, maxsplit=1)[0].lower()
    if first in MONTHS or first in WEEKDAYS or names[-1] in "!?:;" or len(names.split()) > 16:
        return None
    if names.endswith(".") and not re.search(r"\b(?:Jr|Sr|[A-Z])\.$", names):
        return None
    tidy = re.sub(r"\s*[,|/·•]\s*(?:\d+.*|@.*|\S+@\S+)$", "", names)
    tidy = re.sub(r"(?i)\s+[-–—]\s+(?:special\s+|staff\s+)?(?:correspondent|reporter|writer)s?$", "", tidy)
    return tidy if _NAMES.match(tidy) or tidy.isupper() else None


def is_lone_names(line: str) -> bool:
    """Whether a line is nothing but people's names; that it is a byline must be told by what stands beside it."""
    return len(line) <= 80 and bool(_LONE_NAMES.match(line.strip())) and not _OUTLET.search(line)


def is_outlet(line: str) -> bool:
    """Whether a line is nothing but an outlet's name, as one may stand beside the date line."""
    words = line.split()
    return len(words) <= _LONGEST_MASTHEAD and _title_case(line) and bool(_OUTLET.search(words[-1] + " " + words[0]))


def is_section_line(line: str) -> bool:
    """Whether a line is a site's section or the path to it ("Home > Asia > Pakistan"), or the number of a message."""
    words = " ".join(line.split()).strip(" *_#—–-|")
    if len(words) > 100:
        return False
    if words.lower() in SECTIONS or _IDENTIFIER.match(words) or _CLOCK_LINE.fullmatch(words) or is_yearless_date(words):
        return True
    steps = [step for step in _PATH.split(words) if step]
    if len(steps) < 2:
        return False
    known = any(step.lower() in SECTIONS for step in steps) or bool(_CRUMBS.search(words))
    return all(len(step.split()) <= 5 and (step[0].isupper() or step.lower() in SECTIONS) for step in steps) and known


def is_yearless_date(line: str) -> bool:
    """Whether a line is a day and perhaps a time without a year: no date can be made of it without guessing."""
    return bool(_YEARLESS.fullmatch(line.strip(" .*_[]()")))


def masthead(line: str) -> str | None:
    """Return the outlet's name if a line is its masthead: the first step of a path or a short line in capitals."""
    words = " ".join(line.split())
    first = next((step for step in _PATH.split(words) if step), "").strip()
    if (
        not first.isupper()
        or len(first.split()) > _LONGEST_MASTHEAD
        or len(first) < 3
        or first.lower() in SECTIONS
        or any(c.isdigit() for c in first)
    ):
        return None
    return first if _OUTLET.search(first) else None
