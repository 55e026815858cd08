"""`ipt serve`: the graph for whoever asks, by one process or by several."""

from __future__ import annotations

import signal
import socket
import sys
from typing import Annotated, Final

import typer
import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from core.access.claim import SETTING, is_loopback, parse_claim
from core.commands.console import err, host, out, with_database
from core.commands.migrate import bring_up_to_date, refuse_drift
from core.errors import UserError
from core.settings import MOST_WORKERS, Settings
from core.storage.connection import IN_MEMORY
from core.web.app import application
from core.web.requests import MAX_BODY

WORKER: Final = f"{__name__}:worker"
LAST_SECONDS: Final = 5
"""How long connections may take to close once nothing runs on them any more."""


def serve(
    workers: Annotated[
        int | None,
        typer.Option(help="How many processes serve; by default as IPT_WORKERS says.", min=1, max=MOST_WORKERS),
    ] = None,
) -> None:
    """Bring the database up to date and serve the graph, until SIGTERM or Ctrl-C: what runs is finished first.

    Example: IPT_PORT=9000 ipt serve
    """
    settings = host().settings
    count = settings.workers if workers is None else workers
    _refuse_apart(settings, count)
    with_database(bring_up_to_date)
    _check_viewer(settings)
    refuse_drift()
    with _listening(settings) as bound:
        host_name, port = bound.getsockname()[:2]
        out.print(f"IPT Graph is at [link]http://{host_name}:{port}/[/], its explorer at /graphql")
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, _end)
        _run(bound, count)


def worker() -> Starlette:
    """The application of one of several processes: made there, from the environment."""
    return application(host())


def _run(bound: socket.socket, count: int) -> None:
    config = uvicorn.Config(
        application(host()) if count == 1 else WORKER,
        factory=count > 1,
        workers=count,
        log_level="warning",
        ws_max_size=MAX_BODY,
        timeout_graceful_shutdown=LAST_SECONDS,
    )
    if count == 1:
        uvicorn.Server(config).run(sockets=[bound])
    else:
        Multiprocess(config, sockets=[bound]).run()


def _end(_signal: int, _frame: object) -> None:
    """uvicorn raises the signal that ended it once more, when all is done: an end that was asked for is a good one."""
    sys.exit(0)


def _refuse_apart(settings: Settings, count: int) -> None:
    if count > 1 and settings.database_url == IN_MEMORY:
        raise UserError(
            f"{count} processes would each have a database of their own in memory.",
            remedy="Name a file or a server in IPT_DATABASE_URL, or serve by one process.",
        )


def _check_viewer(settings: Settings) -> None:
    if not settings.dev_viewer:
        return
    parse_claim(settings.dev_viewer, source=SETTING)
    if not is_loopback(settings.host):
        err.print(f"[yellow]{SETTING} makes everyone {settings.dev_viewer}, and {settings.host} is open to others.[/]")


def _listening(settings: Settings) -> socket.socket:
    """The open port; taken before anything is said of it."""
    where = f"{settings.host}:{settings.port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[
            0
        ]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        raise UserError(
            f"The server cannot listen on {where}: {error.strerror or error}.",
            remedy="Is it running already? Set IPT_PORT to a free port, or IPT_HOST to an address of this machine.",
        ) from error
    return bound
