"""A file dropped on the page, written straight into the campaign's inbox as it arrives.

The inbox is ``cache/inbox/``: an export holds more than what will be kept, so it lies nowhere else
and goes when it has been taken in. A file of any size needs the memory of one piece.
"""

from __future__ import annotations

import re
import secrets
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart import MultipartParser
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from ownwords.archive import files
from ownwords.records.errors import AskedWrongly
from ownwords.workbench import rendering
from ownwords.workbench.asked import FORM_TOKEN, Asked, Shown
from ownwords.workbench.bench import Bench

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

UPLOAD = "/gather/upload"
INBOX = "inbox"
_LONGEST_FIELD = 4096
_OF_EARLIER = AskedWrongly(
    "The file did not arrive: its page was opened before the workbench was locked, or for another "
    "campaign.",
    kept="Nothing of it was kept.",
    do="Go to What came in and drop it again.",
)
_UNSAFE = re.compile(r"[^\w.\- ]", re.UNICODE)


def routes(bench: Bench) -> list[Route]:
    """The one address that takes files."""
    return [Route(UPLOAD, partial(_upload, bench), methods=["POST"])]


def inbox_of(root: Path) -> Path:
    """Where dropped files lie until they have been taken in."""
    return root / "cache" / INBOX


def in_inbox(root: Path, name: str) -> Path:
    """A file of the inbox by the name that the page knows; AskedWrongly when there is none."""
    for path in inbox_of(root).glob("*/*"):
        if f"{path.parent.name}/{path.name}" == name:
            return path
    raise AskedWrongly("That file is no longer in the inbox.", do="Drop it again.")


def throw_away(path: Path) -> None:
    """Remove a dropped file with its place."""
    files.remove(path.parent)


async def _upload(bench: Bench, request: Request) -> Response:
    if not bench.is_open:
        return RedirectResponse("/start", 303)
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        return PlainTextResponse(bench.tongue.gettext("No file came with the form."), 400)
    arriving = _Arriving(inbox_of(bench.workspace.folder.root), bench)
    parser = MultipartParser(boundary, arriving.callbacks())
    try:
        async for part in request.stream():
            await run_in_threadpool(parser.write, part)
        parser.finalize()
    except (ClientDisconnect, OSError, ValueError, _Refused) as error:
        arriving.throw_away()
        return await run_in_threadpool(_stopped, bench, error)
    arriving.close()
    return RedirectResponse(bench.session.addresses.of("/gather", file=arriving.name), 303)


def _stopped(bench: Bench, error: Exception) -> Response:
    if isinstance(error, _Refused):
        shown = Shown("problem.html", {"problem": _OF_EARLIER})
        with bench.turn:
            page = rendering.page(shown, Asked(bench, UPLOAD))
        return Response(page, 403, media_type="text/html; charset=utf-8")
    if isinstance(error, OSError):
        bench.say(
            "The file did not arrive: the disk is full or cannot be written. "
            "Nothing of it was kept."
        )
    else:
        bench.say("The file did not arrive: it was cut off. Nothing of it was kept.")
    return RedirectResponse("/gather", 303)


class _Refused(Exception):
    """The form was not made by the open session, or for another campaign."""


class _Arriving:
    """A form with one file, on its way in. The token must come before the file."""

    def __init__(self, inbox: Path, bench: Bench) -> None:
        self._inbox = inbox
        self._bench = bench
        self._header, self._value = b"", b""
        self._field, self._filename = "", ""
        self._token = b""
        self._place: Path | None = None
        self._stream: BinaryIO | None = None
        self.name = ""
        """``PLACE/NAME`` of the file in the inbox; empty when none came."""

    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_header,
            "on_header_value": self._on_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self.close,
        }

    def _begin(self) -> None:
        self._field, self._filename = "", ""

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            self._field = options.get(b"name", b"").decode("utf-8", "replace")
            self._filename = options.get(b"filename", b"").decode("utf-8", "replace")
        self._header, self._value = b"", b""

    def _headers_finished(self) -> None:
        if not self._filename:
            return
        token = self._token.decode("ascii", "replace")
        if not (self._bench.session.is_form_token(token) and self._bench.is_for_this(token)):
            raise _Refused
        place = self._inbox / secrets.token_hex(6)
        place.mkdir(parents=True)
        self._place = place
        path = place / safe_name(self._filename)
        self.name = f"{place.name}/{path.name}"
        self._stream = path.open("xb")

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._stream is not None:
            self._stream.write(data[start:end])
        elif self._field == FORM_TOKEN and len(self._token) < _LONGEST_FIELD:
            self._token += data[start:end]

    def close(self) -> None:
        """The file is whole."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def throw_away(self) -> None:
        """Nothing of it stays."""
        self.close()
        if self._place is not None:
            files.remove(self._place)


def safe_name(name: str) -> str:
    """The last part of a file name, without what a file system or a page could stumble over."""
    last = name.replace("\\", "/").rpartition("/")[2]
    cleaned = _UNSAFE.sub("_", last).strip(" .")[-120:]
    return cleaned or "file"
