"""A map and a timeline as inline SVG: shapes and text alone, no script, no picture from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dateline.export.families import FAMILIES, Family
from dateline.export.maps import Ring, Window, rings_in, window_of
from dateline.export.page import escape
from dateline.export.pins import Pin, Spot, families_in, spots_of, whole_countries
from dateline.export.timing import Bar, Timeline

MAP_WIDTH, MAP_HEIGHT = 960, 520
TIMELINE_WIDTH, TIMELINE_HEIGHT = 960, 200
LEAST_RADIUS, MOST_RADIUS = 3.5, 26.0
RADIUS_PER_ROOT = 2.0
"""A spot's area grows with its dead, as far as MOST_RADIUS."""
LEFT, BOTTOM, TOP = 40, 24, 14
TICKS = 8
SHOWN_TITLES = 12
"""Incidents that the tip of a spot names."""


def spot_radius(killed: int) -> float:
    """Return the radius of a spot in pixels, by its dead."""
    return min(MOST_RADIUS, LEAST_RADIUS + RADIUS_PER_ROOT * math.sqrt(killed))


def map_svg(pins: Sequence[Pin]) -> Iterator[str]:
    """Yield the map of the pins; each spot leads to the row of its first incident."""
    points = [pin.point for pin in pins if pin.point is not None]
    window = window_of(points, aspect=MAP_WIDTH / MAP_HEIGHT)
    yield (
        f'<svg class="map" viewBox="0 0 {MAP_WIDTH} {MAP_HEIGHT}" role="img" aria-label="Map of the incidents">\n'
        f'<rect class="sea" width="{MAP_WIDTH}" height="{MAP_HEIGHT}"/>\n'
    )
    land: dict[str, list[str]] = {}
    for code, ring in rings_in(window):
        land.setdefault(code, []).append(_path(ring, window))
    whole = whole_countries(pins)
    for code, paths in land.items():
        tint = f' style="fill:{whole[code].colour};fill-opacity:.22"' if code in whole else ""
        yield f'<path class="land"{tint} d="{"".join(paths)}"/>\n'
    for spot in spots_of(pins):
        yield from _spot(spot, window)
    yield "</svg>\n"
    yield from legend(families_in(pins))


def _x(longitude: float, window: Window) -> float:
    return (longitude - window.west) / (window.east - window.west) * MAP_WIDTH


def _y(latitude: float, window: Window) -> float:
    return (window.north - latitude) / (window.north - window.south) * MAP_HEIGHT


def _path(ring: Ring, window: Window) -> str:
    """Return a ring as a path, without points that fall on the same tenth of a pixel."""
    steps: list[str] = []
    for x, y in ring:
        step = f"{_x(x, window):.1f} {_y(y, window):.1f}"
        if not steps or step != steps[-1]:
            steps.append(step)
    return f"M{'L'.join(steps)}Z"


def _spot(spot: Spot, window: Window) -> Iterator[str]:
    longitude = window.east_of(spot.point[0])
    x, y = _x(longitude, window), _y(spot.point[1], window)
    first = spot.pins[0]
    tip = _tip(spot)
    yield f'<a href="#i-{escape(first.id)}"><title>{escape(tip)}</title>'
    if spot.around:
        down = spot.around / (window.north - window.south) * MAP_HEIGHT
        shrink = max(0.2, math.cos(math.radians(spot.point[1])))
        across = spot.around / shrink / (window.east - window.west) * MAP_WIDTH
        yield f'<ellipse class="area" cx="{x:.1f}" cy="{y:.1f}" rx="{across:.1f}" ry="{down:.1f}" fill="{spot.family.colour}" stroke="{spot.family.colour}"/>'
    radius = spot_radius(spot.killed)
    kind = "spot" if spot.around is None else "spot coarse"
    yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{spot.family.colour}" stroke="{spot.family.colour}"/></a>\n'


def _tip(spot: Spot) -> str:
    if len(spot.pins) == 1:
        return spot.pins[0].title
    titles = [pin.title for pin in spot.pins[:SHOWN_TITLES]]
    more = f"\nand {len(spot.pins) - SHOWN_TITLES} more" if len(spot.pins) > SHOWN_TITLES else ""
    return f"{spot.pins[0].place}: {len(spot.pins)} incidents\n" + "\n".join(titles) + more


def legend(families: Sequence[Family]) -> Iterator[str]:
    """Yield what the colours mean."""
    items = "".join(
        f'<li><span class="dot" style="background:{family.colour}"></span>{escape(family.label)}</li>'
        for family in families
    )
    yield f'<ul class="families" aria-label="Colours">{items}</ul>\n'


def timeline_svg(timeline: Timeline) -> Iterator[str]:
    """Yield bars of how many incidents each day, week, month or year had, stacked by family."""
    if not timeline.bars:
        yield "<p>No incident has a date.</p>\n"
        return
    most = max(bar.total for bar in timeline.bars)
    high = TIMELINE_HEIGHT - BOTTOM - TOP
    across = (TIMELINE_WIDTH - LEFT) / len(timeline.bars)
    yield (
        f'<svg class="timeline" viewBox="0 0 {TIMELINE_WIDTH} {TIMELINE_HEIGHT}" role="img" '
        f'aria-label="Incidents a {timeline.step}">\n'
    )
    for value in sorted({0, round(most / 2), most}):
        y = TOP + high * (1 - value / most)
        yield f'<line class="rule" x1="{LEFT}" x2="{TIMELINE_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="tick" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value}</text>\n'
    every = math.ceil(len(timeline.bars) / TICKS)
    for number, bar in enumerate(timeline.bars):
        x = LEFT + number * across
        yield from _bar(bar, x, across, high / most)
        if number % every == 0:
            yield f'<text class="tick" x="{x:.1f}" y="{TIMELINE_HEIGHT - 6}">{_label(bar, timeline)}</text>\n'
    yield "</svg>\n"
    if timeline.undated:
        yield f"<p>{timeline.undated} without a date.</p>\n"


def _bar(bar: Bar, x: float, across: float, scale: float) -> Iterator[str]:
    y = float(TIMELINE_HEIGHT - BOTTOM)
    tip = ", ".join(f"{family.label} {bar.counts[family.name]}" for family in FAMILIES if family.name in bar.counts)
    yield f"<g><title>{bar.start.isoformat()}: {escape(tip)}; killed {bar.killed}</title>" if tip else "<g>"
    for family in FAMILIES:
        count = bar.counts.get(family.name, 0)
        if count:
            tall = count * scale
            y -= tall
            yield f'<rect x="{x + across * 0.08:.1f}" y="{y:.1f}" width="{across * 0.84:.1f}" height="{tall:.1f}" fill="{family.colour}"/>'
    yield "</g>\n"


def _label(bar: Bar, timeline: Timeline) -> str:
    text = bar.start.isoformat()
    return text[:7] if timeline.step == "month" else text[:4] if timeline.step == "year" else text
