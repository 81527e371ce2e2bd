"""Routes whose answers are JSON already: they are written as they are.

FastAPI walks through whatever a route returns, value by value, to find what is no JSON: of a page of fifty incidents that took longer
than finding them. What our routes return has gone through `plain`, or is made of strings and numbers.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse


class Router(APIRouter):
    """A router that sends what its routes return as it is; headers that a route set on its `response` go with it."""

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Add a route."""
        status = options.get("status_code") or 200

        @functools.wraps(endpoint)
        def sent(**given: Any) -> Response:
            found = endpoint(**given)
            if isinstance(found, Response):
                return found
            answer = JSONResponse(found, status)
            told = given.get("response")
            if isinstance(told, Response):
                answer.raw_headers.extend(header for header in told.raw_headers if header[0] != b"content-length")
            return answer

        super().add_api_route(path, sent, **options)
