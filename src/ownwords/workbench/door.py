"""Coming in and locking up: the only addresses that answer without a session."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ownwords.locales.catalogue import languages
from ownwords.workbench import rendering
from ownwords.workbench.asked import FOREIGN_FORM, FORM_TOKEN
from ownwords.workbench.bench import Bench
from ownwords.workbench.guard import ENTER, with_cookie
from ownwords.workbench.pages.unsent import UNSENT

_LARGEST = 4096
_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)")


def routes(bench: Bench) -> list[Route]:
    """The ways in and out."""
    return [
        Route(ENTER, partial(_enter, bench), methods=["GET"]),
        Route("/locked", partial(_locked, bench), methods=["GET"]),
        Route("/locked", partial(_unlock, bench), methods=["POST"]),
        Route("/lock", partial(_lock, bench), methods=["POST"]),
    ]


def asked_for(header: str) -> str:
    """The interface language that a browser would like best (RFC 9110, 12.5.4); empty for none."""
    from babel import negotiate_locale

    wished: list[tuple[float, str]] = []
    for one in header.split(","):
        tag, _, weight = one.partition(";")
        given = _WEIGHT.fullmatch(weight.strip())
        wished.append((float(given[1]) if given else 1.0, tag.strip()))
    tags = [tag for weight, tag in sorted(wished, key=lambda one: -one[0]) if weight and tag]
    return negotiate_locale(tags, languages(), sep="-") or ""


async def _enter(bench: Bench, request: Request) -> Response:
    bench.browser = asked_for(request.headers.get("accept-language", ""))
    cookie = bench.session.enter(request.query_params.get("ticket", ""))
    if not cookie:
        return RedirectResponse("/locked", 303)
    return with_cookie(RedirectResponse("/", 303), bench.session.cookie_name, cookie)


async def _locked(bench: Bench, request: Request) -> Response:
    said = {one: one in request.query_params for one in ("wrong", "kept", "lost")}
    values = {"has_passphrase": bench.session.has_passphrase, **said}
    body = rendering.closed("locked.html", values, bench.tongue)
    return Response(body, 403, media_type="text/html; charset=utf-8")


async def _fields(request: Request) -> dict[str, list[str]] | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            return None
    return parse_qs(body.decode("utf-8", "replace"))


async def _unlock(bench: Bench, request: Request) -> Response:
    fields = await _fields(request) or {}
    passphrase = fields.get("passphrase", [""])[0]
    cookie = await run_in_threadpool(bench.session.unlock, passphrase)
    if not cookie:
        return RedirectResponse("/locked?wrong=1", 303)
    to = UNSENT if len(bench.unsent) else "/"
    return with_cookie(RedirectResponse(to, 303), bench.session.cookie_name, cookie)


async def _lock(bench: Bench, request: Request) -> Response:
    """Locks at once, from a page before an earlier lock too: whoever presses it means it.

    A form that was not made here is refused, so that nobody is locked out.
    """
    fields, session = await _fields(request) or {}, bench.session
    token = fields.get(FORM_TOKEN, [""])[0]
    if not (session.is_form_token(token) or session.was_form_token(token)):
        return PlainTextResponse(bench.tongue.gettext(FOREIGN_FORM), 403)
    session.lock()
    return RedirectResponse("/locked", 303)
