"""The change feed as server-sent events: what changed is told when it is there."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from dateline.server.desk import Served, plain
from dateline.server.errors import Refused

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

router = APIRouter(tags=["changes"])

LOOK_SECONDS = 1.0
"""Between two looks for what changed."""

BEAT_SECONDS = 15.0
"""Silence after which a line is sent all the same, so that nothing between takes the connection for dead."""

MOST_FOLLOWERS = 32
"""Connections that are kept open at once."""

AT_A_TIME = 200
"""Changes of one look."""

_free = threading.BoundedSemaphore(MOST_FOLLOWERS)


async def follow(
    changes_after: Callable[[int], list[tuple[int, object]]],
    since: int,
    gone: Callable[[], Awaitable[bool]],
    *,
    look: float = LOOK_SECONDS,
    beat: float = BEAT_SECONDS,
) -> AsyncIterator[str]:
    """Yield events of the stream until who asked is gone.

    Args:
        changes_after: returns changes after a number, each with its own; called in another thread.
        look, beat: in seconds.
    """
    silent = beat  # the first line goes out at once: it says that the stream stands
    while not await gone():
        found = await run_in_threadpool(changes_after, since)
        for number, change in found:
            since = number
            yield f"id: {number}\nevent: change\ndata: {json.dumps(change, ensure_ascii=False)}\n\n"
        if found:
            silent = 0.0
            continue
        if silent >= beat:
            yield ": still here\n\n"
            silent = 0.0
        await asyncio.sleep(look)
        silent += look


@router.get(
    "/changes/stream",
    response_model=None,
    responses={200: {"description": "Server-sent events of type change.", "content": {"text/event-stream": {}}}},
)
async def stream(
    desk: Served,
    request: Request,
    since: Annotated[int, Query(ge=0, le=2**53)] = 0,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Tell changes after a number when they come; a browser that lost the connection goes on where it was."""
    if last_event_id is not None and last_event_id.isdecimal() and len(last_event_id) <= len(str(2**53)):
        since = int(last_event_id)
    if not _free.acquire(blocking=False):
        raise Refused(
            503, "busy", "Too many follow the changes already.", "Ask /api/changes from time to time.", retry=30
        )

    def changes_after(number: int) -> list[tuple[int, object]]:
        return [(one.number, plain(one)) for one in desk.incidents.changes_after(number, limit=AT_A_TIME)]

    return _Followed(follow(changes_after, since, request.is_disconnected), media_type="text/event-stream")


class _Followed(StreamingResponse):
    """A stream that lets go of its place, however it ends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            _free.release()
