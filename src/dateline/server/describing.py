"""How routes are described: what they answer with by name, filters of the query, and the OpenAPI when it is asked for.

FastAPI makes a validator for each parameter and each answer of each route, several times over, when the app is put together. There are
hundreds of them, nearly all alike, and nothing is ever read through most: so they are described here and made once.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from dateline.server.shapes import ErrorBody

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

Responses = dict[int | str, dict[str, Any]]
REFERENCE = "#/components/schemas/{model}"

NAMED: dict[str, type] = {}
"""What routes answer with, by the names that the OpenAPI has for them."""


def gives(kind: type, *, described: str = "What was asked for.") -> Responses:
    """Return what a route answers with where all is well, as FastAPI documents it."""
    return {200: _answer(kind, described)}


def _answer(kind: type, words: str) -> dict[str, Any]:
    NAMED[kind.__name__] = kind
    schema = {"$ref": REFERENCE.format(model=kind.__name__)}
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _errors(*which: tuple[int, str]) -> Responses:
    return {status: _answer(ErrorBody, words) for status, words in which}


READING: Responses = _errors(
    (400, "A filter or cursor is not valid."),
    (401, "A token is needed."),
    (404, "There is no such thing."),
    (409, "Several things begin so."),
    (413, "The request is too large."),
    (414, "The query is too long."),
    (421, "The server has another name."),
    (422, "A parameter is not valid."),
    (503, "The store cannot answer now."),
)
"""How any request may be refused."""

UNCHANGED: Responses = {304: {"description": "It is as it was when it was asked for before."}}
"""How it is told that an answer which is held already still holds."""

LIMITED: Responses = _errors((429, "Too many wrong tokens; Retry-After says how long to wait."))
"""How trying tokens may be refused."""

WRITING: Responses = _errors(
    (403, "Who asks may only read, or another page asks."),
    (411, "The request does not say how long it is."),
    (412, "It has changed since."),
    (428, "The request does not say which version was seen."),
)
"""How what changes something may be refused besides."""


def takes(filters: Mapping[str, str], most: int) -> dict[str, Any]:
    """Return what a route adds to its OpenAPI where it takes filters: a parameter for each, to be given up to so many times."""
    values = {"type": "array", "items": {"type": "string"}, "maxItems": most}
    return {
        "parameters": [
            {"name": name, "in": "query", "required": False, "description": words, "schema": values}
            for name, words in filters.items()
        ]
    }


def described(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """Return what makes the OpenAPI of an app, once: FastAPI's own, and the schemas of what routes answer with."""
    plain = app.openapi

    @functools.cache
    def openapi() -> dict[str, Any]:
        from fastapi.encoders import jsonable_encoder
        from pydantic import TypeAdapter

        found = plain()
        named: list[tuple[str, Literal["validation"], TypeAdapter[Any]]]
        named = [(name, "validation", TypeAdapter(kind)) for name, kind in NAMED.items()]
        _, schemas = TypeAdapter.json_schemas(named, ref_template=REFERENCE)
        found["components"]["schemas"] |= jsonable_encoder(schemas["$defs"], exclude_none=True)
        return found

    return openapi
