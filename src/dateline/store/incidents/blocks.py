"""Keys and the links that follow from them, kept as linkage says: `dateline.linkage.blocks`.

Of a key with few members all pairs are compared; of a crowded one the pairs with its anchors, the first by rank, or none. So a key that
fills up or empties may give and take links between members that did not change. A pair stays linked while any of the
keys that it shares asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from dateline.store.incidents.kit import Kit, rank_of
from dateline.store.incidents.sql import chunks, given, insert_all, rows_in
from dateline.store.incidents.tables import links, telling_keys, tellings

AT_ONCE = 256
"""Tellings that are laid under their keys in one go."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A telling that has keys: its row, and its rank among the members of a key."""

    row: int
    rank: int
    telling: Any


@dataclass(frozen=True, slots=True)
class Block:
    """The members of a key: all of a small one; of a crowded one as many by rank as tell its anchors."""

    size: int
    members: tuple[tuple[int, int], ...]

    def firsts(self, number: int) -> set[int]:
        """Return the first so many by rank."""
        return {row for _, row in self.members[:number]}


def read_nodes(connection: sa.Connection, kit: Kit, ids: Iterable[int]) -> dict[int, Node]:
    """Return tellings by their rows."""
    columns = sa.select(tellings.c.id, tellings.c.event_id, tellings.c.data)
    return {
        row.id: Node(row.id, rank_of(row.event_id), kit.telling(row.event_id, row.data))
        for row in rows_in(connection, columns, tellings.c.id, ids)
    }


def lay(connection: sa.Connection, kit: Kit, nodes: Collection[Node], linked: dict[Pair, float]) -> set[int]:
    """Lay tellings under their keys and link them; return the rows of others whose links changed.

    Args:
        linked: takes the pairs that a link came between, with its weight.
    """
    disturbed: set[int] = set()
    for some in chunks(nodes, AT_ONCE):
        under = _under(kit, some)
        rows = [{"key": key, "rank": n.rank, "telling": n.row} for key, found in under.items() for n in found]
        insert_all(connection, telling_keys, rows)
        known = {node.row: node for node in some}
        wanted, dropped = _coming(connection, kit, under)
        linked |= _link(connection, kit, wanted, known)
        disturbed |= _drop(connection, kit, dropped, known)
    return disturbed


def lift(connection: sa.Connection, kit: Kit, nodes: Collection[Node], linked: dict[Pair, float]) -> set[int]:
    """Take tellings and their links from under their keys; return the rows of others whose links changed; `linked` as in `lay`."""
    gone = {node.row for node in nodes}
    disturbed: set[int] = set()
    for some in chunks(nodes, AT_ONCE):
        under = _under(kit, some)
        k, r, t = given("k"), given("r"), given("t")
        c = telling_keys.c
        rows = [{"k": key, "r": node.rank, "t": node.row} for key, found in under.items() for node in found]
        if rows:
            connection.execute(telling_keys.delete().where(c.key == k, c.rank == r, c.telling == t), rows)
        for mine, other in ((links.c.a, links.c.b), (links.c.b, links.c.a)):
            ids = [node.row for node in some]
            disturbed |= {row.other for row in rows_in(connection, sa.select(other.label("other")), mine, ids)}
            for few in chunks(ids):
                connection.execute(links.delete().where(mine.in_(few)))
        wanted = _going(connection, kit, under)
        disturbed |= {row for pair in wanted for row in pair}
        linked |= _link(connection, kit, wanted, {})
    return disturbed - gone


def _under(kit: Kit, nodes: Iterable[Node]) -> dict[int, list[Node]]:
    under: dict[int, list[Node]] = {}
    for node in nodes:
        for key in kit.hashes(node.telling):
            under.setdefault(key, []).append(node)
    return under


def blocks_of(connection: sa.Connection, kit: Kit, changes: Mapping[int, int]) -> dict[int, Block]:
    """Return what is under keys now.

    Args:
        changes: with each key how many came or went: of a crowded one so many members more are read.
    """
    c = telling_keys.c
    counted = sa.select(c.key, sa.func.count().label("size")).group_by(c.key)
    sizes = {row.key: row.size for row in rows_in(connection, counted, c.key, sorted(changes))}
    small = [key for key in sorted(changes) if sizes.get(key, 0) <= kit.limit_of(key)]
    members: dict[int, list[tuple[int, int]]] = {key: [] for key in changes}
    for row in rows_in(connection, sa.select(c.key, c.rank, c.telling), c.key, small):
        members[row.key].append((row.rank, row.telling))
    for key in sizes.keys() - set(small):
        # Of one that has just become crowded those must be known that were compared before.
        if sizes[key] - changes[key] <= kit.limit_of(key) or kit.anchors_of(key):
            first = sa.select(c.rank, c.telling).where(c.key == key).order_by(c.rank, c.telling)
            found = connection.execute(first.limit(kit.limit_of(key) + 1 + changes[key]))
            members[key] = [(row.rank, row.telling) for row in found]
    return {key: Block(sizes.get(key, 0), tuple(sorted(found))) for key, found in members.items()}


def all_under(connection: sa.Connection, key: int) -> list[int]:
    """Return all that stands under a key."""
    c = telling_keys.c
    return list(connection.execute(sa.select(c.telling).where(c.key == key)).scalars())


def _coming(connection: sa.Connection, kit: Kit, under: Mapping[int, list[Node]]) -> tuple[set[Pair], set[Pair]]:
    """Return the pairs that keys ask for since these came, and those that they may ask for no more."""
    wanted: set[Pair] = set()
    dropped: set[Pair] = set()
    blocks = blocks_of(connection, kit, {key: len(found) for key, found in under.items()})
    for key, block in blocks.items():
        new = {node.row for node in under[key]}
        if block.size <= kit.limit_of(key):
            wanted.update(_pair(a, b) for a in new for _, b in block.members if a != b)
            continue
        anchors = block.firsts(kit.anchors_of(key))
        wanted.update(_pair(a, b) for a in new for b in anchors if a != b)
        before = [row for _, row in block.members if row not in new]
        came = anchors & new
        if block.size - len(new) <= kit.limit_of(key):
            # It has become crowded: what was compared among the others before is asked for by anchors alone.
            wanted.update(_pair(a, b) for a in came for b in before)
            dropped.update(_pair(a, b) for a, b in combinations(before, 2) if a not in anchors and b not in anchors)
        elif came:
            others = all_under(connection, key)
            went = set(before[: kit.anchors_of(key)]) - anchors
            wanted.update(_pair(a, b) for a in came for b in others if a != b)
            dropped.update(_pair(a, b) for a in went for b in others if a != b and b not in anchors)
    return wanted, dropped - wanted


def _going(connection: sa.Connection, kit: Kit, under: Mapping[int, list[Node]]) -> set[Pair]:
    """Return the pairs that keys ask for since these went, and may not have asked for before."""
    wanted: set[Pair] = set()
    blocks = blocks_of(connection, kit, {key: len(found) for key, found in under.items()})
    for key, block in blocks.items():
        gone = [(node.rank, node.row) for node in under[key]]
        if block.size + len(gone) <= kit.limit_of(key):
            continue
        if block.size <= kit.limit_of(key):
            wanted.update(_pair(a, b) for (_, a), (_, b) in combinations(block.members, 2))
            continue
        anchors = block.firsts(kit.anchors_of(key))
        before = {row for _, row in sorted([*block.members, *gone])[: kit.anchors_of(key)]}
        rose = anchors - before
        if rose:
            others = all_under(connection, key)
            wanted.update(_pair(a, b) for a in rose for b in others if a != b)
    return wanted


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _link(connection: sa.Connection, kit: Kit, wanted: set[Pair], known: dict[int, Node]) -> dict[Pair, float]:
    """Compare pairs and store the links that are not there yet; return these."""
    known.update(read_nodes(connection, kit, sorted({row for pair in wanted for row in pair} - known.keys())))
    there = _linked(connection, wanted)
    found: dict[Pair, float] = {}
    for a, b in sorted(wanted - there):
        link = kit.linker.compare(known[a].telling, known[b].telling)
        if link is not None:
            found[a, b] = link.weight
    insert_all(connection, links, [{"a": a, "b": b, "weight": weight} for (a, b), weight in found.items()])
    return found


def _linked(connection: sa.Connection, pairs: set[Pair]) -> set[Pair]:
    """Return which of the pairs are linked."""
    found = sa.select(links.c.a, links.c.b)
    return {(row.a, row.b) for row in rows_in(connection, found, links.c.a, sorted({a for a, _ in pairs}))} & pairs


def _drop(connection: sa.Connection, kit: Kit, dropped: set[Pair], known: dict[int, Node]) -> set[int]:
    """Take away the links of pairs that no key asks for any more; return their ends."""
    held = _linked(connection, dropped)
    if not held:
        return set()
    known.update(read_nodes(connection, kit, sorted({row for pair in held for row in pair} - known.keys())))
    shared = {(a, b): kit.hashes(known[a].telling) & kit.hashes(known[b].telling) for a, b in held}
    blocks = blocks_of(connection, kit, dict.fromkeys({key for keys in shared.values() for key in keys}, 0))
    firsts = {k: block.firsts(kit.anchors_of(k)) for k, block in blocks.items() if block.size > kit.limit_of(k)}
    gone = [
        {"x": a, "y": b}
        for (a, b), keys in shared.items()
        if not any(key not in firsts or a in firsts[key] or b in firsts[key] for key in keys)
    ]
    if gone:
        x, y = given("x"), given("y")
        connection.execute(links.delete().where(links.c.a == x, links.c.b == y), gone)
    return {row for pair in gone for row in pair.values()}


def covered(connection: sa.Connection, kit: Kit) -> Iterator[Pair]:
    """Yield every pair that the keys ask for, once for each key that does: for proving that no link is missing."""
    c = telling_keys.c
    for key in connection.execute(sa.select(c.key).distinct()).scalars().all():
        ordered = sa.select(c.telling).where(c.key == key).order_by(c.rank, c.telling)
        members = list(connection.execute(ordered).scalars())
        firsts = members if len(members) <= kit.limit_of(key) else members[: kit.anchors_of(key)]
        yield from (_pair(a, b) for a in firsts for b in members if a != b)
