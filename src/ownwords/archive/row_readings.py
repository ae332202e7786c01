"""What was read in the words of each post, kept in cache/: one small file for each file of posts/.

A reading is worked out once a post and is a pure function of its words: the language, the kinds of
personal data. Its files hold the same rows as those of posts/, so counting needs no words. They are
made whenever they are missing or other rules made them, so taking posts in need not wait, and they
are thrown away with the file of posts/ that they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ownwords.archive import files
from ownwords.archive.manifest import FileEntry, Replaced
from ownwords.records.errors import FolderBroken
from ownwords.records.text import plain_text

if TYPE_CHECKING:
    from ownwords.archive.vault import Vault

FOLDERS = ("languages", "flags")
"""Folders of cache/ that hold readings."""

_MEMORY = 20_000
_COLUMNS = ("id", "version_id", "content", "content_format")
_DIGITS = 8

Place = tuple[str, str]


@dataclass(frozen=True)
class Reading:
    """One reading. ``rules`` changes whenever ``read(words)`` may answer otherwise.

    ``folder`` is its place in cache/, ``column`` what its answers are called there.
    """

    folder: str
    column: str
    rules: str
    read: Callable[[str], str]

    @property
    def made_by(self) -> str:
        """How names of its files end."""
        return f"-{sha256(self.rules.encode()).hexdigest()[:_DIGITS]}.parquet"


def entries(vault: Vault) -> list[FileEntry]:
    """The files of first versions, bucket by bucket."""
    found = [entry for entry in vault.desk.manifest() if entry.kind == "posts"]
    return sorted(found, key=lambda entry: (entry.bucket, entry.path))


def bring_up_to_date(vault: Vault, reading: Reading) -> int:
    """Read what nobody has read yet; says how many posts that were."""
    return _Reader(vault, reading).run()


def forget(vault: Vault, folder: str) -> None:
    """Drop everything that was read; the next question reads all posts again."""
    files.remove(vault.folder.cache / folder)


def behind(vault: Vault, reading: Reading) -> int:
    """How many posts nobody has read yet, from the sizes of files alone."""
    place = vault.folder.cache / reading.folder
    held = place.glob(f"*{reading.made_by}") if place.is_dir() else ()
    known = sum(_rows(path) for path in held)
    return max(0, sum(entry.rows for entry in entries(vault)) - known)


def answers(vault: Vault, reading: Reading, entry: FileEntry) -> list[str]:
    """The answers for the rows of one file of posts/, in their order; bring it up to date first."""
    [found] = _columns(_part(vault, reading, entry), (reading.column,))
    return found


def is_read(vault: Vault, reading: Reading, entry: FileEntry) -> bool:
    """Whether the posts of one file were read."""
    return _part(vault, reading, entry).is_file()


def _columns(path: Path, names: Sequence[str]) -> list[list[Any]]:
    import pyarrow.parquet as pq

    with _whole(path):
        table = pq.read_table(str(path), columns=list(names), use_threads=False, memory_map=False)
        return [table.column(name).to_pylist() for name in names]


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except FileNotFoundError as error:  # another program has read what came in, and tidied up
        raise Replaced from error
    except (OSError, pa.ArrowException) as error:
        raise FolderBroken(
            f"What was read in the words of the posts is damaged: cache/{path.parent.name}.",
            kept="The posts are untouched.",
            do="Make it again with 'ownwords rebuild'.",
        ) from error


def _part(vault: Vault, reading: Reading, entry: FileEntry) -> Path:
    return vault.folder.cache / reading.folder / f"{Path(entry.path).stem}{reading.made_by}"


def _rows(path: Path) -> int:
    import pyarrow.parquet as pq

    with _whole(path):
        return int(pq.read_metadata(str(path)).num_rows)


class _Reader:
    """One pass over the files of posts/ that nobody has read yet."""

    def __init__(self, vault: Vault, reading: Reading) -> None:
        self._vault = vault
        self._reading = reading
        self._heard: dict[str, str] = {}
        self._anew = 0

    def run(self) -> int:
        place = self._vault.folder.cache / self._reading.folder
        wanted = {_part(self._vault, self._reading, one): one for one in entries(self._vault)}
        held = set(place.glob("*.parquet")) if place.is_dir() else set()
        missing = [part for part in wanted if part not in held]
        stale = held - wanted.keys()
        if not missing and not stale:
            return 0
        place.mkdir(parents=True, exist_ok=True)
        for part in missing:
            entry = wanted[part]
            self._read(entry, part, self._known(entry.bucket, stale))
        for part in stale:
            files.remove(part)
        files.sync_folder(place)
        return self._anew

    def _known(self, bucket: int, stale: set[Path]) -> Mapping[Place, str]:
        """What earlier files of the bucket said: most rows of a file that grew are in them."""
        known: dict[Place, str] = {}
        for old in stale:
            if old.name.startswith(f"{bucket:02d}-") and old.name.endswith(self._reading.made_by):
                ids, versions, found = _columns(old, ("id", "version_id", self._reading.column))
                known.update(zip(zip(ids, versions, strict=True), found, strict=True))
        return known

    def _read(self, entry: FileEntry, part: Path, known: Mapping[Place, str]) -> None:
        from ownwords.archive.chunks import read_batches
        from ownwords.archive.columns import values

        ids: list[str] = []
        versions: list[str] = []
        found: list[str] = []
        for batch in read_batches(self._vault.folder, entry, _COLUMNS):
            rows = [values(batch.column(name)) for name in _COLUMNS]
            ids += rows[0]
            versions += rows[1]
            for name, made, content, kind in zip(*rows, strict=True):
                answer = known.get((name, made))
                found.append(self._answer(content, kind) if answer is None else answer)
        table = {"id": ids, "version_id": versions, self._reading.column: found}
        files.write_bytes(part, _parquet(table, self._reading.column), sync=False)

    def _answer(self, content: str, kind: str) -> str:
        self._anew += 1
        words = plain_text(content, kind)
        answer = self._heard.get(words)
        if answer is None:
            if len(self._heard) >= _MEMORY:
                self._heard.clear()
            answer = self._heard[words] = self._reading.read(words)
        return answer


def _parquet(table: Mapping[str, Sequence[str]], few: str) -> memoryview:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(
        pa.table(dict(table)),
        sink,
        compression="zstd",
        use_dictionary=[few],
        write_statistics=False,
    )
    return memoryview(sink.getvalue())
