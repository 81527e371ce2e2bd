"""Which pictures there are, and how one comes into a file."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, BinaryIO

from dateline.errors import SettingsError
from dateline.export.pins import Pin
from dateline.export.plots import actors, geography, time
from dateline.export.plots.style import DARK, DPI, LIGHT, Look, Wish, styled

PLOT_ENDINGS: Mapping[str, str] = MappingProxyType({".png": "png", ".svg": "svg"})
"""What a file's ending says of its form."""
_METADATA: Mapping[str, Mapping[str, None]] = MappingProxyType(
    {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
)
"""What is left out of files, so that time and version do not change them."""


@dataclass(frozen=True, slots=True)
class Plot:
    """One picture: its name, what it shows, and the function that makes its figure."""

    name: str
    what: str
    make: Callable[[Sequence[Pin], Look, Wish], Any]


PLOTS: tuple[Plot, ...] = (
    Plot("map", "where: a spot an incident, coloured by type family and sized by its dead", geography.figure),
    Plot("timeline", "when: incidents a day, week, month or year by type family, and the dead as a line", time.figure),
    Plot("actors", "who acted against whom: a matrix of counts", actors.figure),
)


def draw(
    name: str,
    pins: Sequence[Pin],
    stream: BinaryIO,
    *,
    form: str = "png",
    dark: bool = False,
    title: str | None = None,
    step: str | None = None,
) -> None:
    """Draw a picture and write it.

    Args:
        name: of one of PLOTS. pins: of the incidents that it shows.
        form: png or svg. dark: light on dark. title: in place of the picture's own.
        step: of a timeline: day, week, month or year; by default what the span asks for.

    Raises:
        SettingsError: no such picture, form or step, or matplotlib is not installed.
    """
    plot = next((one for one in PLOTS if one.name == name), None)
    if plot is None:
        raise SettingsError(f"{name!r} is no picture; valid are {', '.join(one.name for one in PLOTS)}")
    if form not in _METADATA:
        raise SettingsError(f"a picture is written as {' or '.join(_METADATA)}; got {form!r}")
    look = DARK if dark else LIGHT
    with styled(look), warnings.catch_warnings():
        # A name in letters that the font has not: the picture shows boxes, and there is nothing to do about it here.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        made = plot.make(pins, look, Wish(title, step))
        made.savefig(stream, format=form, dpi=DPI, metadata=dict(_METADATA[form]))


def form_of_file(path: PurePath) -> str:
    """Return the form that a file's ending stands for.

    Raises:
        SettingsError: it stands for none.
    """
    found = PLOT_ENDINGS.get(path.suffix.lower())
    if found is None:
        raise SettingsError(f"{path}: a picture's file ends with {' or '.join(PLOT_ENDINGS)}")
    return found
