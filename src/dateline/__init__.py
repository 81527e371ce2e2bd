"""Reads news reports and keeps the record of what happened: who did what to whom, where, when, and who says so.

::

    import dateline

    record = dateline.code("Rockets hit the port on Friday, police said.", published="2024-03-02")
    for event in record.events:
        print(event.type.plover, event.anchor.quote)

    with dateline.Project("dateline.db") as project:
        for outcome in project.add(["reports/"]):
            print(outcome.origin, outcome.status)

Everything named here is loaded when it is first used, so that `import dateline` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from dateline._version import __version__

if TYPE_CHECKING:
    from dateline.codec import dumps, incident_schema, json_schema, loads
    from dateline.errors import DatelineError, InputError, RecordError, SettingsError, StoreError
    from dateline.events import CodedReport, Coder, Event, Participant, Problem, Responsibility, Speaker, Toll, When
    from dateline.frames import from_pandas, from_polars, to_pandas, to_polars
    from dateline.outcomes import Outcome, Recoded, Summary, Tally
    from dateline.project import Project, code
    from dateline.text import Place, Report, Section, Span

_HOMES = {
    "dateline.codec": ("dumps", "incident_schema", "json_schema", "loads"),
    "dateline.errors": ("DatelineError", "InputError", "RecordError", "SettingsError", "StoreError"),
    "dateline.events": (
        "CodedReport", "Coder", "Event", "Participant", "Problem", "Responsibility", "Speaker", "Toll", "When",
    ),
    "dateline.frames": ("from_pandas", "from_polars", "to_pandas", "to_polars"),
    "dateline.outcomes": ("Outcome", "Recoded", "Summary", "Tally"),
    "dateline.project": ("Project", "code"),
    "dateline.text": ("Place", "Report", "Section", "Span"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CodedReport", "Coder", "DatelineError", "Event", "InputError", "Outcome", "Participant", "Place", "Problem", "Project",
    "Recoded", "RecordError", "Report", "Responsibility", "Section", "SettingsError", "Span", "Speaker", "StoreError",
    "Summary", "Tally", "Toll", "When", "__version__", "code", "dumps", "from_pandas", "from_polars", "incident_schema",
    "json_schema", "loads", "to_pandas", "to_polars",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import what is asked for from its home."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    """List what can be had, loaded or not."""
    return sorted(__all__)
