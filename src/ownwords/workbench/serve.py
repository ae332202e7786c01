"""Runs the workbench on this computer's own address until somebody stops it."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ownwords.egress import network_for
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.addresses import Addresses
from ownwords.workbench.guard import ENTER
from ownwords.workbench.session import Session

HOST = "127.0.0.1"


class Place(NamedTuple):
    """Where the workbench is."""

    port: int
    address: str
    """The address to open, with the ticket that is good once."""
    pages: Addresses
    """What makes the addresses of its pages."""


def serve(
    campaign: Path | None, port: int, ready: Callable[[Place], None], *, browser: bool = True
) -> None:
    """Serve until interrupted. ``port`` 0 takes a free one; ``ready`` is told where it is.

    Raises AskedWrongly when the port is taken or the campaign cannot be opened.
    """
    import uvicorn

    from ownwords.workbench.app import application
    from ownwords.workbench.bench import Bench

    with network_for("loopback"):
        listening = _listen(port)
        bench = Bench(Session())
        try:
            if campaign is not None:
                bench.open(campaign)
            place = _place(listening, bench.session)
            app = application(bench, hosts_of(place.port))
            config = uvicorn.Config(
                app, log_config=None, access_log=False, lifespan="off", server_header=False,
                date_header=False, timeout_graceful_shutdown=2,
            )  # fmt: skip
            ready(place)
            if browser:
                webbrowser.open(place.address)
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            bench.close()
            listening.close()


def hosts_of(port: int) -> tuple[str, ...]:
    """The names under which the workbench may be asked."""
    return (f"{HOST}:{port}", f"localhost:{port}")


def _place(listening: socket.socket, session: Session) -> Place:
    port = listening.getsockname()[1]
    address = f"http://{HOST}:{port}{ENTER}?ticket={session.ticket}"
    return Place(port, address, session.addresses)


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise AskedWrongly(
            f"Port {port} of this computer is taken.",
            do="Close the other workbench, or choose another: --port 0 takes a free one.",
        ) from None
    listening.listen(64)
    return listening
