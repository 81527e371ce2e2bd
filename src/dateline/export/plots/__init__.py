"""Pictures of incidents as files: a map, a timeline, and a matrix of who acted towards whom.

    draw("map", pins, stream, form="png")

Drawn with matplotlib (extra `plot`), without a window and without anything drawn at random: the same incidents give the
same bytes.
"""

from __future__ import annotations

from dateline.export.plots.drawing import PLOT_ENDINGS, PLOTS, Plot, draw, form_of_file

__all__ = ["PLOTS", "PLOT_ENDINGS", "Plot", "draw", "form_of_file"]
