"""A value that breaks the contract cannot be made; the error says what is wrong, what was received and what is valid."""

import pytest

from dateline.errors import RecordError
from dateline.events import (
    CodedReport,
    Coder,
    Count,
    Damage,
    Event,
    EventType,
    Participant,
    Responsibility,
    Source,
    Speaker,
    Thing,
    Toll,
    WeaponUse,
    When,
    Who,
    event_id,
)
from dateline.text import Place, Report, Section, Span, clean_text, content_id

TEXT = "Rebels attacked the town of Ormana on Sunday, killing four people, police said."
REPORT = Report(TEXT, "a.txt")
ANCHOR = REPORT.span(0, 24)
S = (ANCHOR,)
GOOD = {
    "id": "e1",
    "type": EventType("ASSAULT"),
    "anchor": ANCHOR,
    "standing": "current",
    "factuality": "happened",
    "confidence": 0.5,
}
REBELS = Participant("p1", "perpetrator", "Rebels", "rebels", S)


def event(**changes):
    return Event(**(GOOD | changes))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Span(-1, 3, "abcd"), "0 <= start < end"),
        (lambda: Span(3, 3, ""), "0 <= start < end"),
        (lambda: Span(0, 3, "ab"), "as long as the span"),
        (lambda: Section("verse", 0, 1), "got 'verse'"),
        (lambda: Section("body", 4, 4), "0 <= start < end"),
        (lambda: Report("", "a.txt"), "some text"),
        (lambda: Report("abc", "a.txt", published="last week"), "a.txt: published must be an ISO 8601 date"),
        (lambda: Report("abc", "a.txt", published="8 December 2023"), "got '8 December 2023'"),
        (lambda: Report("abc", "a.txt", published="2023-12"), "got '2023-12'"),
        (lambda: Report("abc", "a.txt", published="2023-02-31"), "no date of the calendar"),
        (lambda: Report("abc", "a.txt", published="2023-12-08T25:00"), "no date of the calendar"),
        (lambda: Report("abc", "a.txt", published="2023-12-08 16:21"), "got '2023-12-08 16:21'"),
        (lambda: Report("abc", "a", sections=(Section("body", 0, 9),)), "inside the text"),
        (lambda: Report("abcdef", "a", sections=(Section("body", 2, 4), Section("dek", 0, 2))), "in order"),
        (lambda: Report("abcdef", "a", sections=(Section("body", 0, 4), Section("dek", 3, 5))), "in order"),
        (
            lambda: Report("abc", "a", dateline=Place("x", "settlement", "town", spans=(Span(0, 1, "x"),))),
            "does not quote",
        ),
        (lambda: Place("x", "planet", "town", spans=S), "got 'planet'"),
        (lambda: Place("x", "site", "street", spans=S), "got 'street'"),
        (lambda: Place("x", "site", "town", "under", spans=S), "got 'under'"),
        (lambda: Place("x", "site", "town", latitude=1.0, spans=S), "both coordinates or none"),
        (lambda: Place("x", "site", "town", latitude=91.0, longitude=0.0, spans=S), "got 91.0"),
        (lambda: Place("x", "site", "town", latitude=0.0, longitude=-181.0, spans=S), "got -181.0"),
        (lambda: Place("x", "site", "town", latitude=float("nan"), longitude=0.0, spans=S), "latitude"),
        (lambda: Place("x", "site", "town", radius_km=float("inf"), spans=S), "radius"),
        (lambda: Place("x", "site", "town", radius_km=-1.0, spans=S), "radius"),
        (lambda: Place("x", "site", "town", country="iq", spans=S), "got 'iq'"),
        (lambda: Place("x", "site", "town", country="IRQ", spans=S), "alpha-2"),
        (lambda: Place("x", "site", "town"), "the words it came from"),
        (lambda: Place("x", "site", "town", spans=S, confidence=1.5), "got 1.5"),
        (lambda: Speaker("x", kind="king"), "got 'king'"),
        (lambda: EventType("WAR"), "got 'WAR'"),
        (lambda: Count(-1, 2), "must not be negative"),
        (lambda: Count(3, 2), "got 3 and 2"),
        (lambda: When(None, None, "day", spans=S), "a start or an end"),
        (lambda: When("2023-12-08", None, "moment", spans=S), "got 'moment'"),
        (lambda: When("2023-12-08", None, "day", basis="guess"), "got 'guess'"),
        (lambda: When("2023-12-08", None, "day"), "the words it came from"),
        (lambda: When("2023-02-31", None, "day", spans=S), "no date of the calendar"),
        (lambda: When("8 December", None, "day", spans=S), "ISO 8601"),
        (lambda: When("2023-12-08T25:00", None, "hour", spans=S), "no date of the calendar"),
        (lambda: When("2023-12-09", "2023-12-08", "day", spans=S), "end before it starts"),
        (lambda: When("2023-12-09", None, "day", spans=S, confidence=-0.1), "got -0.1"),
        (lambda: Participant("p", "villain", "x", "rebels", S), "got 'villain'"),
        (lambda: Participant("p", "target", "x", "army", S), "got 'army'"),
        (lambda: Participant("p", "target", "x", "rebels", ()), "the words it came from"),
        (lambda: Responsibility("p1", "rumoured", None, S), "got 'rumoured'"),
        (lambda: Responsibility(None, "claimed", None, S), "needs an actor"),
        (lambda: Responsibility("p1", "claimed"), "the words it came from"),
        (lambda: WeaponUse("sword", S), "got 'sword'"),
        (lambda: WeaponUse("rocket", ()), "the words it came from"),
        (lambda: Who("x", "soldiers", S), "got 'soldiers'"),
        (lambda: Toll("t", "dead", 1, 1, S), "got 'dead'"),
        (lambda: Toll("t", "killed", 5, 1, S), "got 5 and 1"),
        (lambda: Toll("t", "killed", 1, 1, ()), "the words it came from"),
        (lambda: Damage(Thing("x", S), "scratched"), "got 'scratched'"),
        (lambda: Damage(Thing("x", ()), "damaged"), "the words it came from"),
        (lambda: Source(Speaker("x"), "doubts"), "got 'doubts'"),
        (lambda: event(sphere="private"), "got 'private'"),
        (lambda: event(standing="old"), "got 'old'"),
        (lambda: event(factuality="maybe"), "got 'maybe'"),
        (lambda: event(confidence=2.0), "got 2.0"),
        (lambda: event(anchor=Span(0, 62, "x " * 31)), "at most 30 words"),
        (lambda: event(participants=(REBELS, REBELS)), "share an id"),
        (lambda: event(responsibility=(Responsibility("p9", "claimed", None, S),)), "'p9'"),
        (lambda: event(tolls=(Toll("t1", "killed", 1, 1, S, part_of="t9"),)), "'t9'"),
        (lambda: event(tolls=(Toll("t1", "killed", 1, 1, S, superseded_by="t1"),)), "'t1'"),
        (lambda: CodedReport(Coder("1", "m", "s"), REPORT, (event(), event())), "share an id"),
        (lambda: CodedReport(Coder("1", "m", "s"), REPORT, (event(anchor=Span(0, 4, "Fake")),)), "does not quote"),
    ],
)
def test_refused_when_made(make, said):
    with pytest.raises(RecordError) as error:
        make()
    assert said in str(error.value)


def test_silence_zero_and_unknown_are_three_things():
    silent = event()
    zero = event(tolls=(Toll("t1", "killed", 0, 0, S),))
    unknown = event(tolls=(Toll("t1", "killed", None, None, S),))
    assert silent.tolls == ()
    assert (zero.tolls[0].low, unknown.tolls[0].low) == (0, None)


def test_a_report_without_sections_is_body():
    assert REPORT.sections == (Section("body", 0, len(TEXT)),)


def test_the_key_is_the_url_or_the_origin():
    assert Report("x", "a.txt").key == "a.txt"
    assert Report("x", "a.txt", url="https://example.org/1").key == "https://example.org/1"


def test_relevant_only_with_events():
    coder = Coder("1", "m", "s")
    assert not CodedReport(coder, REPORT).relevant
    assert CodedReport(coder, REPORT, (event(),)).relevant


def test_ids_follow_from_content_alone():
    assert event_id(REPORT, "ASSAULT", ANCHOR) == event_id(Report(TEXT, "b.txt"), "ASSAULT", ANCHOR)
    assert event_id(REPORT, "ASSAULT", ANCHOR) != event_id(REPORT, "COERCE", ANCHOR)
    assert Coder("1", "m", "s").fingerprint != Coder("1", "m", "t").fingerprint
    assert content_id("ab", "c") != content_id("a", "bc")
    assert content_id(None) != content_id("")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\rb"),
        ("a\x00b", "a\ufffdb"),
        ("a\ud800b\udfff", "a\ufffdb\ufffd"),
        ("a\u2028 b\xa0", "a\u2028 b\xa0"),
        ("😀", "😀"),
    ],
)
def test_only_these_changes_are_made_to_a_text(raw, clean):
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    "published",
    [None, "2023-12-08", "2023-12-08T16:21", "2023-12-08T16:21:30", "2023-12-08T16:21Z", "2024-02-29T16:21+03:00"],
)
def test_a_report_is_published_on_a_day_or_at_a_time_with_or_without_offset(published):
    assert Report("abc", "a.txt", published=published).published == published
