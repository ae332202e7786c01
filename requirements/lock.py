"""Writes the hashed locks from pyproject.toml, and proves that every system gets wheels.

    pip install uv==0.13.9
    python requirements/lock.py             keep the pinned versions, add what is new
    python requirements/lock.py --upgrade   move everything to the newest version that fits
    python requirements/lock.py --check     change nothing; exit 1 if a lock is behind or unfit

A lock holds names, versions, markers and digests: no address and no registry. Whoever installs
takes the files from wherever they take packages, and the digests decide.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {"dev": ("build", "dev"), "run": ("build",)}  # run takes its pins from dev
# What the benchmarks run beside us, each in an environment of its own: they do not fit together.
PEERS = {
    "polars": ("polars",),
    "sqlite": ("sqlite-utils", "twitter-to-sqlite"),
    "tantivy": ("tantivy",),
    "twarc": ("twarc", "twarc-csv", "pandas<3"),
}
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
OPTIONS = (
    "--universal", "--python-version", PYTHONS[0], "--generate-hashes", "--no-config",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet",
)  # fmt: skip
PEER_HEAD = "# Made by requirements/lock.py; used by the benchmarks alone.\n"
HEAD = (
    "# Made by requirements/lock.py from pyproject.toml; for every system and Python {pythons}.\n"
    "# Install: pip install --require-hashes --only-binary :all: -r requirements/{name}.lock\n"
)


def compile_lock(name: str, previous: str, *, upgrade: bool) -> str:
    """The text of one lock; `previous` is the lock it starts from, so that pins stay put."""
    words = ["pyproject.toml"]
    words += [word for group in GROUPS[name] for word in ("--group", group)]
    if name == "run":
        words += ["--constraints", "requirements/dev.lock"]
    body = _resolve([*words, *(["--upgrade"] if upgrade else [])], previous=previous)
    return HEAD.format(pythons=" to ".join((PYTHONS[0], PYTHONS[-1])), name=name) + body


def compile_peer(name: str, previous: str, *, upgrade: bool) -> str:
    """The text of the lock of what a benchmark compares with."""
    words = ["-", *(["--upgrade"] if upgrade else [])]
    return PEER_HEAD + _resolve(words, previous=previous, asked="\n".join(PEERS[name]))


def _resolve(words: list[str], *, previous: str, asked: str = "") -> str:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "new.lock"
        out.write_text(previous, encoding="utf-8")
        command = ["uv", "pip", "compile", *words, *OPTIONS, "-o", str(out)]
        subprocess.run(
            command, cwd=ROOT, check=True, input=asked, text=True, stdout=subprocess.DEVNULL
        )
        lines = out.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


def unfit(text: str) -> list[str]:
    """Reasons why a lock may not be committed: an address, or a pin without its digest."""
    reasons = [f"holds an address: {line}" for line in text.splitlines() if "://" in line]
    pins = re.findall(r"^(\S+==\S+)[^\n]*\n(?!    --hash=sha256:)", text, re.MULTILINE)
    return reasons + [f"has no digest: {pin}" for pin in pins]


def without_wheels(lock: Path) -> list[str]:
    """Systems that would have to compile something, with the resolver's reason."""
    problems = []
    for system in SYSTEMS:
        for python in PYTHONS:
            options = ["--no-config", "--no-deps", "--only-binary", ":all:", "--quiet"]
            target = ["--python-platform", system, "--python-version", python]
            done = subprocess.run(
                ["uv", "pip", "compile", str(lock), *options, *target],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode:
                problems.append(f"{system}, Python {python}: {done.stderr.strip()}")
    return problems


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--upgrade", action="store_true")
    options.add_argument("--check", action="store_true")
    chosen = options.parse_args()
    locks = [(ROOT / "requirements" / f"{name}.lock", compile_lock) for name in GROUPS]
    locks += [(ROOT / "bench" / "locks" / f"{name}.lock", compile_peer) for name in PEERS]
    problems: list[str] = []
    for lock, compiled in locks:
        previous = lock.read_text(encoding="utf-8") if lock.exists() else ""
        text = compiled(lock.stem, previous, upgrade=chosen.upgrade)
        problems += [f"{lock.name} {reason}" for reason in unfit(text)]
        if chosen.check and text != previous:
            problems.append(f"{lock.name} is behind")
        if not chosen.check:
            lock.write_text(text, encoding="utf-8", newline="\n")
    problems += without_wheels(ROOT / "requirements" / "dev.lock")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
