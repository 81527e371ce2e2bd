"""Which targets of one type of incident are of one incident: the templates of a type are parted by what they did it to.

For two targets, weights over what lies between them say whether they are of one incident; the targets are gathered from the surest
pair on, as long as those of two groups belong together on average.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from muc4_templates import normal

from dateline.draft import Draft, Mention

if TYPE_CHECKING:
    from muc4_entities import Entity
    from muc4_features import FeatureWeights

FAR = 6
"""Sentences beyond which distance tells no more."""


def togetherness(one: Entity, other: Entity, draft: Draft, clusters: Mapping[int, int]) -> Iterator[str]:
    """Yield what speaks for and against two targets' being of one incident; `clusters` has the event of each mention."""
    slots = "".join(sorted((one.slot[0], other.slot[0])))
    a, b = min(product(one.places, other.places), key=lambda pair: abs(pair[0].sentence - pair[1].sentence))
    apart = abs(a.sentence - b.sentence)
    yield from (slots, f"apart={min(apart, FAR)}", f"{slots} apart={min(apart, FAR)}")
    tops = abs(one.places[0].sentence - other.places[0].sentence)
    yield f"tops={min(tops, FAR)}"
    if not apart:
        words = [t.lower for t in draft.sentences[a.sentence].tokens[min(a.token, b.token) : max(a.token, b.token)]]
        yield f"words={min(4, int(math.log2(1 + len(words))))}"
        yield from (
            f"between={w}" for w in {"and", ",", ";", "while", "when", "also", "another", "later", "other"} & set(words)
        )
    yield f"alike={normal(one.called()).split()[-1] == normal(other.called()).split()[-1]}"
    first, second = _near(one, draft), _near(other, draft)
    if first is None or second is None:
        yield "no event"
        return
    yield f"cluster={clusters.get(first.index, -1) == clusters.get(second.index, -2)}"
    yield f"word={draft.sentences[first.sentence].tokens[first.token].lemma == draft.sentences[second.sentence].tokens[second.token].lemma}"
    for name, kind in (("place", "places"), ("time", "times")):
        here, there = (
            {name_of(draft, kind, n) for s in draft.scenes_of([m.index]) for n in getattr(s, kind)}
            for m in (first, second)
        )
        yield f"{name}={'none' if not here or not there else 'same' if here & there else 'other'}"
    assaults = len({clusters.get(m.index) for m in draft.mentions if m.plover == "ASSAULT"})
    yield f"events={min(6, assaults)}"
    paragraphs = {draft.sentences[p.sentence].paragraph for p in (a, b)}
    yield f"paragraphs={len(paragraphs)}"


def name_of(draft: Draft, kind: str, index: int) -> str:
    """Return the name of a place or the words of a time of a draft."""
    if kind == "places":
        return draft.toponyms[index].place.name
    time = draft.times[index]
    return f"{time.begin} {time.until}"


def _near(entity: Entity, draft: Draft) -> Mention | None:
    top = entity.places[0]
    return min(
        draft.mentions_in(top.sentence), key=lambda m: (m.plover != "ASSAULT", abs(m.token - top.token)), default=None
    )


def clusters_of(draft: Draft) -> dict[int, int]:
    """Return the number of the event of each mention."""
    return {m: c.index for c in draft.clusters for m in c.mentions}


def groups(targets: Sequence[Entity], draft: Draft, weights: FeatureWeights, least: float) -> list[list[int]]:
    """Return the targets parted by incident, as indices; each group in order, the group of the first target first."""
    if len(targets) < 2:
        return [list(range(len(targets)))] if targets else []
    clusters = clusters_of(draft)
    odds = {
        (i, j): weights.odds(set(togetherness(targets[i], targets[j], draft, clusters)))
        for i, j in combinations(range(len(targets)), 2)
    }
    parts = [[n] for n in range(len(targets))]
    while len(parts) > 1:
        best, one, other = max(
            (sum(odds[min(i, j), max(i, j)] for i, j in product(p, q)) / (len(p) * len(q)), a, b)
            for (a, p), (b, q) in combinations(enumerate(parts), 2)
        )
        if best < least:
            break
        parts[one] += parts.pop(other)
    return sorted(sorted(part) for part in parts)
