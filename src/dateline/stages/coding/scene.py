"""When and where an event happened, as the record writes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dateline import vocabulary as v
from dateline.draft import Draft, TimeExpression, Toponym
from dateline.events import When
from dateline.stages.coding.material import Material
from dateline.text import Place

FINE: dict[str, int] = {p: n for n, p in enumerate(("minute", "hour", "part-of-day", "day", "week", "month-part", "month", "quarter", "season", "year", "decade"))}
COARSE = frozenset({"country", "admin1", "region"})
UNDATED = frozenset({"planned", "threatened", "possible"})


def when_of(draft: Draft, material: Material) -> When | None:
    """Return the time: the finest that the words give, else the days of publication for news."""
    zone = next((t.zone for t in material.places if t.zone), draft.zone)
    timed = [t for t in material.times if (t.begin or t.until) and t.kind in {"interval", "since", "until", "duration"}]
    if timed:
        chosen = min(timed, key=lambda t: (t.kind != "interval", t.sentence != material.lead.sentence, FINE[t.precision]))
        return _written(draft, chosen, zone)
    published = draft.report.published
    if material.standing != "current" or published is None or (material.factuality in UNDATED and material.plover != "THREATEN"):
        return None
    day = dt.date.fromisoformat(published[:10])
    return When((day - dt.timedelta(days=1)).isoformat(), day.isoformat(), "day", approximate=True, basis="published", zone=zone)


def _written(draft: Draft, time: TimeExpression, zone: str | None) -> When:
    return When(
        time.begin, time.until, time.precision, approximate=time.approximate, basis=time.basis, zone=time.zone or zone,
        spans=(draft.span(time.start, time.end),),
    )  # fmt: skip


def where_of(draft: Draft, material: Material) -> tuple[Place, ...]:
    """Return the places: the finest of each country, each once."""
    chosen = _finest(material.places)
    places: list[Place] = []
    for toponym in chosen:
        if all(p.name.lower() != toponym.place.name.lower() for p in places):
            places.append(toponym.place)
    if not places and material.plover in {"ASSAULT", "PROTEST", "COERCE"} and material.standing == "current" and material.factuality == "happened":
        fallback = _fallback(draft, material)
        places = [fallback] if fallback is not None else []
    return tuple(places)


def _finest(toponyms: list[Toponym]) -> list[Toponym]:
    fine = [t for t in toponyms if t.place.precision not in COARSE]
    countries = {t.place.country for t in fine}
    regions = {t.place.country for t in toponyms if t.place.precision in {"admin1", "region"}}
    return [t for t in toponyms if t in fine or (t.place.country not in countries and (t.place.precision != "country" or t.place.country not in regions))]


def _fallback(draft: Draft, material: Material) -> Place | None:
    """A place told in the sentence before, or the dateline for the news of the lead."""
    at = material.lead.sentence
    for toponym in reversed(draft.toponyms):
        if at - 1 <= toponym.sentence <= at and not toponym.metonym and toponym.place.precision in {"site", "town"}:
            return replace(toponym.place, confidence=0.5)
    return None


def precision_rank(precision: v.TimePrecision) -> int:
    """Return how coarse a precision is, 0 the finest."""
    return FINE[precision]
