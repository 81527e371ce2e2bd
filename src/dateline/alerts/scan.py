"""Surges by a scan statistic: is there a stretch of days, ending today, with more than a series' own past would have?

For each series (say country and type) and each window of the last 1, 2, 4, 7 or 14 days the count c is held against the
past before it: N incidents in so much exposure. Exposure is in days weighed by the weekday's share, so that a Friday is held against
Fridays. The score is twice the log-likelihood ratio of "the rate is higher in the window" against "one rate for both", for Poisson
counts::

    score = 2 (c ln(c/e) + n ln(n/t) - (c + n) ln((c + n)/(e + t)))      where c/e > n/t, else 0

with e the window's exposure, n = N + a and t = T + b. The gamma distribution of rates over the rule's series (shape a, rate b) is
fitted by moments from all of them, so that a series with little past leans on the others (empirical Bayes). The largest score of the
windows counts: a prospective scan statistic (Kulldorff 2001, J. R. Statist. Soc. A 164, 61-72), in time.

No formula gives how often so high a score comes by chance over all windows, days and series; so it is tried out (parametric
bootstrap): histories without any surge are drawn from the fitted model, more dispersed than Poisson where the past is, and scanned in
the same way. The threshold is the score that is reached as often a month as false alarms are allowed for all series together;
alarms of one series that lie at most `GAP` days apart are one. Beyond what was drawn the tail is taken as exponential, as that of a
log-likelihood ratio is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dateline.alerts.usual import GAP, MONTH, WINDOWS, YOUNGEST, Usual

DRAWN_CELLS = 4_000_000
"""Series times days that are drawn to find a threshold: about a second."""

MOST_SERIES = 4000
"""Series that are drawn at once; of more, so many stand for all."""

PEAKS = 300
"""Alarms by chance from which the tail is told: its level is then known to about 6 in 100."""

SOME_INCIDENTS, SOME_SERIES = 10, 5
"""Incidents that a series must have, and such series that there must be, for dispersion to be told."""

DISPERSIONS = (1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 8.0)
"""That are tried out."""

WEEKDAY_PRIOR = 20.0
"""Incidents of each weekday that are added to those counted, so that a week is not told from ten incidents."""

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Peak:
    """The strongest window of a day: its days, incidents, what is usual for it, and the score."""

    days: int
    count: int
    expected: float
    score: float


def weights_of(days: range, weekdays: tuple[float, ...]) -> Counts:
    """Return the exposure of days given as proleptic ordinals (1 is a Monday)."""
    return np.array(weekdays, dtype=np.float64)[(np.arange(days.start, days.stop) - 1) % 7]


def scores(counts: Counts, weights: Counts, usual: Usual, *, history: int, least: int) -> Counts:
    """Return the score of each series and day; 0 on days without an incident and where there is too little past.

    Args:
        counts: a row a series, a column a day. weights: the exposure of the days.
        history: days of past at most. least: incidents that a window must hold.
    """
    total, exposure = _sums(counts), _sums(weights[np.newaxis, :])
    highest = np.zeros_like(counts)
    for days in WINDOWS:
        highest = np.maximum(highest, _window(total, exposure, usual, days, history, least))
    return np.where(counts > 0, highest, 0.0)


def peak(counts: Counts, weights: Counts, usual: Usual, *, history: int, least: int) -> Peak:
    """Return the strongest window that ends on the last day of one series."""
    best = Peak(1, int(counts[-1]), 0.0, 0.0)
    total, exposure = _sums(counts[np.newaxis, :]), _sums(weights[np.newaxis, :])
    for days in WINDOWS:
        if days >= len(counts) or counts[-1] <= 0:
            continue
        score = float(_window(total, exposure, usual, days, history, least)[0, -1])
        if score > best.score:
            start = max(0, len(counts) - days - history)
            n = float(counts[start : len(counts) - days].sum()) + usual.shape
            t = float(weights[start : len(weights) - days].sum()) + usual.rate
            best = Peak(days, int(counts[-days:].sum()), float(weights[-days:].sum()) * n / t, score)
    return best


def _sums(values: Counts) -> Counts:
    return np.concatenate([np.zeros((values.shape[0], 1)), np.cumsum(values, axis=1)], axis=1)


def _window(total: Counts, exposure: Counts, usual: Usual, days: int, history: int, least: int) -> Counts:
    """Return the scores of all windows of so many days."""
    number = total.shape[1] - 1
    found = np.zeros((total.shape[0], number))
    first = days + YOUNGEST
    if number <= first:
        return found
    end = np.arange(first, number) + 1  # the window of a day ends behind it
    start = end - days
    past = np.maximum(0, start - history)
    c = total[:, end] - total[:, start]
    e = exposure[:, end] - exposure[:, start]
    n = total[:, start] - total[:, past] + usual.shape
    t = exposure[:, start] - exposure[:, past] + usual.rate
    more = (c >= least) & (c * t > n * e)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = c * np.log(c / e) + n * np.log(n / t) - (c + n) * np.log((c + n) / (e + t))
    found[:, first:] = np.where(more, 2 * ratio, 0.0)
    return found


def fit(counts: Counts, first_day: int, *, history: int, least: int, false_alarms: float, seed: int) -> Usual | None:
    """Return what is usual, from the past; None where there is too little of it.

    Args:
        counts: a row a series, a column a day. first_day: the ordinal of the first column.
        false_alarms: alerts a month by chance that are allowed. seed: of what is drawn, so that a fit can be repeated.
    """
    series, days = counts.shape
    if days < YOUNGEST or not series or counts.sum() < least:
        return None
    weekdays = _weekdays(counts, first_day)
    weights = weights_of(range(first_day, first_day + days), weekdays)
    rng = np.random.default_rng(seed)
    shape, rate = _rates(counts.sum(axis=1), float(weights.sum()))
    dispersion = _dispersion(counts, weights, rng)
    plain = Usual(weekdays, shape, rate, dispersion, math.inf, -0.5, false_alarms, series, days)
    drawn = _draw(counts, plain, first_day, history=history, least=least, rng=rng)
    if drawn is None:
        return None
    peaks, months = drawn
    threshold, slope = _tail(peaks, false_alarms * months)
    return Usual(weekdays, shape, rate, dispersion, threshold, slope, false_alarms, series, days)


def _weekdays(counts: Counts, first_day: int) -> tuple[float, ...]:
    days = (np.arange(first_day, first_day + counts.shape[1]) - 1) % 7
    of_day = counts.sum(axis=0)
    number = np.bincount(days, minlength=7)
    mean = of_day.sum() / max(1, len(days))
    found = np.bincount(days, weights=of_day, minlength=7)
    weight = (found + WEEKDAY_PRIOR) / (number * mean + WEEKDAY_PRIOR) if mean else np.ones(7)
    return tuple(float(value) for value in weight * 7 / weight.sum())


def _rates(totals: Counts, exposure: float) -> tuple[float, float]:
    """Return shape and rate of the gamma distribution of rates, by moments."""
    each = totals / exposure
    mean = float(each.mean())
    spread = float(each.var()) - mean / exposure
    if spread <= 0:
        # All alike, as far as can be told: they lean on their mean as on a history as long as their own.
        return mean * exposure, exposure
    return mean * mean / spread, mean / spread


def _dispersion(counts: Counts, weights: Counts, rng: np.random.Generator) -> float:
    """Return how much more a day's counts vary than Poisson counts do.

    The measure is Pearson's, of series with some incidents, without the tenth of them that vary most: a surge in the past of a few
    is no dispersion of all. What that leaving out takes off is found by drawing series of known dispersion.
    """
    full = counts[counts.sum(axis=1) >= SOME_INCIDENTS]
    if len(full) < SOME_SERIES:
        return 1.0
    mean = full.sum(axis=1, keepdims=True) / weights.sum() * weights
    seen = _pearson(full, weights)
    # Few series are drawn several times, so that what is drawn tells little by chance.
    many = np.tile(mean, (max(1, 200 // len(mean)), 1))
    tried = [(_pearson(_counts(many, value, rng), weights), value) for value in DISPERSIONS]
    return float(np.interp(seen, [found for found, _ in tried], [value for _, value in tried]))


def _pearson(counts: Counts, weights: Counts) -> float:
    totals = counts.sum(axis=1, keepdims=True)
    counts, totals = counts[totals[:, 0] > 0], totals[totals[:, 0] > 0]
    mean = totals / weights.sum() * weights
    each = np.sort(((counts - mean) ** 2 / mean).mean(axis=1))
    return float(each[: max(1, math.ceil(0.9 * len(each)))].mean())


def _draw(
    counts: Counts, usual: Usual, first_day: int, *, history: int, least: int, rng: np.random.Generator
) -> tuple[Counts, float] | None:
    """Draw histories without surges and scan them; return the peaks of their alarms, and how many months they were.

    A peak is the highest score of a stretch of days in which alarms lie at most GAP days apart.
    """
    past = min(history, max(YOUNGEST, counts.shape[1]))
    tried = max(past, 180)
    days = past + GAP + tried
    totals = counts.sum(axis=1)
    exposure = float(weights_of(range(first_day, first_day + counts.shape[1]), usual.weekdays).sum())
    # Series hardly ever seen alarm hardly ever: those that matter are kept, the many others by a sample.
    share = min(1.0, MOST_SERIES / len(totals))
    rounds = max(1, math.ceil(DRAWN_CELLS / (min(len(totals), MOST_SERIES) * days)))
    weights = weights_of(range(first_day, first_day + days), usual.weekdays)
    found: list[Counts] = []
    for _ in range(rounds):
        some = totals if share == 1.0 else rng.choice(totals, MOST_SERIES, replace=False)
        rates = rng.gamma(some + usual.shape, 1.0 / (exposure + usual.rate))
        drawn = _counts(rates[:, np.newaxis] * weights, usual.dispersion, rng)
        found.append(_peaks(scores(drawn, weights, usual, history=past, least=least)[:, past + GAP :]))
    return np.sort(np.concatenate(found))[::-1], rounds * tried * share / MONTH


def _counts(mean: Counts, dispersion: float, rng: np.random.Generator) -> Counts:
    if dispersion > 1.001:
        # Gamma-mixed Poisson (negative binomial) of variance dispersion times the mean.
        return rng.poisson(rng.gamma(mean / (dispersion - 1), dispersion - 1)).astype(np.float64)
    return rng.poisson(mean).astype(np.float64)


def _peaks(found: Counts) -> Counts:
    """Return the highest score of each stretch of days with a score; a stretch ends with GAP days without a higher one."""
    row, day = np.nonzero(found)
    peaks = []
    last: tuple[int, int, float] | None = None
    for r, d, score in zip(row.tolist(), day.tolist(), found[row, day].tolist(), strict=True):
        if last is not None and last[0] == r and d - last[1] <= GAP:
            last = (r, d, score) if score >= last[2] else last
            continue
        if last is not None:
            peaks.append(last[2])
        last = (r, d, score)
    if last is not None:
        peaks.append(last[2])
    return np.array(peaks)


def _tail(peaks: Counts, allowed: float) -> tuple[float, float]:
    """Return the score that so many of the peaks reach, and the slope of the logarithm of their number there."""
    number = len(peaks)
    if number < 20:
        # Hardly anything ever happens by chance: whatever is told apart at all is told.
        return (float(peaks[-1]) if number else 4.0), -0.5
    top = min(number, max(PEAKS, math.ceil(1.5 * allowed)))
    ranks = np.arange(1, top + 1)
    kept = ranks > top // 12  # the few highest are too uncertain to lean on
    slope, level = np.polyfit(peaks[:top][kept], np.log(ranks[kept]), 1)
    slope = min(float(slope), -0.05)
    if allowed >= number:
        return float(peaks[-1]), slope
    if allowed >= top // 12:
        place = min(number - 1, max(0, round(allowed) - 1))
        near = peaks[max(0, place - 3) : place + 4]
        return float(near.mean()), slope
    return (math.log(max(allowed, 1e-9)) - float(level)) / slope, slope
