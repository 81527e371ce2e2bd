"""The timeline: bars of incidents stacked by family, and the dead as a line over a scale of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dateline.export.families import FAMILIES
from dateline.export.formats.extras import needed
from dateline.export.pins import Pin, dead, families_in
from dateline.export.plots.style import HEIGHT, Look, Wish, figure_of, headed
from dateline.export.timing import Timeline, timeline_of

BAR = 0.86
"""Share of its step that a bar fills."""
MOST_TICKS = 10
FORMATS = {"day": "%d %b %Y", "week": "%d %b %Y", "month": "%b %Y", "year": "%Y"}
HEADROOM = 1.12


def figure(pins: Sequence[Pin], look: Look, wish: Wish) -> Any:
    """Return the figure of the timeline, in steps that the span asks for."""
    line = timeline_of(pins, step=wish.step)
    made = figure_of(look, height=HEIGHT * 0.82)
    axes = made.add_axes((0.065, 0.15, 0.865, 0.64))
    headed(made, look, wish.title or f"Incidents a {line.step}", _under(pins, line))
    if not line.bars:
        axes.text(
            0.5, 0.5, "No incident has a date.", ha="center", va="center", color=look.soft, transform=axes.transAxes
        )
        axes.set_axis_off()
        return made
    places = list(range(len(line.bars)))
    floor = [0] * len(line.bars)
    for family in families_in(pins):
        counts = [bar.counts.get(family.name, 0) for bar in line.bars]
        if any(counts):
            axes.bar(places, counts, BAR, bottom=floor, color=family.colour, label=family.label, linewidth=0)
            floor = [low + count for low, count in zip(floor, counts, strict=True)]
    _scales(axes, line, look, max(floor))
    _dead(axes, line, look)
    handles = list(axes.get_legend_handles_labels()[0])
    made.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.055, 0.005),
        ncols=len(FAMILIES) + 1,
        columnspacing=1.2,
        handletextpad=0.5,
    )
    return made


def _under(pins: Sequence[Pin], line: Timeline) -> str:
    dated = len(pins) - line.undated
    without = f"; {line.undated:,} more without a date" if line.undated else ""
    return f"{dated:,} incident{'' if dated == 1 else 's'}{without}. Killed: {dead(pins):,} (best figures added)"


def _scales(axes: Any, line: Timeline, look: Look, most: int) -> None:
    ticker = needed("matplotlib.ticker", extra="plot", what="a picture")
    every = -(-len(line.bars) // MOST_TICKS)
    shown = list(range(0, len(line.bars), every))
    axes.set_xticks(shown, [line.bars[at].start.strftime(FORMATS[line.step]) for at in shown])
    axes.set_xlim(-0.7, len(line.bars) - 0.3)
    axes.set_ylim(0, most * HEADROOM)
    axes.yaxis.set_major_locator(ticker.MaxNLocator(integer=True, nbins=6))
    axes.grid(axis="y", linewidth=0.6)
    axes.tick_params(length=0)
    axes.set_ylabel("incidents")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(look.rule)


def _dead(axes: Any, line: Timeline, look: Look) -> None:
    killed = [bar.killed for bar in line.bars]
    if not any(killed):
        return
    ticker = needed("matplotlib.ticker", extra="plot", what="a picture")
    other = axes.twinx()
    other.plot(
        range(len(killed)), killed, color=look.ink, linewidth=1.3, marker="o", markersize=2.6, solid_joinstyle="round"
    )
    other.set_ylim(0, max(killed) * HEADROOM)
    other.yaxis.set_major_locator(ticker.MaxNLocator(integer=True, nbins=6))
    other.yaxis.set_major_formatter(ticker.StrMethodFormatter("{x:,.0f}"))
    other.set_ylabel("killed (line)")
    other.tick_params(length=0)
    for spine in other.spines.values():
        spine.set_visible(False)
    axes.plot([], [], color=look.ink, linewidth=1.3, marker="o", markersize=2.6, label="Killed")
