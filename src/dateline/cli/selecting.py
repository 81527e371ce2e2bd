"""Which incidents a command is about: its options, declared once, and the filters that they set."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from dateline.cli import filters as f
from dateline.cli import options as o


def asked(
    *,
    since: f.Since = None,
    until: f.Until = None,
    country: f.Country = None,
    type_: f.Type = None,
    mode: f.Mode = None,
    actor: f.Actor = None,
    killed: f.Killed = None,
    injured: f.Injured = None,
    factuality: f.Factuality = None,
    sphere: f.Sphere = None,
    min_confidence: o.MinConfidenceOption = 0.0,
    place: f.Place = None,
    weapon: f.Weapon = None,
    box: f.Box = None,
    sources: f.Sources = None,
    reports: f.Reports = None,
    kind: f.Kind = None,
    review: f.Review = None,
    search: f.IncidentSearch = None,
    publisher: f.Publisher = None,
    judge: f.Judge = None,
    unjudged: f.Unjudged = None,
    disputed: f.Disputed = False,
    criminal: f.Criminal = False,
) -> dict[str, object]:
    """Return the filters that options set, by the store's names; an option that is not given sets none."""
    given: dict[str, object] = {
        "since": since, "until": until, "country": country, "type": type_, "mode": mode, "actor": actor, "killed": killed,
        "injured": injured, "factuality": factuality, "sphere": sphere or ("all" if criminal else None), "publisher": publisher,
        "min_confidence": min_confidence or None, "sources": sources, "reports": reports, "weapon": weapon,
        "place": place, "box": box, "kind": kind, "review": review, "search": search,
        "judge": judge, "unjudged": unjudged, "disputed": "yes" if disputed else None,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def selecting(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `asked`, before its own; it is handed what they set as `filters`."""
    options = inspect.signature(asked, eval_str=True).parameters
    own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name != "filters"]

    @functools.wraps(command)
    def run(**given: Any) -> None:
        filters = asked(**{name: given.pop(name) for name in options})
        command(filters=filters, **given)

    first = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own if p.default is inspect.Parameter.empty]
    rest = [p for p in own if p.default is not inspect.Parameter.empty]
    everything = [*first, *options.values(), *rest]
    # Typer reads the options from the signature; wraps() points it at the command's own.
    run.__signature__ = inspect.Signature(everything)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in everything}
    del run.__wrapped__
    return run
