"""The loose values of ActivityStreams: one or several, plain or an object, brought to one shape."""

from __future__ import annotations

from typing import Any

from ownwords.records.post import Attachment
from ownwords.records.text import Markup

PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
"""The three spellings of "everybody" (ActivityPub, section 5.6)."""

_NOT_LINKS = frozenset({"mention", "hashtag", "u-url"})


def several(value: Any) -> list[Any]:
    """A value that may be one, several or none, as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def address(value: Any) -> str:
    """The address that a value is or has: text, an object with ``id`` or ``href``, or the first."""
    for one in several(value):
        found = one.get("id") or one.get("href") if isinstance(one, dict) else one
        if isinstance(found, str) and found:
            return found
    return ""


def text_of(value: Any) -> str:
    """The value if it is text, else nothing."""
    return value if isinstance(value, str) else ""


def visibility(*audiences: tuple[Any, Any]) -> str:
    """``public`` (in ``to``), ``unlisted`` (in ``cc`` only) or empty: not public.

    Each audience is a ``to`` and a ``cc``, of the activity and of its object. Of those that say
    something the narrowest counts; where nobody says anything the post is not public.
    """
    said = [(to, cc) for to, cc in audiences if to is not None or cc is not None]
    found = [_level(to, cc) for to, cc in said]
    return ("", "unlisted", "public")[min(found, default=0)]


def _level(to: Any, cc: Any) -> int:
    if any(address(one) in PUBLIC for one in several(to)):
        return 2
    return int(any(address(one) in PUBLIC for one in several(cc)))


def tags_of(value: Any) -> tuple[str, ...]:
    """Hashtags as written, without their sign."""
    return tuple(
        name.lstrip("#＃")
        for name in (text_of(one.get("name")) for one in _typed(value, "Hashtag"))
        if name.lstrip("#＃")
    )


def mentions_of(value: Any) -> tuple[str, ...]:
    """Who is mentioned: the address of the account, or its handle where there is none."""
    named = (
        text_of(one.get("href")) or text_of(one.get("name")) for one in _typed(value, "Mention")
    )
    return tuple(filter(None, named))


def _typed(value: Any, kind: str) -> list[dict[str, Any]]:
    return [one for one in several(value) if isinstance(one, dict) and one.get("type") == kind]


def attachments_of(value: Any) -> tuple[Attachment, ...]:
    """Pictures, films and sounds; ``name`` is their alternative text."""
    return tuple(
        Attachment(_kind(one), address(one.get("url") or one.get("href")), text_of(one.get("name")))
        for one in several(value)
        if isinstance(one, dict)
    )


def _kind(attachment: dict[str, Any]) -> str:
    media = text_of(attachment.get("mediaType")).partition("/")[0]
    return media or text_of(attachment.get("type")).lower() or "document"


def language_of(content: str, by_language: Any) -> str:
    """The language under which ``contentMap`` holds these words; empty when it does not say."""
    if not isinstance(by_language, dict):
        return ""
    if len(by_language) == 1:
        return str(next(iter(by_language)))
    return next((str(name) for name, words in by_language.items() if words == content), "")


class _Anchors(Markup):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            return
        said = dict(attrs)
        kinds = set((said.get("class") or "").split())
        href = said.get("href") or ""
        if href.startswith(("http://", "https://")) and not kinds & _NOT_LINKS:
            self.links.append(href)


def links_in(html: str) -> tuple[str, ...]:
    """Where the words point to; hashtags and mentions are no links."""
    if "<a" not in html:
        return ()
    reader = _Anchors()
    reader.feed(html)
    reader.close()
    return tuple(dict.fromkeys(reader.links))
