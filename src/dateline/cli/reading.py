"""Print one report for reading: its text with every coded value marked in its slot's colour, then its events as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.cli.terminal import print_trimmed, styled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

    from dateline.showing import Block, Card, Line, Piece, View

WIDEST_TEXT = 100
"""Columns beyond which lines of running text are hard to follow."""
LABEL_WIDTH = 14
SECTION_STYLES = {"title": "bold", "dek": "italic", "subhead": "bold"}
FURNITURE = frozenset({"byline", "caption", "credit", "boilerplate"})
INK = "#101010"
"""On a slot's colour, which is mid-bright, black can be read whatever the terminal's own colours are."""


def print_view(console: Console, view: View) -> None:
    """Print the report and its cards."""
    console.width = min(console.width, WIDEST_TEXT)
    colours = slot_colours()
    _print_facts(console, view)
    _print_legend(console, view, colours)
    for block in view.blocks:
        console.print()
        console.print(_block(block, colours))
    for standing, heading in (("current", "What the report tells"), ("background", "Background")):
        group = [card for card in view.cards if card.event.standing == standing]
        if group:
            console.print()
            console.rule(styled(heading, "bold"), align="left", style="dim", characters="─")
        for card in group:
            console.print()
            _print_card(console, card, colours)
    if not view.cards:
        console.print()
        console.print(styled("The report tells of no event.", "bold"))


def slot_colours() -> dict[str, str]:
    """Return the colour of each slot."""
    from dateline.showing import SLOTS

    return {slot.name: slot.colour for slot in SLOTS}


def _print_facts(console: Console, view: View) -> None:
    report = view.record.report
    facts = (
        report.publisher,
        report.agency,
        report.byline,
        f"published {report.published or 'not known'}",
        report.origin,
    )
    console.print(styled(" · ".join(fact for fact in facts if fact), "dim"))
    console.print(styled(f"report {report.id}", "dim"))
    for problem in view.record.problems:
        console.print(styled(f"! {problem.code}: {problem.message}", "yellow"))


def _print_legend(console: Console, view: View, colours: dict[str, str]) -> None:
    """Say what the colours mean; where there are none there is nothing to say."""
    from rich.text import Text

    from dateline.showing import SLOTS

    used = {mark.slot for block in view.blocks for piece in block.pieces for mark in piece.marks}
    if not used or not console.is_terminal or console.no_color:
        return
    line, length = Text(), 0
    for slot in SLOTS:
        if slot.name not in used:
            continue
        if length + len(slot.label) + 3 > console.width:
            console.print(line)
            line, length = Text(), 0
        line.append(f" {slot.label} ", _style(slot.name, colours))
        line.append(" ")
        length += len(slot.label) + 3
    console.print(line)


def _style(slot: str, colours: dict[str, str]) -> str:
    return "underline" if slot == "event" else f"{INK} on {colours[slot]}"


def _block(block: Block, colours: dict[str, str]) -> Text:
    from rich.text import Text

    base = SECTION_STYLES.get(block.kind, "dim" if block.kind in FURNITURE else "")
    text = Text(style=base)
    for piece in block.pieces:
        text.append_text(styled(piece.text, _piece_style(piece, colours)))
        for number in piece.refs:
            text.append(f"[{number}]", "bold reverse" if piece.marks else "bold")
    return text


def _piece_style(piece: Piece, colours: dict[str, str]) -> str:
    """The shortest mark gives the colour; words of an event's anchor are underlined as well."""
    if not piece.marks:
        return ""
    style = _style(piece.marks[0].slot, colours)
    anchored = any(mark.slot == "event" for mark in piece.marks)
    return f"{style} underline" if anchored and style != "underline" else style


def _print_card(console: Console, card: Card, colours: dict[str, str]) -> None:
    from rich.text import Text

    heading = Text()
    heading.append(f"[{card.number}]", "bold reverse")
    heading.append(f" {card.heading}", "bold")
    heading.append_text(styled(f"  {card.code}", "dim"))
    console.print(heading)
    console.print(styled(f"    {' · '.join(card.badges)}", "dim"))
    print_lines(console, card.lines, colours)


def print_lines(console: Console, lines: Iterable[Line], colours: dict[str, str], *, indent: int = 4) -> None:
    """Print labelled lines, one under the other; a label that repeats is left out."""
    from rich.table import Table

    grid = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(width=indent)
    grid.add_column(width=LABEL_WIDTH, style="dim")
    grid.add_column(overflow="fold")
    before = ""
    for line in lines:
        grid.add_row("", "" if line.label == before else line.label, card_line(line, colours))
        before = line.label
    print_trimmed(console, grid)


def card_line(line: Line, colours: dict[str, str]) -> Text:
    """Return a line of a card, each coded value in its slot's colour."""
    from rich.text import Text

    text = Text()
    for part in line.parts:
        # Cards show the colour as ink, so that a page of them stays calm; the text above shows it as ground.
        style = f"bold {colours[part.slot]}" if part.slot and part.slot != "event" else ""
        text.append_text(styled(part.text, style))
    return text
