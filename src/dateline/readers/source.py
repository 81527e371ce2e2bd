"""What a format's reader hands over: the words of one report and what the format's own fields say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dateline.text import SectionKind

Problem = tuple[str, str]
Markup = Literal["", "page", "fast", "fragment"]


@dataclass(frozen=True, slots=True)
class Source:
    """One report before its parts are told apart.

    Args:
        origin: where it was read from; text: its text, or the body where the title is known.
        title, dek, published, publisher, byline, url, language, agency: what the input's own fields give, as they give it.
        captions: of pictures, where they are no part of the text.
        hints: kinds of units that the mark-up gives, by the offset of the unit in the text.
        markup: how the text is to be read where it is HTML: as a whole "page", as one of an archive ("fast"), or as a
            "fragment" that is all story; "" where it is words.
        key: by which versions of the report are known where it is neither the url nor the origin (a guid).
    """

    origin: str
    text: str
    title: str | None = None
    dek: str | None = None
    published: str | None = None
    publisher: str | None = None
    byline: str | None = None
    url: str | None = None
    language: str | None = None
    agency: str | None = None
    captions: tuple[str, ...] = ()
    hints: Mapping[int, SectionKind] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    markup: Markup = ""
    key: str = ""
