"""Who erases what: every path that a campaign folder may hold has exactly one entry here.

A new place for anything is a new entry; tests fill a folder and ask for the entry of every path in
it, and for the module that it names.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Erasable:
    """A part of the folder.

    name: what it is called
    paths: globs below the folder; a closing ``**`` means everything below
    holds: what of people it may hold
    erased_by: the module, within ownwords, that takes somebody out of it; for what the tellers
        write themselves, the one that names file and line for them to mend
    """

    name: str
    paths: tuple[str, ...]
    holds: str
    erased_by: str


_MENDED = "flows.proof.repeated"

ERASABLES: tuple[Erasable, ...] = (
    Erasable(
        "settings", ("campaign.toml", "*.md"), "what the steward wrote about themselves", _MENDED
    ),
    Erasable(
        "posts", ("posts/*.parquet", "posts/.*.part"), "words, names, payloads", "archive.erasing"
    ),
    Erasable("staging", ("posts/.staging/**",), "words on their way in", "flows.erasure"),
    Erasable(
        "desk",
        ("desk.sqlite", "desk.sqlite-wal", "desk.sqlite-shm"),
        "ids, statements, wishes, evidence; counts as they were published",
        "archive.erasing_desk",
    ),
    Erasable("desk head", ("desk.head", ".desk.head.*.part"), "digests only", "archive.chain"),
    Erasable(
        "keep-out list",
        ("keep-out.sealed", ".keep-out.sealed.*.part"),
        "sealed: keyed hashes of names, which stay so that nobody is gathered again",
        "archive.keep_out",
    ),
    Erasable(
        "deleted posts",
        ("deleted.sealed", ".deleted.sealed.*.part"),
        "sealed: keyed hashes of ids, which stay for the same reason; theirs go with their author",
        "archive.deleted",
    ),
    Erasable(
        "erasing",
        ("erasing.sealed", ".erasing.sealed.*.part"),
        "sealed; goes when the erasure is proved",
        "archive.erasing_work",
    ),
    Erasable(
        "stories",
        ("stories/**",),
        "references to quotations, the teller's own words",
        "flows.recall",
    ),
    Erasable("claims", ("claims/**",), "numbers and where they came from", _MENDED),
    Erasable("articles", ("articles/**",), "kept copies of articles", "archive.copies"),
    Erasable("sources", ("sources/**",), "kept copies of exports and pages", "archive.copies"),
    Erasable(
        "quarantine",
        ("quarantine/**",),
        "kept copies, sealed to the steward key; names of files that name nobody",
        "archive.copies",
    ),
    Erasable(
        "cache",
        ("cache/**", "cache.before/**"),
        "anything, made again from posts/",
        "archive.erasing_caches",
    ),
    Erasable("editions", ("editions/**",), "what was published", "flows.replacing"),
)
