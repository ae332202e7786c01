"""No program part but the gatherers may speak to the network: an audit hook refuses the rest.

Python tells audit hooks of every socket that is connected, bound or used to look up a name, also
by libraries. The hook cannot be taken away. Local sockets between processes are no network.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ownwords.records.errors import OwnwordsError

_WATCHED = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
    }
)
_WITH_SOCKET = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
_LOOPBACK = ("127.", "::1", "localhost")
_allowed: list[str] = []
_installed = False


class EgressRefused(OwnwordsError):
    """Something wanted to speak to the network that has no business there."""


def refuse_network() -> None:
    """Refuse network sockets in this process from now on; twice is once."""
    global _installed  # noqa: PLW0603
    if not _installed:
        sys.addaudithook(_hook)
        _installed = True


@contextmanager
def network_for(purpose: str) -> Iterator[None]:
    """Let the process reach the network for a while.

    ``gather`` reaches anybody, ``loopback`` this computer alone: a private page in the browser.
    """
    _allowed.append(purpose)
    try:
        yield
    finally:
        _allowed.remove(purpose)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _WATCHED or "gather" in _allowed:
        return
    looks_up = not event.startswith(_WITH_SOCKET)
    address = arguments[0] if looks_up else arguments[1] if len(arguments) > 1 else None
    if not looks_up and not isinstance(address, tuple):
        return  # a local socket between processes, or an address that was checked before
    host = str(address[0] if isinstance(address, tuple) else address)
    if "loopback" in _allowed and host.startswith(_LOOPBACK):
        return
    raise EgressRefused(
        f"Something wanted to use the network ({event}).",
        kept="Nothing was sent.",
        do="Only gathering from a network speaks to it. If you did not ask for that, report this.",
    )
