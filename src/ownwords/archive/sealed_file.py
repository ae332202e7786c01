"""A small file of the folder that is sealed as a whole: AES-256-GCM with a key of the campaign.

The file is 12 bytes nonce, then the sealed bytes with their tag. What the file is about is bound
to it, so that one sealed file cannot stand in for another.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from ownwords.archive.files import write_bytes
from ownwords.records.errors import FolderBroken

_NONCE = 12


def write_sealed(path: Path, key: bytes, about: bytes, plain: bytes) -> None:
    """Seal ``plain`` into a file, durably, with a nonce of its own."""
    write_bytes(path, sealed_of(key, about, plain))


def sealed_of(key: bytes, about: bytes, plain: bytes) -> bytes:
    """The bytes of such a file."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def read_sealed(path: Path, key: bytes, about: bytes, refusal: FolderBroken) -> bytes:
    """What is sealed in a file.

    Raises ``refusal`` when it is missing, changed, about something else, or of another key.
    """
    try:
        sealed = path.read_bytes()
    except OSError as error:
        raise refusal from error
    return plain_of(sealed, key, about, refusal)


def plain_of(sealed: bytes, key: bytes, about: bytes, refusal: FolderBroken) -> bytes:
    """What is sealed in the bytes of such a file; raises as :func:`read_sealed`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError) as error:
        raise refusal from error
