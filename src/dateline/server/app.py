"""The app put together: the API under /api, and the page for every other address."""

from __future__ import annotations

import contextlib
import importlib.resources
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from dateline._version import __version__
from dateline.project import Project
from dateline.server import alerts, errors, exports, incidents, login, others, review, stream, watching
from dateline.server.describing import READING, described
from dateline.server.desk import Desk
from dateline.server.heavy import Turns
from dateline.server.memory import LEVEL, Memory
from dateline.server.security import Access, Guard

NOT_BUILT = "The page is not built. In a checkout say: make page\nThe API under /api works without it.\n"
FOREVER = "public, max-age=31536000, immutable"
"""For files whose name holds the hash of their content."""


def create_app(project: Project, access: Access, *, at_end: Callable[[], None] | None = None) -> FastAPI:
    """Return the app that serves a project.

    Args:
        at_end: what is done when the server that runs the app ends.
    """

    @contextlib.asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        if at_end is not None:
            await run_in_threadpool(at_end)

    app = FastAPI(
        lifespan=life,
        title="dateline",
        version=__version__,
        description="Incidents coded from news reports, with the words behind every value.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,  # a value that is absent is left out
    )
    app.state.desk = Desk(project, access)
    app.state.turns = Turns()
    app.state.memory = Memory()
    app.state.tries = login.Tries()
    errors.add_handlers(app)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=LEVEL)
    app.add_middleware(Guard, access=access)
    api = APIRouter(prefix="/api", responses=READING)
    api.include_router(incidents.router)
    api.include_router(review.router)
    api.include_router(others.router)
    api.include_router(exports.router)
    api.include_router(alerts.router)
    api.include_router(watching.router)
    api.include_router(stream.router)
    api.include_router(login.router)

    @api.get("/{rest:path}", include_in_schema=False)
    def _unknown(rest: str) -> Response:
        return errors.answer(404, "not-found", f"There is nothing at /api/{rest:.80}.")

    app.include_router(api)
    app.openapi = described(app)  # type: ignore[method-assign]
    app.add_api_route("/metrics", lambda: watching.metrics(app.state.desk), include_in_schema=False)
    _add_page(app)
    return app


def _add_page(app: FastAPI) -> None:
    page = Path(str(importlib.resources.files("dateline.server") / "page"))
    files = {path.relative_to(page).as_posix(): path for path in page.rglob("*") if path.is_file()}

    @app.get("/{rest:path}", include_in_schema=False)
    def _page(rest: str) -> Response:
        found = files.get(rest)
        if found is not None and rest != "index.html":
            return FileResponse(found, headers={"Cache-Control": FOREVER if rest.startswith("assets/") else "no-cache"})
        index = files.get("index.html")
        if index is None:
            return PlainTextResponse(NOT_BUILT, status_code=503)
        # Every other address is one of the page's own.
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
