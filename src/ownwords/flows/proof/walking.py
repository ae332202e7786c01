"""All that lies in a campaign folder, also on another disk to which a link leads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def everything(root: Path) -> Iterator[Path]:
    """Every file, folder and link below a folder; of folders to which links lead each once.

    What a link leads to that lies below the folder itself is met there.
    """
    own, seen = root.resolve(), set[Path]()
    for folder, folders, files in os.walk(root, followlinks=True):
        inside = Path(folder)
        yield from (inside / name for name in (*folders, *files))
        for name in [one for one in folders if (inside / one).is_symlink()]:
            place = (inside / name).resolve()
            if place in seen or place.is_relative_to(own) or own.is_relative_to(place):
                folders.remove(name)
            seen.add(place)
