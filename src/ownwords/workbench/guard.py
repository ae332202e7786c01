"""Before any page: is this this computer, this window, the open session?

The checks, in this order: the name in ``Host`` is ours (a page elsewhere that points its own name
at this computer has another one); a change comes from a page of ours (``Sec-Fetch-Site``, else
``Origin``); the cookie is that of the open session. Forms carry a token besides, which
``asked.py`` looks at. Every answer carries headers that let nothing in from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ownwords.workbench.session import Session

ENTER = "/enter"
OPEN_TO_ALL = ("/static/", "/locked", ENTER)
"""What the window may ask for without a session: nothing of it says what is kept here."""

SAFE = frozenset({"GET", "HEAD"})

_SOURCES = ("style-src", "script-src", "img-src", "font-src", "connect-src", "frame-src")
_POLICY = (
    "default-src 'none'",
    *(f"{kind} 'self'" for kind in _SOURCES),
    "form-action 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
)

HEADERS = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Wraps the application; ``hosts`` are the names under which it may be asked.

    ``late`` answers who sends something and has no session any more.
    """

    def __init__(self, app: ASGIApp, late: ASGIApp, session: Session, hosts: Iterable[str]) -> None:
        self._app = app
        self._late = late
        self._session = session
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        with suppress(Exception):  # answered by then; in the terminal its text could show words
            await (refusal or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("Not here.", 421)
        if scope["method"] not in SAFE and not self._is_ours(headers):
            return PlainTextResponse("This did not come from a page of the workbench.", 403)
        if scope["path"].startswith(OPEN_TO_ALL):
            return None
        if not self._session.knows(cookie_of(headers, self._session.cookie_name)):
            return RedirectResponse("/locked", 303) if scope["method"] in SAFE else self._late
        return None

    def _is_ours(self, headers: Headers) -> bool:
        """Whether a page of ours asks. Browsers that say neither header are refused."""
        site = headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            return False
        origin = headers.get("origin")
        if origin is not None:
            return origin.removeprefix("http://") in self._hosts
        return site is not None


def cookie_of(headers: Headers, name: str) -> str:
    """The session cookie of that name; empty when a request has none."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def with_cookie(response: Response, name: str, cookie: str) -> Response:
    """A response that hands the browser its session: for this window, and for no script."""
    response.set_cookie(name, cookie, httponly=True, samesite="strict", path="/")
    return response
