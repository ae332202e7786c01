"""DID documents: which key signs for an account, what it is called; and whether a commit fits.

Formats: W3C DID core, Multikey with base58btc; atproto.com/specs/cryptography (secp256k1 or P-256,
64 bytes of r and s, s in the lower half, over the SHA-256 of the commit without ``sig``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ownwords.gather.dag_cbor import encode
from ownwords.gather.reasons import MALFORMED
from ownwords.gather.sources import DOCUMENT, Source

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

_LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SECP256K1, _P256 = b"\xe7\x01", b"\x80\x24"
_LEGACY = {
    "EcdsaSecp256k1VerificationKey2019": _SECP256K1,
    "EcdsaSecp256r1VerificationKey2019": _P256,
}
_ORDERS = {
    _SECP256K1: 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    _P256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
}
_SIZE = 1 << 20


class Key(msgspec.Struct, frozen=True):
    """A public key: which curve (its multicodec) and the point on it."""

    curve: bytes
    point: bytes

    def __str__(self) -> str:
        return "did:key:z" + _base58(self.curve + self.point)


class Document(msgspec.Struct, frozen=True):
    """What an account's DID document says that is of use here."""

    did: str
    handle: str = ""
    key: Key | None = None


class _Method(msgspec.Struct):
    id: str = ""
    type: str = ""
    key: str = msgspec.field(default="", name="publicKeyMultibase")


class _Json(msgspec.Struct):
    id: str
    names: list[str] = msgspec.field(default_factory=list, name="alsoKnownAs")
    methods: list[_Method] = msgspec.field(default_factory=list, name="verificationMethod")


_DECODER = msgspec.json.Decoder(_Json)


def document_beside(source: Source, did: str) -> Document:
    """The document of this account that lies beside a file, as ``FILE.did.json`` or ``did.json``.

    Without one nothing but the DID is known.
    """
    path = source.path
    stems = () if path is None else (f"{path.name}.", f"{path.stem}.", "")
    for stem in stems:
        found = _read(path.with_name(stem + DOCUMENT)) if path is not None else None
        if found is not None and found.did == did:
            return found
    return Document(did)


def _read(path: Path) -> Document | None:
    try:
        with path.open("rb") as stream:
            return parse_document(stream.read(_SIZE))
    except OSError:
        return None


def parse_document(data: bytes) -> Document | None:
    """A document from its JSON; None when it is none."""
    try:
        found = _DECODER.decode(data)
    except MALFORMED:
        return None
    names = [name.removeprefix("at://") for name in found.names if name.startswith("at://")]
    keys = [_key(method) for method in found.methods if method.id.endswith("#atproto")]
    return Document(found.id, names[0] if names else "", keys[0] if keys else None)


def _key(method: _Method) -> Key | None:
    data = _unbase58(method.key[1:]) if method.key.startswith("z") else b""
    if method.type in _LEGACY:
        return Key(_LEGACY[method.type], _compressed(data))
    return Key(data[:2], data[2:]) if data[:2] in _ORDERS else None


def _compressed(point: bytes) -> bytes:
    """A point in 33 bytes: which half of the curve, and x. Older documents also spell out y."""
    if len(point) != 65 or point[0] != 4:
        return point
    return bytes([2 + point[-1] % 2]) + point[1:33]


def signed_by(commit: dict[str, Any], key: Key) -> bool:
    """Whether the account's key made the signature in this commit."""
    unsigned = {name: value for name, value in commit.items() if name != "sig"}
    signature = commit.get("sig")
    return isinstance(signature, bytes) and fits(key, encode(unsigned), signature)


def fits(key: Key, message: bytes, signature: bytes) -> bool:
    """Whether the key signed the message; a signature with s in the upper half does not count."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if s > _ORDERS[key.curve] // 2:
        return False
    try:
        _public(key).verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(key: Key) -> ec.EllipticCurvePublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    curve = ec.SECP256K1() if key.curve == _SECP256K1 else ec.SECP256R1()
    return ec.EllipticCurvePublicKey.from_encoded_point(curve, key.point)


def _base58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _LETTERS[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def _unbase58(text: str) -> bytes:
    number = 0
    if len(text) > 200 or any(letter not in _LETTERS for letter in text):
        return b""
    for letter in text:
        number = number * 58 + _LETTERS.index(letter)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")
