"""Who is being taken out: remembered, sealed, from the first cut to the proof.

After a crash the posts may be gone while copies of their words still lie in a cache or an
edition. What is needed to go on and to prove the end is kept in ``erasing.sealed``, with a key
that is derived from the campaign key. The file goes when the proof has found nothing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from ownwords.archive import files
from ownwords.archive.erasing_desk import Leaving
from ownwords.archive.folder import Folder
from ownwords.archive.noting import noting
from ownwords.archive.redaction import Names, is_emptied, opening
from ownwords.archive.sealed_file import read_sealed, write_sealed
from ownwords.archive.version_ids import ids_of
from ownwords.records.errors import FolderBroken
from ownwords.records.post import PASSED_ON, Post

_ABOUT = b"ownwords erasing 1"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)?")
"""A version that is called by its time is called as others' may be."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's names, ids and words, for the eraser and for the proof.

    ``handles`` are ``network@handle``, ``names`` display names, ``digests`` those of payloads in
    hex, ``alone`` texts that nobody else said as their own, ``shared`` names that somebody else on
    record has as well. ``single`` posts are erased alone: their authors stay.
    ``accessions`` is how many there were when all this was collected: more may have come since.
    ``put_at`` is where copies of each edition stood when this began, ``removed`` the editions that
    were removed since, ``newest`` the number of the newest edition then: a later one is the
    replacement, which tells no story but ``tells``: slugs of the newest edition that stood when the
    first was removed, None while none that stood is. ``told`` are the files of stories that quoted
    or retold them, ``kept_lines`` lines of the tellers in which a name of theirs stays, for
    somebody said that it is another one's.
    ``authors`` says whose single posts are, as far as it is known. By its random ``token`` one is
    told from another.
    """

    accounts: tuple[str, ...]
    handles: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    natives: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    accessions: int = 0
    began: int = 0
    single: bool = False
    put_at: dict[int, tuple[str, ...]] = {}
    removed: tuple[int, ...] = ()
    newest: int = 0
    tells: tuple[str, ...] | None = None
    told: tuple[str, ...] = ()
    kept_lines: tuple[str, ...] = ()
    authors: dict[str, str] = {}
    token: str = ""

    @classmethod
    def new(cls, began: int, accounts: tuple[str, ...] = (), **more: Any) -> Work:
        """Work that begins now."""
        return cls(accounts=accounts, began=began, token=secrets.token_hex(8), **more)

    @property
    def who(self) -> Names:
        """Their names as the eraser needs them."""
        return Names(
            frozenset(self.accounts),
            frozenset(self.handles),
            frozenset(self.posts),
            frozenset(self.alone),
            frozenset(map(opening, self.alone)) if self.single else frozenset(),
        )

    @property
    def leaving(self) -> Leaving:
        """What the desk must let go of."""
        spoken = frozenset(name for name in (*self.names, *self.spoken) if len(name) > 3)
        natives = frozenset(name.rpartition("/")[2] for name in self.accounts)
        return Leaving(self.who, frozenset(self.voices), spoken, natives, frozenset(self.alone))


def with_posts(work: Work, posts: list[Post]) -> Work:
    """The work with everything that these posts of theirs hold."""
    own = [one for one in posts if one.type != PASSED_ON]  # what they passed on is others' words
    texts = [words for one in own for words in (one.content, one.summary)]
    texts += [picture.name for one in own for picture in one.attachments]
    natives = [name for one in posts for name in (one.native_id, one.version_id)]
    natives = [name for name in natives if not _TIME.fullmatch(name)]
    whose = {name: one.attributed_to for one in posts for name in ids_of([one])}
    return msgspec.structs.replace(
        work,
        names=() if work.single else _several([*work.names, *(one.name for one in posts)]),
        posts=_several([*work.posts, *whose]),
        natives=_several([*work.natives, *natives]),
        authors={**work.authors, **whose} if work.single else work.authors,
        texts=_several([*work.texts, *texts]),
        digests=_several([*work.digests, *_digests(posts)]),
    )


def _digests(posts: list[Post]) -> Iterator[str]:
    """Of records that are theirs alone: one from which somebody was taken out whole is like any."""
    for one in posts:
        if not is_emptied(one.payload):
            yield sha256(one.payload).hexdigest()


def _several(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if name}))


def change_work(folder: Folder, key: bytes, change: Callable[[list[Work]], Iterable[Work]]) -> None:
    """Seal what ``change`` makes of the works as they are now, durably; without any the file goes.

    Nobody else reads the file to change it meanwhile: of two who begin at once neither is lost.
    """
    with noting(folder):
        works = list(change(read_work(folder, key)))
        if works:
            write_sealed(folder.erasing, key, _ABOUT, msgspec.msgpack.encode(works))
        else:
            files.remove(folder.erasing)
            files.sync_folder(folder.root)


def update_work(folder: Folder, key: bytes, works: Sequence[Work]) -> None:
    """Seal works in the place of what they were; what another program noted meanwhile stays."""

    def updated(held: list[Work]) -> list[Work]:
        lines = {work.token: work.kept_lines for work in held}
        return [
            *(with_lines(work, lines.get(work.token, ())) for work in works),
            *_others(held, works),
        ]

    change_work(folder, key, updated)


def forget_work(folder: Folder, key: bytes, works: Sequence[Work]) -> None:
    """Let go of works that are done; what another program began meanwhile stays."""
    change_work(folder, key, lambda held: _others(held, works))


def with_lines(work: Work, kept: Iterable[str]) -> Work:
    """The work with more lines in which a name stays."""
    return msgspec.structs.replace(work, kept_lines=tuple(sorted({*work.kept_lines, *kept})))


def _others(held: Iterable[Work], works: Iterable[Work]) -> list[Work]:
    known = {work.token for work in works}
    return [work for work in held if work.token not in known]


def read_work(folder: Folder, key: bytes) -> list[Work]:
    """What is not finished; FolderBroken when the file cannot be opened."""
    if not folder.erasing.exists():
        return []
    refusal = FolderBroken(
        "erasing.sealed cannot be opened, so an erasure that was begun cannot go on.",
        kept="Whoever is being taken out stays hidden.",
        do="Put it back from a backup, or bring the campaign key back, then --resume.",
    )
    try:
        plain = read_sealed(folder.erasing, key, _ABOUT, refusal)
    except FolderBroken:
        if folder.erasing.exists():
            raise
        return []  # another program came to its end meanwhile
    try:
        return msgspec.msgpack.decode(plain, type=list[Work])
    except msgspec.MsgspecError as error:
        raise refusal from error
