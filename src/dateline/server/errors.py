"""Errors as the API tells them: one shape for all, with a status that fits."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request  # noqa: TC002 - FastAPI resolves the types of handlers at run time
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from dateline.errors import (
    Ambiguous,
    Conflict,
    DatelineError,
    NotAllowed,
    NotFound,
    RecordError,
    SettingsError,
    StoreError,
    TooSlow,
    Unchanged,
    ValueRefused,
)


class Refused(Exception):
    """A request that is refused, with what to do instead.

    Args:
        retry: seconds after which it may be asked again; 0 where that is of no use.
    """

    def __init__(self, status: int, code: str, message: str, advice: str = "", *, retry: int = 0) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.advice = advice
        self.retry = retry
        super().__init__(message)


KINDS: tuple[tuple[type[DatelineError], int, str], ...] = (
    (NotFound, 404, "not-found"),
    (Ambiguous, 409, "ambiguous"),
    (Unchanged, 409, "same"),
    (Conflict, 412, "conflict"),
    (NotAllowed, 403, "forbidden"),
    (ValueRefused, 422, "invalid"),
    (SettingsError, 400, "bad-request"),
    (RecordError, 500, "bad-record"),
    (TooSlow, 503, "too-slow"),
    (StoreError, 503, "store"),
    (DatelineError, 500, "failed"),
)
"""Our own errors, the most particular first, with status and code."""

MOST_SHOWN = 300
"""Characters of a message of validation that are sent back."""


def answer(status: int, code: str, message: str, advice: str = "") -> JSONResponse:
    """Return an error in the shape of the API."""
    body: dict[str, Any] = {"code": code, "message": message}
    if advice:
        body["advice"] = advice
    return JSONResponse({"error": body}, status_code=status)


def add_handlers(app: FastAPI) -> None:
    """Have every error that a route raises told in one shape."""

    @app.exception_handler(Refused)
    def _refused(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refused)  # noqa: S101 - registered for this type alone
        response = answer(error.status, error.code, error.message, error.advice)
        if error.retry:
            response.headers["Retry-After"] = str(error.retry)
        return response

    @app.exception_handler(DatelineError)
    def _ours(_request: Request, error: Exception) -> JSONResponse:
        status, code = next((s, c) for kind, s, c in KINDS if isinstance(error, kind))
        message, _, advice = str(error).partition("; ")
        return answer(status, code, message, advice)

    @app.exception_handler(RequestValidationError)
    def _invalid(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this type alone
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path"})
        return answer(422, "invalid", f"{where or 'the request'}: {first['msg']}"[:MOST_SHOWN])

    @app.exception_handler(HTTPException)
    def _http(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this type alone
        response = answer(error.status_code, "http", str(error.detail))
        response.headers.update(error.headers or {})
        return response
