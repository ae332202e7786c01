"""The signature of an edition's manifest: who re-writes files and their hashes cannot re-make it.

``manifest.sig`` is one line: ``ed25519``, the public key and the signature (RFC 8032) over
"ownwords edition 1", a line break and the bytes of ``manifest.json``, both in Base64. A forger can
sign with a key of their own, so the key must be known from elsewhere.
"""

from __future__ import annotations

import base64
from pathlib import Path

from ownwords.edition.addresses import MANIFEST

SIGNATURE = "manifest.sig"
_ABOUT = b"ownwords edition 1\n"
_KIND = "ed25519"


class Unfit(ValueError):
    """The signature is not one of these bytes."""


def signed_part(manifest: bytes) -> bytes:
    """What is signed for a manifest."""
    return _ABOUT + manifest


def line(public: bytes, signature: bytes) -> bytes:
    """The file that says it."""
    spelled = (base64.b64encode(part).decode() for part in (public, signature))
    return " ".join((_KIND, *spelled)).encode() + b"\n"


def signed_by(folder: Path) -> str:
    """The public key that signed the manifest, in Base64; empty when nobody did.

    Raises Unfit when there is a signature and it does not hold.
    """
    place = folder / SIGNATURE
    if not place.is_file():
        return ""
    try:
        kind, public, signature = place.read_text(encoding="ascii").split()
    except ValueError as error:
        raise Unfit from error
    if kind != _KIND:
        raise Unfit
    check_signature(public, signature, signed_part((folder / MANIFEST).read_bytes()))
    return public


def check_signature(public: str, signature: str, said: bytes) -> None:
    """Raise Unfit unless the key (both in Base64) signed exactly these bytes."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), said)
    except (InvalidSignature, ValueError) as error:
        raise Unfit from error
