"""What lies around a campaign folder: synced folders, and whether the disk seems encrypted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ownwords.locales import marked

_SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "cloudstorage": marked("a cloud drive"),
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pcloud": "pCloud",
    "mega": "MEGA",
    "syncthing": "Syncthing",
    "seafile": "Seafile",
}
INSIDE = marked(
    "This folder lies inside %(name)s: copies leave this computer and outlive an erasure."
)
UNKNOWN = marked("Whether this disk is encrypted could not be determined.")
ENCRYPTED = marked("This disk seems to be encrypted.")
CLEAR = marked(
    "This disk does not seem to be encrypted: who takes the computer can read the campaign."
)


def warnings(root: Path) -> list[str]:
    """One line for each synced folder around ``root``, and always one about the disk."""
    place = root.resolve()
    lines = [INSIDE % {"name": name} for name in synced(place)]
    return [*lines, disk(place)]


def synced(place: Path) -> list[str]:
    """Names of the sync services that the path tells of."""
    found = []
    for part in place.parts:
        name = part.lower()
        if name.startswith("mega") and name not in ("mega", "megasync"):
            continue
        found += [title for key, title in _SYNCED.items() if name.startswith(key)]
    return list(dict.fromkeys(found))


def disk(place: Path) -> str:
    """What this system says about the encryption of the disk that holds ``place``."""
    try:
        if sys.platform == "darwin":
            return _said_by(["/usr/bin/fdesetup", "status"], "FileVault is")
        if sys.platform == "win32":
            return _said_by(["manage-bde", "-status", place.drive or "C:"], "Protection")
        return _linux(place.stat().st_dev, Path("/sys"))
    except (OSError, subprocess.SubprocessError):
        return UNKNOWN


def _said_by(command: list[str], what: str) -> str:
    """What a program of the system prints of ``what``: that it is On or Off.

    It prints in the language and the code page of its user; another language tells nothing here.
    """
    done = subprocess.run(command, capture_output=True, timeout=5, check=False)
    said = done.stdout.decode("ascii", "replace") if done.returncode == 0 else ""
    if f"{what} On" in said:
        return ENCRYPTED
    return CLEAR if f"{what} Off" in said else UNKNOWN


def _linux(device: int, sys_folder: Path) -> str:
    """Follow the block device down through its layers and look for dm-crypt."""
    start = sys_folder / "dev" / "block" / f"{os.major(device)}:{os.minor(device)}"
    if not start.exists():
        return UNKNOWN
    waiting, seen = [start.resolve()], set()
    while waiting:
        layer = waiting.pop()
        if layer in seen:
            continue
        seen.add(layer)
        label = layer / "dm" / "uuid"
        if label.is_file() and label.read_text().startswith("CRYPT-"):
            return ENCRYPTED
        below = layer / "slaves"
        waiting += [entry.resolve() for entry in below.iterdir()] if below.is_dir() else []
    return CLEAR
