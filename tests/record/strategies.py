"""Hypothesis strategies for every type of the record: whatever the contract allows."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

from hypothesis import strategies as st

from dateline import vocabulary as v
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
)
from dateline.text import SECTION_KINDS, Place, Report, Section, Span

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=3, max_size=30).map(" ".join)
IDS = st.text("abcdef0123456789", min_size=4, max_size=8)
PROBABILITIES = st.floats(0, 1)
COUNTRIES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)


def one_of(choices):
    """Return a strategy for the words of a closed list."""
    return st.sampled_from(get_args(choices))


def maybe(strategy):
    """Return a strategy for a value or None."""
    return st.none() | strategy


@st.composite
def spans_in(draw, text, longest=40):
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + longest)))
    return Span(start, end, text[start:end])


def some_spans(text, least=0):
    return st.lists(spans_in(text), min_size=least, max_size=3).map(tuple)


@st.composite
def bounds(draw):
    low = draw(maybe(st.integers(0, 10**6)))
    high = draw(maybe(st.integers(low or 0, 10**7)))
    return low, high


@st.composite
def places(draw, text):
    located = draw(st.booleans())
    return Place(
        name=draw(WORDS),
        kind=draw(one_of(v.PlaceKind)),
        precision=draw(one_of(v.PlacePrecision)),
        relation=draw(one_of(v.PlaceRelation)),
        geonames_id=draw(maybe(st.integers(1, 10**9))),
        latitude=draw(st.floats(-90, 90)) if located else None,
        longitude=draw(st.floats(-180, 180)) if located else None,
        radius_km=draw(maybe(st.floats(0, 20_000))),
        country=draw(maybe(COUNTRIES)),
        admin1=draw(maybe(WORDS)),
        admin2=draw(maybe(WORDS)),
        spans=draw(some_spans(text, 1)),
        confidence=draw(maybe(PROBABILITIES)),
    )


@st.composite
def speakers(draw, text):
    return Speaker(
        name=draw(maybe(WORDS)),
        spans=draw(some_spans(text)),
        kind=draw(maybe(one_of(v.ActorKind))),
        cue=draw(maybe(spans_in(text))),
        anonymous=draw(st.booleans()),
    )


@st.composite
def counts(draw, text):
    low, high = draw(bounds())
    return Count(low, high, draw(st.booleans()), draw(some_spans(text)))


@st.composite
def moments(draw):
    """A date, a local date-time, or one with an offset, as ISO 8601."""
    day = draw(st.dates()).isoformat()
    if draw(st.booleans()):
        return day
    clock = f"{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}"
    return f"{day}T{clock}{draw(st.sampled_from(['', ':30', 'Z', '+03:00', ':59-05:30']))}"


@st.composite
def times(draw, text):
    start, end = sorted([draw(moments()), draw(moments())], key=lambda moment: moment[:10])
    open_side = draw(st.sampled_from(["", "start", "end"]))
    basis = draw(one_of(v.TimeBasis))
    return When(
        start=None if open_side == "start" else start,
        end=None if open_side == "end" else end,
        precision=draw(one_of(v.TimePrecision)),
        approximate=draw(st.booleans()),
        basis=basis,
        zone=draw(maybe(st.sampled_from(["Asia/Baghdad", "Africa/Ouagadougou"]))),
        spans=draw(some_spans(text, 1 if basis == "text" else 0)),
        confidence=draw(maybe(PROBABILITIES)),
    )


@st.composite
def participants(draw, text, identity):
    return Participant(
        id=identity,
        role=draw(one_of(v.ParticipantRole)),
        name=draw(WORDS),
        kind=draw(one_of(v.ActorKind)),
        spans=draw(some_spans(text, 1)),
        actor=draw(maybe(WORDS)),
        country=draw(maybe(COUNTRIES)),
        count=draw(maybe(counts(text))),
        confidence=draw(maybe(PROBABILITIES)),
    )


@st.composite
def responsibilities(draw, text, known):
    stance = draw(one_of(v.Stance)) if known else "unclaimed"
    actor = draw(st.sampled_from(known)) if known and stance != "unclaimed" else None
    return Responsibility(
        actor, stance, draw(maybe(speakers(text))), draw(some_spans(text, 1)), draw(maybe(PROBABILITIES))
    )


@st.composite
def tolls(draw, text, identity, others):
    low, high = draw(bounds())
    return Toll(
        id=identity,
        measure=draw(one_of(v.Measure)),
        low=low,
        high=high,
        spans=draw(some_spans(text, 1)),
        who=draw(maybe(st.builds(Who, WORDS, one_of(v.ActorKind), some_spans(text)))),
        approximate=draw(st.booleans()),
        speaker=draw(maybe(speakers(text))),
        part_of=draw(maybe(st.sampled_from(others))) if others else None,
        said_at=draw(maybe(moments())),
        superseded_by=draw(maybe(st.sampled_from(others))) if others else None,
    )


@st.composite
def events(draw, text, identity):
    people = draw(st.lists(IDS, max_size=3, unique=True))
    figures = draw(st.lists(IDS, max_size=3, unique=True))
    return Event(
        id=identity,
        type=draw(st.builds(EventType, one_of(v.Plover), maybe(WORDS), maybe(WORDS), maybe(WORDS), maybe(WORDS))),
        anchor=draw(spans_in(text)),
        standing=draw(one_of(v.Standing)),
        factuality=draw(one_of(v.Factuality)),
        confidence=draw(PROBABILITIES),
        sphere=draw(one_of(v.Sphere)),
        count=draw(counts(text)),
        when=draw(maybe(times(text))),
        where=tuple(draw(st.lists(places(text), max_size=2))),
        participants=tuple(draw(participants(text, one)) for one in people),
        responsibility=tuple(draw(st.lists(responsibilities(text, people), max_size=2))),
        weapons=tuple(draw(st.lists(st.builds(WeaponUse, one_of(v.Weapon), some_spans(text, 1)), max_size=2))),
        tolls=tuple(draw(tolls(text, one, [other for other in figures if other != one])) for one in figures),
        damage=tuple(draw(st.lists(damages(text), max_size=2))),
        sources=tuple(draw(st.lists(st.builds(Source, speakers(text), one_of(v.SourceStance)), max_size=2))),
        cues=tuple(draw(st.lists(st.builds(Cue, WORDS, WORDS, some_spans(text)), max_size=2))),
    )


def damages(text):
    things = st.builds(Thing, WORDS, some_spans(text, 1))
    return st.builds(Damage, things, one_of(v.DamageEffect), maybe(speakers(text)))


@st.composite
def reports(draw):
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    sections = tuple(Section(draw(st.sampled_from(SECTION_KINDS)), start, end) for start, end in pairwise(cuts))
    return Report(
        text=text,
        origin=draw(WORDS),
        sections=sections,
        key=draw(st.just("") | WORDS),
        version=draw(st.integers(1, 9)),
        title=draw(maybe(WORDS)),
        publisher=draw(maybe(WORDS)),
        agency=draw(maybe(WORDS)),
        byline=draw(maybe(WORDS)),
        language=draw(maybe(st.sampled_from(["en", "fr"]))),
        url=draw(maybe(WORDS)),
        published=draw(maybe(moments())),
        dateline=draw(maybe(places(text))),
        problems=tuple(draw(st.lists(st.tuples(WORDS, WORDS), max_size=2))),
    )


@st.composite
def records(draw):
    """Return a strategy for whole records."""
    report = draw(reports())
    identities = draw(st.lists(IDS, max_size=3, unique=True))
    return CodedReport(
        coder=draw(st.builds(Coder, WORDS, WORDS, IDS)),
        report=report,
        events=tuple(draw(events(report.text, one)) for one in identities),
        problems=tuple(draw(st.lists(st.builds(Problem, WORDS, WORDS), max_size=2))),
    )
