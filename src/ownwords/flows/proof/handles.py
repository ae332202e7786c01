"""Where a handle stands in a text, as a pattern of its own: decision 0013, point 17, says where.

Shares nothing with the eraser but that page. A text is looked at as it is compared and as it is
written: ``@ada`` may go on in the one and end in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from ownwords.flows.proof.wording import IS_DENSE, WORD, normal

TELLING = 4
"""A shorter handle stands in any bytes by chance."""
_PART_OF_A_WORD = 3
"""A shorter one in another script is what an index cuts words of scripts without spaces into."""
_OF_RECORDS = frozenset(
    {
        *("audio", "author", "false", "image", "link", "main", "media", "name", "none", "note"),
        *("null", "person", "photo", "post", "private", "public", "reply", "source", "status"),
        *("text", "title", "true", "type", "user", "username", "video"),
    }
)
"""Values and fields of records, of anybody's."""
_TOLD = r"\b(?:screen_?name|(?:preferred)?username|handle|acct)[\"']?\s*[:=]\s*"
"""What stands before a handle in a record."""
_PLAIN = r"a-z0-9_\u00e0-\u024f\u0300-\u036f"
"""Letters with which a name in plain letters goes on."""
_ESCAPED = r"\\u(?:00[c-f]|01[0-9a-f]|02[0-4]|03[0-6])[0-9a-f]"
"""Such a letter as JSON may escape it."""
_DOMAIN = r"(?:-[a-z0-9-]+)?(?:\.[a-z0-9-]+)*\.[a-z]{2}"
"""How the domain of a mail address goes on behind its first part."""
_HOST = r"(?<![a-z0-9_-])"
"""What must not stand before a host."""
_TAGS = r"(?:explore|hashtags?|tag|tagged|tags)/"
"""Before a tag, which may be the same word."""
_X = ("twitter.com", "x.com")


def tells(handle: str) -> bool:
    """Whether a handle that is a whole value can be told from what records hold otherwise."""
    few = len(handle) < (TELLING if handle.isascii() else _PART_OF_A_WORD)
    return not (few or handle.strip("_").isdecimal() or handle in _OF_RECORDS)


def handle_pattern(
    networks: Mapping[str, set[str]], bare: Iterable[str], whole: Collection[str]
) -> re.Pattern[str] | None:
    """Handles in addresses of their networks; those in ``bare`` also where a record or text names
    them, of these those in ``whole`` as any value."""
    spelled = [_address(host, name, networks[name]) for name in networks for host in networks[name]]
    for name in bare:
        said = re.escape(name)
        spelled += [mention(name, networks[name]), rf"{_TOLD}[\"']{said}[\"']"]
        if name in whole:
            spelled += [rf"[\"']{said}[\"']", rf"(?m:^{said}$)"]
    return re.compile("|".join(sorted(spelled))) if spelled else None


def stands_in(text: str, plain: str, names: Iterable[str], pattern: re.Pattern[str] | None) -> bool:
    """Whether one of these handles stands in a text; ``plain`` is how it is compared."""
    if names_one(plain, names, pattern):
        return True
    return not text.isascii() and names_one(text.lower(), names, pattern)


def names_one(plain: str, names: Iterable[str], pattern: re.Pattern[str] | None) -> bool:
    """Whether a name stands in a text as the pattern wants it; the pattern alone would be slow."""
    if pattern is None:
        return False
    return any(pattern.search(line) for name in names for line in _lines_with(name, plain))


def _lines_with(name: str, plain: str) -> Iterator[str]:
    """The lines of a text in which a name stands, or part of which it is."""
    start = plain.find(name)
    while start >= 0:
        end = plain.find("\n", start + len(name))
        end = len(plain) if end < 0 else end
        yield plain[plain.rfind("\n", 0, start) + 1 : end].removesuffix("\r")
        start = plain.find(name, end)


def mention(name: str, hosts: Collection[str]) -> str:
    """``@ada``, ``@ada@her.host``, ``ada@her.host`` and a domain that is a name by itself; not
    ``@ada@other.host``, ``a@ada.org``."""
    said, end, elsewhere = re.escape(name), _end(name), _elsewhere(hosts)
    mail = rf"(?:(?<![{_PLAIN}].){said}|{said}(?!{_DOMAIN}))"
    spelled = [rf"[@＠]{mail}{end}{elsewhere}"]
    for host in _servers(hosts):
        at = rf"{re.escape(host)}{_end(host)}"
        spelled.append(rf"{_start(name)}{said}[@＠]{at}")
        if host.startswith(f"{name}."):
            spelled.append(rf"[@＠]{at}")
    if "did" in hosts and "." in name:
        spelled.append(rf"(?<![{_PLAIN}-]){said}{end}(?!\.?-?[a-z0-9])")
    return f"(?:{'|'.join(spelled)})"


def _elsewhere(hosts: Collection[str]) -> str:
    """What must not follow: a server that is not theirs. A domain is the same person's on any."""
    if "did" in hosts:
        return ""
    own = "|".join(f"{re.escape(host)}{_end(host)}" for host in _servers(hosts)) or "(?!)"
    return rf"(?!@(?!{own})\w[\w-]*\.\w)"


def _servers(hosts: Collection[str]) -> list[str]:
    """Networks that are hosts, under each of their names."""
    named = {*hosts, *(_X if "x.com" in hosts else ())}
    return sorted(filter(lambda host: "." in host, named))


def _start(name: str) -> str:
    """What must not stand before a name that no sign begins."""
    letter = f"[{_PLAIN}]" if name.isascii() else WORD.pattern.removesuffix("+")
    return rf"(?<!{letter})(?<!{letter}[.-])"


def _end(name: str) -> str:
    """What must not go on behind a name; of a plain one letters of other scripts are no part."""
    if name.isascii():
        return rf"(?![{_PLAIN}]|{_ESCAPED})"
    if IS_DENSE.match(name[-1]):
        return rf"(?![{_marks()}]|\\u[0-9a-f]{{4}})"
    return rf"(?!{WORD.pattern}|\\u[0-9a-f]{{4}})"


@cache
def _marks() -> str:
    """Signs that stand on the letter before them."""
    return "".join(one for one in map(chr, range(1 << 16)) if unicodedata.category(one)[0] == "M")


def _address(host: str, name: str, hosts: Collection[str]) -> str:
    """A handle as addresses of its network hold it."""
    said = f"{re.escape(name)}{_end(name)}{_elsewhere(hosts)}"
    if host == "x.com":
        asked = r"[^\s\"'<>]*[?&;](?:screen_name|via)="
        own = rf"{_HOST}(?:twitter|x)\.com/(?:#!/|{asked})?@?{said}"
        return rf"{own}|/{said}/status/"
    if host == "did":
        return rf"(?:{_HOST}bsky\.app/(?:(?!{_TAGS})[\w-]+/)?|at://)@?{said}"
    return rf"{_HOST}{re.escape(host)}/(?:(?!{_TAGS})\w+/)?@?{said}"


def compared(handle: str) -> tuple[str, str]:
    """The name of a ``network@handle`` as it is compared, and the network."""
    network, _, name = handle.partition("@")
    return normal(name), network
