"""Who may look: one person at this computer, let in by a ticket that is good once.

The ticket is in the address that the workbench opens at its start. It becomes a cookie that ends
with the browser. Locking ends the cookie at once; a passphrase, kept here as a salted hash while
the workbench runs and nowhere else, opens again. It encrypts nothing, and the page says so.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

from ownwords.workbench.addresses import Addresses

SHORTEST = 8
"""Characters that a passphrase has at the least."""

_WAIT = 1.0
_LONGEST_WAIT = 30.0


class Session:
    """The one session of a running workbench. Nothing of it is written to a disk."""

    def __init__(self) -> None:
        self.ticket = secrets.token_urlsafe(32)
        self.addresses = Addresses()
        self.cookie_name = f"workbench-{secrets.token_hex(4)}"
        """Browsers keep cookies for all ports alike: two workbenches must not share a name."""
        self._cookie = ""
        self._forms = secrets.token_bytes(32)
        self._former: list[str] = []
        self._marks = secrets.token_bytes(32)
        self._salt = b""
        self._hash = b""
        self._wrong = 0
        self._not_before = 0.0

    def enter(self, ticket: str) -> str:
        """The cookie for who brings the ticket; empty for everybody else and the second time."""
        if not self.ticket or not _same(ticket, self.ticket):
            return ""
        self.ticket = ""
        return self._new_cookie()

    def _new_cookie(self) -> str:
        self.lock()
        self._cookie = secrets.token_urlsafe(32)
        self._forms = secrets.token_bytes(32)
        return self._cookie

    def knows(self, cookie: str) -> bool:
        """Whether a request's cookie is that of the open session."""
        return bool(self._cookie) and _same(cookie, self._cookie)

    def form_token(self) -> str:
        """What every form carries and every change asks for; another one after each entry."""
        return hmac.digest(self._forms, self._cookie.encode(), "sha256").hex()

    def is_form_token(self, token: str) -> bool:
        """Whether a form was made by the open session."""
        return bool(self._cookie) and _same(_own_part(token), self.form_token())

    def was_form_token(self, token: str) -> bool:
        """Whether a form was made here before the workbench was locked and opened again."""
        return any(_same(_own_part(token), one) for one in self._former)

    def mark(self, place: str) -> str:
        """Signs that tell one folder from another and say nothing else of it."""
        return hmac.digest(self._marks, place.encode("utf-8", "surrogateescape"), "sha256").hex()

    def lock(self) -> None:
        """Let nobody in from now on."""
        if self._cookie:
            self._former.append(self.form_token())
        self._cookie = ""

    @property
    def has_passphrase(self) -> bool:
        """Whether a locked workbench can be opened again without starting it anew."""
        return bool(self._hash)

    def set_passphrase(self, passphrase: str) -> bool:
        """Remember a passphrase while the workbench runs; False when it is too short."""
        if len(passphrase) < SHORTEST:
            return False
        self._salt = secrets.token_bytes(16)
        self._hash = _hashed(passphrase, self._salt)
        return True

    def unlock(self, passphrase: str) -> str:
        """A new cookie for the right passphrase, else empty. Wrong ones make the next one wait."""
        if not self._hash or time.monotonic() < self._not_before:
            return ""
        if hmac.compare_digest(_hashed(passphrase, self._salt), self._hash):
            self._wrong = 0
            return self._new_cookie()
        self._wrong += 1
        pause = min(_LONGEST_WAIT, _WAIT * 2 ** (self._wrong - 1))
        self._not_before = time.monotonic() + pause
        return ""


def _own_part(token: str) -> str:
    """A form's token without what says for which campaign the form was made."""
    return token.partition(".")[0]


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _hashed(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=1 << 15, r=8, p=1, maxmem=1 << 26)
