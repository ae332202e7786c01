"""Reads a stream of pieces forwards, by sizes that have nothing to do with the pieces."""

from __future__ import annotations

from collections.abc import Iterator


class Forward:
    """Over pieces of any size; ``at`` is the next byte. Raises what the pieces raise."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""
        self._done = 0
        self.at = 0

    def pieces(self, size: int) -> Iterator[bytes]:
        """The next ``size`` bytes as they come, fewer at the end."""
        while size:
            if self._done == len(self._held):
                self._held, self._done = next(self._pieces, b""), 0
                if not self._held:
                    return
            piece = self._held[self._done : self._done + size]
            self._done += len(piece)
            self.at += len(piece)
            size -= len(piece)
            yield piece

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes in one, fewer at the end."""
        end = self._done + size
        if end <= len(self._held):
            found = self._held[self._done : end]
            self._done = end
            self.at += size
            return found
        return b"".join(self.pieces(size))

    def skip(self, size: int) -> None:
        """Go on behind the next ``size`` bytes, or to the end."""
        for _ in self.pieces(size):
            pass
