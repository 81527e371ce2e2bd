"""News in JSON as the IPTC writes it: ninjs 1 (1.0 to 1.5: body_text, body_xhtml …) and ninjs 2 (bodies, headlines: lists of values)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateline.errors import EmptyInput, InputError, SkippedInput
from dateline.readers.source import Problem, Source
from dateline.readers.xmlstream import plain

_TELLING = frozenset(
    "versioncreated firstcreated contentcreated pubstatus infosource infosources bodies headlines representationtype".split()
)
_MARKED = ("html", "xhtml")
WITHDRAWN = frozenset({"canceled", "cancelled", "withheld"})
"""States of publication in which an item may not be used (IPTC's list of publishing states)."""


def is_ninjs(value: Mapping[str, Any]) -> bool:
    """Whether an object is a news item in ninjs: it has a uri, and a field that only ninjs has."""
    keys = {str(key).lower() for key in value}
    return "uri" in keys and (bool(keys & _TELLING) or any(key.startswith("body_") for key in keys))


def withdrawn(origin: str, status: str) -> SkippedInput:
    """Return what is said of an item that its publisher has taken back."""
    return SkippedInput(
        origin, f"its publisher says that it is not to be used ({status})", advice="ask for the next version"
    )


def source_of(value: Mapping[str, Any], *, origin: str, problems: tuple[Problem, ...]) -> Source | InputError:
    """Return a news item as a source; an error where it is withdrawn, or no text."""
    item = {str(key).lower(): field for key, field in value.items()}
    where = f"{origin}: {uri}" if (uri := _text(item.get("uri"))) else origin
    status = (_text(item.get("pubstatus")) or "").rpartition(":")[2].lower()
    if status in WITHDRAWN:
        return withdrawn(where, f"pubstatus {status}")
    body, markup = _body(item)
    title = _value(item.get("headlines"), ("main",)) or _text(item.get("headline")) or _text(item.get("title"))
    dek = _value(item.get("subheadlines"), ("main",)) or _value(item.get("descriptions"), ("summary", "abstract"))
    dek = dek or _text(item.get("description_text")) or _text(item.get("description_summary"))
    kind = _text(item.get("type")) or "text"
    if not body and kind not in {"text", "composite"}:
        return SkippedInput(where, f"it is of the type {kind} and holds no text", advice="nothing is to be done")
    if not (body or title or dek):
        return EmptyInput(where, "the news item has no text", advice="ninjs has it in body_text or bodies")
    return Source(
        origin=origin, text=body or dek or "", title=plain(title), dek=plain(dek) if body else None,
        published=_text(item.get("firstcreated")) or _text(item.get("versioncreated")) or _text(item.get("contentcreated")),
        publisher=_source(item), byline=_text(item.get("byline")) or _text(item.get("by")) or _names(item.get("person"), "author"),
        url=_text(item.get("url")) or _text(item.get("link")), language=_text(item.get("language")), captions=_captions(item),
        problems=problems, markup="fragment" if markup else "", key=uri or "",
    )  # fmt: skip


def _body(item: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Return the body that is fullest in structure, and whether it is mark-up."""
    bodies = item.get("bodies")
    found: dict[str, str] = {}
    for each in bodies if isinstance(bodies, list) else []:
        if isinstance(each, dict) and (words := _text(each.get("value"))):
            kind = str(each.get("contenttype") or "text/plain").rpartition("/")[2].partition("+")[0]
            found.setdefault(kind, words)
    for key, field in item.items():
        if key.startswith("body_") and (words := _text(field)):
            found.setdefault(key.removeprefix("body_"), words)
    for kind in (*_MARKED, "text", "plain"):
        if kind in found:
            return found[kind], kind in _MARKED
    for kind, words in found.items():
        return words, "<p" in words or "<div" in words or kind.endswith("html")
    return None, False


def _value(values: Any, roles: tuple[str, ...]) -> str | None:
    """Return the value of the first of these roles in a list of ninjs 2; where no role fits, the first value."""
    members = [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []
    by_role = {str(each.get("role") or "").rpartition(":")[2].lower(): each for each in reversed(members)}
    chosen = next((by_role[role] for role in roles if role in by_role), members[0] if members else None)
    return _text(chosen.get("value")) if chosen else None


def _source(item: Mapping[str, Any]) -> str | None:
    for key in ("infosources", "infosource", "provider"):
        found = item.get(key)
        for each in found if isinstance(found, list) else [found]:
            name = _text(each.get("name") or each.get("literal")) if isinstance(each, dict) else _text(each)
            if name:
                return name
    return _text(item.get("copyrightholder")) or _text(item.get("source"))


def _names(persons: Any, role: str) -> str | None:
    members = [each for each in persons if isinstance(each, dict)] if isinstance(persons, list) else []
    names = [
        _text(each.get("name")) for each in members if role in str(each.get("rel") or each.get("role") or "").lower()
    ]
    return ", ".join(filter(None, names)) or None


def _captions(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is said of the pictures that belong to the item."""
    found = item.get("associations")
    members = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
    captions = [
        _text(each.get("description_text")) or _value(each.get("descriptions"), ("caption",))
        for each in members
        if isinstance(each, dict) and str(each.get("type", "")) in {"picture", "graphic", "video"}
    ]
    return tuple(words for caption in captions if (words := plain(caption)))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
