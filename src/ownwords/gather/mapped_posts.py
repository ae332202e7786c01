"""A row and a mapping in, a post out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ownwords.gather.hashtags import extract_tags
from ownwords.gather.mapped_values import id_in_url, is_rounded, list_of, moment_of, text_of
from ownwords.gather.mapping import Mapping
from ownwords.gather.reasons import NUL
from ownwords.locales import marked
from ownwords.records.captured import Captured, Fault, Place, Read
from ownwords.records.post import PASSED_ON, REFERENCES, Metrics, Post

Get = Callable[[str], Any]
"""The value of a column in the current row; None when the row has none."""

_NOBODY = "The row does not say its author in a way that can be read."
_NEVER = "The row does not say its time in a way that can be read."
_MUTE = "The row does not say its text in a way that can be read."
_WITHOUT = marked("the post, without that")
_COUNTS = ("likes", "reposts", "replies", "quotes", "followers")


class RowReader:
    """Reads rows of one source. ``sound`` says that its ids were not rounded (see is_rounded)."""

    def __init__(self, mapping: Mapping, *, sound: bool) -> None:
        self._mapping = mapping
        self._sound = sound
        self._single = {field: names[0] for field, names in mapping.columns.items()}
        self._several = {f: names for f, names in mapping.columns.items() if len(names) > 1}
        self._counts = [field for field in _COUNTS if field in self._single]
        self._references = [field for field in REFERENCES if field in self._single]

    def capture(self, get: Get, payload: bytes, place: Place) -> list[Read]:
        """The post of a row, and a fault for what cannot be taken as it stands."""
        native = self._native(get)
        if not native:
            return [Fault(place, self._no_id(get))]
        account = self._account(get)
        said = self._text(get, "published")
        moment = self._moment(said)
        content = self._value(get, "content")
        if moment is None or not account or not isinstance(content, str):
            return [Fault(place, _NOBODY if not account else _NEVER if moment is None else _MUTE)]
        more, problem = self._refer(get)
        more.update(self._more(get))
        post = Post(
            id=self._mapping.prefix + native,
            network=self._mapping.network,
            native_id=native,
            attributed_to=account,
            content=content,
            published=moment[0],
            precision=moment[1],
            published_raw=said,
            payload=payload,
            version_id=native,
            type=self._type(get, content),
            handle=self._text(get, "handle").lstrip("@"),
            tags=self._tags(get, content),
            **more,
        )
        if "\0" in content or "\0" in post.handle or "\0" in post.name:
            return [Fault(place, NUL)]
        reads: list[Read] = [Captured(post, place, (), (), self._metrics(get, post.id))]
        return reads if not problem else [*reads, Fault(place, problem, _WITHOUT)]

    def _value(self, get: Get, field: str) -> Any:
        column = self._single.get(field)
        if column is None:
            return None
        if field not in self._several:
            return get(column)
        for name in self._several[field]:
            value = get(name)
            if value is not None and value != "":
                return value
        return None

    def _text(self, get: Get, field: str) -> str:
        if field not in self._single:
            return ""
        value = self._value(get, field)
        return value.strip() if type(value) is str else text_of(value).strip()

    def _rounded(self, native: str) -> bool:
        return self._mapping.refuse_rounded and is_rounded(native, sound=self._sound)

    def _native(self, get: Get) -> str:
        """The id of the row, from its address where the id itself was rounded; empty else."""
        native = self._text(get, "id")
        if not native or self._rounded(native):
            native = id_in_url(self._text(get, "url_id"))
        return "" if self._rounded(native) else native

    def _no_id(self, get: Get) -> str:
        if self._text(get, "id") or self._text(get, "url_id"):
            return (
                "A spreadsheet rounded the id of this row. Export the sheet again with the ids "
                "as text."
            )
        return "The row does not say its id."

    def _account(self, get: Get) -> str:
        native = self._text(get, "account")
        if native and not self._rounded(native):
            return self._mapping.account_prefix + native
        handle = self._text(get, "handle").lstrip("@")
        return self._mapping.handle_prefix + handle if handle else ""

    def _moment(self, said: str) -> tuple[int, str] | None:
        try:
            return moment_of(said, self._mapping.time_format, self._mapping.zone)
        except (ValueError, OverflowError):
            return None

    def _type(self, get: Get, content: str) -> str:
        prefix = self._mapping.repost_prefix
        if prefix and content.startswith(prefix):
            return PASSED_ON
        return self._mapping.types.get(self._text(get, "type"), "Note")

    def _tags(self, get: Get, content: str) -> tuple[str, ...]:
        value = self._value(get, "tags")
        return list_of(value) if value else extract_tags(content)

    def _refer(self, get: Get) -> tuple[dict[str, Any], str]:
        """Other posts that this one refers to; a rounded id among them is left out and named."""
        found: dict[str, Any] = {}
        problem = ""
        for field in self._references:
            native = self._text(get, field)
            if not native:
                continue
            if self._rounded(native):
                problem = "A spreadsheet rounded the id of another post that this one refers to."
            else:
                found[field] = native if ":" in native else self._mapping.prefix + native
        return found, problem

    def _more(self, get: Get) -> dict[str, Any]:
        """Fields that mappings may leave out."""
        known = self._single
        more: dict[str, Any] = {
            field: self._text(get, field) for field in ("name", "url", "summary") if field in known
        }
        for field in ("links", "mentions"):
            if field in known:
                more[field] = list_of(self._value(get, field))
        if "language" in known:
            more["language"] = self._text(get, "language")
            more["language_source"] = "platform" if more["language"] else ""
        return more

    def _metrics(self, get: Get, post: str) -> Metrics | None:
        counts = {field: self._text(get, field) for field in self._counts}
        whole = {field: int(n) for field, n in counts.items() if n.isdecimal() and len(n) < 16}
        return Metrics(post, **whole) if whole else None
