"""The dateline at the head of a report: "KABUL, Afghanistan, Aug. 23, 2004 (AP) -", "Baghdad —", "AFP - ".

Forms follow the stylebooks of AP and Reuters (place in capitals, region, day, agency, dash) and what outlets make of
them. Nothing is looked up: whether the words name a place that exists is for the coder to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.readers.furniture import agency_named
from dateline.readers.moments import MONTHS, WEEKDAYS, find_moment

LONGEST = 160
"""Characters in which a dateline must end; the longest seen (two places, day, two agencies) has 110."""

_NO_PLACE = frozenset(
    (
        "analysis appeal background blog book breaking briefing bulletin column comment commentary correction corrected "
        "developing editorial exclusive explained explainer fact factbox factcheck feature file flash focus header highlights image "
        "insight interview live latest letter list media newsmaker note obituary opinion photo photos picture poll police "
        "preview profile q&a quiz quote quotes recap refile report reports review roundup scenarios snapshot source sources "
        "special spotlight statement story summary text timeline tip topwrap update updated updates urgent video view warning "
        "watch witness wrapup what who why how when where facts news times post press tribune journal herald gazette radio but and then also meanwhile still day"
    ).split()
) | frozenset(MONTHS) | frozenset(WEEKDAYS)  # fmt: skip
"""Words that stand before a dash or a colon at the head of a report and are no place."""

_OUTLET_WORDS = frozenset("Times Post News Press Tribune Journal Herald Gazette Radio Agency Service".split())
"""Last words of an outlet's name that may sign at the head ("Los Angeles Times - ")."""

_NO_PLACE_INSIDE = frozenset("and or the a an is are was with for by in on at to from as vs v not".split())
"""Words that no place name holds inside (of, de, la, al may stand there)."""

_UNDISCLOSED = frozenset(
    {"clandestine", "no city", "undated", "unknown", "location undisclosed", "undisclosed location"}
)
"""What monitoring services write where a broadcast's place is not known: a dateline without a place."""

_STARTERS = (
    r"(?:The|A|An|At|As|In|On|Of|It|Its|He|She|They|His|Her|Their|There|This|That|These|Those|Some|Many|Several|Two|Three|Four|"
    r"Five|Six|Seven|Eight|Nine|Ten|Dozens|Hundreds|Thousands|More|Most|After|Before|Amid|With|Under|When|While|For|From|Police|"
    r"Gunmen|Suspected|Insurgents|Militants|Rebels|Officials|President|Prime|About|Nearly|Almost|Over|Another|One)"
)
_WORD = r"[A-ZÀ-ÖØ-ÞŠŽ][\w'’.\-]*"
_LINK = r"(?:of|al|el|de|la|das|dos|du|des|am|an|sur|les|on|bin)"
_NAME = rf"{_WORD}(?:(?:\s?/\s?|\ |\ {_LINK}\ |-{_LINK}-){_WORD}){{0,4}}"
_MONTH_WORD = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = (
    rf"(?i:(?:(?:{'|'.join(WEEKDAYS)}),?\s+)?"
    rf"(?:{_MONTH_WORD}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d{{2}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH_WORD}(?:,?\s+(?:(?:19|20)\d{{2}}|\d{{2}}))?))"
)
_BREAK = r"\s*\.?\s*(?P<sep>(?:--+|[-–_:]|(?<=/)\.)(?!\w)|—)\s*"
_FULL = re.compile(
    rf"(?P<open>\()?(?P<place>{_NAME})(?(open)\))"
    rf"(?:\s+\((?P<inner>{_NAME})\)(?=,))?"
    rf"(?:,\s*(?P<region>(?!(?i:{_MONTH_WORD})\s+\d){_NAME}))?"
    rf"(?:,?\s+(?P<day>{_DAY})(?:,?\s+\d{{1,2}}[:.]?\d{{2}}\s?(?:GMT|UTC|hrs)?)?)?"
    r"(?:\.?,?\s*(?:[\(\[](?P<agency>[^()\[\]]{2,40})[\)\]]|/(?P<slashed>[A-Za-z-]{2,20})/))?"
    rf"{_BREAK}"
)
_LEAD_AGENCY = re.compile(r"(?P<agency>[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3})\s+[-–—]+\s+(?=\S)")
_BARE = re.compile(
    rf"(?P<place>[A-Z][A-Z'’.\-]{{2,}}(?:\s[A-Z'’.\-]{{2,}}){{0,2}}),\s(?P<region>{_WORD}(?:\s{_WORD})??)\s(?={_STARTERS}\s)"
)
_BARE_AGENCY = re.compile(
    rf"(?P<place>{_NAME})(?:,\s(?P<region>{_NAME}))?(?:,?\s+(?P<day>{_DAY}))?\s+\((?P<agency>[A-Z][A-Za-z/. ]{{1,20}})\)\s+(?=[A-Z\"“‘'])"
)
_STOPPED = re.compile(
    rf"(?P<place>[A-ZÀ-ÖØ-Þ][\w'’\-]{{3,}}(?:\s?/\s?[A-ZÀ-ÖØ-Þ][\w'’\-]{{3,}})?)\.\s+(?={_STARTERS}\s)"
)
_ABBREVIATED = frozenset("prof capt brig supt insp pres messrs atty sept sgts gens cmdr comm asst dept govt".split())
"""Words that a full stop shortens: no place before a dateline's full stop ("Yerevan/Baku. A second ceasefire")."""
_LATE_DAY = re.compile(rf"(?P<day>{_DAY})\s*(?:\.|--+|[–—:-])\s+(?=\S)")
_BRACKETS = re.compile(r"(?:\[[^\[\]]{2,160}\]\s*)+", re.DOTALL)
_RULE = re.compile(r"(?:--+|[—–_])\s+(?=[A-Z\"“‘'])")
_FIRST_OF_STORY = re.compile(r"[A-ZÀ-Þ0-9\"“”‘’'«\[(#$€£.…_]")


@dataclass(frozen=True, slots=True)
class DatelineWords:
    """What stands at the head of a paragraph before its story starts; offsets count from the paragraph's start.

    Args:
        end: where the story starts.
        place, region: half-open stretches of the place's words and of the country or region after it.
        agency: as known to the table of agencies, or as given.
        published: ISO date of the dateline's day, where it has a year.
        problem: what is wrong with the day.
        strong: agency, day or capitals stand for it: not just a name before a dash.
    """

    end: int
    place: tuple[int, int] | None = None
    region: tuple[int, int] | None = None
    agency: str | None = None
    published: str | None = None
    problem: str = ""
    strong: bool = True


def find_dateline(paragraph: str) -> DatelineWords | None:
    """Return the dateline that a paragraph starts with."""
    head = paragraph[: LONGEST + 40]
    if head.islower() and len(head.upper()) == len(head):
        head = head.upper()  # a text in small letters is read as one in capitals
    lead = _LEAD_AGENCY.match(head)
    if lead:
        after = _agency_first(head, lead)
        if after:
            return _extended(head, after)
    found = _place_first(head, 0)
    if found:
        return _extended(head, found)
    rule = _RULE.match(head)
    return DatelineWords(end=rule.end(), strong=False) if rule else None


def _agency_first(head: str, lead: re.Match[str]) -> DatelineWords | None:
    agency = agency_named(lead["agency"])
    rest = _place_first(head, lead.end())
    if rest and rest.strong and (agency or len(lead["agency"]) > 3):
        wire = rest.agency or agency
        return DatelineWords(
            end=rest.end,
            place=rest.place,
            region=rest.region,
            agency=wire,
            published=rest.published,
            problem=rest.problem,
        )
    outlet = agency or (lead["agency"] if lead["agency"].split()[-1] in _OUTLET_WORDS else None)
    return DatelineWords(end=lead.end(), agency=outlet) if outlet else None


def _place_first(head: str, start: int) -> DatelineWords | None:
    match = _FULL.match(head, start)
    if match and match.end() <= start + LONGEST and _is_dateline(match, head):
        return _words(match)
    match = _BARE_AGENCY.match(head, start)
    if match and _is_agency(match["agency"]) and _is_place(match["place"]):
        return _words(match)
    match = _BARE.match(head, start)
    if match and _is_place(match["place"]):
        return _words(match)
    match = _STOPPED.match(head, start)
    if (
        match
        and _is_place(match["place"])
        and match["place"].lower() not in _ABBREVIATED
        and len(head) - match.end() > 60
    ):
        return _words(match)
    return None


def _is_dateline(match: re.Match[str], head: str) -> bool:
    place, sep, rest = match["place"], match["sep"], head[match.end() :]
    spaced = match.start("sep") > 0 and head[match.start("sep") - 1].isspace()
    if agency_named(place) or not _is_place(place) or (rest and not _FIRST_OF_STORY.match(rest)):
        return False
    if sep == "-" and not (spaced or match["agency"] or match["day"]) and not head[match.end() - 1].isspace():
        return False
    if match["day"] or match["slashed"] or (match["agency"] and _is_agency(match["agency"])) or match["open"]:
        return True
    if match["agency"]:
        return place.isupper() and sep != ":"
    if place.isupper():
        if head.isupper() or head[:80].isupper():
            return sep.startswith("--") or sep in "–—"
        return len(place) > 2 and len(place.split()) <= 4 and "?" not in rest[:60]
    if sep == ":":
        return len(place.split()) <= 2 and not match["region"] and len(rest) > 60
    return len(place.split()) <= 3 and spaced and len(rest) > 40


def _is_place(words: str) -> bool:
    lowered = [word.strip(".,'’").lower() for word in re.split(r"[\s/]+", words)]
    return lowered[0] not in _NO_PLACE and lowered[-1] not in _NO_PLACE and not _NO_PLACE_INSIDE.intersection(lowered)


def _is_agency(words: str) -> bool:
    known = agency_named(words) or agency_named(re.split(r"[/;,]", words)[0])
    return (
        bool(known)
        or (words.isupper() and 2 <= len(words) <= 20)
        or bool(re.search(r"\b(?:News|Agenc(?:y|ies)|Press|Times|Post|Service)\b|\.\w", words))
    )


def _words(match: re.Match[str]) -> DatelineWords:
    parts = match.groupdict()
    words = parts.get("agency") or parts.get("slashed")
    agency = None
    if words and _is_agency(words):
        agency = agency_named(words) or agency_named(re.split(r"[/;,]", words)[0]) or " ".join(words.split())
    region = "region" if parts.get("region") else "inner" if parts.get("inner") else None
    published, problem = _day(parts.get("day"))
    no_place = parts["place"].lower() in _UNDISCLOSED
    return DatelineWords(
        end=match.end(),
        place=None if no_place else match.span("place"),
        region=match.span(region) if region else None,
        agency=agency,
        published=published,
        problem=problem,
        strong=bool(agency or parts.get("day") or parts["place"].isupper()),
    )


def _day(words: str | None) -> tuple[str | None, str]:
    moment = find_moment(words) if words else None
    return (moment.iso, moment.problem) if moment else (None, "")


def _extended(head: str, found: DatelineWords) -> DatelineWords:
    """Take in a day after the dash ("Quetta (AP) — March 14, 2017. An explosion") and bracketed notes of a monitoring service."""
    end, published, problem = found.end, found.published, found.problem
    late = _LATE_DAY.match(head, end)
    if late and not published:
        end = late.end()
        published, problem = _day(late["day"])
    brackets = _BRACKETS.match(head, end)
    if brackets and brackets[0].upper() == brackets[0]:
        end = brackets.end()
    return DatelineWords(
        end=end,
        place=found.place,
        region=found.region,
        agency=found.agency,
        published=published,
        problem=problem,
        strong=found.strong,
    )
