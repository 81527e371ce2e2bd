"""Print what changed when a report was coded anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.cli.terminal import styled

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.outcomes import Recoded

SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def print_changes(console: Console, recoded: Recoded) -> None:
    """Print the events of one report that came, went or changed."""
    from dateline.showing import changes

    record = recoded.new or recoded.old
    console.print()
    if record is not None:
        console.print(styled(f"{recoded.origin} · report {record.report.id}", "bold"))
    for change in changes(recoded.old, recoded.new):
        sign, style = SIGNS[change.kind]
        console.print(styled(f"{sign} {change.heading}: “{change.anchor}”", style))
        if change.kind == "changed":
            for line in change.gone:
                console.print(styled(f"    - {line}", "red"))
            for line in change.new:
                console.print(styled(f"    + {line}", "green"))
    before = {p.message for p in recoded.old.problems} if recoded.old else set()
    after = {p.message for p in recoded.new.problems} if recoded.new else set()
    for message in sorted(before - after):
        console.print(styled(f"  - problem: {message}", "dim"))
    for message in sorted(after - before):
        console.print(styled(f"  + problem: {message}", "dim"))
