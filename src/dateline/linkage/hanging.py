"""What hangs together by links and is clustered together: bounded components.

Where news is dense, one false link in ten is enough for all of it to hang together: of 10,000 events of a made archive of
conflict (bench/made_archive.py) links of LINK_FLOOR and more tied 6,800 into one component, which every report of the place would have to
load. So a component is taken at the lowest of some rising cuts at which it tells of at most MOST_SCENES scenes; what is a larger crowd
falls apart at the next cut. A scene is a day and a place as told: the many reports of one great event are no
crowd. In sparse news the lowest cut holds. On 10,000 made events B-cubed F1 is the same, to half a hundredth, for 10 to 40 scenes, for
places alone, for cores of strong links: what matters is that there is a bound.

A component hangs on the links alone, is the same from whichever of its members one starts, and is found without looking
at more of the rest than that. Scenes are counted, and not something that links make, so that **a crowd stays one whatever comes**: where
tellings and links only come in, nothing outside what was together before and what came need be looked at (`parted`).
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from dateline.linkage.telling import Telling
from dateline.linkage.traits import traits_of

CUTS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
"""Log-odds at which links are taken, the lowest first; at the highest a component is taken whatever its size."""
LAST_CUT = len(CUTS) - 1
MOST_SCENES = 20
SCENE_DEGREES = 0.25
"""Side of the squares by which places of a scene are told apart."""
TIED = math.inf
"""The weight of what is tied together whatever it says: twins, and what people joined."""

Near = Mapping[int, Mapping[int, float]]
"""With each of some nodes those that it is linked to, and the weights."""
Look = Callable[[Collection[int]], Near]
"""Returns what some nodes are linked to; all of it."""
Scene = Callable[[int], int]
"""Returns the scene of a node that was looked at."""


def scene_of(telling: Telling) -> int:
    """Return a number for the day and the place that a telling tells; the same one for all that tell neither."""
    traits = traits_of(telling)
    day = traits.first if traits.fine and not traits.assumed else None
    place: object = None
    if traits.points:
        point = traits.points[0]
        square = (round(point.latitude / SCENE_DEGREES), round(point.longitude / SCENE_DEGREES))
        place = square if point.located and point.exact else point.name
    return zlib.crc32(repr((day, place)).encode("utf-8", "surrogatepass"))


class Hanging:
    """Finds components from their members, by looking at the links of few nodes."""

    def __init__(self, look: Look, scene: Scene) -> None:
        self._look = look
        self._scene = scene
        self._near: dict[int, Mapping[int, float]] = {}

    def component_of(self, seed: int) -> tuple[int, frozenset[int]]:
        """Return the component that a node is in, with the number of its cut."""
        component, number = self._spread([seed], LAST_CUT) or frozenset([seed]), LAST_CUT
        while number:
            larger = self._spread(component, number - 1)
            if larger is None:
                break
            component, number = larger, number - 1
        return number, component

    def _spread(self, start: Collection[int], number: int) -> frozenset[int] | None:
        """Return all that hangs together with some nodes at a cut; None where it is too much."""
        found = set(start)
        edge: Collection[int] = found
        scenes: set[int] = set()
        while edge:
            if new := [node for node in edge if node not in self._near]:
                self._near.update(self._look(new))
            scenes.update(map(self._scene, edge))
            if number < LAST_CUT and len(scenes) > MOST_SCENES:
                return None
            edge = {other for node in edge for other, w in self._near[node].items() if w >= CUTS[number]} - found
            found |= edge
        return frozenset(found)


def parted(near: Near, scene: Scene, floors: Mapping[int, int]) -> Iterator[tuple[int, frozenset[int]]]:
    """Yield the components of nodes, each with the number of its cut.

    Args:
        near: of each node the links that lead to others of them.
        floors: of nodes that lay in a component before, the number of its cut. Below it they hung together with a crowd,
            of which not all need be among the nodes; since then only nodes and links have come.
    """
    left: Iterable[int] = near
    for number, cut in enumerate(CUTS):
        crowded: list[int] = []
        seen: set[int] = set()
        for start in left:
            if start in seen:
                continue
            found = [start]
            seen.add(start)
            for node in found:
                new = [other for other, weight in near[node].items() if weight >= cut and other not in seen]
                seen.update(new)
                found += new
            if number < LAST_CUT and (
                any(floors.get(node, 0) > number for node in found) or len(set(map(scene, found))) > MOST_SCENES
            ):
                crowded += found
            else:
                yield number, frozenset(found)
        left = crowded
