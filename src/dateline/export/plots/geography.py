"""The map: countries, and a spot for what happened at one place, coloured by family and sized by the dead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dateline.export.families import FAMILIES, Family
from dateline.export.formats.extras import needed
from dateline.export.maps import Window, rings_in, window_of
from dateline.export.pins import Pin, Spot, dead, families_in, spots_of, whole_countries
from dateline.export.plots.style import HEIGHT, WIDTH, Look, Wish, figure_of, headed

LEAST_AREA, MOST_AREA = 16.0, 1300.0
AREA_PER_DEATH = 9.0
"""Square points: a spot's area grows with its dead, so that two of ten look like one of twenty."""
SAMPLES = (0, 1, 10, 100)
"""Numbers of dead whose spots the legend shows."""
TOP, BOTTOM, SIDE = 0.86, 0.62, 0.33
"""Inches that are left free above, under and beside the map."""


def figure(pins: Sequence[Pin], look: Look, wish: Wish) -> Any:
    """Return the figure of the map."""
    made = figure_of(look)
    box = (SIDE / WIDTH, BOTTOM / HEIGHT, 1 - 2 * SIDE / WIDTH, 1 - (TOP + BOTTOM) / HEIGHT)
    axes = made.add_axes(box)
    aspect = box[2] * WIDTH / (box[3] * HEIGHT)
    window = window_of([pin.point for pin in pins if pin.point is not None], aspect=aspect)
    _land(axes, pins, window, look)
    for number, spot in enumerate(spots_of(pins)):
        _spot(axes, spot, window, look, 3 + number)
    axes.set_xlim(window.west, window.east)
    axes.set_ylim(window.south, window.north)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(look.sea)
    shown = sum(pin.point is not None or pin.countrywide for pin in pins)
    headed(made, look, wish.title or "Where it happened", _under(pins, shown))
    _legend(made, axes, families_in(pins), look)
    made.text(1 - SIDE / WIDTH, 0.03, "Outlines: Natural Earth", ha="right", fontsize=7, color=look.soft)
    return made


def _under(pins: Sequence[Pin], shown: int) -> str:
    days = [pin.day for pin in pins if pin.day]
    when = f", {min(days).isoformat()} to {max(days).isoformat()}" if days else ""
    without = f"; {len(pins) - shown:,} more without a known place" if shown < len(pins) else ""
    return f"{shown:,} incident{'' if shown == 1 else 's'}{when}{without}. Killed: {dead(pins):,} (best figures added)"


def _land(axes: Any, pins: Sequence[Pin], window: Window, look: Look) -> None:
    path = needed("matplotlib.path", extra="plot", what="a picture").Path
    patch = needed("matplotlib.patches", extra="plot", what="a picture").PathPatch
    whole = whole_countries(pins)
    rings: dict[str, list[Any]] = {}
    for code, ring in rings_in(window):
        rings.setdefault(code, []).append(path([*ring, ring[0]], closed=True))
    for code, paths in rings.items():
        compound = path.make_compound_path(*paths)
        axes.add_patch(patch(compound, facecolor=look.land, edgecolor=look.border, linewidth=0.5, zorder=1))
        if code in whole:
            axes.add_patch(patch(compound, facecolor=whole[code].colour, alpha=0.18, linewidth=0, zorder=1.5))


def _spot(axes: Any, spot: Spot, window: Window, look: Look, order: int) -> None:
    longitude, latitude = window.east_of(spot.point[0]), spot.point[1]
    if spot.around:
        ellipse = needed("matplotlib.patches", extra="plot", what="a picture").Ellipse
        across = spot.around / max(0.2, math.cos(math.radians(latitude)))
        axes.add_patch(
            ellipse((longitude, latitude), 2 * across, 2 * spot.around, facecolor=(*_rgb(spot.family), 0.12),
                    edgecolor=(*_rgb(spot.family), 0.7), linewidth=0.8, linestyle="--", zorder=2)
        )  # fmt: skip
    coarse = spot.around is not None
    axes.scatter(
        [longitude], [latitude], s=area_of(spot.killed), facecolors=[(*_rgb(spot.family), 0.25 if coarse else 0.8)],
        edgecolors=spot.family.colour if coarse else look.paper, linewidths=1.0 if coarse else 0.7, zorder=order,
    )  # fmt: skip


def area_of(killed: int) -> float:
    """Return the area of a spot in square points, by its dead."""
    return min(MOST_AREA, LEAST_AREA + AREA_PER_DEATH * killed)


def _rgb(family: Family) -> tuple[float, float, float]:
    red, green, blue = (int(family.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _legend(made: Any, axes: Any, families: Sequence[Family], look: Look) -> None:
    line = needed("matplotlib.lines", extra="plot", what="a picture").Line2D
    colours = [
        line(
            [],
            [],
            marker="o",
            linestyle="",
            markersize=7,
            markerfacecolor=family.colour,
            markeredgecolor=look.paper,
            label=family.label,
        )
        for family in families or FAMILIES
    ]
    made.legend(
        handles=colours,
        loc="lower left",
        bbox_to_anchor=(SIDE / WIDTH - 0.008, 0.012),
        ncols=6,
        columnspacing=1.2,
        handletextpad=0.2,
    )
    sizes = [
        line(
            [],
            [],
            marker="o",
            linestyle="",
            markersize=math.sqrt(area_of(number)),
            markerfacecolor="none",
            markeredgecolor=look.soft,
            label=str(number),
        )
        for number in SAMPLES
    ]
    found = axes.legend(
        handles=sizes, loc="lower left", ncols=4, title="Killed at a spot", title_fontsize=8, fontsize=8, frameon=True, framealpha=0.86,
        facecolor=look.paper, edgecolor=look.rule, borderpad=0.7, columnspacing=1.9, handletextpad=1.25, handleheight=3.4, handlelength=2.2,
    )  # fmt: skip
    found.set_zorder(10_000_000)
