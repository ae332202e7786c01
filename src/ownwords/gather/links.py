"""A list of links to posts, one a line: posts that somebody knows of and hopes to find.

A link holds no words. What a line names is asked for, and any export that brings the post fills
it. Links of X, of Mastodon and its relatives, and of Bluesky are read. People write such lists by
hand: remarks, blank lines and the marks of a bulleted list are passed over, other words are faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor, leave_out
from ownwords.gather.lines import Line, lines_of
from ownwords.gather.reasons import NOT_UTF8
from ownwords.gather.sources import Head, Source
from ownwords.gather.x_dialect import page_of, status_uri
from ownwords.records.captured import Fault, Place, Read, Wanted

_REMARK = re.compile(r"(?:^|\s)#.*$")
_BULLET = re.compile(r"^[-*+\u2022]\s+")
_NAME = re.compile(r"links[^/]*\.txt(?:\.\w+)?", re.ASCII)
_ADDRESS = re.compile(r"""[^\s{}<>",;]+""")
_WEB = r"(?:https?://)?"
_X = re.compile(
    _WEB + r"(?:(?:www|mobile|m)\.)?(?:twitter|x)\.com/(?:#!/)?"
    r"(?:(?:i(?:/web)?|(?P<handle>\w{1,20}))/status(?:es)?|statuses)/(?P<id>\d{1,20})"
    r"(?![\w])(?:[/?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)
_BLUESKY = re.compile(
    r"(?:" + _WEB + r"bsky\.app/profile/(?P<who>[\w.:%-]+)/post/"
    r"|at://(?P<whose>[\w.:%-]+)/app\.bsky\.feed\.post/)(?P<id>[\w.~-]{1,64})(?:[/?#]\S*)?",
    re.ASCII,
)
_MASTODON = re.compile(
    r"https?://(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d+)?)/(?:(?:web|deck)/)?"
    r"(?:@(?P<handle>[\w.-]+)(?P<away>@[\w.-]+)?(?:/statuses)?"
    r"|users/(?P<user>[\w.-]+)/statuses|statuses)/(?P<id>\d{5,20}|[0-9A-Z]{26})(?:[/?#]\S*)?",
)
_AWAY = "This link shows a post of another server; its own server has the link that is needed."
_NO_POST = "This is no link of a post of X, Mastodon or Bluesky."
_NO_LINK = "This line is no link. Write one link a line; a remark begins with #."


class Links:
    """Reads lists of links."""

    name = "links"
    title = "List of links to posts (one a line)"
    extensions = (".txt",)

    def recognises(self, head: Head) -> bool:
        """More than half of the lines are links, one of them of a post; or its name says links."""
        lines = [_said(line.decode("utf-8", "replace")) for line in head.lines()]
        said = [text for text in lines if text]
        links = [text for text in said if _is_link(text)]
        if _NAME.fullmatch(head.name):
            return bool(links)
        return 2 * len(links) > len(said) and any(_post(text, Place("")) for text in links)

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """One post asked for a line."""
        start = Cursor.parse(cursor)
        return leave_out(_reads(source, start), start)


def post_behind(link: str) -> str:
    """The id that a post has in a folder by a link of it; empty when the link names none."""
    named = _post(link, Place(""))
    return named.post if isinstance(named, Wanted) else ""


def _reads(source: Source, start: Cursor) -> Iterator[Read]:
    for line in lines_of(source, start):
        if isinstance(line, Fault):
            yield line
            continue
        read = _read(line, Place(source.label, line.number, line.offset))
        if read is not None:
            yield read


def _read(line: Line, place: Place) -> Read | None:
    try:
        text = _said(line.data.decode("utf-8"))
    except UnicodeDecodeError:
        return Fault(place, NOT_UTF8)
    if not text:
        return None
    return _post(text, place) or Fault(place, _NO_POST if _is_link(text) else _NO_LINK)


def _said(line: str) -> str:
    """The line without its remark and its bullet."""
    return _BULLET.sub("", _REMARK.sub("", line.strip()).strip())


def _is_link(text: str) -> bool:
    host, slash, _ = text.partition("/")
    looks = "://" in text or (bool(slash) and "." in host)
    return looks and bool(_ADDRESS.fullmatch(text))


def _post(text: str, place: Place) -> Wanted | Fault | None:
    """The post that a link names; None when it names none."""
    for pattern, read in ((_X, _on_x), (_BLUESKY, _on_bluesky), (_MASTODON, _on_mastodon)):
        found = pattern.fullmatch(text)
        if found:
            return read(found, place)
    return None


def _on_x(found: re.Match[str], place: Place) -> Wanted:
    handle, native = found["handle"] or "", found["id"]
    handle = "" if handle.lower() == "i" else handle
    url = page_of(handle, native)
    return Wanted(post=status_uri(native), url=url, network="x.com", handle=handle, place=place)


def _on_bluesky(found: re.Match[str], place: Place) -> Wanted:
    who, native = (found["who"] or found["whose"]).replace("%3A", ":"), found["id"]
    is_id = who.startswith("did:")
    return Wanted(
        post=f"at://{who}/app.bsky.feed.post/{native}",
        url=f"https://bsky.app/profile/{who}/post/{native}",
        network="did",
        account=who if is_id else "",
        handle="" if is_id else who,
        place=place,
    )


def _on_mastodon(found: re.Match[str], place: Place) -> Wanted | Fault:
    if found["away"]:
        return Fault(place, _AWAY)
    host, native = found["host"].lower(), found["id"]
    handle = found["handle"] or found["user"] or ""
    if handle:
        post = f"https://{host}/users/{handle}/statuses/{native}"
        url = f"https://{host}/@{handle}/{native}"
    else:
        post = url = f"https://{host}/statuses/{native}"
    return Wanted(post=post, url=url, network=host, handle=handle, place=place)


CONNECTOR = Links()
