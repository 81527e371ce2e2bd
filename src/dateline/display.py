"""How a value shows itself in a notebook: the one place where a type under the floors asks for a face above them.

Jupyter asks a value for `_repr_html_`. The pages are made by `dateline.export`, which stands floors above the types; so it is
named here and loaded only when a notebook asks, and no type imports it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Any

FACES: Mapping[str, str] = MappingProxyType(
    {
        "CodedReport": "dateline.export.notebook:record_html",
        "Incident": "dateline.export.notebook:incident_html",
        "Project": "dateline.export.notebook:project_html",
    }
)
"""Who makes the HTML of which type."""


def as_html(value: Any) -> str:
    """Return a record, an incident or a project as HTML; it is their `_repr_html_`.

    Raises:
        KeyError: another value.
    """
    made: str = resolve_name(FACES[type(value).__name__])(value)
    return made
