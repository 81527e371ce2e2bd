"""Choose which of the places that bear a name is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.gazetteer import Entry
from dateline.stages.places.containers import Container
from dateline.stages.places.names import Name
from dateline.stages.places.ranking import Ranking, shares_of
from dateline.vocabulary import PlacePrecision

SAME_KM = 50.0
"""Places nearer than that to each other are no rivals: a town and the district that it is the seat of."""
MOST_RIVALS = 5
LEAST_SHARE = 0.02
"""A rival less likely than that is not told."""
LEAST_SURE, MOST_SURE = 0.3, 0.95


@dataclass(frozen=True, slots=True)
class Choice:
    """A place, how sure the choice is (0 to 1), and the other places that it may be, the likeliest first."""

    entry: Entry
    confidence: float
    rivals: tuple[tuple[Entry, float], ...] = ()


def choose(
    name: Name, ranking: Ranking, *, container: Container | None = None, precision: PlacePrecision | None = None
) -> Choice:
    """Return the place that a name means.

    Args:
        ranking: what the report's other names say.
        container: what is written to hold it; then only places in there count, if any lie there.
        precision: what an area noun beside the name asks for ("X province").
    """
    if len(name.entries) == 1:
        return Choice(name.entries[0], MOST_SURE)
    scored = ranking.scored(name)
    if container is not None:
        scored = [pair for pair in scored if container.holds(pair[1])] or scored
    if precision is not None:
        scored = _fitting(scored, precision) or scored
    ranked = sorted(
        zip(shares_of([score for score, _ in scored]), (entry for _, entry in scored), strict=True),
        key=lambda pair: -pair[0],
    )
    entry = ranked[0][1]
    rivals = [(other, share) for share, other in ranked[1:] if other.distance_km(entry.lat, entry.lon) > SAME_KM]
    sure = 1.0 - sum(share for _, share in rivals)
    told = tuple((other, round(share, 3)) for other, share in rivals[:MOST_RIVALS] if share >= LEAST_SHARE)
    return Choice(entry, round(min(MOST_SURE, max(LEAST_SURE, sure)), 2), told)


def _fitting(scored: Sequence[tuple[float, Entry]], precision: PlacePrecision) -> list[tuple[float, Entry]]:
    wanted = [pair for pair in scored if pair[1].precision == precision]
    if not wanted and precision in {"admin1", "admin2"}:
        return [pair for pair in scored if pair[1].kind == "admin"]
    return wanted
