"""Records made by hand, so that what is shown and written can be tested without coding anything."""

from __future__ import annotations

from dateline.events import (
    CodedReport,
    Coder,
    Count,
    Cue,
    Damage,
    Event,
    EventType,
    Participant,
    Problem,
    Responsibility,
    Source,
    Speaker,
    Thing,
    Toll,
    WeaponUse,
    When,
    Who,
    event_id,
)  # fmt: skip
from dateline.text import Place, Report, Section

CODER = Coder("0.1.0", "rules", "default")

TITLE = "Rockets hit consulate in Marwah"
TEXT = f"""{TITLE}

Nobody claimed the attack, which a consulate spokeswoman said hurt no one

By Lena Orsk

MARWAH, July 4 (Wire) - Three rockets were fired at the Dravian consulate in Marwah at about 4am on Tuesday. Police said they suspected the Free Valley Front. State radio said the gate was damaged.

At least 15 militants were killed in raids in March, the army said.

A man was stabbed in a bar brawl.
"""


def find(report: Report, quote: str, *, nth: int = 0):
    """Return the span of the nth place where the quote stands."""
    at = -1
    for _ in range(nth + 1):
        at = report.text.index(quote, at + 1)
    return report.span(at, at + len(quote))


def report_of(text: str = TEXT, **fields) -> Report:
    """Return a report whose first line is its title."""
    sections, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            kind = "title" if at == 0 else "byline" if line.startswith("By ") else "body"
            sections.append(Section(kind, at, at + len(line)))
        at += len(line) + 1
    fields.setdefault("origin", "reports/marwah.txt")
    return Report(text=text, sections=tuple(sections), title=text.split("\n", 1)[0], **fields)


def marwah(**fields) -> CodedReport:
    """Return a record with every kind of value: claims, zero and unknown tolls, a background and a criminal event."""
    fields.setdefault("published", "2023-07-04")
    fields.setdefault("publisher", "The Marwah Courier")
    report = report_of(**fields)

    def at(quote: str, nth: int = 0):
        return (find(report, quote, nth=nth),)

    spokeswoman = Speaker("consulate spokeswoman", at("consulate spokeswoman"), "government", find(report, "said"))
    police = Speaker("Police", at("Police"), "police", find(report, "said", nth=1))
    anchor = find(report, "Three rockets were fired at the Dravian consulate in Marwah")
    attack = Event(
        id=event_id(report, "ASSAULT", anchor),
        type=EventType("ASSAULT", "heavy-weapons", "Shelling/artillery/missile attack", "18", None),
        anchor=anchor, standing="current", factuality="happened", confidence=0.93,
        when=When("2023-07-04T04:00+03:00", "2023-07-04T04:59+03:00", "hour", approximate=True, zone="Asia/Baghdad",
                  spans=at("at about 4am on Tuesday")),
        where=(Place("Dravian consulate in Marwah", "site", "town", latitude=33.5, longitude=-44.25, radius_km=5.0,
                     country="IQ", admin1="Marwah Province", geonames_id=42, spans=at("Dravian consulate in Marwah")),
               Place("Free Valley", "region", "region", "near", spans=at("Free Valley"))),
        participants=(
            Participant("p1", "perpetrator", "Free Valley Front", "rebels", at("Free Valley Front"), country="IQ"),
            Participant("p2", "target", "Dravian consulate", "government", at("Dravian consulate"), country="DE"),
        ),
        responsibility=(
            Responsibility("p1", "suspected", police, at("suspected")),
            Responsibility(None, "unclaimed", None, at("Nobody claimed")),
        ),
        weapons=(WeaponUse("rocket", at("rockets")),),
        tolls=(
            Toll("t1", "killed", 0, 0, at("hurt no one"), speaker=spokeswoman),
            Toll("t2", "injured", 0, 0, at("hurt no one"), speaker=spokeswoman),
        ),
        damage=(Damage(Thing("the gate", at("the gate")), "damaged", Speaker("State radio", at("State radio"))),),
        cues=(Cue("standing", "told in the headline", at("Rockets hit")),),
    )  # fmt: skip
    past = find(report, "At least 15 militants were killed in raids in March")
    raids = Event(
        id=event_id(report, "ASSAULT", past), type=EventType("ASSAULT", None), anchor=past, standing="background",
        factuality="happened", confidence=0.71, count=Count(2, None, spans=at("raids")),
        when=When("2023-03-01", "2023-03-31", "month", spans=at("in March")),
        participants=(Participant("p1", "victim", "militants", "rebels", at("militants"), count=Count(15, None)),),
        tolls=(Toll("t1", "killed", 15, None, at("At least 15 militants were killed"),
                    who=Who("militants", "rebels", at("militants")), speaker=Speaker("the army", at("the army"))),
               Toll("t2", "injured", None, None, at("killed"))),
        sources=(Source(Speaker("the army", at("the army"))),),
    )  # fmt: skip
    brawl = find(report, "A man was stabbed")
    crime = Event(
        id=event_id(report, "ASSAULT", brawl), type=EventType("ASSAULT", "primitive"), anchor=brawl, sphere="criminal",
        standing="background", factuality="happened", confidence=0.6,
        participants=(Participant("p1", "target", "A man", "civilians", at("A man")),),
    )  # fmt: skip
    return CodedReport(CODER, report, (attack, raids, crime), ())


def eventless(**fields) -> CodedReport:
    """Return a record of a report that tells of no event and is undated."""
    problem = Problem("undated", "no date of publication was found; relative times stay open")
    fields.setdefault("origin", "reports/weather.txt")
    return CodedReport(CODER, report_of("Rain expected\n\nShowers will pass.\n", **fields), (), (problem,))


def simple(text: str, quote: str, *, origin: str = "reports/simple.txt", **fields) -> CodedReport:
    """Return a record with one attack whose anchor, target and toll are the same words."""
    report = Report(text=text, origin=origin, **fields)
    span = find(report, quote)
    event = Event(
        id=event_id(report, "ASSAULT", span), type=EventType("ASSAULT"), anchor=span, standing="current",
        factuality="happened", confidence=0.5, tolls=(Toll("t1", "killed", 2, None, (span,)),),
        participants=(Participant("p1", "target", quote, "civilians", (span,)),),
    )  # fmt: skip
    return CodedReport(CODER, report, (event,))
