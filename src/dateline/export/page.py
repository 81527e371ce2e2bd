"""One self-contained page of a coded report: its text with every coded value marked, and a card for each event.

The page holds no script at all and may load nothing: its policy forbids both, so whatever a report says can only be
text. Lighting an event's words is done by the style sheet (`:has`), going from word to card and back by plain links,
so it works by mouse, by touch and by keyboard, and with scripts switched off.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby

from dateline.events import CodedReport
from dateline.export import words
from dateline.export.cards import Card, Line
from dateline.export.marks import Block, Piece, View, view
from dateline.export.slots import SLOTS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""What HTML allows in no document: control characters, non-characters and lone surrogates. They become U+FFFD."""
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of text. They could make a reader see other words than were coded."""
_TAGS = {"title": "h1", "subhead": "h2"}


def page(record: CodedReport) -> str:
    """Return the record as one HTML page that needs nothing else."""
    shown = view(record)
    title = words.title_of(record.report.title, record.report.text)
    language = escape(record.report.language or "en")
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="dateline">\n',
            f"<title>{escape(title)}</title>\n<style>\n{_style(len(shown.cards))}</style>\n</head>\n<body>\n",
            '<a class="skip" href="#events">To the events</a>\n<div class="page" id="top">\n',
            *_header(shown),
            f'<main class="text" id="text" tabindex="0" lang="{language}" aria-label="The report">\n',
            *(_block(block) for block in shown.blocks),
            "</main>\n",
            *_events(shown),
            *_footer(record),
            "</div>\n</body>\n</html>\n",
        )
    )


def escape(text: str) -> str:
    """Return text that stays text in HTML, in content and in quoted attributes; what cannot be shown is U+FFFD."""
    return html.escape(showable(text), quote=True)


def showable(text: str) -> str:
    """Return text that any page or picture can hold: what cannot be shown is U+FFFD, and what would turn its order is named."""
    return _BIDI.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", _UNSHOWN.sub("\ufffd", text))


@cache
def _sheet() -> str:
    return (files("dateline") / "export" / "page.css").read_text(encoding="utf-8")


def _style(events: int) -> str:
    slots = "".join(f".s-{slot.name}{{--s:{slot.colour}}}.t-{slot.name}{{--t:{slot.colour}}}\n" for slot in SLOTS)
    lit = "".join(
        f".page:has(#event-{n}:hover,#event-{n}:focus-within,#event-{n}:target,.text .e{n}:hover) .text .e{n}"
        "{background:color-mix(in srgb,var(--s) var(--lit),transparent)}\n"
        f".page:has(.text .e{n}:hover) #event-{n}{{border-color:var(--link)}}\n"
        for n in range(1, events + 1)
    )
    return _sheet() + slots + lit


def _header(shown: View) -> Iterator[str]:
    report = shown.record.report
    facts = (
        ("published", report.published or "not known"),
        ("publisher", report.publisher),
        ("agency", report.agency),
        ("byline", report.byline),
        ("language", report.language),
        ("url", report.url),
        ("read from", report.origin if report.origin != report.url else None),
        ("events", str(len(shown.cards))),
    )
    yield '<header>\n<dl class="facts">'
    for name, value in facts:
        if value:
            yield f'<div><dt>{name}</dt><dd dir="auto">{escape(value)}</dd></div>'
    yield "</dl>\n"
    for problem in shown.record.problems:
        yield f'<p class="problem"><strong>{escape(problem.code)}</strong> {escape(problem.message)}</p>\n'
    used = {mark.slot for block in shown.blocks for piece in block.pieces for mark in piece.marks}
    if used:
        entries = (f'<li><span class="value s-{s.name}">{s.label}</span></li>' for s in SLOTS if s.name in used)
        yield f'<ul class="legend" aria-label="Colours">{"".join(entries)}</ul>\n'
    yield "</header>\n"


def _block(block: Block) -> str:
    tag = _TAGS.get(block.kind, "p")
    return f'<{tag} class="{block.kind}" dir="auto">{"".join(map(_piece, block.pieces))}</{tag}>\n'


def _piece(piece: Piece) -> str:
    refs = "".join(f'<a class="ref" href="#event-{n}" aria-label="event {n}">{n}</a>' for n in piece.refs)
    if not piece.marks:
        return escape(piece.text) + refs
    slots = list(dict.fromkeys(mark.slot for mark in piece.marks))
    numbers = sorted({mark.event for mark in piece.marks if mark.event})
    names = [f"s-{slots[0]}"]
    if slots[0] == "event":
        names.append("event")
    if len(slots) > 1 and slots[1] != "event":
        names += ["also", f"t-{slots[1]}"]
    names += [f"e{n}" for n in numbers]
    notes = dict.fromkeys(f"{f'event {m.event}: ' if m.event else ''}{m.note}" for m in piece.marks)
    return (
        f'<mark id="w{piece.start}" class="{" ".join(names)}" title="{escape(chr(10).join(notes))}">'
        f"{escape(piece.text)}</mark>{refs}"
    )


def _events(shown: View) -> Iterator[str]:
    yield '<section class="events" id="events" aria-label="Events">\n'
    if not shown.cards:
        yield "<p>The report tells of no event.</p>\n"
    for standing, heading in (("current", "What the report tells"), ("background", "Background")):
        group = [item for item in shown.cards if item.event.standing == standing]
        if group:
            yield f"<h2>{heading}</h2>\n"
            yield from map(_card, group)
    yield "</section>\n"


def _card(item: Card) -> str:
    ordinary = {"current", "background", "happened", "political sphere"}
    badges = "".join(
        f"<li{'' if badge in ordinary or badge.startswith('confidence') else ' class=notable'}>{escape(badge)}</li>"
        for badge in item.badges
    )
    lines = "".join(
        f"<dt>{label}</dt>{''.join(map(_line, group))}" for label, group in groupby(item.lines, lambda line: line.label)
    )
    return (
        f'<article class="card {item.event.standing}" id="event-{item.number}">'
        f'<h3><span class="ref">{item.number}</span><a href="#event-{item.number}">{escape(item.heading)}</a></h3>'
        f'<p class="code">{escape(item.code)}</p><ul class="badges">{badges}</ul><dl>{lines}</dl></article>\n'
    )


def _line(line: Line) -> str:
    made = []
    for part in line.parts:
        if not part.slot:
            made.append(escape(part.text))
        elif not part.spans:
            made.append(f'<span class="value s-{part.slot}">{escape(part.text)}</span>')
        else:
            quotes = escape(" … ".join(dict.fromkeys(span.quote for span in part.spans)))
            target = f"#w{part.spans[0].start}"
            made.append(f'<a class="value s-{part.slot}" href="{target}" title="{quotes}">{escape(part.text)}</a>')
    return f'<dd dir="auto">{"".join(made)}</dd>'


def _footer(record: CodedReport) -> Iterator[str]:
    coder = record.coder
    yield (
        f"<footer>Coded by dateline {escape(coder.version)}, model {escape(coder.model)}, settings "
        f"{escape(coder.settings)}. Report {record.report.id}. A claim is shown as a claim of its speaker, not as a fact."
        "</footer>\n"
    )
