"""Print incidents: a table of them, or each as a card with its reports, and why these are together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.cli.reading import WIDEST_TEXT, print_lines, slot_colours
from dateline.cli.terminal import print_trimmed, safe, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from dateline.incidents import Decision, Incident

GAP = 2
ID_WIDTH = 12
"""Characters of an id that a table shows: enough to find the incident by."""
WHEN_WIDTH = len("~2023-12-07/08†")
SHARES = (0.21, 0.26, 0.17, 0.20, 0.16)
"""Of what is left of the width, for what, who → whom, where, harm, told by."""
STYLES = ("dim", "cyan", "bold", "", "green", "magenta", "dim")


@dataclass(slots=True)
class IncidentTable:
    """Prints incidents as rows of one table."""

    console: Console
    _begun: bool = False

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Print one row, the head before the first."""
        from dateline.showing import INCIDENT_HEADINGS, incident_row

        del decisions
        if not self._begun:
            self._begun = True
            self._row(("incident", *INCIDENT_HEADINGS), ("bold underline",) * len(STYLES))
        self._row((incident.id[:ID_WIDTH], *incident_row(incident)), STYLES)

    def close(self) -> None:
        """Nothing stands at the end."""

    def _row(self, cells: Sequence[str], styles: Sequence[str]) -> None:
        from rich.table import Table
        from rich.text import Text

        room = self.console.width - ID_WIDTH - WHEN_WIDTH - GAP * (len(SHARES) + 2)
        widths = [ID_WIDTH, WHEN_WIDTH, *(max(int(room * share), 6) for share in SHARES)]
        table = Table(box=None, show_header=False, padding=(0, GAP, 0, 0), pad_edge=False)
        for width in widths:
            table.add_column(width=width, overflow="fold")
        table.add_row(*(Text(safe(cell), style) for cell, style in zip(cells, styles, strict=True)))
        print_trimmed(self.console, table)


@dataclass(slots=True)
class IncidentCards:
    """Prints incidents as cards.

    Args:
        why: with the evidence that joined the reports, and what people decided.
    """

    console: Console
    why: bool = False
    _begun: bool = False

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Print one card."""
        from dateline.showing import incident_card

        self.console.width = min(self.console.width, WIDEST_TEXT)
        if self._begun:
            self.console.print("\n")
        self._begun = True
        colours = slot_colours()
        card = incident_card(incident)
        heading = styled(card.heading, "bold")
        heading.append_text(styled(f"  {card.code}", "dim"))
        self.console.print(heading)
        self.console.print(styled(" · ".join(card.badges), "dim"))
        self.console.print(styled(f"incident {incident.id} · version {incident.version}", "dim"))
        self.console.print()
        print_lines(self.console, card.lines, colours, indent=0)
        self._rule("Reports")
        print_lines(self.console, card.reports, colours, indent=0)
        if self.why:
            self._print_why(incident, decisions)

    def close(self) -> None:
        """Nothing stands at the end."""

    def _rule(self, heading: str) -> None:
        self.console.print()
        self.console.rule(styled(heading, "bold"), align="left", style="dim", characters="─")

    def _print_why(self, incident: Incident, decisions: Sequence[Decision]) -> None:
        from dateline.showing import incident_why

        colours = slot_colours()
        why = incident_why(incident, decisions)
        self._rule("Why these reports are together")
        for join, evidence in why.joins:
            print_lines(self.console, (join,), colours, indent=0)
            print_lines(self.console, evidence, colours)
        if why.decisions:
            self._rule("Decided by hand")
            print_lines(self.console, why.decisions, colours, indent=0)
