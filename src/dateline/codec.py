"""Records and incidents to JSON and back, exactly; and the JSON Schema of either form.

The form follows from the types in `dateline.events` and `dateline.incidents` alone: a field made with `absent()` is left out where it
is None, empty tuples are empty lists, and reading is strict about unknown and missing keys.
"""

from __future__ import annotations

import functools
import itertools
import json
import types
import typing
from collections.abc import Callable, Hashable
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from dateline.errors import RecordError
from dateline.events import SCHEMA, CodedReport, Coder, Event
from dateline.incidents import INCIDENT_SCHEMA, Incident
from dateline.text import Report

T = TypeVar("T")
_DERIVED: dict[type, tuple[str, ...]] = {Report: ("id", "text_id")}
"""Properties that the JSON form shows and reading checks."""


def to_data(value: object) -> Any:
    """Return a value of the record's types as plain lists, dicts, strings and numbers."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [to_data(item) for item in value]  # type: ignore[attr-defined]
    shape = _shape(typing.cast("Hashable", kind))
    if shape is None:
        return value
    data: dict[str, Any] = {name: getattr(value, name) for name in _DERIVED.get(kind, ())}
    for name, may_be_absent in shape:
        item = getattr(value, name)
        if item is None and may_be_absent:
            continue
        data[name] = item if type(item) in _PLAIN else to_data(item)
    return data


_PLAIN = frozenset({str, int, float, bool, type(None)})


@functools.cache
def _shape(kind: Hashable) -> tuple[tuple[str, bool], ...] | None:
    """Return the names of a type's fields, each with whether it is left out where it is None; None for a type without fields."""
    if not is_dataclass(kind):
        return None
    return tuple((part.name, bool(part.metadata.get("absent")) or kind is Report) for part in fields(kind))


@functools.cache
def _plan(kind: Hashable) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(kind)
    return tuple((part, hints[part.name]) for part in fields(typing.cast("type[Any]", kind)))


def from_data(kind: type[T], data: Any, *, where: str = "record") -> T:
    """Read a value of one of the record's types from plain data.

    Raises:
        RecordError: a key is unknown or missing, or a value is not what the contract allows.
    """
    try:
        return typing.cast("T", _reader(typing.cast("Hashable", kind))(data))
    except _Misfit as error:
        raise RecordError(f"{where}{error.path}: {error.words}") from None


class _Misfit(Exception):
    """A value that is not what the contract allows, and the way to it, which is told from the inside out."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
        self.path = ""


Read = Callable[[Any], Any]


@functools.cache
def _reader(hint: Hashable) -> Read:
    """Return what reads a value of a type from plain data; made once for each type, since a record has thousands of values."""
    origin = get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _of_either(hint)
    if origin is tuple:
        return _of_tuple(get_args(hint))
    if origin is Literal:
        return _as_it_is
    if is_dataclass(hint):
        return _of_fields(typing.cast("type[Any]", hint))
    return _of_scalar(typing.cast("type[Any]", hint))


def _as_it_is(data: Any) -> Any:
    return data  # what words are allowed the types themselves check


def _of_scalar(kind: type[Any]) -> Read:
    def read(data: Any) -> Any:
        if type(data) is kind:
            return data
        if kind is float and isinstance(data, int) and not isinstance(data, bool):
            return float(data)
        if not isinstance(data, kind) or (isinstance(data, bool) and kind is not bool):
            raise _Misfit(f"expected {kind.__name__}; got {data!r:.60}")
        return data

    return read


def _of_either(hint: Hashable) -> Read:
    inner = _reader(next(a for a in get_args(hint) if a is not type(None)))
    if type(None) in get_args(hint):
        return lambda data: None if data is None else inner(data)

    def read(data: Any) -> Any:
        if data is None:
            raise _Misfit("must not be null")
        return inner(data)

    return read


def _of_tuple(inner: tuple[Any, ...]) -> Read:
    several = inner[-1] is Ellipsis
    reads = (_reader(inner[0]),) if several else tuple(map(_reader, inner))

    def read(data: Any) -> Any:
        if not isinstance(data, list):
            raise _Misfit(f"expected a list; got {data!r:.60}")
        if not several and len(inner) != len(data):
            raise _Misfit(f"expected {len(inner)} items; got {len(data)}")
        found: list[Any] = []
        try:
            for one, item in zip(itertools.repeat(reads[0]) if several else reads, data, strict=False):
                found.append(one(item))
        except _Misfit as error:
            error.path = f"[{len(found)}]{error.path}"
            raise
        return tuple(found)

    return read


def _of_fields(kind: type[Any]) -> Read:
    plan = _plan(typing.cast("Hashable", kind))
    derived = _DERIVED.get(kind, ())
    known = frozenset({part.name for part, _ in plan} | set(derived))
    needed = frozenset(part.name for part, _ in plan if part.default is MISSING and part.default_factory is MISSING)
    reads = tuple((part.name, _reader(hint)) for part, hint in plan)

    def read(data: Any) -> Any:
        if not isinstance(data, dict):
            raise _Misfit(f"expected an object with the fields of {kind.__name__}; got {data!r:.60}")
        if not data.keys() <= known:
            unknown = min(data.keys() - known)
            raise _Misfit(f"unknown key {unknown!r}; {kind.__name__} has {', '.join(name for name, _ in reads)}")
        given: dict[str, Any] = {}
        name = ""
        try:
            for name, one in reads:
                if name in data:
                    given[name] = one(data[name])
        except _Misfit as error:
            error.path = f".{name}{error.path}"
            raise
        if not needed <= given.keys():
            raise _Misfit(f"the key {next(n for n, _ in reads if n in needed - given.keys())!r} is missing")
        value = kind(**given)
        for shown in derived:
            if shown in data and data[shown] != getattr(value, shown):
                raise _Misfit(f"{shown} is {data[shown]!r}, but the content gives {getattr(value, shown)!r}")
        return value

    return read


def record_to_data(record: CodedReport) -> dict[str, Any]:
    """Return the record in the JSON form of the contract."""
    return {
        "schema": SCHEMA,
        "coder": to_data(record.coder),
        "relevant": record.relevant,
        "report": to_data(record.report),
        "events": to_data(record.events),
        "problems": to_data(record.problems),
    }


def record_from_data(data: Any) -> CodedReport:
    """Read a record from its JSON form.

    Raises:
        RecordError: it is of another schema or breaks the contract.
    """
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else data
        raise RecordError(f"this is no record of schema {SCHEMA}; it says {found!r:.60}")
    rest = {key: value for key, value in data.items() if key not in ("schema", "relevant")}
    record = from_data(CodedReport, rest)
    if data.get("relevant", record.relevant) != record.relevant:
        raise RecordError("a record is relevant exactly where it has events")
    return record


def dumps(record: CodedReport) -> str:
    """Return the record as one line of JSON, characters beyond ASCII kept as they are."""
    return json.dumps(record_to_data(record), ensure_ascii=False, separators=(",", ":"))


def loads(line: str) -> CodedReport:
    """Read a record from a line of JSON.

    Raises:
        RecordError: the line is no JSON, or no record.
    """
    return record_from_data(_parsed(line))


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    # Beside broken JSON: numbers of thousands of digits, and lists nested deeper than Python can follow.
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not a line of JSON that can be read: {error}") from error


def incident_to_data(incident: Incident) -> dict[str, Any]:
    """Return an incident in its JSON form."""
    return {"schema": INCIDENT_SCHEMA, **to_data(incident)}


def incident_from_data(data: Any) -> Incident:
    """Read an incident from its JSON form.

    Raises:
        RecordError: it is of another schema or breaks the contract.
    """
    if not isinstance(data, dict) or data.get("schema") != INCIDENT_SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else data
        raise RecordError(f"this is no incident of schema {INCIDENT_SCHEMA}; it says {found!r:.60}")
    return from_data(Incident, {key: value for key, value in data.items() if key != "schema"}, where="incident")


def dumps_incident(incident: Incident) -> str:
    """Return an incident as one line of JSON."""
    return json.dumps(incident_to_data(incident), ensure_ascii=False, separators=(",", ":"))


def loads_incident(line: str) -> Incident:
    """Read an incident from a line of JSON.

    Raises:
        RecordError: the line is no JSON, or no incident.
    """
    return incident_from_data(_parsed(line))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record, made from the types."""
    definitions: dict[str, Any] = {}
    properties = {
        "schema": {"const": SCHEMA},
        "coder": _schema_of(Coder, definitions),
        "relevant": {"type": "boolean", "description": "False where the report tells of no event."},
        "report": _schema_of(Report, definitions),
        "events": {"type": "array", "items": _schema_of(Event, definitions)},
        "problems": _schema_of(get_type_hints(CodedReport)["problems"], definitions),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:dateline:record:1",
        "title": "A coded report of dateline",
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }


def incident_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an incident, made from the types."""
    definitions: dict[str, Any] = {}
    made = _schema_of_type(Incident, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:dateline:incident:1",
        "title": "An incident of dateline",
        **made,
        "properties": {"schema": {"const": INCIDENT_SCHEMA}, **made["properties"]},
        "required": sorted([*made["required"], "schema"]),
        "$defs": definitions,
    }


_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _schema_of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        inner = next(a for a in get_args(hint) if a is not type(None))
        return {"anyOf": [_schema_of(inner, definitions), {"type": "null"}]}
    if origin is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            return {"type": "array", "items": _schema_of(args[0], definitions)}
        parts = [_schema_of(a, definitions) for a in args]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if is_dataclass(hint):
        kind = typing.cast("type[Any]", hint)
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _schema_of_type(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return {"type": _SCALARS[hint]}


def _schema_of_type(kind: type[Any], definitions: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "string"} for name in _DERIVED.get(kind, ())}
    required = list(properties)
    for part, hint in _plan(typing.cast("Hashable", kind)):
        optional = part.metadata.get("absent") or (kind is Report and part.default is None)
        inner = next((a for a in get_args(hint) if a is not type(None)), hint) if optional else hint
        properties[part.name] = _schema_of(inner, definitions)
        if not optional:
            required.append(part.name)
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip().split("\n")[0],
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }
