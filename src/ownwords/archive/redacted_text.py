"""Names of held people in running text: handles, addresses, words that are passed on."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Protocol
from urllib.parse import unquote

MARK = "[withdrawn]"
DOMAINS = "did"
"""The network whose handles are domains, so that one of them is the same person's everywhere."""
ANY = "*"
"""Instead of a network: whatever network the handle is of."""

_SIGN = (
    r"[\w\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0971-\u0dff\u0e00-\u109f\u1780-\u17d3\u3099\u309a]"
)
"""A letter, or a mark that stands on one."""
NAME = rf"\w{_SIGN}*(?:[.@-]{_SIGN}+)*"
"""What may be a handle; in a text without spaces more may follow it."""
_BEFORE = r"A-Za-z0-9_\u00c0-\u024f"
"""A name does not begin right behind these: behind a letter of a script without spaces it may."""
PASSED_ON = re.compile(
    rf"(?:(?<![{_BEFORE}])(?:RT|MT|QT)\b[\s:：]*|[\"“”„«‘]\s*)[@＠]({NAME})\s*[:：]?", re.IGNORECASE
)
"""What a text says before words of somebody else: ``RT @ada: …``, ``"@ada …"``. Group: who."""
_HANDLE = re.compile(rf"(?<![{_BEFORE}/])[@＠]({NAME})")
_MARKED_UP = re.compile(rf"(?<![{_BEFORE}/])[@＠]((?:<[^<>]+>)+)({NAME})")
"""A handle in markup, as servers write it: ``@<span>ada</span>``."""
_JOINT = re.compile(r"[.@-]|(?<=[A-Za-z0-9_])(?=[^\x00-\u036f])")
"""Where a name may end within what looks like one: ``@ada.``, ``@adaさん``."""
_WITH_HOST = re.compile(r"\w+@\w[\w-]*\.\w.*")
_ADDRESS = re.compile(
    r"(?:https?|at)://[^\s\"'<>\\]+"
    r"|\b(?:www\.|mobile\.)?(?:twitter|x)\.com/[^\s\"'<>\\]+"
    r"|\bdid:[a-z]+:[\w.%-]+"
)
_NUMBER = re.compile(r"(?<![\w.])\d{5,20}(?![\w])")
_ALIASES = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "m.twitter.com": "x.com",
    "bsky.app": DOMAINS,
}
_BEFORE_A_NAME = frozenset({"deck", "profile", "profiles", "u", "user", "users", "web"})
_BEFORE_A_HANDLE = frozenset({"screen_name", "via"})
"""Fields of what an address asks for: ``intent/user?screen_name=ada``."""
_PARTS = 5
"""So many parts of an address can be the id of an account, or name one."""


def authority(address: str) -> str:
    """Who gave an id: the host of an address, else what stands before the first colon."""
    head, mark, rest = address.partition("://")
    if not mark:
        return address.partition(":")[0].lower()
    host = rest.partition("/")[0].lower().removeprefix("www.")
    return head if head == "at" else _ALIASES.get(host, host)


def stem(address: str) -> str:
    """An id without its last part: what a bare id of the same network is put behind."""
    return address[: max(address.rfind("/"), address.rfind(":")) + 1]


def bare(address: str) -> str:
    """The last part of an id."""
    return address[max(address.rfind("/"), address.rfind(":")) + 1 :]


class Known(Protocol):
    """Answers about names, for one record."""

    network: str

    def is_account(self, name: str) -> bool: ...
    def is_whole_account(self, address: str) -> bool: ...
    def is_handle(self, handle: str, network: str = "") -> bool: ...
    def is_post(self, name: str) -> bool: ...
    def is_repeated(self, words: str) -> bool: ...


class Reader:
    """Reads texts of one record. ``passed_on`` says that a text held words of the person."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.passed_on = False

    def text(self, words: str) -> str:
        """The text without their names, and without the words that it says it passes on."""
        if len(words) < 2:
            return words
        named = "@" in words or "＠" in words
        if named:
            words = self._without_passed_on(words)
        if "/" in words or "did:" in words:
            words = _ADDRESS.sub(self._address, words)
        if named:
            words = _HANDLE.sub(self._handle, words)
            if "<" in words:
                words = _MARKED_UP.sub(self._marked_up, words)
        return words

    def plain(self, words: str) -> str:
        """The same without bare ids and cells that are a handle: for records that are no JSON."""
        words = _NUMBER.sub(lambda found: self._named(found[0]), self.text(words))
        pieces = re.split(r"([\t,;|\"\r\n]+)", words)
        cells = [MARK if self._is_cell(cell) else cell for cell in pieces]
        return "".join(cells)

    def _is_cell(self, cell: str) -> bool:
        name = cell.strip()
        return bool(name) and " " not in name and self.known.is_handle(name.lstrip("@"))

    def _without_passed_on(self, words: str) -> str:
        for found in PASSED_ON.finditer(words):
            if self.longest(found[1]) or self.known.is_repeated(words[found.end() :]):
                self.passed_on = True
                return words[: found.start()] + MARK
        return words

    def longest(self, name: str) -> str:
        """The longest beginning of a name that is a held handle; empty when none is.

        ``ada@other.host`` is not the ``ada`` of here.
        """
        least = name.find("@") + 1 if _WITH_HOST.fullmatch(name) else 0
        ends = [len(name), *(found.start() for found in _JOINT.finditer(name))]
        for end in sorted(ends, reverse=True):
            if end > least and self.known.is_handle(name[:end]):
                return name[:end]
        return ""

    def _handle(self, found: re.Match[str]) -> str:
        held = self.longest(found[1])
        return MARK + found[1][len(held) :] if held else found[0]

    def _marked_up(self, found: re.Match[str]) -> str:
        held = self.longest(found[2])
        return found[1] + MARK + found[2][len(held) :] if held else found[0]

    def _named(self, number: str) -> str:
        known = self.known
        return MARK if known.is_post(number) or known.is_account(number) else number

    def _address(self, found: re.Match[str]) -> str:
        address = found[0].rstrip(".,;:!?)]}…")
        rest = found[0][len(address) :]
        return MARK + rest if self.is_theirs(address) else found[0]

    def is_theirs(self, address: str) -> bool:
        """Is this the address of a held account, or of anything of theirs, in any spelling?"""
        known = self.known
        if known.is_account(address) or known.is_post(address):
            return True
        _, mark, rest = address.partition("://")
        parts = [unquote(one) for one in re.split(r"[/?#&=]", rest if mark else address) if one]
        host = authority(address if mark else f"https://{address}")
        if self._is_below(address) or self._is_named(parts[1:], host):
            return True
        if host == "at" and any(known.is_handle(part, DOMAINS) for part in parts[:1]):
            return True
        if any(known.is_account(part) for part in parts if part.startswith("did:")):
            return True
        ids = [part for part in parts if part.isdecimal() and len(part) > 4]
        same = host == known.network
        return same and any(known.is_post(part) or known.is_account(part) for part in ids)

    def _is_below(self, address: str) -> bool:
        """Does the address go on from that of an account, as a post's does on some networks?"""
        ends = [place for place, sign in enumerate(address) if sign in "/?#"][2 : _PARTS + 2]
        return any(self.known.is_whole_account(address[:end]) for end in ends)

    def _is_named(self, parts: list[str], host: str) -> bool:
        """Is the handle in the path of an address theirs: ``/ada/1``, ``/@ada``, ``/users/ada``?"""
        asked = (after for key, after in pairwise(parts) if key in _BEFORE_A_HANDLE)
        if any(self.known.is_handle(after.lstrip("@"), host) for after in asked):
            return True
        parts = [part for part in parts if part != "!"]
        if len(parts) > 1 and parts[0] in _BEFORE_A_NAME:
            parts = parts[1:]
        return bool(parts) and self.known.is_handle(parts[0].lstrip("@"), host)
