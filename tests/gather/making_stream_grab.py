"""Stream grabs as archivists packed them, with the traps of API 1.1; the voices are invented.

write(path, count=5_000, seed=1) -> Made        .tar, .tar.gz, .zip, or a folder
"""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.gather.making import Made
from tests.gather.making_twitter_v1 import lines


def write(path: Path, count: int = 5_000, *, seed: int = 1, a_file: int = 250) -> Made:
    """Minute files of about ``a_file`` posts in ``2014/01/DAY/HOUR``, bz2 and gz in turn."""
    made = Made()
    files = list(_files(count, a_file, made, Random(seed)))
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as packed:
            for name, data in files:
                packed.writestr(name, data)
    elif ".tar" in path.name:
        with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as tar:
            for name, data in files:
                header = tarfile.TarInfo(name)
                header.size = len(data)
                tar.addfile(header, io.BytesIO(data))
    else:
        for name, data in files:
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)
    return made


def _files(count: int, a_file: int, made: Made, random: Random) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", b"Kanarie: not a file of the stream"
    number = 0
    while len(made.posts) < count:
        inside = Made()
        wanted = min(a_file, count - len(made.posts))
        data = b"\r\n".join(lines(wanted, inside, random)) + b"\r\n"
        place = f"2014/01/{11 + number // 24:02}/{number % 24:02}/{random.randrange(60):02}.json"
        packed = bz2.compress(data) if number % 2 else gzip.compress(data)
        yield place + (".bz2" if number % 2 else ".gz"), packed
        made.posts |= inside.posts
        made.gone |= inside.gone
        made.faults += inside.faults
        made.left_out += inside.left_out
        number += 1
