"""Addresses of the pages: what is asked of a page stands in them sealed.

A browser keeps addresses: in its history, for what it suggests, to bring windows back after a
crash. So the question of a page (searched words, which post, whose page, a file's name) is sealed
with a key that ends with the workbench; what the browser keeps cannot be read afterwards. No script
is needed for it, and the same question has the same address as long as the workbench runs: reload,
back, and a second window work.

AES-SIV (RFC 5297) is made for keys without a counter of messages; the page is sealed in with the
question, so that nobody sees that the posts and the voice which were looked at are one person's.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

SEALED = "s"
"""The one argument that addresses of pages have; in a path, the part ``{s}`` stands for it."""

IN_PATH = f"{{{SEALED}}}"
_BITS = 512
_STEP = 64
"""Bytes. Questions are sealed at a multiple of it, so that the length says little of a word."""

Value = str | int | Sequence[str]
Question = Mapping[str, Sequence[str]]
"""What is asked of a page: names, and what each of them says, once or several times."""


class Addresses:
    """Makes the addresses of one running workbench, and reads them again."""

    def __init__(self) -> None:
        self._box = AESSIV(AESSIV.generate_key(_BITS))

    def of(self, path: str, /, **asked: Value) -> str:
        """The address of a page with what is asked of it; what is empty is left out."""
        given = {name: one for name, one in asked.items() if one not in ("", 0)}
        said = urlencode(given, doseq=True)
        if IN_PATH in path:
            return path.replace(IN_PATH, self._sealed(path, said))
        return f"{path}?{SEALED}={self._sealed(path, said)}" if said else path

    def _sealed(self, path: str, said: str) -> str:
        whole = said.encode()
        padded = whole.ljust(_STEP * (len(whole) // _STEP + 1), b"&")
        sealed = self._box.encrypt(padded, [_page(path)])
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def asked(self, path: str, sealed: str) -> Question | None:
        """What an address asks of the page at ``path``; None when this workbench did not seal it.

        An address that seals nothing asks nothing.
        """
        if not sealed:
            return {}
        try:
            whole = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            said = self._box.decrypt(whole, [_page(path)])
        except (InvalidTag, binascii.Error, ValueError):
            return None
        return parse_qs(said.decode())


def _page(path: str) -> bytes:
    """A path as far as it is the same for all questions."""
    return path.partition("{")[0].encode()
