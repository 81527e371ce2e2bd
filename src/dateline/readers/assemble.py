"""From a source to a report: its text put in order (title, dek, the rest as it stands), its sections and its metadata."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dateline.errors import EmptyInput, LimitExceeded
from dateline.readers import language as languages
from dateline.readers.furniture import agency_named
from dateline.readers.layout import Layout, lay_out, with_dek
from dateline.readers.moments import read_moment
from dateline.readers.options import ReadOptions
from dateline.readers.source import Problem, Source
from dateline.readers.tails import tail_of
from dateline.text import Place, Report, Section, SectionKind, Span, clean_text


@dataclass(slots=True)
class _Text:
    """A text that grows piece by piece, and its sections."""

    pieces: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    length: int = 0

    def add(self, kind: SectionKind, words: str, after: str) -> None:
        self.sections.append(Section(kind, self.length, self.length + len(words)))
        self.pieces += (words, after)
        self.length += len(words) + len(after)


def make_report(source: Source, options: ReadOptions) -> Report:
    """Return the report that a source holds.

    Raises:
        EmptyInput: it has no text.
        LimitExceeded: its text is longer than `max_report_bytes`.
    """
    _check_length(source, options)
    source = replace(source, text=clean_text(source.text), title=_line(source.title), dek=_line(source.dek))
    if not (source.text.strip() or source.title or source.dek):
        raise EmptyInput(
            source.origin, "there is no text in it", advice="check the file; a report needs at least a sentence"
        )
    layout = with_dek(lay_out(source.text, title=source.title, hints=source.hints), source.dek)
    text, sections, shift = _compose(source, layout)
    published, problems = _published(source, layout, options)
    language, foreign = languages.settle(text, given=options.language, stated=source.language)
    publisher = options.publisher or source.publisher or layout.publisher
    agency = source.agency or layout.agency
    return Report(
        text=text,
        origin=source.origin,
        key=source.key,
        sections=sections,
        title=_line(layout.title),
        publisher=publisher,
        agency=None if agency and _same_house(agency, publisher) else agency,
        byline=_line(source.byline) or layout.byline,
        language=language,
        url=source.url or None,
        published=published,
        dateline=_dateline(layout, text, shift),
        problems=tuple(dict.fromkeys((*source.problems, *problems, *foreign))),
    )


def _check_length(source: Source, options: ReadOptions) -> None:
    limit = options.limits.max_report_bytes
    characters = len(source.text)
    size = characters if characters > limit else len(source.text.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise LimitExceeded(
            source.origin,
            f"its text has more than max_report_bytes = {limit:,} bytes",
            advice="split it into its reports, or raise the limit",
        )


def _line(words: str | None) -> str | None:
    return " ".join(clean_text(words).split()) or None if words else None


def _same_house(agency: str, publisher: str | None) -> bool:
    return bool(publisher) and (agency == agency_named(publisher or "") or agency.lower() == (publisher or "").lower())


def _compose(source: Source, layout: Layout) -> tuple[str, tuple[Section, ...], int]:
    """Put the text together; `shift` is how far the body moved against the source's text."""
    text = _Text()
    if layout.title:
        _add_title(text, layout.title)
    for dek in layout.deks:
        text.add("dek", dek, "\n\n")
    for caption in source.captions:
        words = _line(caption)
        if words and words not in source.text:
            text.add("caption", words, "\n\n")
    for kind, unit in layout.head:
        text.add(kind, unit.text, "\n\n")
    shift = text.length - layout.start
    text.pieces.append(source.text[layout.start :])
    text.sections += [Section(kind, start + shift, end + shift) for kind, start, end in layout.body]
    return "".join(text.pieces).rstrip(), tuple(text.sections), shift


def _add_title(text: _Text, title: str) -> None:
    """Add the headline; the name of a site at its end is boilerplate."""
    at = tail_of(title)
    if at is None:
        text.add("title", title, "\n\n")
        return
    rest = title[at:].lstrip()
    text.add("title", title[:at], title[at : len(title) - len(rest)])
    text.add("boilerplate", rest, "\n\n")


def _published(source: Source, layout: Layout, options: ReadOptions) -> tuple[str | None, list[Problem]]:
    """Settle the moment of publication: the user's word, the input's own field, the header's line, the dateline's day."""
    if options.published:
        return options.published, []
    problems = list(layout.problems)
    if source.published:
        moment = read_moment(source.published)
        if moment and moment.iso:
            return moment.iso, [("date", moment.problem)] if moment.problem else []
        why = moment.problem if moment else f"{source.published[:60]!r} is not read as a date"
        problems.insert(0, ("date", f"{why}; give the date with --published"))
    for found, how in (
        (layout.published, ""),
        (layout.updated, "only the time of an update is given; it is taken as that of publication"),
        (layout.dateline_day, "the day of the dateline is taken as that of publication"),
    ):
        if found:
            return found, [*problems, *([("date", how)] if how else [])]
    return None, [
        *problems,
        ("undated", "no date of publication is found, relative times stay open; give it with --published"),
    ]


def _dateline(layout: Layout, text: str, shift: int) -> Place | None:
    """Return the place at the head, its region (if any) as a second span; the coder resolves it."""
    if layout.place is None:
        return None
    spans = [
        Span(start + shift, end + shift, text[start + shift : end + shift])
        for start, end in filter(None, (layout.place, layout.region))
    ]
    return Place(name=spans[0].quote, kind="settlement", precision="town", spans=tuple(spans))
