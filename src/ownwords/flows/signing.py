"""Signing what leaves the campaign, with one key that its recovery sheet brings back.

Ed25519 (RFC 8032), the seed derived from the campaign key: letters to people who were taken out and
the manifests of editions show by the same public key where they come from.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ownwords.archive import files
from ownwords.edition.addresses import MANIFEST
from ownwords.edition.signature import SIGNATURE, line, signed_part
from ownwords.records.errors import KeyMissing
from ownwords.workspace import Workspace

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signing_key(workspace: Workspace) -> Ed25519PrivateKey:
    """The private key; KeyMissing when the campaign key is not here."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    keys = workspace.vault.keys
    if keys is None:
        raise KeyMissing(
            "The key of this campaign is not on this computer, so nothing can be signed.",
            kept="Nothing was changed.",
            do="Bring it back: ownwords init DIR --recover SHEET.",
        )
    return Ed25519PrivateKey.from_private_bytes(keys.derive("letter"))


def public_key(workspace: Workspace) -> bytes:
    """What others check signatures of this campaign with."""
    return signing_key(workspace).public_key().public_bytes_raw()


def sign_edition(workspace: Workspace, place: Path) -> None:
    """Put the signature of its manifest into a finished edition."""
    manifest = (place / MANIFEST).read_bytes()
    signature = signing_key(workspace).sign(signed_part(manifest))
    files.write_bytes(place / SIGNATURE, line(public_key(workspace), signature))
