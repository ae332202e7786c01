"""The application: every page, behind the guard.

A request that changes something must come from a page of ours (``guard.py``) and bring the form's
token; both are asked here, in one place, for all pages alike. So are addresses opened and sealed
(``addresses.py``), and so is every form answered by an address: what was sent with a form does not
stay with the page that answers it, where a browser would keep it to bring the page back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ownwords.records.errors import AskedWrongly, OwnwordsError
from ownwords.workbench import door, rendering, unsent, upload
from ownwords.workbench.addresses import SEALED
from ownwords.workbench.asked import (
    EARLIER,
    FOREIGN_FORM,
    FORM_TOKEN,
    Answer,
    Asked,
    Go,
    Lent,
    Page,
    Sent,
    Shown,
)
from ownwords.workbench.assets import ASSETS
from ownwords.workbench.bench import Bench
from ownwords.workbench.guard import Guard, cookie_of
from ownwords.workbench.jobs import unforeseen
from ownwords.workbench.pages.answered import ANSWERED

MODULES = (
    "start",
    "overview",
    "first",
    "gather",
    "posts",
    "post",
    "voices",
    "voice",
    "takeout",
    "comeback",
    "asks",
    "stories",
    "story",
    "publish",
    "settings",
    "key",
    "answered",
    "unsent",
)
"""The pages, in the order of the work."""

LARGEST_FORM = 4 << 20
"""Bytes of a form; a story of 4 MB is long. Files come in through ``upload.py``."""

_TOO_LARGE = Shown(
    "problem.html",
    {
        "problem": AskedWrongly(
            "The form is too large.",
            kept="Nothing was changed.",
            do="Go back: what you typed stands there. Send less of it at once.",
        )
    },
    status=413,
)


def pages() -> tuple[Page, ...]:
    """Every page of the workbench."""
    found: list[Page] = []
    for name in MODULES:
        found += import_module(f"ownwords.workbench.pages.{name}").PAGES
    return tuple(found)


def application(bench: Bench, hosts: Iterable[str]) -> ASGIApp:
    """The whole workbench as one ASGI application; ``hosts`` are its names with their port."""
    every = pages()
    routes: list[Route | Mount] = [
        Route(page.path, partial(_answer, bench, page), methods=[page.method]) for page in every
    ]
    routes += [*door.routes(bench), *upload.routes(bench), Mount("/static", ASSETS)]
    calm = {kind: partial(_calm, bench) for kind in (HTTPException, Exception)}
    forms = frozenset(page.path for page in every if page.method == "POST")
    whole = Starlette(routes=routes, exception_handlers=calm)
    return Guard(whole, partial(_too_late, bench, forms), bench.session, hosts)


async def _too_late(
    bench: Bench, forms: Collection[str], scope: Scope, receive: Receive, send: Send
) -> None:
    """A form that is sent to a locked workbench: what somebody typed in it waits in memory."""
    request, where = Request(scope, receive), "/locked"
    body = await limited_body(request) if request.url.path in forms else None
    form = parse_qs((body or b"").decode("utf-8", "replace"), keep_blank_values=True)
    token = form.pop(FORM_TOKEN, [""])[0]
    came = unsent.of(request.url.path, token, form)
    if came.typed and bench.session.was_form_token(token):
        where = "/locked?kept=1" if bench.session.has_passphrase else "/locked?lost=1"
        if bench.session.has_passphrase:
            bench.unsent.keep(came)
    await RedirectResponse(where, 303)(scope, receive, send)


def _calm(bench: Bench, request: Request, error: Exception) -> Response:
    """A page for what is not there, and for what nobody foresaw; without the error's own text.

    Whoever has no session learns nothing from it: some addresses answer before the door.
    """
    shown = _stopped(error)
    if isinstance(error, HTTPException):
        problem = AskedWrongly("There is no such page.", do="Go on from the overview.")
        shown = Shown("problem.html", {"problem": problem}, status=error.status_code)
    if not bench.session.knows(cookie_of(request.headers, bench.session.cookie_name)):
        return PlainTextResponse("Not here.", shown.status)
    return _refused(bench, request, shown)


def _refused(bench: Bench, request: Request, shown: Shown) -> Response:
    with bench.turn:
        return _as_response(shown, Asked(bench, request.url.path))


def _again(asked: Asked) -> Answer:
    """A form from before the lock is not done, nor lost: somebody looks, and sends it once more.

    The same with a form of another campaign; that campaign has to be opened again before.
    """
    values = {**_sent(asked), "elsewhere": not asked.bench.is_for_this(asked.text(FORM_TOKEN))}
    return Shown("again.html", values, status=403)


def _away(asked: Asked) -> Answer:
    """The campaign does not lie in its folder any more; what came with a form of it is not lost."""
    folder = str(asked.bench.workspace.folder.root)
    return Shown("away.html", {"folder": folder, "fields": (), **_sent(asked)}, status=409)


def _sent(asked: Asked) -> dict[str, object]:
    """What came with a form that was not done, to be sent once more; no passphrase."""
    came = _came(asked)
    token = f"{asked.bench.session.form_token()}.{came.made_for}"
    return {"to": came.to, "fields": came.fields, "token": token}


def _came(asked: Asked) -> unsent.Unsent:
    form = {name: several for name, several in asked.form.items() if name != FORM_TOKEN}
    return unsent.of(asked.path, asked.text(FORM_TOKEN), form)


async def _answer(bench: Bench, page: Page, request: Request) -> Response:
    form: Mapping[str, list[str]] = {}
    if page.method == "POST":
        body = await limited_body(request)
        if body is None:
            return await run_in_threadpool(_refused, bench, request, _TOO_LARGE)
        form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        token = form.get(FORM_TOKEN, [""])[0]
        if bench.session.was_form_token(token):
            page = replace(page, answer=_again, needs_campaign=False)
        elif not bench.session.is_form_token(token):
            return PlainTextResponse(bench.tongue.gettext(FOREIGN_FORM), 403)
    sealed = request.path_params.get(SEALED) or request.query_params.get(SEALED, "")
    question = bench.session.addresses.asked(page.path, sealed)
    if question is None:
        page, question = replace(page, answer=lambda _: EARLIER, needs_campaign=False), {}
    asked = Asked(bench, request.url.path, question, form)
    return await run_in_threadpool(_respond, page, asked)


async def limited_body(request: Request) -> bytes | None:
    """The body of a form; None when it is larger than any form of ours."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_FORM:
            return None
        parts.append(part)
    return b"".join(parts)


def _respond(page: Page, asked: Asked) -> Response:
    with asked.bench.turn:
        try:
            return _as_response(_answered(page, asked), asked)
        except Exception as problem:
            return _as_response(_stopped(problem), asked)


def _answered(page: Page, asked: Asked) -> Answer:
    """What is answered; to the second half of a double click, what the first half was."""
    if page.method == "GET":
        return _where_it_lies(page, asked)
    form = hashlib.sha256(repr((asked.path, asked.form)).encode("utf-8", "surrogatepass")).digest()
    led_to = asked.bench.led_to(form)
    answer = led_to if isinstance(led_to, Go) else _where_it_lies(page, asked)
    asked.bench.leads_to(form, answer if isinstance(answer, Go) else None)  # a page holds words
    asked.bench.unsent.sent(_came(asked))
    return answer


def _where_it_lies(page: Page, asked: Asked) -> Answer:
    """What the page answers, where the campaign for which it is asked is open and in its place."""
    if page.needs_campaign and _is_for_another(page, asked):
        page = replace(page, answer=_again)
    elif page.needs_campaign and not asked.bench.is_open:
        return Go("/start")
    elif page.needs_campaign and not asked.bench.is_there:
        page = replace(page, answer=_away)
    return _final(page, asked)


def _is_for_another(page: Page, asked: Asked) -> bool:
    """Whether a form was made while another campaign was open: two windows share a workbench."""
    return page.method == "POST" and not asked.bench.is_for_this(asked.text(FORM_TOKEN))


def _final(page: Page, asked: Asked) -> Answer:
    """What the page answers; for a form, where the page lies that answers it."""
    try:
        answer = page.answer(asked)
    except AskedWrongly as problem:
        answer = _stopped(problem)
    except Exception as problem:
        stopped = _stopped(problem)
        answer = replace(stopped, values={**stopped.values, **_sent(asked)})
    if page.method == "GET" or not isinstance(answer, Shown):
        return answer
    lies_at = replace(answer, values={"here": asked.path, **answer.values})
    return Go(ANSWERED, {"kept": asked.bench.keep(lies_at)})


def _stopped(problem: Exception) -> Shown:
    """The page for an error. One that nobody foresaw is not told: its text may hold words."""
    if isinstance(problem, OwnwordsError):
        return Shown("problem.html", {"problem": problem}, status=409)
    return Shown("problem.html", {"problem": unforeseen(problem)}, status=500)


def _as_response(answer: Answer, asked: Asked) -> Response:
    match answer:
        case Go():
            addresses = asked.bench.session.addresses
            return RedirectResponse(addresses.of(answer.to, **answer.asking), 303)
        case Sent():
            headers = {}
            if answer.name:
                name = f"attachment; filename*=UTF-8''{quote(answer.name)}"
                headers = {"Content-Disposition": name}
            return Response(answer.data, media_type=answer.media_type, headers=headers)
        case Lent():
            return FileResponse(answer.path, media_type=answer.media_type, filename=answer.name)
        case Shown():
            body = rendering.page(answer, asked)
            return Response(body, answer.status, media_type="text/html; charset=utf-8")
