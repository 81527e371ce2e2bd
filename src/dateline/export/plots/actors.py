"""The matrix of actors: who acted against whom, how often."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from dateline.export.families import FAMILIES
from dateline.export.formats.extras import needed
from dateline.export.pins import Pin
from dateline.export.plots.style import Look, Wish, figure_of, headed, shortened

MOST_SIDES = 14
"""Rows, and columns; the others are counted together."""
LONGEST_NAME = 34
CELL, HEAD, MARGIN, LETTER = 0.44, 0.95, 0.45, 0.078
"""Inches: the side of a cell, the room for the title, what is free around, and the breadth of a letter."""
SLANT = 50
LEAST_WIDTH = 7.5
OTHERS = "all others"
AGAINST = frozenset(family.name for family in FAMILIES if family.name != "cooperation")
"""Families that are against somebody."""


def figure(pins: Sequence[Pin], look: Look, wish: Wish) -> Any:
    """Return the figure of the matrix."""
    pairs = Counter((pin.doer, pin.other) for pin in pins if pin.doer and pin.other and pin.family.name in AGAINST)
    doers = _most(Counter({name: 0 for name, _ in pairs}), pairs, 0)
    others = _most(Counter({name: 0 for _, name in pairs}), pairs, 1)
    cells = _cells(pairs, doers, others)
    left_room, top_room = MARGIN + _room(doers), HEAD + _room(others) * math.sin(math.radians(SLANT))
    right_room = max(MARGIN, _room(others[-1:]) * math.cos(math.radians(SLANT)))
    width = max(LEAST_WIDTH, left_room + CELL * max(1, len(others)) + right_room)
    height = top_room + CELL * max(1, len(doers)) + MARGIN
    made = figure_of(look, width=width, height=height)
    counted, left = sum(pairs.values()), sum(pin.family.name in AGAINST for pin in pins) - sum(pairs.values())
    without = f"; {left:,} more name one side only" if left else ""
    headed(
        made,
        look,
        wish.title or "Who acted against whom",
        f"{counted:,} incident{'' if counted == 1 else 's'} that name both sides{without}",
    )
    box = (left_room / width, MARGIN / height, CELL * max(1, len(others)) / width, CELL * max(1, len(doers)) / height)
    axes = made.add_axes(box)
    if not pairs:
        axes.text(
            0.5,
            0.5,
            "No incident names both sides.",
            ha="center",
            va="center",
            color=look.soft,
            transform=axes.transAxes,
        )
        axes.set_axis_off()
        return made
    _fill(axes, cells, look)
    axes.set_xticks(
        range(len(others)),
        [shortened(name, LONGEST_NAME) for name in others],
        rotation=SLANT,
        ha="left",
        rotation_mode="anchor",
    )
    axes.set_yticks(range(len(doers)), [shortened(name, LONGEST_NAME) for name in doers])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelcolor=look.ink, labelsize=9)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return made


def _room(names: Sequence[str]) -> float:
    """Return how long the longest name is on the page, in inches."""
    return LETTER * max((min(len(name), LONGEST_NAME) for name in names), default=0)


def _most(names: Counter[Any], pairs: Counter[Any], side: int) -> list[str]:
    """Return the names of a side, the most frequent first, the rest as one."""
    for pair, count in pairs.items():
        names[pair[side]] += count
    ordered = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))]
    return ordered if len(ordered) <= MOST_SIDES else [*ordered[: MOST_SIDES - 1], OTHERS]


def _cells(pairs: Counter[Any], doers: Sequence[str], others: Sequence[str]) -> list[list[int]]:
    rows = {name: at for at, name in enumerate(doers)}
    columns = {name: at for at, name in enumerate(others)}
    cells = [[0] * len(others) for _ in doers]
    for (doer, other), count in pairs.items():
        cells[rows.get(doer, len(doers) - 1)][columns.get(other, len(others) - 1)] += count
    return cells


def _fill(axes: Any, cells: Sequence[Sequence[int]], look: Look) -> None:
    """Colour the cells by their counts, the greatest of single names being full colour, and write the counts in them."""
    scale = needed("matplotlib", extra="plot", what="a picture").colormaps[look.scale]
    single = [count for row in cells[: MOST_SIDES - 1] for count in row[: MOST_SIDES - 1]]
    most = max(single, default=0) or max(max(row) for row in cells)
    patch = needed("matplotlib.patches", extra="plot", what="a picture").Rectangle
    for y, row in enumerate(cells):
        for x, count in enumerate(row):
            share = min(1.0, count / most) ** 0.5
            colour: Any = scale(0.12 + 0.8 * share) if count else look.land
            axes.add_patch(patch((x - 0.47, y - 0.47), 0.94, 0.94, facecolor=colour, linewidth=0))
            if count:
                axes.text(x, y, str(count), ha="center", va="center", fontsize=9, color=_letters(colour))
    axes.set_xlim(-0.5, len(cells[0]) - 0.5)
    axes.set_ylim(len(cells) - 0.5, -0.5)


def _letters(colour: Any) -> str:
    """Return black or white, whichever stands out from a colour (relative luminance, WCAG 2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#111111" if luminance > 0.18 else "#ffffff"
