"""Serving the page until somebody ends it."""

import socket
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn
from starlette.types import ASGIApp

GOODBYE = 3  # seconds for requests that are being answered
LOOPBACK = "127.0.0.1"


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
    try:
        uvicorn.Server(uvicorn.Config(app, **settings)).run(sockets=[listening])
    except KeyboardInterrupt:
        return
