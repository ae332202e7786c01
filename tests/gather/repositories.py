"""Repositories of the AT protocol made for tests: tree, commit, signature, CAR file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ownwords.gather.dag_cbor import Link, encode
from ownwords.gather.did_documents import _ORDERS, _P256, _SECP256K1, Key

CURVES: dict[str, tuple[ec.EllipticCurve, bytes]] = {
    "secp256k1": (ec.SECP256K1(), _SECP256K1),
    "p256": (ec.SECP256R1(), _P256),
}
Blocks = list[tuple[bytes, bytes]]


def cid_of(data: bytes) -> bytes:
    return b"\x01\x71\x12\x20" + sha256(data).digest()


class Signer:
    """A key of an account, made from a number so that files are the same each time."""

    def __init__(self, curve: str = "secp256k1", secret: int = 20140111) -> None:
        kind, self._codec = CURVES[curve]
        self._key = ec.derive_private_key(secret, kind)

    @property
    def key(self) -> Key:
        form = PublicFormat.CompressedPoint
        return Key(self._codec, self._key.public_key().public_bytes(Encoding.X962, form))

    def sign(self, data: bytes) -> bytes:
        """64 bytes of r and s, s in the lower half."""
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self._key.sign(data, algorithm))
        order = _ORDERS[self._codec]
        return r.to_bytes(32, "big") + min(s, order - s).to_bytes(32, "big")

    def document(self, did: str, handle: str) -> bytes:
        """The DID document that names this key."""
        method = {"id": f"{did}#atproto", "type": "Multikey", "controller": did}
        method["publicKeyMultibase"] = str(self.key).removeprefix("did:key:")
        made = {"id": did, "alsoKnownAs": [f"at://{handle}"], "verificationMethod": [method]}
        return json.dumps({"@context": ["https://www.w3.org/ns/did/v1"], **made}).encode()


def _layer(key: str) -> int:
    """How high a key stands: half the zero bits that its digest begins with."""
    digest = int.from_bytes(sha256(key.encode()).digest(), "big")
    return (256 - digest.bit_length()) // 2


def tree(records: Mapping[str, bytes]) -> tuple[bytes, Blocks]:
    """Root and nodes of the search tree over keys and the CIDs of their blocks."""
    entries = [(key, cid, _layer(key)) for key, cid in sorted(records.items())]
    nodes: Blocks = []
    root = _node(entries, max((layer for _, _, layer in entries), default=0), nodes)
    return root, nodes


def _node(entries: list[tuple[str, bytes, int]], layer: int, nodes: Blocks) -> bytes:
    groups: list[list[tuple[str, bytes, int]]] = [[]]
    here: list[tuple[str, bytes]] = []
    for entry in entries:
        if entry[2] == layer:
            here.append(entry[:2])
            groups.append([])
        else:
            groups[-1].append(entry)
    below = [Link(_node(group, layer - 1, nodes)) if group else None for group in groups]
    made, last = [], ""
    for (key, cid), after in zip(here, below[1:], strict=True):
        same = 0
        while same < min(len(key), len(last)) and key[same] == last[same]:
            same += 1
        made.append({"p": same, "k": key[same:].encode(), "v": Link(cid), "t": after})
        last = key
    data = encode({"l": below[0], "e": made})
    nodes.append((cid_of(data), data))
    return nodes[-1][0]


def signed_commit(did: str, root: bytes, signer: Signer, revision: str = "3lh6cdwqxx42x") -> bytes:
    unsigned: dict[str, Any] = {"did": did, "version": 3, "data": Link(root), "prev": None}
    unsigned["rev"] = revision
    return encode({**unsigned, "sig": signer.sign(encode(unsigned))})


def car_file(root: bytes, blocks: Iterable[tuple[bytes, bytes]]) -> bytes:
    """A CAR file of version 1; a block may come with a name that is not its own."""
    header = encode({"roots": [Link(root)], "version": 1})
    sections = [header, *(cid + data for cid, data in blocks)]
    return b"".join(varint(len(section)) + section for section in sections)


def varint(number: int) -> bytes:
    made = b""
    while number >= 0x80:
        made += bytes([number & 0x7F | 0x80])
        number >>= 7
    return made + bytes([number])


def repository(
    did: str, records: Mapping[str, Any], signer: Signer, lost: Mapping[str, bytes] | None = None
) -> bytes:
    """A repository as a CAR file. Records are values, or bytes as they are.

    ``lost`` says what stands in the file in place of some records' bytes; empty for nothing.
    """
    blocks: Blocks = []
    cids: dict[str, bytes] = {}
    for key, value in records.items():
        data = value if isinstance(value, bytes) else encode(value)
        cids[key] = cid_of(data)
        told = (lost or {}).get(key, data)
        if told:
            blocks.append((cids[key], told))
    root, nodes = tree(cids)
    commit = signed_commit(did, root, signer)
    return car_file(cid_of(commit), [(cid_of(commit), commit), *nodes, *blocks])
