"""Reads the invented campaign back with nothing but the standard library and its own few readers.

    python examples/check.py

Shares no code with make.py, so that a slip in the maker shows. Checks that every file parses, that
what is in it agrees with expected.json, that ids and times belong together, that each quotation's
span is the words meant and has a matching yes, and that nothing said around the quotations repeats
five words of anybody. Prints what is wrong, one line each; silent files are well.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import html
import io
import json
import lzma
import re
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
EXPORTS = HERE / "exports"
NOT_JSON = "cut"
Row = tuple[str, str, str, str]  # id, account id, time as delivered, text as delivered
Held = dict[str, str]


def lines(data: bytes) -> Iterator[Any]:
    for line in data.decode("utf-8").splitlines():
        try:
            yield json.loads(line) if line.strip() else None
        except ValueError:
            yield NOT_JSON


def v2(tweet: dict[str, Any]) -> Row:
    return tweet["id"], tweet["author_id"], tweet["created_at"], tweet["text"]


def pages(data: bytes) -> Iterator[Row]:
    for page in lines(data):
        yield from map(v2, page["data"])


def tweets_in(value: Any) -> Iterator[str]:
    """First ids of all posts in a JSON value, those inside others included."""
    if isinstance(value, list):
        for inner in value:
            yield from tweets_in(inner)
    if isinstance(value, dict):
        if "edit_history_tweet_ids" in value:
            yield value["edit_history_tweet_ids"][0]
        elif "id_str" in value and "user" in value:
            yield value["id_str"]
        for inner in value.values():
            yield from tweets_in(inner)


def stream(data: bytes) -> Iterator[Row]:
    return (v2(line["data"]) for line in lines(data) if line != NOT_JSON)


def flat(data: bytes) -> Iterator[Row]:
    return (v2(line) for line in lines(data))


def statuses(data: bytes) -> Iterator[Row]:
    for line in lines(data):
        if "id_str" in line:
            words = line.get("extended_tweet", line)
            text = words.get("full_text") or line["text"]
            yield line["id_str"], line["user"]["id_str"], line["created_at"], text


def member(data: bytes, name: str) -> Any:
    text = zipfile.ZipFile(io.BytesIO(data)).read(name).decode("utf-8")
    return json.loads(text[text.index("=") + 1 :])


def archive_2026(data: bytes) -> Iterator[Row]:
    owner = member(data, "data/account.js")[0]["account"]["accountId"]
    notes = [row["noteTweet"] for row in member(data, "data/note-tweet.js")]
    whole = {note["core"]["text"][:100]: note["core"]["text"] for note in notes}
    for name in ("data/tweets.js", "data/tweets-part1.js"):
        for row in member(data, name):
            tweet = row["tweet"]
            text = whole.get(html.unescape(tweet["full_text"])[:100], tweet["full_text"])
            yield tweet["id_str"], owner, tweet["created_at"], text


def archive_2014(data: bytes) -> Iterator[Row]:
    for tweet in member(data, "data/js/tweets/2014_01.js"):
        yield tweet["id_str"], tweet["user"]["id_str"], tweet["created_at"], tweet["text"]


def sheet(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def tags(data: bytes) -> Iterator[Row]:
    for row in sheet(data):
        if row["id_str"].isdigit():
            yield row["id_str"], row["from_user_id_str"], row["created_at"], row["text"]


def fourcat(data: bytes) -> Iterator[Row]:
    return ((r["id"], r["author_id"], r["timestamp"], r["body"]) for r in sheet(data))


def keepers(data: bytes) -> Iterator[Row]:
    return ((r["post"], r["who"], r["when"], r["words"]) for r in lines(data))


READERS: dict[str, Callable[[bytes], Iterator[Row]]] = {
    "twitter-v2-pages.jsonl.gz": lambda data: pages(gzip.decompress(data)),
    "twitter-v2-stream.jsonl": stream,
    "twitter-v2-flat.jsonl.xz": lambda data: flat(lzma.decompress(data)),
    "twitter-v1.jsonl.bz2": lambda data: statuses(bz2.decompress(data)),
    "x-archive-2026.zip": archive_2026,
    "x-archive-2014.zip": archive_2014,
    "tags-sheet.csv": tags,
    "4cat.csv": fourcat,
    "keepers.jsonl": keepers,
}
SPELLINGS = (
    "%Y-%m-%dT%H:%M:%S.000Z",
    "%a %b %d %H:%M:%S +0000 %Y",
    "%Y-%m-%d %H:%M:%S +0000",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
)


def moment(text: str) -> datetime:
    for spelling in SPELLINGS:
        try:
            return datetime.strptime(text, spelling).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(text)


def read_back() -> tuple[Held, dict[str, Any], list[str]]:
    """Texts by post id, counts by file, and what is wrong with ids and times."""
    held: Held = {}
    counts: dict[str, Any] = {}
    wrong: list[str] = []
    for name, reader in READERS.items():
        rows = list(reader((EXPORTS / name).read_bytes()))
        counts[name] = {"rows": len(rows), "accounts": len({row[1] for row in rows})}
        for number, _, at, text in rows:
            made = datetime.fromtimestamp(((int(number) >> 22) + 1_288_834_974_657) // 1000, UTC)
            off = abs((made - moment(at)).total_seconds())
            if len(number) != 18 or off > 1:
                wrong.append(f"{name}: id {number} does not belong to its time")
            if held.setdefault(number, html.unescape(text)) != html.unescape(text):
                wrong.append(f"{name}: {number} is spelt otherwise elsewhere")
    return held, counts, wrong


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "twitter-v2-pages.jsonl.gz": gzip.decompress,
    "twitter-v2-stream.jsonl": bytes,
    "twitter-v2-flat.jsonl.xz": lzma.decompress,
    "twitter-v1.jsonl.bz2": bz2.decompress,
}


def inside(expected: dict[str, Any]) -> Iterator[str]:
    for name, opener in PACKED.items():
        found = len(set(tweets_in(list(lines(opener((EXPORTS / name).read_bytes()))))))
        if found != expected["files"][name]["with_inside"]:
            yield f"{name}: {found} posts with those inside"


def against_expected(counts: dict[str, Any], held: Held) -> Iterator[str]:
    expected = json.loads((HERE / "expected.json").read_text("utf-8"))
    for name, found in counts.items():
        stated = {key: expected["files"][name][key] for key in found}
        if stated != found:
            yield f"{name}: expected {stated}, found {found}"
    yield from inside(expected)
    readme = (HERE / "README.md").read_text("utf-8")
    for name, stated in expected["files"].items():
        columns = ("rows", "posts", "matching", "accounts", "faults")
        if " | ".join([f"| `{name}`", *(str(stated[key]) for key in columns)]) not in readme:
            yield f"README.md: the row of {name} is out of step"
    versions = expected["unique"]["posts"] + expected["unique"]["edited"]
    if len(held) != versions:
        yield f"expected {versions} versions in all, found {len(held)}"
    compliance = list(lines((EXPORTS / "twitter-compliance.jsonl").read_bytes()))
    stated = sum(expected["withdrawals"]["twitter-compliance.jsonl"].values())
    if compliance[0] is not None or len(compliance) - 1 != stated:
        yield "twitter-compliance.jsonl: not an empty line and then the stated lines"
    given = len(sheet((EXPORTS / "given.csv").read_bytes()))
    if given != expected["given"]["given.csv"]:
        yield f"given.csv: {given} rows"


FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def quotations() -> Iterator[tuple[str, dict[str, str]]]:
    for path in sorted((HERE / "stories").glob("*.md")):
        for kind, block in FENCE.findall(path.read_text("utf-8")):
            if kind == "quote":
                yield path.stem, dict(line.split(": ", 1) for line in block.strip().splitlines())


def spans(held: Held) -> Iterator[str]:
    statements = sheet((HERE / "consent/statements.csv").read_bytes())
    for story, quote in quotations():
        text = held[quote["version"]]
        start, end = map(int, quote["span"].split("-"))
        words = text[start:end]
        if not words or words != words.strip() or "#" in words or words[-1] not in ".。؟?!":
            yield f"{story}: span of {quote['version']} is not whole sentences"
        if story.startswith("ask-us") and not any(
            row["answer"] == "yes" and quote["use"] in row["uses"].split()
            and (row["scope"] == "all" or quote["post"] in row["posts"].split()
                 or row["story"] == story) for row in _of(statements, quote)
        ):  # fmt: skip
            yield f"{story}: no yes to {quote['use']} for {quote['version']}"


def retold() -> Iterator[str]:
    """A retelling needs a yes to being retold."""
    statements = sheet((HERE / "consent/statements.csv").read_bytes())
    for path in sorted((HERE / "stories").glob("*.md")):
        for kind, block in FENCE.findall(path.read_text("utf-8")):
            if kind != "paraphrase":
                continue
            fields = dict(line.split(": ", 1) for line in block.strip().splitlines())
            told = _of(statements, {"version": fields["post"].rpartition("/")[2]})
            if not any(row["answer"] == "yes" and "paraphrase" in row["uses"] for row in told):
                yield f"{path.stem}: no yes to paraphrase for {fields['post']}"


def _of(statements: list[dict[str, str]], quote: dict[str, str]) -> list[dict[str, str]]:
    """Statements of the account that wrote the quoted post; quoted posts are in the pages."""
    for page in lines(gzip.decompress((EXPORTS / "twitter-v2-pages.jsonl.gz").read_bytes())):
        names = {user["id"]: user["username"] for user in page["includes"]["users"]}
        for tweet in page["data"]:
            if tweet["id"] == quote["version"]:
                number = tweet["author_id"]
                spelt = (f"https://x.com/i/user/{number}", f"@{names[number]}")
                return [row for row in statements if row["account"] in spelt]
    return []


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def said_around(held: Held) -> Iterator[str]:
    """Five words in a row of anybody's, in what is printed around the quotations."""
    theirs: set[tuple[str, ...]] = set()
    for text in [*held.values(), *_given()]:
        theirs |= runs(text)
    ours = [HERE / "introduction.md", *(HERE / "stories").glob("*.md")]
    for path in ours:
        text = FENCE.sub(_spoken, path.read_text("utf-8"))
        for run in sorted(runs(text) & theirs):
            yield f"{path.name}: somebody's words outside a quotation: {' '.join(run)}"


def _spoken(match: re.Match[str]) -> str:
    """Of a fenced block, what is printed and is not a quotation: number boxes, retold words."""
    return match[2] if match[1] in ("number", "paraphrase") else " . "


def _given() -> Iterator[str]:
    for path in (EXPORTS / "given").glob("*.md"):
        yield path.read_text("utf-8").split("---\n", 2)[2]
    yield from (row["text"] for row in sheet((EXPORTS / "given.csv").read_bytes()))


def private() -> Iterator[str]:
    """The canaries stand in private members and nowhere else."""
    data = zipfile.ZipFile(EXPORTS / "x-archive-2026.zip")
    marked = {name for name in data.namelist() if b"CANARY" in data.read(name)}
    open_ones = {"data/tweets.js", "data/tweets-part1.js", "data/note-tweet.js", "data/manifest.js"}
    if marked != set(data.namelist()) - open_ones:
        yield f"x-archive-2026.zip: canaries in {sorted(marked)}"


def tables() -> Iterator[str]:
    for path in [*HERE.glob("*.toml"), *EXPORTS.glob("*.toml")]:
        tomllib.loads(path.read_text("utf-8"))
    for name in ("statements", "labels", "voices"):
        if not sheet((HERE / f"consent/{name}.csv").read_bytes()):
            yield f"{name}.csv is empty"
    size = sum(path.stat().st_size for path in HERE.rglob("*") if path.is_file() and _ours(path))
    if size > 2_000_000:
        yield f"examples/ has {size:,} bytes"


def _ours(path: Path) -> bool:
    return not any("cache" in part for part in path.relative_to(HERE).parts)


def main() -> int:
    held, counts, wrong = read_back()
    wrong += [*against_expected(counts, held), *spans(held), *retold(), *said_around(held)]
    wrong += [*private(), *tables()]
    sys.stdout.write("\n".join(wrong or [f"{len(held)} posts and versions, all well"]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
