"""What became of stories and editions when somebody was taken out."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec


class Place(NamedTuple):
    """Where something of a person stands in what the tellers wrote, and of what kind it is.

    ``line`` is 0 where it is the name of the file, or where no line can be told.
    """

    file: str
    line: int
    kind: str

    @property
    def story(self) -> str:
        """The slug of the story whose file it is; empty for other files."""
        head, _, name = self.file.rpartition("/")
        return name.removesuffix(".md") if head == "stories" and name.endswith(".md") else ""


class Recalled(msgspec.Struct):
    """``editions`` are all that this withdrawal removed, in earlier runs too.

    ``places`` are where these were put: somebody must take them away there. ``in_place`` says
    whether one comes in their place: none does where all were recalled before. ``repeated`` is what
    the tellers repeat of the person: as long as it stands no replacement is built. ``named`` is
    where their name may stand in the tellers' sentences, which stops nothing. ``left_out`` are the
    files of stories that are ready and not in the replacement, for the edition before did not tell
    them. ``stopped`` says why else none could be built.
    """

    stories: list[str] = msgspec.field(default_factory=list)
    editions: list[int] = msgspec.field(default_factory=list)
    places: list[str] = msgspec.field(default_factory=list)
    in_place: bool = False
    repeated: list[Place] = msgspec.field(default_factory=list)
    named: list[Place] = msgspec.field(default_factory=list)
    left_out: list[str] = msgspec.field(default_factory=list)
    replacement: Path | None = None
    packed: Path | None = None
    stopped: str = ""
