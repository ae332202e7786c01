"""Twitter API 1.1 as JSON: statuses as twarc hydrated them, or as the stream delivered them.

Lines, or one array. Compatible and extended mode; ``delete`` lines are withdrawals; what the
stream says of itself is named where posts are missing, and counted where none are (withheld
content, requests to forget locations).
"""

from __future__ import annotations

from collections.abc import Iterator

from ownwords.gather.connector import Options
from ownwords.gather.cursor import Cursor
from ownwords.gather.json_records import first_records, read_records
from ownwords.gather.sources import Head, Source
from ownwords.gather.v1_lines import SIGNS, looks_like_v1, read_v1
from ownwords.records.captured import Read


class TwitterV1:
    """Reads v1.1 JSON: lines, or one array."""

    name = "twitter_v1"
    title = "Twitter API 1.1 (JSON of twarc, hourly files of the stream)"
    extensions = (".jsonl", ".json", ".ndjson")
    signs = SIGNS

    def recognises(self, head: Head) -> bool:
        """By the keys of the first record that can be read."""
        return looks_like_v1(first_records(head))

    def read(self, source: Source, options: Options, cursor: str = "") -> Iterator[Read]:
        """The post of each line, then the posts inside it (reposted, quoted)."""
        return read_records(source, Cursor.parse(cursor), lambda line: read_v1(line, source.label))


CONNECTOR = TwitterV1()
