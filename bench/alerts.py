"""How many planted surges and firsts the learned rules of alerts find, and how often they are wrong, at a set rate.

    python bench/alerts.py [--years 6] [--false-alarms 4] [--seed 1]

A history is made: places with rates of their own (lognormal), a weekly rhythm, counts that are more spread than Poisson (1.25), a slow change of
all rates by a tenth over the years, and types with shares of their own a place. Into it are planted surges (a place and type that has at least
three incidents a quarter has, for ten days, eight times its rate, and 0.75, 1.5 or 3 incidents a day at least) and firsts (a type
that a place with forty incidents a year and more never had). The rules then go through the history as `dateline alerts test` does. A surge is found where an
alert of its series falls into its days or four days after; a first is found by the alert on it. Any other alert is false. A
second history without anything planted gives the rate of false alarms by itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from dataclasses import dataclass

import numpy as np

from dateline.alerts import Rule, Sighting, replay
from dateline.alerts.rules import First, Surge
from dateline.alerts.scan import MONTH

BEGIN = dt.date(2016, 1, 1)
WEEK = np.array([1.15, 1.0, 1.0, 0.95, 1.3, 0.8, 0.8])
SPREAD = 1.25
PLACES, TYPES = 120, ("ASSAULT", "COERCE", "PROTEST")
SURGE_DAYS, SURGE_TIMES = 10, 8.0
SIZES = (0.75, 1.5, 3.0)
"""Incidents a day that a planted surge has at least, in turn; those of the first size are shown apart: they are seven in ten days."""
LATE_DAYS = 4
KINDS = 40
"""Types and modes of the history for firsts."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What was planted: the series, and its days as ordinals."""

    key: str
    first: int
    last: int
    size: float


def days_of(years: int) -> np.ndarray:
    """Return the ordinals of the days of a history."""
    return np.arange(BEGIN.toordinal(), BEGIN.toordinal() + round(365.25 * years))


def spread_counts(mean: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw counts of a variance SPREAD times the mean."""
    return rng.poisson(rng.gamma(mean / (SPREAD - 1), SPREAD - 1))


def made_surges(years: int, rng: np.random.Generator, *, planted: int) -> tuple[list[Sighting], list[Planted]]:
    """Make the history for surges."""
    days = days_of(years)
    rates = rng.lognormal(np.log(0.03), 1.1, PLACES * len(TYPES))
    drift = 1 + 0.1 * (days - days[0]) / len(days)
    mean = rates[:, np.newaxis] * (WEEK / WEEK.mean())[(days - 1) % 7] * drift
    keys = [f"place p{n // len(TYPES)}, type {TYPES[n % len(TYPES)]}" for n in range(len(rates))]
    frequent = np.flatnonzero(rates * 91 >= 3)
    plants: list[Planted] = []
    while len(plants) < planted:
        row, start = int(rng.choice(frequent)), int(rng.integers(400, len(days) - SURGE_DAYS - LATE_DAYS))
        apart = all(p.key != keys[row] or abs(days[start] - p.first) > 180 for p in plants)
        if apart:
            size = SIZES[len(plants) % len(SIZES)]
            more = max(SURGE_TIMES * rates[row], size)
            mean[row, start : start + SURGE_DAYS] = more
            plants.append(Planted(keys[row], int(days[start]), int(days[start + SURGE_DAYS - 1]), size))
    counts = spread_counts(mean, rng)
    return _sightings(counts, days, keys), plants


def _sightings(counts: np.ndarray, days: np.ndarray, keys: list[str]) -> list[Sighting]:
    found = []
    for row, day in zip(*np.nonzero(counts), strict=True):
        iso = dt.date.fromordinal(int(days[day])).isoformat()
        found += [Sighting(f"{row:05}-{day:05}-{n}", iso, (keys[row],)) for n in range(counts[row, day])]
    return sorted(found, key=lambda one: (one.day, one.incident))


def made_firsts(years: int, rng: np.random.Generator, *, planted: int) -> tuple[list[Sighting], set[str]]:
    """Make the history for firsts; return the names of the incidents that are planted ones."""
    days = days_of(years)
    rates = rng.lognormal(np.log(0.06), 1.0, PLACES)
    common = rng.dirichlet(np.full(KINDS, 0.25))
    found, plants = [], set()
    for place in range(PLACES):
        shares = rng.dirichlet(12 * common + 1e-3)
        # Some types never come here: they are what a first can be of.
        never = np.flatnonzero(shares < 0.002)
        shares[never] = 0
        number = int(rng.poisson(rates[place] * len(days)))
        at = np.sort(rng.integers(0, len(days), number))
        for n, (day, kind) in enumerate(zip(at, rng.choice(KINDS, number, p=shares / shares.sum()), strict=True)):
            found.append(_first(place, int(kind), int(days[day]), f"{place:03}-{n:05}"))
        if len(plants) < planted and rates[place] * 365 >= 40 and len(never):
            for kind in rng.choice(never, min(2, len(never)), replace=False):
                name = f"{place:03}-new-{kind}"
                found.append(_first(place, int(kind), int(days[rng.integers(1500, len(days))]), name))
                plants.add(name)
    return sorted(found, key=lambda one: (one.day, one.incident)), plants


def _first(place: int, kind: int, day: int, name: str) -> Sighting:
    subject = f"place p{place}"
    return Sighting(name, dt.date.fromordinal(day).isoformat(), (f"kind {kind}, {subject}",), (subject,))


def surges(args: argparse.Namespace, *, planted: int) -> None:
    """Print how many planted surges are found, and the rate of false alarms."""
    rng = np.random.default_rng(args.seed)
    found, plants = made_surges(args.years, rng, planted=planted)
    rule = Rule("surge", surge=Surge(("place", "type"), false_alarms=args.false_alarms))
    since = (BEGIN + dt.timedelta(days=395)).replace(day=1).isoformat()
    hits, false = set(), 0
    for fired in replay(rule, found, since=since):
        if fired.surge is None:
            continue
        day = dt.date.fromisoformat(fired.day).toordinal()
        hit = [p for p in plants if p.key == fired.surge.group and p.first <= day <= p.last + LATE_DAYS]
        hits |= set(hit)
        false += not hit
    clear = [p for p in plants if p.size > SIZES[0]]
    _print("surges", args, len(hits & set(clear)), len(clear), false, found, since)
    for size in SIZES if plants else ():
        some = [p for p in plants if p.size == size]
        print(f"  of {size:g} a day at least: {len(hits & set(some))}/{len(some)}")


def firsts(args: argparse.Namespace, *, planted: int) -> None:
    """Print how many planted firsts are found, and the rate of false alarms."""
    rng = np.random.default_rng(args.seed)
    found, plants = made_firsts(args.years, rng, planted=planted)
    rule = Rule("first", first=First("place", 12, false_alarms=args.false_alarms))
    since = (BEGIN + dt.timedelta(days=1460)).replace(day=1).isoformat()
    told = {fired.incident for fired in replay(rule, found, since=since)}
    _print("firsts", args, len(told & plants), len(plants), len(told - plants), found, since)


def _print(
    what: str, args: argparse.Namespace, hits: int, planted: int, false: int, found: list[Sighting], since: str
) -> None:
    months = (dt.date.fromisoformat(found[-1].day) - dt.date.fromisoformat(since)).days / MONTH
    share = f"{hits}/{planted} planted found ({hits / planted:.3f}), " if planted else "nothing planted, "
    rate = false / months
    print(
        f"{what}: {len(found):,} incidents, {months:.0f} months; {share}{false} false alarms, {rate:.2f} a month; set are "
        f"{args.false_alarms:g}: {100 * (rate / args.false_alarms - 1):+.1f} %"
        f" (chance alone gives ±{100 / max(1, false) ** 0.5:.1f})",
        flush=True,
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--years", type=int, default=8)
    parser.add_argument("--false-alarms", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    start = time.process_time()
    surges(args, planted=24)
    surges(args, planted=0)
    firsts(args, planted=12)
    firsts(args, planted=0)
    print(f"{time.process_time() - start:.0f} s of processor time")


if __name__ == "__main__":
    main()
