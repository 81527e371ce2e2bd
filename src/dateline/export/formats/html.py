"""A report of incidents as one HTML page: map, timeline and tables; it loads nothing and holds no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import TextIO

from dateline._version import __version__
from dateline.export.drawings import map_svg, timeline_svg
from dateline.export.formats.countries import country_of
from dateline.export.formats.notes import Notes, lost
from dateline.export.incident_cards import IncidentCard, incident_card
from dateline.export.incidents import INCIDENT_HEADINGS, incident_row
from dateline.export.page import POLICY, escape
from dateline.export.pins import Pin, dead
from dateline.export.timing import timeline_of
from dateline.incidents import Decision, Incident

TOP_ROWS = 15
"""Rows of the tables of countries and of sides; of more they say how many are left."""

MAP_NOTE = (
    "<p class=note>A spot grows with the people killed. A pale, dashed one is known to a district, province or region only, "
    "and a dashed ring shows how far that reaches; a tinted country is all that is known of some incident.</p>\n"
)


class HtmlReport:
    """Gathers incidents and writes the page at the end, for the map stands before the tables."""

    def __init__(self, stream: TextIO, notes: Notes) -> None:
        self._stream = stream
        self._notes = notes
        self._pins: list[Pin] = []
        self._rows: list[str] = []
        self._reports: set[str] = set()

    def write(self, incident: Incident, decisions: Sequence[Decision] = ()) -> None:
        """Take one incident."""
        del decisions
        pin = Pin.of(incident)
        if pin.point is None and not pin.countrywide:
            lost(
                self._notes,
                incident,
                "map",
                "its place has no coordinates, so that the map does not show it",
                pin.place,
            )
        self._pins.append(pin)
        self._rows.append(_row(incident))
        self._reports.update(teller.report_id for teller in incident.tellers)

    def close(self) -> None:
        """Write the page."""
        title = f"{len(self._pins):,} incident{'' if len(self._pins) == 1 else 's'}"
        self._stream.writelines(head(title))
        self._stream.write(f'<main class="report">\n<h1>{title}</h1>\n')
        self._stream.writelines(self._summary())
        self._stream.write('<section aria-label="Map">\n<h2>Where</h2>\n')
        self._stream.writelines(map_svg(self._pins))
        self._stream.write(MAP_NOTE)
        self._stream.write('</section>\n<section aria-label="Timeline">\n')
        line = timeline_of(self._pins)
        self._stream.write(f"<h2>When: incidents a {line.step}</h2>\n")
        self._stream.writelines(timeline_svg(line))
        self._stream.write('</section>\n<div class="pair">\n')
        self._stream.writelines(self._countries())
        self._stream.writelines(self._sides())
        self._stream.write("</div>\n")
        self._stream.writelines(self._table())
        self._stream.write(
            f"</main>\n<footer>Made by dateline {escape(__version__)}. A claim is shown as a claim of its speaker, not as a fact. "
            "Outlines of countries: Natural Earth (public domain); they take no side on whose a land is.</footer>\n</body>\n</html>\n"
        )

    def _summary(self) -> Iterator[str]:
        days = [pin.day for pin in self._pins if pin.day]
        facts = [
            ("incidents", f"{sum(not pin.series for pin in self._pins):,}"),
            ("series of several", str(sum(pin.series for pin in self._pins))),
            ("reports", f"{len(self._reports):,}"),
            ("people killed", f"{dead(self._pins):,}"),
            ("from", min(days).isoformat() if days else "no date"),
            ("to", max(days).isoformat() if days else "no date"),
        ]
        yield '<dl class="numbers">'
        yield from (f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts)
        yield "</dl>\n<p class=note>People killed: the best figures of single incidents added; series are left out, for their dead may be counted there.</p>\n"

    def _countries(self) -> Iterator[str]:
        counts = Counter(pin.country for pin in self._pins if pin.country)
        killed: Counter[str] = Counter()
        for pin in self._pins:
            if pin.country and not pin.series:
                killed[pin.country] += pin.killed or 0
        rows = [
            (_country(code), count, killed[code])
            for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ]
        yield from _small_table("Countries", ("country", "incidents", "killed"), rows)

    def _sides(self) -> Iterator[str]:
        counts = Counter(
            (pin.doer or "not named", pin.other or "nobody named") for pin in self._pins if pin.doer or pin.other
        )
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        yield from _small_table(
            "Who, towards whom", ("who", "towards whom", "incidents"), [(*pair, count) for pair, count in ordered]
        )

    def _table(self) -> Iterator[str]:
        heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in INCIDENT_HEADINGS)
        yield f'<section aria-label="Incidents">\n<h2>Incidents</h2>\n<div class="wide"><table class="incidents">\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
        yield from self._rows
        yield "</tbody>\n</table></div>\n</section>\n"


def _country(code: str) -> str:
    known = country_of(code)
    return known.name if known else code


def _small_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str | int]]) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(title)}</h2>\n<table class=small>\n<thead><tr>"
    yield from (f'<th scope="col">{escape(name)}</th>' for name in heads)
    yield "</tr></thead>\n<tbody>\n"
    for row in rows[:TOP_ROWS]:
        yield f"<tr>{''.join(map(_small_cell, row))}</tr>\n"
    yield "</tbody></table>\n"
    if len(rows) > TOP_ROWS:
        yield f"<p class=note>and {len(rows) - TOP_ROWS} more</p>\n"
    yield "</section>\n"


def _small_cell(value: str | int) -> str:
    return f'<td class="n">{value:,}</td>' if isinstance(value, int) else f'<td dir="auto">{escape(value)}</td>'


def _row(incident: Incident) -> str:
    """Return the two rows of an incident: its cells, and the card that a click unfolds."""
    cells = "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in incident_row(incident))
    card = incident_card(incident)
    return (
        f'<tr id="i-{escape(incident.id)}">{cells}</tr>\n<tr class="more"><td colspan="{len(INCIDENT_HEADINGS)}">'
        f"<details><summary>{escape(card.heading)}</summary>{''.join(card_html(card))}</details></td></tr>\n"
    )


def card_html(card: IncidentCard) -> Iterator[str]:
    """Yield a card: codes, badges, lines and reports, as content of an article."""
    yield f'<p class="code">{escape(card.code)}</p>\n<ul class="badges">'
    yield from (f"<li>{escape(badge)}</li>" for badge in card.badges)
    yield "</ul>\n<dl>"
    for lines in (card.lines, card.reports):
        for label, group in groupby(lines, lambda line: line.label):
            yield f"<dt>{escape(label)}</dt>"
            for line in group:
                yield f'<dd dir="auto">{"".join(_part(part.text, part.slot) for part in line.parts)}</dd>'
    yield "</dl>\n"


def _part(text: str, slot: str | None) -> str:
    return f'<span class="value s-{slot}">{escape(text)}</span>' if slot else escape(text)


@cache
def _sheet() -> str:
    from dateline.export.slots import SLOTS

    folder = files("dateline") / "export"
    slots = "".join(f".s-{slot.name}{{--s:{slot.colour}}}\n" for slot in SLOTS)
    return "".join((folder / name).read_text(encoding="utf-8") for name in ("page.css", "report.css")) + slots


def head(title: str) -> Iterable[str]:
    """Return the head of a page, as far as the beginning of its body."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n',
        f'<meta name="generator" content="dateline">\n<title>{escape(title)}</title>\n<style>\n{_sheet()}</style>\n</head>\n<body>\n',
    )
