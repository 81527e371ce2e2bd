"""How pictures look, in light and in dark: colours, sizes of letters, and what keeps the same picture the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dateline.export.formats.extras import needed
from dateline.export.page import showable

WIDTH, HEIGHT = 11.0, 6.6
"""Inches."""
DPI = 150
LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a picture, as #rrggbb, and the name of matplotlib's scale of them for counts."""

    paper: str
    ink: str
    soft: str
    rule: str
    land: str
    border: str
    sea: str
    scale: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a picture: a title of its own, and the step of a timeline (day, week, month or year)."""

    title: str | None = None
    step: str | None = None


LIGHT = Look("#ffffff", "#1d2126", "#5c646e", "#dfe2e6", "#f1f0ec", "#b3b8be", "#dfe9f0", "Blues")
DARK = Look("#14171b", "#e4e6e9", "#9aa3ae", "#333a43", "#262b32", "#4a525c", "#191f27", "GnBu_r")


@contextmanager
def styled(look: Look) -> Iterator[Any]:
    """Set matplotlib for one picture and yield it; what was set before is there again afterwards.

    Raises:
        SettingsError: matplotlib is not installed; names the extra.
    """
    matplotlib = needed("matplotlib", extra="plot", what="a picture")
    settings = {
        "font.family": ["DejaVu Sans"], "font.size": 10.0, "axes.edgecolor": look.rule, "axes.facecolor": look.paper, "figure.facecolor": look.paper,
        "savefig.facecolor": look.paper, "text.color": look.ink, "axes.labelcolor": look.soft, "xtick.color": look.soft, "ytick.color": look.soft,
        "axes.axisbelow": True, "grid.color": look.rule, "legend.frameon": False, "legend.fontsize": 9.0,
        # Names are no formulas: a dollar sign in one stays a dollar sign.
        "text.parse_math": False, "text.usetex": False,
        # Ids within SVG would be random otherwise; text stays text, to be searched and read aloud.
        "svg.hashsalt": "dateline", "svg.fonttype": "none",
    }  # fmt: skip
    with matplotlib.rc_context(settings):
        yield matplotlib


def figure_of(look: Look, *, width: float = WIDTH, height: float = HEIGHT) -> Any:
    """Return an empty figure."""
    figure = needed("matplotlib.figure", extra="plot", what="a picture").Figure(figsize=(width, height), dpi=DPI)
    figure.set_facecolor(look.paper)
    return figure


def headed(figure: Any, look: Look, title: str, under: str) -> None:
    """Write the title and the line under it."""
    inch = 1 / figure.get_size_inches()[1]
    figure.text(
        0.03, 1 - 0.2 * inch, shortened(title, LONGEST_TITLE), fontsize=15, fontweight="bold", color=look.ink, va="top"
    )
    figure.text(0.03, 1 - 0.52 * inch, under, fontsize=10, color=look.soft, va="top")


def shortened(text: str, most: int) -> str:
    """Return a name in at most so many characters, on one line."""
    line = " ".join(showable(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
