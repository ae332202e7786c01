"""The letter for the person: what was done and looked through, nothing about them, signed.

Signed with Ed25519 (RFC 8032); the seed is derived from the campaign key, so whoever recovers
the campaign can show that the letter came from it. Line endings are part of what is signed.
"""

from __future__ import annotations

import base64

from ownwords.flows.clock import now
from ownwords.flows.proof.proving import Proof
from ownwords.flows.signing import signing_key
from ownwords.flows.standing import iso
from ownwords.flows.withdraw import LIMITS
from ownwords.records.errors import OwnwordsError
from ownwords.workspace import Workspace

_SIGNED = "\nSignature (Ed25519 over everything above this line): "
_KEY = "\nPublic key: "


def letter(workspace: Workspace, proof: Proof) -> str:
    """The text of the letter with its signature."""
    key = signing_key(workspace)
    text = _text(workspace.campaign.name, workspace.campaign.contact, proof)
    signature = base64.b64encode(key.sign(text.encode())).decode()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    return f"{text}{_SIGNED}{signature}{_KEY}{public}\n"


def check(text: str) -> None:
    """Raise OwnwordsError unless the signature of a letter holds."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    body, _, rest = text.partition(_SIGNED)
    signature, _, public = rest.partition(_KEY)
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.strip()))
        key.verify(base64.b64decode(signature), body.encode())
    except (InvalidSignature, ValueError) as error:
        raise OwnwordsError("The letter is not as it was signed.") from error


def _sealed_away(count: int) -> list[str]:
    if not count:
        return []
    said = (
        f"Kept copies of other people's documents that were sealed away, not erased: {count}. They "
        "are encrypted, out of every reader's reach, and only the steward's key opens them."
    )
    return [said]


def _text(name: str, contact: str, proof: Proof) -> str:
    done = (
        "You asked to be taken out. This is done."
        if not proof.hits
        else "You asked to be taken out. You are hidden; it is not finished yet."
    )
    editions = (
        f"Editions removed: {', '.join(map(str, proof.editions))}. "
        f"Published in their place: {proof.replaced or 'not yet'}."
        if proof.editions
        else "No published edition held you."
    )
    return "\n".join(
        [
            f"{name}: taking you out",
            "",
            done,
            "",
            (
                "Taken out: what you said, what you told us, and your words, names and addresses "
                "where others passed them on. You will not be gathered again unless you say so."
            ),
            editions,
            *_sealed_away(proof.sealed_away),
            "",
            (
                "Afterwards every file was decoded and searched, by a program that shares nothing "
                "with the one that erased:"
            ),
            f"  files: {proof.files}",
            f"  bytes decoded: {proof.bytes}",
            f"  decoded as: {', '.join(proof.decoders)}",
            f"  traces looked for: {proof.needles}",
            f"  found: {len(proof.hits)}",
            "",
            LIMITS,
            "",
            f"Date: {iso(now())[:10]}",
            f"Contact: {contact}",
            "",
        ]
    )
