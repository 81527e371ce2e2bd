"""From a record to its tellings: what linkage compares is drawn once, and the text is not needed again."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.events import CodedReport, Count, Event, Toll, spans_of
from dateline.gazetteer import fold
from dateline.linkage.families import families_of
from dateline.linkage.names import is_plain_matter, lower_words, name_words, named_in, names_in
from dateline.linkage.sketches import sketch_of, words_of
from dateline.linkage.telling import Harm, Party, Spot, Telling
from dateline.text import Place, Report, Section, SectionKind

TOLD_IN: tuple[SectionKind, ...] = ("title", "dek", "subhead", "body")
MOST_SPOTS = 4
MOST_SETTING = 2
MOST_PARTIES = 8
HARMS = frozenset({"killed", "injured", "casualties"})
LONGEST = 80
"""Characters of a name that are kept."""


def tellings_of(record: CodedReport) -> tuple[Telling, ...]:
    """Return the tellings of a record, one for each of its events, in their order."""
    if not record.events:
        return ()
    report = record.report
    claims = _claims(record)
    known = frozenset(_place_names(record))
    whole = _Whole(report, sketch_of(report.text), known, lower_words(report.text), _setting(record))
    return tuple(
        _telling(whole, event, _Ground(*(_text_of(report, found) for found in ground)), lead=claim.lead)
        for event, claim, ground in zip(record.events, claims, _grounds(record, claims), strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all tellings of a report share: its sketch, the names of places that its record knows, its small words, where its main event was."""

    report: Report
    sketch: tuple[int, ...]
    known: frozenset[str]
    lower: frozenset[str]
    setting: tuple[Spot, ...]


def _setting(record: CodedReport) -> tuple[Spot, ...]:
    """Return where the event that the report is likeliest about took place, of those with a place; else where it was written."""
    title = max((s.end for s in record.report.stretches("title")), default=0)
    main = max((event for event in record.events if event.where), key=lambda event: _rank(event, title), default=None)
    if main is not None:
        return tuple(_spot(place) for place in main.where[:MOST_SETTING])
    return (_spot(record.report.dateline),) if record.report.dateline else ()


def _telling(whole: _Whole, event: Event, ground: _Ground, *, lead: bool) -> Telling:
    report = whole.report
    names = names_in(ground.names, whole.known)
    when = event.when
    count = _count(event)
    return Telling(
        event_id=event.id,
        report_id=report.id,
        text_id=report.text_id,
        published=report.published,
        at=event.anchor.start,
        lead=lead,
        plover=event.type.plover,
        mode=event.type.mode,
        sphere=event.sphere,
        standing=event.standing,
        factuality=event.factuality,
        count_low=count.low,
        count_high=count.high,
        start=when.start if when else None,
        end=when.end if when else None,
        precision=when.precision if when else None,
        basis=when.basis if when else None,
        spots=tuple(_spot(place) for place in event.where[:MOST_SPOTS]),
        setting=() if event.where else whole.setting,
        parties=tuple(
            Party(p.role, fold(p.name)[:LONGEST], p.kind, p.actor, p.country) for p in event.participants[:MOST_PARTIES]
        ),
        harms=tuple(_harms(event)),
        weapons=tuple(sorted({w.kind for w in event.weapons} - {"unknown"})),
        persons=names.persons,
        named=named_in((p.name for p in event.participants), whole.lower),
        streets=names.streets,
        blocks=names.blocks,
        sites=names.sites,
        ages=names.ages,
        proper=names.proper,
        sketch=whole.sketch,
        wire=sketch_of(ground.own),
        clause=zlib.crc32(" ".join(words_of(event.anchor.quote)).encode("utf-8", "surrogatepass")),
    )


def _count(event: Event) -> Count:
    """Return of how many acts the event is.

    A count of what was fired, or of who was hit, is none of acts; and fighting in one place on one day is one fight.
    """
    last = [word for span in event.count.spans for word in words_of(span.quote)[-1:]]
    words = name_words()
    if last and words.others_counted.issuperset(last):
        return Count()
    when, where = event.when, event.where
    here = len(where) == 1 and where[0].precision in {"site", "town"}
    now = when is not None and when.precision in {"minute", "hour", "part-of-day", "day"} and when.basis != "published"
    if last and here and now and words.one_fight.issuperset(last):
        return Count()
    return event.count


def _spot(place: Place) -> Spot:
    return Spot(
        fold(place.name)[:LONGEST],
        place.kind,
        place.precision,
        place.geonames_id,
        place.latitude,
        place.longitude,
        place.radius_km,
        place.country,
        place.admin1,
        place.admin2,
    )


# --- tolls


def _harms(event: Event) -> Iterator[Harm]:
    """Yield what the event's tolls come to by measure: the sums of those that are neither superseded nor a part of another."""
    measures = sorted({toll.measure for toll in event.tolls})
    own = {toll.id: toll.measure for toll in event.tolls}
    for measure in measures:
        tolls = [
            t
            for t in event.tolls
            if t.measure == measure and t.superseded_by is None and (t.part_of is None or own[t.part_of] != measure)
        ]
        told = [t for t in tolls if t.low is not None or t.high is not None]
        if told:
            yield Harm(measure, sum(_low(t) for t in told), _sum_of_highs(told))


def _low(toll: Toll) -> int:
    return toll.low if toll.low is not None else 0


def _sum_of_highs(tolls: Sequence[Toll]) -> int | None:
    highs = [t.high for t in tolls]
    return None if None in highs else sum(high for high in highs if high is not None)


# --- grounds: which paragraphs tell of an event


@dataclass(frozen=True, slots=True)
class _Ground:
    """What tells of an event: the text of the paragraphs in which its values stand, and of those that names are read from."""

    own: str
    names: str


@dataclass(frozen=True, slots=True)
class _Claim:
    """The paragraphs, by number, in which an event's values stand; and what it competes with."""

    own: frozenset[int]
    families: frozenset[str]
    current: bool
    lead: bool


def _claims(record: CodedReport) -> list[_Claim]:
    """Return what each event lays claim to; its family's lead is the one that the report is likeliest about."""
    parts = list(record.report.stretches(*TOLD_IN))
    title = max((s.end for s in record.report.stretches("title")), default=0)
    ranks = [_rank(event, title) for event in record.events]
    families = [families_of(event.type.plover, event.type.mode) for event in record.events]
    return [
        _Claim(
            _own(event, parts),
            families[number],
            event.standing == "current",
            all(rank <= ranks[number] for rank, other in zip(ranks, families, strict=True) if other & families[number]),
        )
        for number, event in enumerate(record.events)
    ]


def _own(event: Event, parts: Sequence[Section]) -> frozenset[int]:
    """Return the numbers of the paragraphs in which any of an event's values stands."""
    spans = list(spans_of(event))
    # Paragraphs are few hundred at most, and lie in order: a binary search would save little.
    return frozenset(i for i, part in enumerate(parts) if any(part.start < s.end and s.start < part.end for s in spans))


def _rank(event: Event, title: int) -> tuple[object, ...]:
    """Return how likely a report is about an event: one that took place, harmed somebody, is news, in the headline, told fully, first."""
    harm = any(t.measure in HARMS and t.high != 0 for t in event.tolls)
    told = (event.when is not None and event.when.basis == "text") + bool(event.where) + harm
    return (
        event.factuality in {"happened", "attempted"},
        event.type.plover == "ASSAULT",
        event.type.mode == "firearms" or harm,
        event.standing == "current",
        event.anchor.start < title,
        told,
        -event.anchor.start,
    )


def _grounds(record: CodedReport, claims: Sequence[_Claim]) -> list[tuple[list[Section], list[Section]]]:
    """Return the paragraphs of each event: those in which any of its values stands, and those that names are read from.

    For the lead of a family these are also those that no other event of the family lays claim to, without what outlets set under
    all their reports.
    """
    parts = list(record.report.stretches(*TOLD_IN))
    text = record.report.text
    plain = {i for i, part in enumerate(parts) if is_plain_matter(text[part.start : part.end])}
    found = []
    for number, claim in enumerate(claims):
        rivals = [c.own for i, c in enumerate(claims) if i != number and c.families & claim.families]
        taken = frozenset[int]().union(*rivals) if claim.lead else frozenset(range(len(parts)))
        taken |= plain
        own = [part for i, part in enumerate(parts) if i in claim.own]
        found.append((own, [part for i, part in enumerate(parts) if i in claim.own or i not in taken]))
    return found


def _text_of(report: Report, parts: Sequence[Section]) -> str:
    return "\n\n".join(report.text[part.start : part.end] for part in parts)


def _place_names(record: CodedReport) -> Iterator[str]:
    """Yield the names of places that the record knows, folded."""
    places = [place for event in record.events for place in event.where]
    if record.report.dateline:
        places.append(record.report.dateline)
    for place in places:
        for name in (place.name, place.admin1, place.admin2):
            if name:
                yield fold(name)
