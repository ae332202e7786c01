"""The keys of a campaign: made once, kept on the steward's computer, never in the folder."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from ownwords.archive import keep_out, recovery
from ownwords.archive.deleted import Deleted
from ownwords.archive.desk import Desk
from ownwords.archive.files import write_bytes
from ownwords.archive.folder import Folder
from ownwords.archive.places import key_folder
from ownwords.locales import marked
from ownwords.records.campaign import Campaign
from ownwords.records.errors import AskedWrongly, FolderBroken, KeyMissing

PURPOSES = frozenset(
    {"keep-out", "quote-digest", "public-id", "erasing", "letter", "remembered", "fingerprints"}
)
_BYTES = 32
_CAMPAIGN = "campaign.key"
_STEWARD = "steward.age"
_WAY_FORWARD = marked("Bring it back with the recovery sheet: `ownwords init DIR --recover SHEET`.")


@dataclass(frozen=True)
class Keys:
    """The campaign key (32 bytes) and the public half of the steward key (an age recipient)."""

    campaign: bytes = field(repr=False)
    steward_public: str

    def derive(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose of :data:`PURPOSES`, by HKDF-SHA-256 (RFC 5869)."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        if purpose not in PURPOSES:
            raise AskedWrongly(
                f"No key is derived for {purpose!r}.", do=f"One of {sorted(PURPOSES)}."
            )
        info = f"ownwords 1 {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(self.campaign)


def make_keys(folder: Folder) -> Keys:
    """Make both keys of a new campaign and its empty keep-out list; refuses to replace keys."""
    import pyrage

    steward = pyrage.x25519.Identity.generate()
    keys = Keys(secrets.token_bytes(_BYTES), str(steward.to_public()))
    _store(folder, keys, str(steward))
    if not folder.keep_out.exists():
        keep_out.write_empty(folder, keys.derive("keep-out"))
    return keys


def load_keys(folder: Folder) -> Keys:
    """The keys of a campaign; KeyMissing when they are not on this computer."""
    return keys_of(_campaign_id(folder))


def keys_of(campaign_id: str) -> Keys:
    """The keys of the campaign with this id; KeyMissing when they are not on this computer."""
    import pyrage

    place = key_folder(campaign_id)
    try:
        campaign = _whole(bytes.fromhex((place / _CAMPAIGN).read_text().strip()))
        steward = pyrage.x25519.Identity.from_str((place / _STEWARD).read_text().strip())
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise KeyMissing(
            "The key of this campaign is not on this computer.",
            kept="Everything in the folder is untouched and can be read.",
            do=_WAY_FORWARD,
        ) from error
    return Keys(campaign, str(steward.to_public()))


def _whole(key: bytes) -> bytes:
    """The key; ValueError for a file that was cut, which would open nothing."""
    if len(key) != _BYTES:
        raise ValueError(len(key))
    return key


def recovery_sheet(keys: Keys, campaign: Campaign, language: str = "en") -> str:
    """What to write down or print, so that the keys survive this computer."""
    return recovery.sheet(keys.campaign, _steward_of(keys), campaign.name, language)


def restore_keys(folder: Folder, sheet: str) -> Keys:
    """Put the keys back from the text of a recovery sheet."""
    import pyrage

    campaign, steward = recovery.read_sheet(sheet)
    try:
        identity = pyrage.x25519.Identity.from_str(steward)
    except pyrage.IdentityError as error:
        raise AskedWrongly(
            "The steward key has a slip.", do="Compare it with the sheet."
        ) from error
    keys = Keys(campaign, str(identity.to_public()))
    if not _opens(keys, folder):
        raise AskedWrongly(
            "This sheet does not open this campaign.",
            kept="Nothing was changed.",
            do="Look for the sheet on which this campaign's name stands. If it is the right one, "
            "keep-out.sealed was damaged: put it back from a backup.",
        )
    _store(folder, keys, steward)
    return keys


def _opens(keys: Keys, folder: Folder) -> bool:
    """Whether keys open what only those of this campaign open, or are what is left of them."""
    if not folder.keep_out.exists():
        return _campaign_key(key_folder(_campaign_id(folder))) in (None, keys.campaign)
    try:
        key = keys.derive("keep-out")
        keep_out.KeepOut.read(folder, key, Deleted(key))
    except FolderBroken:
        return False
    return True


def _campaign_key(place: Path) -> bytes | None:
    """The key that lies there; None for one that is gone or damaged."""
    try:
        return _whole(bytes.fromhex((place / _CAMPAIGN).read_text().strip()))
    except (OSError, ValueError):
        return None


def _campaign_id(folder: Folder) -> str:
    desk = Desk.open(folder.desk)
    try:
        return desk.campaign_id
    finally:
        desk.close()


def _steward_of(keys: Keys) -> str:
    """The secret half that belongs to these keys, looked up on this computer."""
    import pyrage

    from ownwords.archive.places import config_folder

    for path in sorted((config_folder() / "campaigns").glob(f"*/{_STEWARD}")):
        with contextlib.suppress(OSError, ValueError, pyrage.IdentityError):  # another campaign's
            text = path.read_text().strip()
            if str(pyrage.x25519.Identity.from_str(text).to_public()) == keys.steward_public:
                return text
    raise KeyMissing("The steward key is not on this computer.", do=_WAY_FORWARD)


def _store(folder: Folder, keys: Keys, steward: str) -> None:
    """Write both keys in the place of what is no pair of keys: one is lost, damaged or cut."""
    campaign_id = _campaign_id(folder)
    place = key_folder(campaign_id)
    if _are_here(campaign_id):
        raise FolderBroken(
            "This campaign already has keys on this computer.",
            kept="They were not replaced.",
            do="Look in %(place)s.",
            place=place,
        )
    place.mkdir(parents=True, exist_ok=True)
    if os.name != "nt":
        place.chmod(0o700)
    _write_private(place / _CAMPAIGN, keys.campaign.hex())
    _write_private(place / _STEWARD, steward)


def _are_here(campaign_id: str) -> bool:
    try:
        keys_of(campaign_id)
    except KeyMissing:
        return False
    return True


def _write_private(path: Path, text: str) -> None:
    write_bytes(path, text.encode() + b"\n")
    if os.name != "nt":
        path.chmod(0o600)
