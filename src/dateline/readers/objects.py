"""Reports as JSON: one object, a list of them, or one a line; the field names that archives and news APIs use."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dateline.errors import EmptyInput, InputError, LimitExceeded, UnreadableInput
from dateline.readers import ninjs
from dateline.readers.content import decode
from dateline.readers.feeditems import is_json_feed
from dateline.readers.moments import read_epoch
from dateline.readers.options import ReadOptions
from dateline.readers.source import Problem, Source

TEXT = (
    "text",
    "body",
    "content",
    "articlebody",
    "article_text",
    "fulltext",
    "full_text",
    "maintext",
    "body_text",
    "bodytext",
    "story",
    "article",
)
TITLE = ("title", "headline", "heading", "name")
DEK = ("dek", "standfirst", "description", "subtitle", "subheadline", "subhead", "abstract", "summary", "teaser")
PUBLISHED = (
    "published", "date", "datepublished", "date_published", "pubdate", "pub_date", "publish_date", "publishdate", "publishedat", "published_at",
    "published_time", "publication_date", "date_publish", "datetime", "timestamp", "created", "created_at", "date_created",
)  # fmt: skip
PUBLISHER = (
    "publisher",
    "source",
    "site",
    "outlet",
    "sitename",
    "site_name",
    "source_name",
    "source_domain",
    "publication",
    "newspaper",
    "domain",
    "hostname",
)
URL = ("url", "link", "canonical", "canonical_url", "weburl", "web_url", "permalink", "source_url", "href")
BYLINE = ("byline", "author", "authors", "creator", "writer")
LANGUAGE = ("language", "lang", "inlanguage", "language_code")
AGENCY = ("agency", "wire", "news_agency")
CAPTION = ("caption", "captions", "image_caption")
"""Field names in the order in which they are believed; compared without regard to case, "-" and "_" alike."""

WRAPPERS = ("report", "article", "_source", "source", "fields", "data", "item", "doc", "document")
"""Objects around the report's own, as search engines and our own records have them."""
LISTS = ("articles", "reports", "items", "docs", "documents", "results", "entries", "stories", "data")
"""Fields of an object that hold a list of reports, as news APIs answer."""
_MARKUP = re.compile(
    r"<(?:p|br|div|span|h[1-6]|a|ul|ol|li|figure|article|section|blockquote|img|strong|em|b|i)\b[^<>]*>", re.IGNORECASE
)
_LEAST_MARKUP = 2
MOST_STRANGE = 20
"""Members of a list that are no objects, after which the list is taken for something else than reports."""
_ONE_LINE = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{")
_PROBE = 16_384


def looks_like_lines(head: bytes) -> bool:
    """Whether JSON has one object a line (a .json file may)."""
    return bool(_ONE_LINE.match(head[:_PROBE]))


def looks_like_json(head: bytes) -> bool:
    """Whether text of no telling name starts as JSON does."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*\"|\[\s*\{\s*\")", head) is not None


def is_markup(text: str) -> bool:
    """Whether the text of a field is HTML."""
    return len(_MARKUP.findall(text, 0, 4000)) >= _LEAST_MARKUP


def read_document(
    data: bytes, *, origin: str, options: ReadOptions, url: str | None = None
) -> Iterator[Source | InputError]:
    """Yield the reports of a JSON file: one object (under the file's own origin), or the members of a list."""
    text, problems = decode(data, origin=origin, options=options)
    value = _parse(text, origin)
    if is_json_feed(value):
        from dateline.readers.feeds import object_sources

        yield from object_sources(value, origin=origin, url=url)
        return
    if isinstance(value, dict):
        inside = next((value[key] for key in LISTS if isinstance(value.get(key), list)), None)
        if inside is None or _pick(_lowered(value), TEXT):
            yield _object(value, origin, problems)
            return
        value = inside
    if not isinstance(value, list):
        yield UnreadableInput(origin, f"its JSON is {_kind(value)}, not an object or a list of objects", advice=_ADVICE)
        return
    if not value:
        yield EmptyInput(origin, "its JSON list is empty", advice="check the file")
    strange = 0
    for number, member in enumerate(value, start=1):
        strange += not isinstance(member, dict)
        if strange > MOST_STRANGE:
            yield UnreadableInput(
                origin,
                f"more than {MOST_STRANGE} members of its list are no objects; the rest is not read",
                advice=_ADVICE,
            )
            return
        yield _object(member, f"{origin}:{number}", problems)


def read_lines(stream: io.BufferedIOBase, *, origin: str, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield the reports of JSON Lines, each under the origin and its line number; a broken line is an error of its own."""
    limit = options.limits.max_line_bytes
    number, found = 0, False
    while line := stream.readline(limit + 1):
        number += 1
        where = f"{origin}:{number}"
        if len(line) > limit and not line.endswith(b"\n"):
            found = True
            _skip_line(stream)
            yield LimitExceeded(
                where,
                f"the line has more than max_line_bytes = {limit:,} bytes",
                advice="check the line, or raise the limit",
            )
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            found = True
            yield _line(line, where, options)
    if not found:
        yield EmptyInput(origin, "there is no line in it", advice="check the file")


def _skip_line(stream: io.BufferedIOBase) -> None:
    while piece := stream.readline(1 << 20):
        if piece.endswith(b"\n"):
            return


def _line(line: bytes, where: str, options: ReadOptions) -> Source | InputError:
    try:
        text, problems = decode(line, origin=where, options=options)
        return _object(_parse(text, where), where, problems)
    except InputError as error:
        return error


def _parse(text: str, origin: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise UnreadableInput(
            origin, f"it is not valid JSON ({error.msg}, {where})", advice="mend or remove it"
        ) from None
    except (RecursionError, ValueError) as error:
        what = (
            "is nested too deeply"
            if isinstance(error, RecursionError)
            else f"holds a value that cannot be read ({error})"
        )
        raise UnreadableInput(origin, f"its JSON {what}", advice="mend or remove it") from None


_ADVICE = "give an object with the fields title, text, published, publisher and url"


def _kind(value: object) -> str:
    names = {
        list: "a list",
        str: "a string",
        int: "a number",
        float: "a number",
        bool: "true or false",
        type(None): "null",
    }
    return names.get(type(value), "an object")


def _object(value: object, origin: str, problems: tuple[Problem, ...]) -> Source | InputError:
    if not isinstance(value, dict):
        return UnreadableInput(origin, f"this is {_kind(value)}, not an object with a report's fields", advice=_ADVICE)
    if ninjs.is_ninjs(value):
        return ninjs.source_of(value, origin=origin, problems=problems)
    fields = _lowered(value)
    if not _words(_pick(fields, TEXT)):
        fields = next(
            (
                inner
                for key in WRAPPERS
                if isinstance(fields.get(key), dict) and _has_report(inner := _lowered(fields[key]))
            ),
            fields,
        )
    title, dek, text = (_words(_pick(fields, names)) for names in (TITLE, DEK, TEXT))
    if not text:
        text, dek = dek, ""
    if not text and not title:
        has = ", ".join(sorted(map(str, value))[:8]) or "none"
        return EmptyInput(
            origin,
            f"the object has no text: none of its fields ({has}) is one of {', '.join(TEXT[:5])}",
            advice=_ADVICE,
        )
    known = fields_source(fields, origin=origin)
    return replace(
        known, text=text, title=title or None, dek=dek or None, problems=(*problems, *known.problems),
        markup="page" if is_markup(text) else "",
    )  # fmt: skip


def fields_source(value: Mapping[str, Any], *, origin: str) -> Source:
    """Return a source without text from the fields around it (those of an object, or of front matter)."""
    fields = _lowered(value)
    moment, problems = _moment(_pick(fields, PUBLISHED))
    return Source(
        origin=origin,
        text="",
        title=_words(_pick(fields, TITLE)) or None,
        dek=_words(_pick(fields, DEK)) or None,
        published=moment,
        publisher=_words(_pick(fields, PUBLISHER)) or None,
        byline=_words(_pick(fields, BYLINE), between=", ") or None,
        url=_words(_pick(fields, URL)) or None,
        language=_words(_pick(fields, LANGUAGE)) or None,
        agency=_words(_pick(fields, AGENCY)) or None,
        captions=tuple(filter(None, [_words(_pick(fields, CAPTION))])),
        problems=problems,
    )


def _lowered(value: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key).lower().replace("-", "_"): item for key, item in value.items()}


def _has_report(fields: Mapping[str, Any]) -> bool:
    return bool(_words(_pick(fields, TEXT)) or _words(_pick(fields, TITLE)))


def _pick(fields: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((fields[name] for name in names if fields.get(name) not in (None, "", [], {})), None)


def _words(value: Any, *, between: str = "\n\n") -> str:
    """Return a field's words: a string, the parts of a list, or the name or text inside an object."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, list):
        return between.join(filter(None, (_words(item, between=between) for item in value)))
    if isinstance(value, dict):
        inner = _pick(_lowered(value), ("name", "title", "text", "rendered", "value", "#text", "content", "caption"))
        return _words(inner, between=between) if not isinstance(inner, dict) else ""
    return ""


def _moment(value: Any) -> tuple[str | None, tuple[Problem, ...]]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        moment = read_epoch(value) if not 19000101 <= value <= 21001231 else str(int(value))
        return moment, () if moment else (("date", f"{value!r} is no Unix time; give the date with --published"),)
    words = _words(value).strip()
    if words.isdigit() and len(words) in {10, 13}:
        return read_epoch(int(words)), ()
    return words or None, ()
