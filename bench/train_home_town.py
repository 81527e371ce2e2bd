"""Learn what speaks for a town being the one that local news is of.

    python bench/train_home_town.py REPORTS.jsonl INCIDENTS.jsonl [--half 1]

Reports and incidents of local shootings as in `gun_violence.py`. Of each report of one half (`gun_linkage.half_of`) the towns
that its names may mean are candidates; right are those that are the incident's. A softmax regression with an L2
penalty is fitted on them: the right ones together against all. Prints the weights, for `WEIGHTS` in
`dateline.stages.coding.hometown`, and for both halves the share of reports that get a right town by them, by the weights that ship, and at
best. Needs scikit-learn's SciPy; takes some three minutes.
"""

from __future__ import annotations

import argparse
import pathlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gun_places import COUNTRY, NEAR_KM, plain_name, points_of
from gun_reports import Incident, Told, read_incidents, read_told
from reader_drafts import run

from dateline.draft import Draft
from dateline.gazetteer import distance_km
from dateline.readers import read
from dateline.stages.coding.hometown import WEIGHTS, Home, candidates
from dateline.text import Report

PENALTY = 1.0
BATCH = 64


@dataclass(frozen=True, slots=True)
class Row:
    """The candidates of a report and which of them are right."""

    half: int
    features: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


def is_right(draft: Draft, home: Home, gold: Incident) -> bool:
    """Whether a town is the incident's: by name and state, by county, or by lying near."""
    entry = home.entry
    if entry.country != COUNTRY:
        return False
    names = {plain_name(name) for name in gold.towns}
    told = {plain_name(draft.text[home.start : home.end]), plain_name(entry.name)}
    if entry.admin1 == gold.state and (names & told or entry.admin2 in gold.towns):
        return True
    return any(distance_km(entry.lat, entry.lon, lat, lon) <= NEAR_KM for lat, lon in points_of(gold))


def row_of(draft: Draft, gold: Incident, half: int) -> Row:
    """Return the candidates of a report."""
    found = list(candidates(draft))
    return Row(half, tuple(features for _, features in found), tuple(is_right(draft, home, gold) for home, _ in found))


def drafts_of(path: pathlib.Path, told: dict[int, Told]) -> Iterator[tuple[Told, Draft]]:
    """Yield the reports with their drafts."""
    reports = [item for item in read([str(path)]) if isinstance(item, Report)]
    for start in range(0, len(reports), BATCH):
        for draft in run(reports[start : start + BATCH]):
            line = int(draft.report.origin.rsplit(":", 1)[-1])
            if line in told:
                yield told[line], draft


def fit(rows: Iterable[Row]) -> dict[str, float]:
    """Return the weights: the greatest likelihood of the right candidates of each report, with a penalty."""
    import numpy as np
    from scipy.optimize import minimize

    names = sorted(WEIGHTS)
    tables = [
        (np.array([[f[name] for name in names] for f in row.features]), np.array(row.right))
        for row in rows
        if any(row.right)
    ]

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = PENALTY * (weights @ weights) / 2, PENALTY * weights
        for table, right in tables:
            scores = np.exp(table @ weights - (table @ weights).max())
            among, chosen = scores / scores.sum(), scores * right
            total -= np.log(chosen.sum() / scores.sum())
            slope = slope - table.T @ (chosen / chosen.sum() - among)
        return float(total), slope

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 2) for name, weight in zip(names, best, strict=True)}


def share_right(rows: list[Row], weights: dict[str, float]) -> float:
    """Return the share of reports whose best candidate is right."""

    def score(features: dict[str, float]) -> float:
        return sum(weights[name] * value for name, value in features.items())

    best = (max(zip(row.features, row.right, strict=True), key=lambda c: score(c[0]), default=None) for row in rows)
    return sum(chosen is not None and chosen[1] for chosen in best) / len(rows)


def main() -> None:
    """Fit the weights and print them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("reports", type=pathlib.Path)
    parser.add_argument("incidents", type=pathlib.Path)
    parser.add_argument("--half", type=int, default=1, help="of the incidents that are learned from")
    options = parser.parse_args()
    incidents = read_incidents(options.incidents)
    told = {item.line: item for item in read_told(options.reports, incidents)}
    rows = []
    for item, draft in drafts_of(options.reports, told):
        half = int(sha256(item.incident.encode()).hexdigest()[:8], 16) % 2
        rows.append(row_of(draft, incidents[item.incident], half))
    report(rows, options.half)


def report(rows: list[Row], half: int) -> None:
    """Fit on one half and print weights and figures."""
    weights = fit(row for row in rows if row.half == half)
    for name, weight in weights.items():
        print(f'    "{name}": {weight},')
    for number in sorted({row.half for row in rows}):
        some = [row for row in rows if row.half == number]
        print(
            f"half {number}{' (learned from)' if number == half else ''}: {len(some)} reports, right {share_right(some, weights):.3f}, "
            f"by the weights that ship {share_right(some, WEIGHTS):.3f}, at best {sum(any(r.right) for r in some) / len(some):.3f}"
        )


if __name__ == "__main__":
    main()
