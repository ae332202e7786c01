"""Names of held people in running text: handles, addresses, words that are passed on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Protocol
from urllib.parse import unquote

from ownwords.archive.redacted_names import (
    GAPS,
    LATIN,
    NAME,
    SIGN,
    Said,
    ends,
    is_in_mail_address,
    is_of_another_host,
    joined,
    said,
    users,
)
from ownwords.archive.redacted_undone import undone
from ownwords.records.patterns import compiled

MARK = "[withdrawn]"
DOMAINS = "did"
"""The network whose handles are domains, so that one of them is the same person's everywhere."""
ANY = "*"
"""Instead of a network: whatever network the handle is of."""

PASSED_ON = compiled(
    rf"(?:(?<![A-Za-z0-9_\u00c0-\u024f])(?:RT|MT|QT)\b[\s:：]*|[\"“”„«‘]\s*){SIGN}({NAME})\s*[:：]?",
    re.IGNORECASE,
)
"""What a text says before words of somebody else: ``RT @ada: …``, ``"@ada …"``. Group: who."""
_SIGN = compiled(SIGN)
_TAG = compiled(r"<[^<>]*>")
Span = tuple[int, int]
"""From where to where something stands in a text."""
_PATH = r"(?:\\/|[^\s\"'<>\\])+"
_HOST = r"(?:[A-Za-z0-9-]+\.){1,9}[A-Za-z]{2,}"
_DOMAIN = rf"{_HOST}(?![A-Za-z0-9_]|-[A-Za-z0-9])"
_NAMES = compiled(rf"(?<![A-Za-z0-9_-]){_DOMAIN}")
"""A domain that may be a name, wherever it stands in an address."""
_ADDRESS = compiled(
    rf"(?:https?|at):\\?/\\?/{_PATH}"
    rf"|(?<![A-Za-z0-9_-]){_HOST}(?::\d+)?\\?/{_PATH}"
    rf"|(?<![A-Za-z0-9_@\uff20\ufe6b-]){_DOMAIN}"
    r"|\bdid:[a-z]+:[\w.%-]+",
    re.IGNORECASE,
)
_WITHIN = compiled(rf"(?:https?|at)://?|(?<=[/=?&:]){_HOST}/", re.IGNORECASE)
"""Where another address begins in one: copies of archives, questions, redirections."""
_IN_LETTERS = compiled(rf"[\x00-\x7f{LATIN}]+")
X = "x.com"
_NUMBER = compiled(r"(?<![\w.])\d{5,20}(?![\w])")
_ALIASES = {
    "twitter.com": "x.com",
    "mobile.twitter.com": "x.com",
    "m.twitter.com": "x.com",
    "bsky.app": DOMAINS,
}
_OF_TAGS = frozenset({"explore", "hashtag", "hashtags", "tag", "tagged", "tags"})
"""Before a tag that is the same word: ``tags/ada``."""
_BEFORE_A_HANDLE = frozenset({"screen_name", "via"})
"""Fields of what an address asks for: ``intent/user?screen_name=ada``."""
_OF_POSTS_ON_X = "status"
"""Behind a handle, whatever host shows the post: ``ada/status/1``."""
_LONG, _SEVERAL = 2_048, 64
"""So many signs of an address are read, and so many addresses in one."""
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
        self._known_addresses: dict[str, bool] = {}
        self._known_texts: dict[str, str] = {}

    def text(self, words: str) -> str:
        """The text without their names, and without the words that it says it passes on."""
        if len(words) < 2:
            return words
        if words not in self._known_texts:
            self._known_texts[words] = self._read(words)
        return self._known_texts[words]

    def _read(self, words: str) -> str:
        cut = self._text(words)
        for plain in undone(cut):
            again = self._text(plain)
            if again != plain:
                return self.text(again)
        return cut

    def _text(self, words: str) -> str:
        """The same of a text as it is written."""
        named = _SIGN.search(words) is not None
        if named:
            words = self._without_passed_on(words)
        if "." in words or "/" in words or "did:" in words:
            words = self._without_addresses(words)
        return _cut(words, self._names(words)) if named else words

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

    def _without_addresses(self, words: str) -> str:
        """The words without their addresses, also without such as markup stands in."""
        words = _cut(words, self._addresses(words))
        for gap in GAPS:
            if gap.search(words) is None:
                continue
            plain, places = joined(words, gap)
            spans = self._addresses(plain)
            words = _cut(words, [(places[start], places[end - 1] + 1) for start, end in spans])
        return words

    def _addresses(self, words: str) -> Iterator[Span]:
        """Where addresses of theirs stand; words of another script may follow one at once."""
        start = 0
        while found := _ADDRESS.search(words, start):
            start = found.end()
            whole = _without_end(found[0])
            plain = _IN_LETTERS.match(whole)
            for address in (_without_end(plain[0]) if plain else whole, whole):
                if self.is_theirs(address):
                    start = found.start() + len(address)
                    yield found.start(), start
                    break

    def longest(self, name: str) -> str:
        """The longest beginning of a name that is a held handle; empty when none is.

        ``ada@other.host`` is not the ``ada`` of here.
        """
        whole = said(name, 0)
        held = (count for count in ends(whole) if self._is_meant(whole, count))
        return whole.text[: next(held, 0)]

    def _is_meant(self, name: Said, count: int, host: str = "") -> bool:
        """Do so many signs name them, on a host or where the words stand?"""
        handle = name.text[:count]
        if not self.known.is_handle(handle, host):
            return False
        if "@" in handle or not is_of_another_host(name, count):
            return True
        return self.known.is_handle(handle, DOMAINS)

    def _names(self, words: str) -> Iterator[Span]:
        """Where their handles stand."""
        done = 0
        for sign in _SIGN.finditer(words):
            found = self._name_at(words, sign) if sign.start() >= done else None
            if found:
                yield max(found[0], done), found[1]
                done = found[1]

    def _name_at(self, words: str, sign: re.Match[str]) -> Span | None:
        """From where to where they are named at a sign; None when they are not."""
        name = said(words, sign.end())
        counts = list(ends(name))
        for count in counts if "." in name.text else ():
            host = name.text[:count]
            for start, user in users(words, sign.start()) if "." in host else ():
                if self.known.is_handle(f"{user}@{host}"):
                    return start, name.ends[count - 1]
        for count in counts:
            if self._is_meant(name, count) and not self._is_mail(words, sign.start(), name, count):
                return sign.start(), name.ends[count - 1]
        return None

    def _is_mail(self, words: str, sign: int, name: Said, count: int) -> bool:
        """Is a name the beginning of a domain that mail goes to, and the domain not theirs?"""
        if not is_in_mail_address(words, sign, name.ends[count - 1]):
            return False
        hosts = (name.text[:more] for more in ends(name) if more > count)
        return not any(self.known.is_handle(f"{name.text[:count]}@{host}") for host in hosts)

    def _named(self, number: str) -> str:
        known = self.known
        return MARK if known.is_post(number) or known.is_account(number) else number

    def is_theirs(self, address: str) -> bool:
        """Is this the address of a held account, or of anything of theirs, in any spelling?"""
        known = self._known_addresses
        if address not in known:
            known[address] = self._is_of_them(address)
        return known[address]

    def _is_of_them(self, address: str) -> bool:
        if self.known.is_account(address) or self.known.is_post(address):
            return True
        plain = address.replace("\\/", "/")
        forms = dict.fromkeys((plain, unquote(plain), unquote(unquote(plain))))
        return any(map(self._leads_to_them, forms))

    def _leads_to_them(self, address: str) -> bool:
        """Is an address theirs, or does one of theirs or their name stand in it?"""
        starts = (0, *(found.start() for found in _WITHIN.finditer(address, 1)))
        if any(self._is_theirs(address[start : start + _LONG]) for start in starts[:_SEVERAL]):
            return True
        domains = (one for found in _NAMES.finditer(address) for one in _hosts(found[0]))
        if any("." in one and self.known.is_handle(one, DOMAINS) for one in domains):
            return True
        return any(self._names(address))

    def _is_theirs(self, address: str) -> bool:
        """The same, of an address from its beginning."""
        known = self.known
        _, mark, rest = address.partition("://")
        parts = [one for one in re.split(r"[/?#&;=]", rest if mark else address) if one]
        host = authority(address if mark else f"https://{address}")
        if self._is_below(address) or self._is_named(parts[1:], host):
            return True
        if host == "at" and any(self._begins_with(part, DOMAINS) for part in parts[:1]):
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
        hosts = _hosts(host)
        asked = [after for key, after in pairwise(parts) if key.lower() in _BEFORE_A_HANDLE]
        shown = [one for one, post in pairwise(parts) if post.lower() == _OF_POSTS_ON_X]
        if any(self._begins_with(one, X) for one in shown):
            return True
        parts = [part for part in parts[:3] if part != "!"][:2]
        if host == X or (parts and (parts[0] in _OF_TAGS or parts[0].startswith("@"))):
            parts = parts[: host == X or parts[0].startswith("@")]
        return any(self._begins_with(one, at) for one in (*asked, *parts) for at in hosts)

    def _begins_with(self, part: str, host: str) -> bool:
        """Does a part of an address begin with a handle of theirs on a host?"""
        name = said(part.lstrip("@"), 0)
        return any(self._is_meant(name, count, host) for count in ends(name))


def _cut(words: str, spans: Iterable[Span]) -> str:
    """The words without some of them; markup among these stays."""
    pieces, done = list[str](), 0
    for start, end in spans:
        pieces += words[done:start], *_TAG.findall(words, start, end), MARK
        done = end
    return "".join((*pieces, words[done:]))


def _without_end(address: str) -> str:
    """An address without what closes the sentence around it."""
    return address.rstrip(".,;:!?)]}…")


def _hosts(host: str) -> list[str]:
    """A host and those above it: ``mobile.x.com``, ``x.com``."""
    parts = host.rpartition("@")[2].partition(":")[0].split(".")
    above = (".".join(parts[at:]) for at in range(max(len(parts) - 1, 1)))
    return [_ALIASES.get(one, one) for one in above]
