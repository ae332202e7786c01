"""Rows of posts into Sealed words, and whose words they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ownwords.archive.answers import Dated, Head, Record
from ownwords.archive.folder import Folder
from ownwords.archive.manifest import FileEntry
from ownwords.archive.redacted_text import PASSED_ON
from ownwords.archive.short_links import opened_by
from ownwords.records.sealed import Sealed, Subject
from ownwords.records.text import plain_text

_Row = Mapping[str, Any]
_WORDS = (
    "id",
    "native_id",
    "attributed_to",
    "version_id",
    "handle",
    "name",
    "content",
    "content_format",
    "summary",
    "attachments",
    "mentions",
    "repost_of",
)

SPOKEN = (
    "id", "attributed_to", "published", "precision", "language", "mentions", "content",
    "content_format", "version_id", "repost_of", "quote_of", "truncated", "updated",
    "payload_sha256", "network", "links", "attachments",
)  # fmt: skip
"""What rows must say for ``dated_words``."""


class Asked(NamedTuple):
    """A post that is asked for as ``id`` or ``id@version``."""

    name: str
    id: str
    version: str

    @classmethod
    def parse(cls, name: str) -> Asked:
        head, at, version = name.rpartition("@")
        return cls(name, head, version) if at and head else cls(name, name, "")


def stand_in(post: str) -> str:
    """The account asked for when a reposted or quoted post's author is not known."""
    return f"{post}#author"


class Authors(NamedTuple):
    """Whose words others pass on, as far as it is known: authors by post, accounts by handle."""

    of_posts: Mapping[str, str]
    by_handle: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def passed_on(row: _Row) -> list[str]:
    """Handles (lower case) whose words a text says that it passes on: ``RT @ada: …``, ``"@ada …"``.

    The words of a repost that its network knows as one are told by ``repost_of``; its own
    ``RT @…`` at the beginning is left out.
    """
    text = row.get("content", "")
    if "@" not in text and "＠" not in text:
        return []
    words = plain_text(text, row["content_format"])
    known = bool(row["repost_of"])
    return [
        found[1].partition("@")[0].lower()
        for found in PASSED_ON.finditer(words)
        if not (known and found.start() == 0)
    ]


def others_of(row: _Row, authors: Authors) -> tuple[str, ...]:
    """Accounts of people who speak inside a post's words, other than its author.

    A reposted or quoted post's author is known when that post is kept. Of a repost that is not,
    everybody whom it mentions may be the author, so all of them are asked; when it mentions
    nobody, a stand-in is, who has said nothing and so says no. Where the text itself says that it
    passes words on, everybody who ever had that handle is asked, or a stand-in.
    """
    return tuple(account for account, _ in _insiders(row, authors))


def _insiders(row: _Row, authors: Authors) -> list[tuple[str, str]]:
    """The same with the id of their own post, empty where it is not sure which it is."""
    found: dict[str, str] = {}
    reposted, quoted = row["repost_of"], row["quote_of"]
    if reposted in authors.of_posts:
        found[authors.of_posts[reposted]] = reposted
    elif reposted:
        found.update(dict.fromkeys(row["mentions"] or [stand_in(reposted)], ""))
    if quoted in authors.of_posts:
        found.setdefault(authors.of_posts[quoted], quoted)
    for handle in passed_on(row):
        for account in authors.by_handle.get(handle) or (stand_in(f"@{handle}"),):
            found.setdefault(account, "")
    return [one for one in found.items() if one[0] != row["attributed_to"]]


class Parts:
    """The parts of a row, sealed. Who speaks inside it is looked up once."""

    __slots__ = ("_other_posts", "others", "row")

    def __init__(self, row: _Row, authors: Authors) -> None:
        inside = _insiders(row, authors)
        self.row = row
        self.others = tuple(account for account, _ in inside)
        self._other_posts = tuple(post for _, post in inside)

    def sealed(self, part: str, words: str) -> Sealed:
        """Words that are, or are made of, a part of the row."""
        row = self.row
        subject = Subject(
            row["id"],
            row["attributed_to"],
            version=row["version_id"],
            updated=row.get("updated"),
            others=self.others,
            other_posts=self._other_posts,
            part=part,
            language=row.get("language", ""),
        )
        return Sealed(words, subject)

    def __call__(self, part: str) -> Sealed:
        """A part as it stands in the row."""
        return self.sealed(part, self.row[part])


def sealed_words(asked: Sequence[Asked], said: Sequence[Parts]) -> dict[str, Sealed]:
    """The words asked for. ``said`` are all versions, the first one first."""
    newest = {one.row["id"]: one for one in said}
    exact = {(one.row["id"], one.row["version_id"]): one for one in said}
    answer = {}
    for one in asked:
        found = newest.get(one.name) or exact.get((one.id, one.version))
        if found is not None:
            row = found.row
            words = plain_text(row["content"], row["content_format"])
            answer[one.name] = found.sealed("content", words)
    return answer


def dated_words(said: Sequence[Parts]) -> dict[str, tuple[Dated, Sealed]]:
    """The newest words of posts, and when each was said. ``said`` as for ``sealed_words``."""
    return {name: _dated(versions) for name, versions in _by_post(said).items()}


def _by_post(said: Sequence[Parts]) -> dict[str, list[Parts]]:
    versions: dict[str, list[Parts]] = {}
    for one in said:
        versions.setdefault(one.row["id"], []).append(one)
    return versions


def _dated(said: Sequence[Parts]) -> tuple[Dated, Sealed]:
    first, newest = said[0].row, said[-1]
    row = newest.row
    dated = Dated(
        id=row["id"],
        account=row["attributed_to"],
        published=first["published"],
        precision=first["precision"],
        version=row["version_id"],
        opens=opened_by([one.row for one in said]),
    )
    return dated, newest.sealed("content", plain_text(row["content"], row["content_format"]))


Came = Mapping[tuple[str, str], int]
"""The accession that brought a version, by post and version."""


def heads_of(said: Sequence[Parts], came: Came) -> dict[str, Head]:
    """Heads from all versions of some posts, the first one first."""
    return {name: _head(found, came) for name, found in _by_post(said).items()}


def _head(said: Sequence[Parts], came: Came) -> Head:
    of_first, of_newest = said[0], said[-1]
    first, newest = of_first.row, of_newest.row
    return Head(
        id=first["id"],
        account=newest["attributed_to"],
        network=first["network"],
        published=first["published"],
        precision=first["precision"],
        language=newest["language"],
        type=first["type"],
        version=newest["version_id"],
        versions=tuple([one.row["version_id"] for one in said]),
        in_reply_to=first["in_reply_to"],
        repost_of=first["repost_of"],
        quote_of=newest["quote_of"],
        sealed=lambda part: of_first(part) if part == "url" else of_newest(part),
        organisation=first["organisation"],
        tags=tuple(newest["tags_folded"]),
        redacted=any(one.row["redacted"] for one in said),
        records=tuple([_record(one, came) for one in said]),
        opens=opened_by([one.row for one in said]),
    )


def _record(version: Parts, came: Came) -> Record:
    row = version.row
    accession = came.get((row["id"], row["version_id"]), 0)
    return Record(accession, row["payload_sha256"].hex(), version.others)


_NOBODY = Authors({})


def every_word(folder: Folder, manifest: Sequence[FileEntry]) -> Iterator[Sealed]:
    """Every text, summary, picture text, name, handle and id of every version of every post."""
    from ownwords.archive.chunks import read_batches  # brings pyarrow
    from ownwords.archive.columns import values

    for entry in manifest:
        if entry.kind in ("posts", "versions"):
            for batch in read_batches(folder, entry, _WORDS):
                columns = [values(batch.column(name)) for name in _WORDS]
                for fields in zip(*columns, strict=True):
                    yield from _sealed_parts(dict(zip(_WORDS, fields, strict=True)))


def _sealed_parts(row: dict[str, Any]) -> Iterator[Sealed]:
    row["quote_of"] = ""
    content = plain_text(row.pop("content"), row["content_format"])
    parts = [(name, row[name]) for name in ("id", "native_id", "handle", "name", "summary")]
    parts.append(("content", content))
    parts.append(("account", row["attributed_to"]))
    parts += [("alt", attachment["name"]) for attachment in row["attachments"]]
    sealed = Parts(row, _NOBODY).sealed
    for part, words in parts:
        if words:
            yield sealed(part, words)
