"""What each line and paragraph of a report is: told from its form, its place, and what stands beside it.

The text is cut into units (paragraphs, or lines where each line stands for itself); the units above the story are
read as its header, those after as the story, its subheads, captions, credits and page furniture. Nothing is changed
in the words; where the header ends is the one decision that everything else follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dateline.readers import furniture, headers
from dateline.readers.datelines import DatelineWords, find_dateline
from dateline.readers.units import Unit, cut_units, is_finished
from dateline.text import SectionKind

HEADER_UNITS = 14
"""A header has at most so many lines (measured on site and wire forms: up to 9)."""
LONGEST_TITLE = 220
LONGEST_DEK = 320
LONGEST_SUBHEAD = 80
MOST_DEKS = 3
_SURELY_TOLD = 160
"""Two sentences in a row with more characters are the story: no date line or byline comes after them."""


@dataclass(slots=True)
class Layout:
    """What was found: kept units with their kinds, and what the header tells. Offsets are those of the text given."""

    title: str | None = None
    deks: list[str] = field(default_factory=list)
    head: list[tuple[SectionKind, Unit]] = field(default_factory=list)
    body: list[tuple[SectionKind, int, int]] = field(default_factory=list)
    start: int = 0
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    publisher: str | None = None
    agency: str | None = None
    place: tuple[int, int] | None = None
    region: tuple[int, int] | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    dateline_day: str | None = None


def lay_out(text: str, *, title: str | None = None, hints: Mapping[int, SectionKind] | None = None) -> Layout:
    """Tell what each part of a text is.

    Args:
        text: the report's text, or its body where the title is known.
        title: the title where a field of the input gives it.
        hints: kinds that the mark-up gives, by the offset where a unit starts.
    """
    units = cut_units(text)
    layout = Layout(title=title, start=len(text))
    if not units:
        return layout
    kinds = dict(hints or {})
    first = _read_header(units, layout, kinds)
    layout.start = units[first].start if first < len(units) else len(text)
    _read_body(units[first:], layout, kinds)
    return layout


def _squash(words: str) -> str:
    return " ".join(words.split()).casefold()


def _read_header(units: list[Unit], layout: Layout, kinds: Mapping[int, SectionKind]) -> int:
    """Read the header into the layout; return the index of the story's first unit."""
    window, marks = _window(units, kinds)
    if not layout.title:
        _mark_kicker(window, marks)
    last = _last_header_unit(units, window, marks, layout, kinds)
    for i in range(last + 1):
        _take(window[i], marks[i], layout)
    index = last + 1
    while index < len(window) - 1 or (index < len(window) and marks[index] in {"furniture", "section"}):
        unit, mark = window[index], marks[index]
        if mark == "story" and not _leads_in(units, index, layout, kinds):
            break
        _take(unit, mark, layout)
        index += 1
    return index


def _window(units: list[Unit], kinds: Mapping[int, SectionKind]) -> tuple[list[Unit], list[str]]:
    """Return the units in which a header may stand, and what each is by its form: up to where the story surely runs."""
    window = units[:HEADER_UNITS]
    marks: list[str] = []
    told = 0
    for i, unit in enumerate(window):
        mark = _mark(unit, window, i, kinds)
        marks.append(mark)
        told = told + 1 if mark == "story" and len(unit.text) > _SURELY_TOLD and is_finished(unit.text) else 0
        if told == 2 or len(unit.text) > 2 * LONGEST_DEK:
            break
    return window[: len(marks)], marks


def _mark(unit: Unit, window: list[Unit], index: int, kinds: Mapping[int, SectionKind]) -> str:
    """Return what a header unit is by its own form: date, byline, names, section, caption, furniture or story."""
    hint = kinds.get(unit.start)
    if hint in {"title", "dek", "caption"}:
        return hint
    line = unit.text
    if len(line) <= headers.LONGEST:
        if headers.is_section_line(line):
            return "section"
        if headers.read_date_line(line):
            return "date"
        if headers.read_byline(line):
            return "byline"
        if headers.masthead(line) and index == 0 and len(window) > 2:
            return "section"
    kind = furniture.kind_of(line)
    if kind == "caption" and index < len(window) - 1:
        return "caption"
    return "furniture" if kind in {"boilerplate", "credit"} else "story"


def _mark_kicker(window: list[Unit], marks: list[str]) -> None:
    """Mark a word or two above the headline as a section ("Haiti", "MILITARY OPERATION IN UKRAINE")."""
    stories = [i for i, mark in enumerate(marks) if mark == "story"][:2]
    if len(stories) < 2:
        return
    first, second = window[stories[0]].text, window[stories[1]].text
    words = first.split()
    brief = len(words) <= 2 or (first.isupper() and not second.isupper() and len(words) <= 4)
    headline = len(second.split()) >= 4 and len(second) <= LONGEST_TITLE and not is_finished(second)
    if brief and headline and not is_finished(first) and not any(c.isdigit() for c in first):
        marks[stories[0]] = "section"


def _last_header_unit(
    units: list[Unit], window: list[Unit], marks: list[str], layout: Layout, kinds: Mapping[int, SectionKind]
) -> int:
    """Return the index of the last line that only a header has, -1 where there is none."""
    last = -1
    for i, unit in enumerate(window[: len(units) - 1]):
        dateline = find_dateline(unit.text) if marks[i] == "story" else None
        if (dateline and dateline.strong and len(unit.text) > LONGEST_TITLE // 2) or len(unit.text) > 2 * LONGEST_DEK:
            break
        if marks[i] in {"date", "byline"}:
            stories = [u for u, m in zip(window[:i], marks[:i], strict=True) if m == "story"]
            room = 1 + MOST_DEKS - bool(layout.title)
            if len(stories) <= room and all(len(u.text) <= LONGEST_DEK for u in stories):
                last = i
        elif marks[i] in {"section", "title", "dek"}:
            last = max(last, i) if i == last + 1 or kinds.get(unit.start) else last
    return last


def _leads_in(units: list[Unit], index: int, layout: Layout, kinds: Mapping[int, SectionKind]) -> bool:
    """Whether a unit of plain words is still header: title or dek, told by its length, its end and what follows."""
    unit, following = units[index], units[index + 1 :]
    words = unit.text
    if layout.title and _squash(words) in {_squash(layout.title), *map(_squash, layout.deks)}:
        return True
    if not following or kinds.get(unit.start) == "subhead":
        return False
    found = find_dateline(words)
    if found and (found.agency or found.published or is_finished(words) or len(words) > LONGEST_TITLE // 2):
        return False
    limit = LONGEST_DEK if layout.title else LONGEST_TITLE
    if len(words) > limit or words[0] in "•-*·" or words.endswith((":", ",", ";")):
        return False
    if not is_finished(words):
        return len(layout.deks) < MOST_DEKS and (
            not layout.title or _is_story(following[0]) or not is_finished(following[0].text)
        )
    if layout.title:
        ahead = find_dateline(following[0].text)
        return not layout.deks and bool(ahead and ahead.strong and ahead.place) and len(words) <= LONGEST_DEK
    return words[-1] in "?!" and len(words) <= 120 and _is_story(following[0]) and len(following[0].text) > len(words)


def _is_story(unit: Unit) -> bool:
    return len(unit.text) > LONGEST_SUBHEAD or is_finished(unit.text)


def _take(unit: Unit, mark: str, layout: Layout) -> None:
    """Put a header unit where it belongs."""
    words = " ".join(unit.text.split())
    if mark == "date":
        line = headers.read_date_line(unit.text)
        if line:
            _take_date(line, layout)
    elif mark == "byline":
        names = headers.read_byline(unit.text)
        layout.byline = layout.byline or names
        layout.agency = layout.agency or (furniture.agency_named(names) if names else None)
    elif mark == "section":
        if headers.is_yearless_date(words):
            layout.problems.append(("date", f"{words!r} has no year; give the date with --published"))
        layout.publisher = layout.publisher or headers.masthead(unit.text)
    elif mark == "caption":
        layout.head.append(("caption", unit))
    elif mark in {"story", "title", "dek"}:
        known = {_squash(layout.title or ""), *map(_squash, layout.deks)}
        if _squash(words) in known:
            return
        if layout.title is None:
            layout.title = words
        elif layout.published and layout.publisher is None and headers.is_outlet(words) and mark == "story":
            layout.publisher = words
        elif layout.published and layout.byline is None and headers.is_lone_names(words) and mark == "story":
            layout.byline = words
        elif len(layout.deks) < MOST_DEKS:
            layout.deks.append(words)
        else:
            layout.head.append(("body", unit))


def _take_date(line: headers.DateLine, layout: Layout) -> None:
    if line.moment.problem:
        layout.problems.append(("date", f"{line.moment.problem}; give the date with --published"))
    iso = line.moment.iso
    if iso and line.later:
        layout.updated = layout.updated or iso
    elif iso and (layout.published is None or (len(layout.published) < len(iso) and iso.startswith(layout.published))):
        layout.published = iso
    layout.byline = layout.byline or line.byline
    layout.publisher = layout.publisher or line.publisher
    layout.agency = layout.agency or line.agency


def _read_body(units: list[Unit], layout: Layout, kinds: Mapping[int, SectionKind]) -> None:
    """Tell story from subheads, captions, credits and furniture, and find the dateline."""
    marks = [_body_kind(units, i, kinds) for i in range(len(units))]
    if "body" not in marks:
        marks = ["body" if mark in {"subhead", "caption"} else mark for mark in marks]
    _close_furniture(units, marks)
    sought = True
    for seen, (unit, kind) in enumerate(zip(units, marks, strict=True)):
        start, end = unit.start, unit.end
        if kind == "body" and sought:
            found = find_dateline(unit.text)
            if found and (seen == 0 or found.strong):
                _take_dateline(found, unit, layout)
                layout.body.append(("dateline", start, start + found.end))
                start += found.end
                sought = False
            elif seen >= 3 or len(unit.text) > 2 * LONGEST_DEK:
                sought = False
        if kind == "body":
            credit = furniture.closing_credit(unit.text[start - unit.start :]) if seen >= len(units) - 8 else None
            if credit is not None and start + credit > start:
                _append(layout, "body", start, start + credit, unit)
                _append(layout, "credit", start + credit, end, unit)
                _credit_agency(unit.text[start + credit - unit.start :], layout)
                continue
        if kind == "credit":
            _credit_agency(unit.text, layout)
            line = headers.read_date_line(unit.text) if layout.published is None else None
            if line:
                _take_date(line, layout)
        _append(layout, kind, start, end, unit)


def _append(layout: Layout, kind: SectionKind, start: int, end: int, unit: Unit) -> None:
    words = unit.text[start - unit.start : end - unit.start]
    end = start + len(words.rstrip())
    if end > start:
        layout.body.append((kind, start, end))


def _credit_agency(words: str, layout: Layout) -> None:
    layout.agency = layout.agency or furniture.agency_in_credit(words)


def _take_dateline(found: DatelineWords, unit: Unit, layout: Layout) -> None:
    shift = unit.start
    layout.agency = found.agency or layout.agency
    layout.place = (found.place[0] + shift, found.place[1] + shift) if found.place else None
    layout.region = (found.region[0] + shift, found.region[1] + shift) if found.region else None
    layout.dateline_day = found.published
    if found.problem:
        layout.problems.append(("date", f"the dateline's day: {found.problem}"))


def _body_kind(units: list[Unit], index: int, kinds: Mapping[int, SectionKind]) -> SectionKind:
    unit = units[index]
    hint = kinds.get(unit.start)
    if hint:
        return hint
    kind = furniture.kind_of(unit.text)
    if kind:
        return kind
    if index and index >= len(units) - 3 and len(unit.text) <= 60 and headers.read_date_line(unit.text):
        return "credit"
    if index and len(unit.text) <= LONGEST_SUBHEAD and not is_finished(unit.text) and _stands_as_subhead(units, index):
        return "subhead"
    return "body"


def _stands_as_subhead(units: list[Unit], index: int) -> bool:
    """Whether a short line stands alone between paragraphs of the story; several in a row are a list."""
    words = units[index].text
    if (
        index + 1 >= len(units)
        or len(words.split()) > 12
        or words[0] in "•*·"
        or words[-1] in '"”'
        or words[0] in '"“—'
    ):
        return False
    before, after = units[index - 1], units[index + 1]
    return _is_story(before) and _is_story(after) and not (words[0].islower() or words[0].isdigit())


def _close_furniture(units: list[Unit], marks: list[SectionKind]) -> None:
    """Take unfinished lines after "Read more:" near the end for what it announces: other reports' titles."""
    for i, (unit, mark) in enumerate(zip(units, marks, strict=True)):
        if mark != "boilerplate" or len(unit.text) > 30 or i < len(units) // 2:
            continue
        for k in range(i + 1, len(units)):
            if marks[k] not in {"body", "subhead"} or is_finished(units[k].text) or len(units[k].text) > LONGEST_TITLE:
                break
            marks[k] = "boilerplate"


def with_dek(layout: Layout, dek: str | None) -> Layout:
    """Return the layout with a dek that a field of the input gives, unless the text has it."""
    if not dek or _squash(dek) in {_squash(layout.title or ""), *map(_squash, layout.deks)}:
        return layout
    return replace(layout, deks=[dek, *layout.deks][:MOST_DEKS])
