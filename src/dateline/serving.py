"""Running the server: the wiring between the command line and the app."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from dateline.casebook import user_name, user_role
from dateline.corrections import Role
from dateline.errors import DatelineError, SettingsError
from dateline.project import Project
from dateline.server import Access, create_app, read_tokens
from dateline.server.incidents import make_ready
from dateline.server.security import Rights, is_loopback

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from fastapi import FastAPI

KEPT_OPEN = 75
"""Seconds that a connection is kept for who looks at an answer before asking again: as long as browsers keep theirs."""

PATIENCE = 10.0
"""Seconds that one query of a request may take: then it is stopped, so that none holds up all others."""

GRACE = 3
"""Seconds that a server which ends waits for open answers: those who follow the changes never leave by themselves."""

HUNG = 15
"""Seconds of silence after which a worker is taken for hung, and another put in its place."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How a store is served; see `dateline serve --help`.

    Args:
        workers: processes that answer; each takes any request, so that heavy ones of some readers do not hold up the others.
    """

    db: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    token_file: Path | None = None
    read_only: bool = False
    user: str | None = None
    role: Role | None = None
    workers: int = 1


def access_of(serving: Serving) -> Access:
    """Return who may come in.

    Raises:
        SettingsError: an address that others reach, and no tokens.
    """
    tokens = read_tokens(serving.token_file) if serving.token_file is not None else ()
    if not tokens and not is_loopback(serving.host):
        raise SettingsError(
            f"--host {serving.host} can be reached from other machines: say who may come in with --token-file FILE"
        )
    names = {"localhost", "127.0.0.1", "[::1]", *serving.names}
    if serving.host not in {"0.0.0.0", "::"}:  # noqa: S104 - all addresses are no name of the server
        names.add(f"[{serving.host}]" if ":" in serving.host else serving.host)
    rights: Rights = "read" if serving.read_only else "edit"
    if serving.read_only:
        tokens = tuple(type(token)(token.name, "read", token.secret, token.role) for token in tokens)
    return Access(user_name(serving.user), tokens, frozenset(names), rights, user_role(serving.role))


def run(serving: Serving, *, open_page: bool, tell: Callable[[str], None]) -> None:
    """Serve until it is told to end.

    Raises:
        SettingsError: the address cannot be had.
        StoreError: the store cannot be used.
    """
    access = access_of(serving)
    with Project(serving.db, patience=PATIENCE) as project:
        project.incidents.count()  # opens the store: an error of it should come before the first request
        listening = _listen(serving)
        address = f"http://{'localhost' if is_loopback(serving.host) else serving.host}:{listening.getsockname()[1]}/"
        tell(f"dateline serves {project.store_name} at {address} (Ctrl-C ends it)")
        if open_page:
            import webbrowser

            webbrowser.open(address)
        if serving.workers == 1:
            uvicorn.Server(_config(_ready(create_app(project, access)))).run(sockets=[listening])
            return
    with listening:
        Multiprocess(_config(functools.partial(_app_of, serving), serving.workers), [listening]).run()


def _config(app: Callable[..., Any], workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=workers > 1,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=200,
        timeout_keep_alive=KEPT_OPEN,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=HUNG,
    )


def _app_of(serving: Serving) -> FastAPI:
    """Return the app of a worker, in its own process."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    project = Project(serving.db, patience=PATIENCE)
    return _ready(create_app(project, access_of(serving), at_end=project.close))


def _ready(app: FastAPI) -> FastAPI:
    threading.Thread(target=_make_ready, args=(app,), daemon=True).start()
    return app


def _end_after(parent: BaseProcess) -> None:
    """End this process when its parent is gone: where that was killed nobody else would tell."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def _make_ready(app: FastAPI) -> None:
    # Nobody waits for it yet: what fails is told to who asks for the same.
    with contextlib.suppress(DatelineError):
        make_ready(app.state.desk, app.state.memory)


def _listen(serving: Serving) -> socket.socket:
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    # TCP by name: else asyncio does not know it for that, lets small answers wait for more, and each takes 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((serving.host.strip("[]"), serving.port))
        # Who is told the address may come before the server has started: they wait in line, and are not refused.
        listening.listen()
    except OSError as error:
        listening.close()
        reason = error.strerror or error
        raise SettingsError(
            f"{serving.host}:{serving.port} cannot be had ({reason}); choose another with --port"
        ) from error
    return listening
