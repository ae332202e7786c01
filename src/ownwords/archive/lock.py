"""One at a time: a lock on the folder that the system lets go when its holder dies."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

from ownwords.records.errors import OwnwordsError

_HELD = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})
"""What systems call a lock that somebody else holds."""


class Lock:
    """A lock file; empty, never removed, so that two holders cannot lock two different files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1

    def take(self) -> bool:
        """Try to take the lock; False when somebody else holds it.

        OwnwordsError where the disk has no locks: nobody would ever let go of it.
        """
        if self._descriptor >= 0:
            return True
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _HELD:
                return False
            raise OwnwordsError(
                "The disk on which this campaign lies cannot lock a file (%(reason)s).",
                kept="Nothing was changed: two programs could have written at once.",
                do="Copy the campaign's folder to another disk and open it there.",
                reason=error.strerror or type(error).__name__,
            ) from error
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go; nothing happens when it is not held."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


@contextlib.contextmanager
def alone(path: Path, refusal: OwnwordsError) -> Iterator[None]:
    """Hold a lock meanwhile; raises ``refusal`` at once when somebody else holds it."""
    lock = Lock(path)
    if not lock.take():
        raise refusal
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def in_turn(path: Path, refusal: OwnwordsError, patience: float = 60.0) -> Iterator[None]:
    """Hold a lock meanwhile; who comes second waits, and ``refusal`` ends that in so many seconds.

    A turn is not taken within a turn: the second waits for the first.
    """
    lock = Lock(path)
    ends = monotonic() + patience
    while not lock.take():
        if monotonic() > ends:
            raise refusal
        sleep(0.05)
    try:
        yield
    finally:
        lock.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
