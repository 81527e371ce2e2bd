"""Which components change where tellings and links only came: known from the newcomers and the components that they reach.

A crowd stays a crowd whatever comes (`dateline.linkage.hanging`). So a component that lies at some cut, since at the cut below it hung
together with a crowd, never sinks to a lower one; and a new link changes it only where it is as strong as its cut.
What is linked to it more weakly was in that crowd, or is now. So nothing need be looked at but the newcomers, the
components that a new link joins or makes a crowd of, and the links among them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import sqlalchemy as sa

from dateline.store.incidents.components import Company, Held, part_of, read_held, ties_of
from dateline.store.incidents.decided import Word, words_about
from dateline.store.incidents.kit import Kit
from dateline.store.incidents.sql import rows_in
from dateline.store.incidents.tables import decisions, links, members, tellings

if TYPE_CHECKING:
    from dateline.store.incidents.tellings import Touched

Near = dict[int, dict[int, float]]


def grown_company(connection: sa.Connection, kit: Kit, touched: Touched) -> Company | None:
    """Return the components that newcomers lie in, and what became of those that they changed.

    Returns:
        None where it is not known in which component each telling lay: the store was migrated, and waits to be linked anew.
    """
    from dateline.linkage import parted

    lay = _lay(connection, touched)
    if lay is None:
        return None
    floors: dict[int, int] = {}
    parts = {lay[row][0] for row in touched.seeds - touched.fresh}
    for pair, weight in touched.linked.items():
        reached = _cut_below(weight)
        for row, other in (pair, pair[::-1]):
            if row in lay and lay[row][1] <= reached:
                parts.add(lay[row][0])
            elif row in lay:
                # At all cuts that the link counts at, this end is in a crowd; so the other is in it now.
                floors[other] = max(floors.get(other, 0), reached + 1)
    held = read_held(connection, kit, tellings.c.id, touched.fresh) | read_held(connection, kit, members.c.part, parts)
    for row, one in held.items():
        if one.cut is not None:
            floors[row] = max(floors.get(row, 0), one.cut)
    words = _words(connection, held)
    linked = _links_among(connection, held)
    scenes = {row: kit.scene_of(one.telling) for row, one in held.items()}
    found = parted(_tied(linked, held, words), scenes.__getitem__, floors)
    return Company(
        {one.telling.event_id: one for one in held.values()},
        [part_of(nodes, cut, linked, held) for cut, nodes in found],
        words,
    )


def _lay(connection: sa.Connection, touched: Touched) -> dict[int, tuple[int, int]] | None:
    """Return the component and its cut of all old tellings that are touched; None where one has none."""
    ends = {row for pair in touched.linked for row in pair}
    old = sorted((touched.seeds | ends) - touched.fresh)
    m = members.c
    rows = list(rows_in(connection, sa.select(m.telling, m.part, m.cut), m.telling, old))
    if len(rows) < len(old) or any(row.part is None for row in rows):
        return None
    return {row.telling: (row.part, row.cut) for row in rows}


def _cut_below(weight: float) -> int:
    """Return the number of the highest cut at which a link counts."""
    from dateline.linkage import CUTS

    return bisect_right(CUTS, weight) - 1


def _words(connection: sa.Connection, held: Mapping[int, Held]) -> list[Word]:
    """Return what people decided on these."""
    if connection.execute(sa.select(decisions.c.number).limit(1)).first() is None:
        return []
    return words_about(connection, [one.telling.event_id for one in held.values()])


def _links_among(connection: sa.Connection, held: Mapping[int, Held]) -> Near:
    """Return the links between these tellings."""
    found: Near = {row: {} for row in held}
    if len(held) > 1:
        for row in rows_in(connection, sa.select(links), links.c.a, sorted(held)):
            if row.b in found:
                found[row.a][row.b] = found[row.b][row.a] = row.weight
    return found


def _tied(linked: Near, held: Mapping[int, Held], words: list[Word]) -> Near:
    """Return the links with what ties twins, and what people's decisions tie."""
    from dateline.linkage import TIED

    near = {row: dict(others) for row, others in linked.items()}
    twins: dict[int, list[int]] = {}
    for row, one in held.items():
        twins.setdefault(one.twin, []).append(row)
    for group in twins.values():
        for row, next_row in pairwise(group):
            near[row][next_row] = near[next_row][row] = TIED
    rows = {one.telling.event_id: row for row, one in held.items()}
    for row, others in ties_of(words, rows).items():
        near[row].update(dict.fromkeys(others, TIED))
    return near
