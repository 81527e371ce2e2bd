"""Comparisons of when: the times of two tellings against their precisions, and when their reports came out."""

from __future__ import annotations

import datetime as dt

from dateline.linkage.traits import Traits

NEAR_MINUTES = 60
SAME_STRETCH = 180


def time_level(a: Traits, b: Traits) -> str:
    """Return how two times stand to each other."""
    if a.first is None or b.first is None:
        return "time.unknown"
    gap = max(a.first - b.last, b.first - a.last)
    if a.assumed or b.assumed:
        return _assumed(a, b, gap)
    if a.fine and b.fine:
        return _fine(a, b, gap)
    length = max(a.last - a.first, b.last - b.first)
    if gap <= 0:
        return "time.within_week" if length < 12 else "time.within_month" if length < 36 else "time.within_long"
    return "time.coarse_near" if gap <= length else "time.coarse_far"


def _fine(a: Traits, b: Traits, gap: int) -> str:
    if gap <= 0:
        if a.minute is None or b.minute is None:
            return "time.same_day"
        minutes = max(a.minute - b.minute_end, b.minute - a.minute_end)
        return (
            "time.same_hour"
            if minutes <= NEAR_MINUTES
            else "time.same_stretch"
            if minutes <= SAME_STRETCH
            else "time.other_hour"
        )
    return _by_gap(gap) if a.current and b.current else _recalled(gap)


def _by_gap(gap: int) -> str:
    if gap == 1:
        return "time.next_day"
    return "time.2_days" if gap == 2 else "time.week" if gap <= 7 else "time.month" if gap <= 31 else "time.far"


def _recalled(gap: int) -> str:
    """Return the level where one at least is not its report's news: what is recalled is dated more loosely."""
    return "time.recalled_near" if gap <= 2 else "time.recalled_week" if gap <= 9 else "time.recalled_far"


def _assumed(a: Traits, b: Traits, gap: int) -> str:
    """Return the level where a time is the day of publication only: what happened may lie days before it, not after."""
    if a.assumed and b.assumed:
        if gap <= 0:
            return "time.assumed_both"
        return (
            "time.assumed_both_near" if gap <= 3 else "time.assumed_both_week" if gap <= 9 else "time.assumed_both_far"
        )
    told, assumed = (b, a) if a.assumed else (a, b)
    if gap <= 0:
        return "time.assumed_same" if told.fine else "time.assumed_within"
    if told.first is not None and told.first > assumed.last:
        return "time.assumed_before"
    return (
        "time.assumed_next"
        if gap == 1
        else "time.assumed_near"
        if gap <= 4
        else "time.assumed_week"
        if gap <= 9
        else "time.assumed_far"
    )


def day_of(number: int) -> str:
    """Return a day's number as people write it."""
    day = dt.date.fromordinal(number)
    return f"{day.day} {day:%B} {day.year}"


def _told(traits: Traits) -> str:
    if traits.first is None:
        return "no time"
    days = day_of(traits.first) if traits.first == traits.last else f"{day_of(traits.first)} to {day_of(traits.last)}"
    if traits.minute is not None and traits.first == traits.last:
        days += f", {traits.minute // 60 % 24:02}:{traits.minute % 60:02}"
    return f"{days} (its report's day, for want of another)" if traits.assumed else days


def time_words(level: str, a: Traits, b: Traits) -> str:
    """Say how two times stand to each other."""
    if level == "time.unknown":
        return "no time is told by both"
    one, two = _told(a), _told(b)
    return f"both on {one}" if one == two else f"{one}; {two}"


def news_level(a: Traits, b: Traits) -> str:
    """Return how far apart two reports came out that both tell it as news, where one at least does not say the day."""
    if a.published is None or b.published is None:
        return "news.undated"
    if not (a.current and b.current):
        return "news.background" if a.current or b.current else "news.both_background"
    if a.fine and b.fine and not (a.assumed or b.assumed):
        # When both say on which day it was, it tells nothing on which day they came out.
        return "news.dated"
    gap = abs(a.published - b.published)
    if gap <= 1:
        return "news.same_day" if gap == 0 else "news.next_day"
    return "news.3_days" if gap <= 3 else "news.week" if gap <= 8 else "news.month" if gap <= 31 else "news.far"


def news_words(level: str, a: Traits, b: Traits) -> str:
    """Say how far apart two reports came out."""
    if level == "news.background":
        return "one report tells it as background"
    if level == "news.both_background":
        return "both reports tell it as background"
    if a.published is None or b.published is None:
        return "a report has no date"
    if level == "news.dated":
        return "both reports say the day"
    gap = abs(a.published - b.published)
    return "news of the same day" if gap == 0 else f"news of reports {gap} day{'s' if gap > 1 else ''} apart"
