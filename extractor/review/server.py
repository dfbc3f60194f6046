"""Serving the page until somebody ends it."""

import gc
import socket
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn
from starlette.types import ASGIApp

GOODBYE = 3  # seconds for requests that are being answered
LOOPBACK = "127.0.0.1"
SELDOM = (20_000, 50, 50)


class Options(NamedTuple):
    """Who does the TLS: the server with a certificate and its key, or a proxy on this machine."""

    certificate: Path | None = None
    key: Path | None = None
    proxy: bool = False


def run(app: ASGIApp, listening: socket.socket, options: Options) -> None:
    """Serve ``app`` at a socket that listens already; Ctrl-C ends it."""
    settings: dict[str, Any] = {
        "log_level": "warning",
        "server_header": False,
        "lifespan": "off",
        "proxy_headers": options.proxy,
        "forwarded_allow_ips": LOOPBACK,
        "timeout_graceful_shutdown": GOODBYE,
    }
    if options.certificate:
        settings |= {"ssl_certfile": options.certificate, "ssl_keyfile": options.key}
    _collect_seldom()
    try:
        uvicorn.Server(uvicorn.Config(app, **settings)).run(sockets=[listening])
    except KeyboardInterrupt:
        return


def _collect_seldom() -> None:
    """Let Python look for garbage less often.

    Each look goes through every word of every document that is held, and whoever asks meanwhile
    waits a tenth of a second for it. What requests leave behind is freed without it.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)
