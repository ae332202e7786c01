"""The only writer of everything in the folder that is not SQLite.

A crash or a failing disk leaves the old or the new state of a file, never a mixture: the bytes go
to a temporary file in the same folder, are forced to the disk, and take the final name in one
step; then the folder's own entry is forced to the disk. Fault tests hand in a recorder that sees
every step before it happens and may raise.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PART = ".part"
OLD = ".before"
_A_PART = re.compile(rf"\..+\.\d+-\d+{re.escape(PART)}")
_WRITTEN_BY_THEN = 60.0
"""Seconds that writing one file does not take."""
_MOST_PARTS = 1000
# Elsewhere `sync` may return before the bytes are on the disk.
_SYNC_WAITS: bool = sys.platform == "linux"

Recorder = Callable[[str, Path], None]
_recorder: Recorder | None = None


def set_recorder(recorder: Recorder | None) -> None:
    """Tell ``recorder(step, path)`` of every step; what it raises stops the step. None ends it."""
    global _recorder  # noqa: PLW0603
    _recorder = recorder


def _record(step: str, path: Path) -> None:
    if _recorder is not None:
        _recorder(step, path)


def write_bytes(path: Path, data: bytes | memoryview, *, sync: bool = True) -> None:
    """Replace ``path`` by ``data`` in one step.

    With ``sync=False`` the folder's entry is not yet forced to the disk: call
    :func:`sync_folder` once after many files.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}{PART}")
    try:
        _record("write", path)
        with part.open("wb", buffering=0) as file:
            _write_all(file.fileno(), data)
            _record("sync", path)
            os.fsync(file.fileno())
        _record("rename", path)
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    if sync:
        sync_folder(path.parent)


def _write_all(descriptor: int, data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def remove_parts(path: Path) -> None:
    """Take away what crashes left of writing a file, or all in a folder (``*``).

    Nobody may be writing them meanwhile.
    """
    for part in path.parent.glob(f".{path.name}.*{PART}"):
        remove(part)


def remove_left(folder: Path) -> None:
    """Take away what crashes left of writing files anywhere below a folder.

    What somebody may be writing stays: a file that was touched less than a minute ago.
    """
    latest = time.time() - _WRITTEN_BY_THEN
    for place, _, names in os.walk(folder):
        for part in (Path(place, name) for name in filter(_A_PART.fullmatch, names)):
            with contextlib.suppress(FileNotFoundError):
                if part.lstat().st_mtime < latest:
                    remove(part)


def write_loosely(path: Path, data: bytes) -> None:
    """Write a file that counts for nothing before :func:`sync_files` was called."""
    _record("write", path)
    path.write_bytes(data)


def sync_files(folder: Path) -> None:
    """Force every file under a folder to the disk: at once where the system can, else one by one.

    Names are not yet forced where it is one by one: that is :func:`sync_folder`.
    """
    _record("sync", folder)
    if _SYNC_WAITS:
        os.sync()
        return
    for path in (one for one in folder.rglob("*") if one.is_file()):
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk; Windows does this by itself."""
    _record("sync-folder", folder)
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Take a file or a whole folder away; nothing happens when it is not there."""
    _record("remove", path)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def move(path: Path, final: Path) -> None:
    """Give a finished file its final place on the same disk, in one step."""
    _record("rename", final)
    path.replace(final)


def swap_folder(new: Path, final: Path) -> None:
    """Put the finished folder ``new`` in the place of ``final``.

    Between the two renames there is a moment without ``final``; :func:`settle_folder` ends it
    after a crash.
    """
    before = final.with_name(final.name + OLD)
    remove(before)
    _record("rename", final)
    if final.exists():
        final.rename(before)
    _record("rename", new)
    new.rename(final)
    sync_folder(final.parent)
    remove(before)


def settle_folder(final: Path) -> None:
    """Finish or undo a swap that a crash cut in two."""
    before = final.with_name(final.name + OLD)
    if not before.exists():
        return
    if final.exists():
        remove(before)
    else:
        before.rename(final)
        sync_folder(final.parent)


class Appender:
    """A file that only grows; what was synced stays, whatever happens after."""

    def __init__(self, path: Path, length: int) -> None:
        """Open ``path`` and cut it to ``length`` bytes, dropping what a crash left behind."""
        self.path = path
        self.length = length
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        self.descriptor = os.open(path, flags, 0o600)
        os.ftruncate(self.descriptor, length)
        os.lseek(self.descriptor, length, os.SEEK_SET)

    def append(self, data: bytes | bytearray) -> int:
        """Add ``data`` at the end and say where it begins."""
        _record("append", self.path)
        start = self.length
        _write_all(self.descriptor, memoryview(data))
        self.length += len(data)
        return start

    def append_all(self, parts: Sequence[bytes]) -> int:
        """Add many parts at the end and say where the first begins."""
        if not hasattr(os, "writev") or len(parts) > _MOST_PARTS:
            return self.append(b"".join(parts))
        _record("append", self.path)
        start, size = self.length, sum(map(len, parts))
        written = os.writev(self.descriptor, parts)
        if written < size:
            _write_all(self.descriptor, memoryview(b"".join(parts))[written:])
        self.length += size
        return start

    def read(self, offset: int, length: int) -> bytes:
        """``length`` bytes from ``offset``."""
        if hasattr(os, "pread"):
            return os.pread(self.descriptor, length, offset)
        os.lseek(self.descriptor, offset, os.SEEK_SET)
        data = os.read(self.descriptor, length)
        os.lseek(self.descriptor, self.length, os.SEEK_SET)
        return data

    def sync(self) -> None:
        """Force everything appended so far to the disk."""
        _record("sync", self.path)
        os.fsync(self.descriptor)

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
