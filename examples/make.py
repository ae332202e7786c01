"""Builds every delivered file of the invented campaign from its hand-written texts.

    python examples/make.py            write the files
    python examples/make.py --check    compare what is there with what would be written

Seeded and without a clock: the same texts give the same bytes (compressed files: the same content;
another build of zlib may pack it differently, so --check compares what is inside).
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zipfile
from pathlib import Path

from making import apifiles, archives, consent, posts, readme, sources, stories, tables, totals
from making.cast import HERE, load, read_toml
from making.tweetjson import Speller


def build() -> dict[str, bytes]:
    """Every generated file by its path below examples/."""
    cast, told = load(), consent.answers()
    everything = posts.campaign(cast)
    by_key = {post.key: post for post in everything}
    held = sources.spread(everything, stories.quoted_texts())
    spell = Speller(everything, cast.voices)
    quoted = stories.quotations(by_key, told)
    counted = totals.count(held, cast, read_toml(HERE / "campaign.toml")["hashtags"])
    counted["consent"] = totals.consent(told, cast, quoted)
    files = {
        "exports/twitter-v2-pages.jsonl.gz": apifiles.v2_pages(held["pages"], spell),
        "exports/twitter-v2-stream.jsonl": apifiles.v2_stream(held["stream"], spell),
        "exports/twitter-v2-flat.jsonl.xz": apifiles.v2_flat(held["flat"], spell),
        "exports/twitter-compliance.jsonl": apifiles.compliance(everything),
        "exports/twitter-v1.jsonl.bz2": apifiles.v1(held["v1"], spell),
        "exports/x-archive-2026.zip": archives.archive_2026(held["archive-2026"], spell),
        "exports/x-archive-2014.zip": archives.archive_2014(held["archive-2014"], spell),
        "exports/tags-sheet.csv": tables.tags_sheet(held["tags"], spell),
        "exports/4cat.csv": tables.fourcat(held["4cat"], spell),
        "exports/keepers.jsonl": tables.keepers_lines(held["jsonl"]),
        "exports/given.csv": tables.given_table(cast, consent.papers(told)),
        "consent/statements.csv": consent.statements(told, cast, by_key),
        "consent/labels.csv": consent.labels(told, cast),
        "consent/voices.csv": consent.voices(told, cast),
        "expected.json": totals.spelt(counted),
        "README.md": readme.filled(counted),
    }
    return files | stories.build(quoted, by_key)


def unpacked(name: str, content: bytes) -> object:
    """What is inside a file, whatever it was packed with."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {entry: archive.read(entry) for entry in archive.namelist()}
    openers = {".gz": gzip.decompress, ".bz2": bz2.decompress, ".xz": lzma.decompress}
    opener = openers.get(Path(name).suffix)
    return opener(content) if opener else content


def differing(files: dict[str, bytes]) -> list[str]:
    """Names of the files on disk that are missing or hold something else."""
    return [
        name
        for name, content in files.items()
        if not (HERE / name).is_file()
        or unpacked(name, (HERE / name).read_bytes()) != unpacked(name, content)
    ]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def main(arguments: list[str]) -> int:
    files = build()
    if arguments == ["--check"]:
        wrong = differing(files)
        say("\n".join(f"differs: {name}" for name in wrong) or f"{len(files)} files as built")
        return 1 if wrong else 0
    if arguments:
        say(__doc__ or "")
        return 2
    for name, content in files.items():
        target = HERE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    say(f"{len(files)} files written, {sum(map(len, files.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
