"""Sources whose text is HTML, read where it can be stopped; and pages as sources."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.readers.source import Problem, Source

if TYPE_CHECKING:
    from dateline.readers.hostile import PageReader
    from dateline.readers.pages import Page


def marked_up(source: Source, pages: PageReader) -> Source:
    """Return a source with its HTML read as text; the source's own fields go before what the page says.

    Raises:
        InputError: the HTML cannot be read, or not within its limits.
    """
    if not source.markup:
        return source
    page = of_page(
        pages.read(source.text, origin=source.origin, how=source.markup), origin=source.origin, problems=source.problems
    )
    return replace(
        page, title=source.title or page.title, dek=source.dek or page.dek, published=source.published or page.published,
        publisher=source.publisher or page.publisher, byline=source.byline or page.byline, url=source.url or page.url,
        language=source.language or page.language, agency=source.agency, captions=(*source.captions, *page.captions), key=source.key,
    )  # fmt: skip


def of_page(page: Page, *, origin: str, problems: tuple[Problem, ...]) -> Source:
    """Return a page as a source."""
    return Source(
        origin=origin, text=page.text, title=page.title, dek=page.dek, published=page.published, publisher=page.publisher,
        byline=page.byline, url=page.url, language=page.language, captions=tuple(page.captions), hints=dict(page.hints),
        problems=problems,
    )  # fmt: skip
