"""Counts over time: how a span of days is divided, and which family of events falls how often into each part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from dateline.errors import SettingsError
from dateline.export.pins import Pin

Step = Literal["day", "week", "month", "year"]
MOST_BARS: Mapping[Step, int] = MappingProxyType({"day": 62, "week": 430, "month": 3_700})
"""The longest span, in days, that a step divides into bars which can still be told apart (some sixty to a hundred and twenty)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the time: its first day, how often each family falls in it, and the dead."""

    start: date
    counts: Mapping[str, int]
    killed: int

    @property
    def total(self) -> int:
        """How many incidents fall in it."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars without a gap from the first to the last incident; `undated` are incidents that no bar holds."""

    step: Step
    bars: tuple[Bar, ...]
    undated: int


def timeline_of(pins: Sequence[Pin], *, step: str | None = None) -> Timeline:
    """Return the timeline of the pins.

    Args:
        step: day, week, month or year; by default what the span asks for.

    Raises:
        SettingsError: no such step.
    """
    if step is not None and step not in get_args(Step):
        raise SettingsError(f"a timeline's step is one of {', '.join(get_args(Step))}; got {step!r}")
    dated = [pin for pin in pins if pin.day is not None]
    days = [pin.day for pin in dated if pin.day is not None]
    if not days:
        return Timeline("day", (), len(pins))
    chosen: Step = next((s for s in get_args(Step) if s == step), _fitting((max(days) - min(days)).days + 1))
    counts: dict[date, Counter[str]] = {}
    killed: Counter[date] = Counter()
    for pin in dated:
        if pin.day is not None:
            start = _start(pin.day, chosen)
            counts.setdefault(start, Counter())[pin.family.name] += 1
            killed[start] += 0 if pin.series else pin.killed or 0
    starts = [_start(min(days), chosen)]
    while starts[-1] < max(counts):
        starts.append(_next(starts[-1], chosen))
    bars = tuple(Bar(start, MappingProxyType(dict(counts.get(start, {}))), killed[start]) for start in starts)
    return Timeline(chosen, bars, len(pins) - len(dated))


def _fitting(days: int) -> Step:
    return next((step for step, most in MOST_BARS.items() if days <= most), "year")


def _start(day: date, step: Step) -> date:
    if step == "week":
        return day - timedelta(days=day.weekday())
    if step == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step == "year" else day


def _next(start: date, step: Step) -> date:
    if step == "day":
        return start + timedelta(days=1)
    if step == "week":
        return start + timedelta(days=7)
    months = 1 if step == "month" else 12
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, 1)
