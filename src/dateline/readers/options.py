"""What a reader is told: facts that reports do not say of themselves, and the limits that guard the reading."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, fields

from dateline.errors import SettingsError
from dateline.readers.moments import read_moment

_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})
"""Codecs of Python that no page is written in: they would make other text of ASCII, or of a host name."""


def is_charset(name: str) -> bool:
    """Whether Python has an encoding of texts of that name; a page may name anything."""
    try:
        b"x".decode(name, "replace")
    except (LookupError, ValueError):
        return False
    return codecs.lookup(name).name not in _NO_CHARSETS


@dataclass(frozen=True, slots=True)
class Limits:
    """How large and how slow an input may be; whatever goes beyond is refused and named, never cut.

    Args:
        max_report_bytes: of one report's text, in UTF-8. News reports have some 4,000; the longest books 2 million.
        max_file_bytes: of an HTML page or a JSON file, which must be held as a whole (JSON Lines is streamed); JSON may
            take 30 times its size once it is read.
        max_line_bytes: of one line of JSON Lines; escaped text is up to six times as long as the text.
        max_unpacked_ratio: how many times its packed size a .gz may have unpacked (text: 3 to 20; a bomb: 1,000).
        read_seconds: for a hostile format in its own process; leaves two of ten seconds for its start and end.
        read_memory_mb: that the process of a hostile format may take beyond what it starts with.
    """

    max_report_bytes: int = 200_000
    max_file_bytes: int = 12_000_000
    max_line_bytes: int = 2_000_000
    max_unpacked_ratio: int = 200
    read_seconds: float = 8.0
    read_memory_mb: int = 400

    def __post_init__(self) -> None:
        for part in fields(self):
            value = getattr(self, part.name)
            if value <= 0:
                raise SettingsError(f"the limit {part.name} must be above 0; got {value}")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says of the inputs; each goes before what a report says of itself.

    Args:
        published: ISO 8601 date or date-time; publisher: the outlet's name; language: ISO 639-1 code.
        encoding: of text that has no byte-order mark and is not UTF-8 (without it: Windows-1252, with a problem noted).

    Raises:
        SettingsError: the date does not exist, or the language or the encoding is not known.
    """

    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    encoding: str | None = None
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        if self.published is not None:
            moment = read_moment(self.published)
            if moment is None or moment.iso is None:
                why = moment.problem if moment else "it is not read as a date"
                raise SettingsError(
                    f"published: {why}; got {self.published!r}; give a date such as 2023-12-08 or 2023-12-08T16:21+03:00"
                )
            object.__setattr__(self, "published", moment.iso)
        if self.language is not None and not (len(self.language) == 2 and self.language.isalpha()):
            raise SettingsError(f"language must be a two-letter ISO 639-1 code such as en; got {self.language!r}")
        if self.encoding is not None and not is_charset(self.encoding):
            raise SettingsError(f"encoding {self.encoding!r} is not known; give one such as latin-1 or cp1251")
