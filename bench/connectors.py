"""How fast each connector reads, without keeping: ``python -m bench.connectors [POSTS]``.

Posts per CPU second of this process, median of five rounds, on the invented posts of
``bench.generate`` written in each format; embedded originals count as posts, because they are.
"""

from __future__ import annotations

import csv
import io
import json
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from bench import generate
from bench.keeping import keep_table
from ownwords.gather.connector import Options, detect
from ownwords.gather.sources import Source, find_sources
from ownwords.records.captured import Captured, Fault

ROUNDS = 5


def statuses(count: int) -> Iterator[dict[str, Any]]:
    """The same posts in the older shape, with their authors."""
    for post, author, _ in generate.posts(count):
        tags = [{"text": one["tag"]} for one in post.get("entities", {}).get("hashtags", ())]
        yield {
            "created_at": "Sat Jan 11 05:12:00 +0000 2014",
            "id_str": str(int(post["id"]) + 1),  # the first id of the generator is all zeros
            "full_text": post["text"],
            "lang": post.get("lang"),
            "entities": {"hashtags": tags, "user_mentions": [], "urls": []},
            "favorite_count": 7,
            "retweet_count": 2,
            "user": {
                "id_str": author["id"],
                "screen_name": author["username"],
                "name": author["name"],
                "description": author.get("description", ""),
                "followers_count": 41,
            },
        }


def table(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def make_inputs(place: Path, count: int) -> list[Path]:
    """One file a format."""
    older = list(statuses(count))
    (place / "v2-pages.jsonl").write_bytes(b"".join(one + b"\n" for one in generate.pages(count)))
    (place / "v2-flat.jsonl").write_bytes(b"".join(one + b"\n" for one in generate.flat(count)))
    (place / "v1.jsonl").write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in older))
    own = [{"tweet": {key: one[key] for key in one if key != "user"}} for one in older]
    with zipfile.ZipFile(place / "x-archive.zip", "w", zipfile.ZIP_DEFLATED) as out:
        account = [{"account": {"accountId": "12", "username": "lamp"}}]
        out.writestr("data/account.js", f"window.YTD.account.part0 = {json.dumps(account)}")
        out.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {json.dumps(own, indent=2)}")
    tags = ("id_str", "from_user", "text", "created_at", "from_user_id_str", "status_url")
    address = "https://twitter.com/i/status/"
    sheet = [
        (
            one["id_str"],
            one["user"]["screen_name"],
            one["full_text"],
            one["created_at"],
            one["user"]["id_str"],
            address + one["id_str"],
        )
        for one in older
    ]
    (place / "tags.csv").write_bytes(table([tags, *sheet]))
    said = [("voice", "date", "uses", "evidence", "text")]
    said += [("Maren", "2014-01", "verbatim", "sheet 3", one["full_text"]) for one in older]
    (place / "given.csv").write_bytes(table(said))
    return sorted(place.iterdir())


def rate(path: Path) -> dict[str, int | str]:
    """Posts per CPU second; raises when something could not be read."""
    rates = []
    posts = 0
    (source,) = find_sources(str(path))
    assert isinstance(source, Source)
    connector = detect(source)
    for _ in range(ROUNDS):
        posts, started = 0, time.process_time()
        for read in connector.read(source, Options()):
            assert not isinstance(read, Fault), read
            posts += isinstance(read, Captured)
        rates.append(posts / (time.process_time() - started))
    return {
        "format": connector.name,
        "posts": posts,
        "per_cpu_second": int(statistics.median(rates)),
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as place:
        figures = {path.name: rate(path) for path in make_inputs(Path(place), count)}
    rows = [{"file": name, **figure} for name, figure in figures.items()]
    keep_table("connectors", "Each connector alone", f"python -m bench.connectors {count}", rows)
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
