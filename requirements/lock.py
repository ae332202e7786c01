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
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
HEAD = (
    "# Made by requirements/lock.py from pyproject.toml; for every system and Python {pythons}.\n"
    "# Install: pip install --require-hashes --only-binary :all: -r requirements/{name}.lock\n"
)


def compile_lock(name: str, previous: str, *, upgrade: bool) -> str:
    """The text of one lock; `previous` is the lock it starts from, so that pins stay put."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"{name}.lock"
        out.write_text(previous, encoding="utf-8")
        groups = [word for group in GROUPS[name] for word in ("--group", group)]
        options = [
            "--universal", "--python-version", PYTHONS[0], "--generate-hashes", "--no-config",
            "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet",
            *(["--upgrade"] if upgrade else []),
        ]  # fmt: skip
        if name == "run":
            options += ["--constraints", "requirements/dev.lock"]
        command = ["uv", "pip", "compile", "pyproject.toml", *groups, *options, "-o", str(out)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        body = out.read_text(encoding="utf-8")
    body = "".join(line for line in body.splitlines(keepends=True) if not line.startswith("#"))
    return HEAD.format(pythons=" to ".join((PYTHONS[0], PYTHONS[-1])), name=name) + body


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
    problems: list[str] = []
    for name in GROUPS:
        lock = ROOT / "requirements" / f"{name}.lock"
        previous = lock.read_text(encoding="utf-8") if lock.exists() else ""
        text = compile_lock(name, previous, upgrade=chosen.upgrade)
        problems += [f"{lock.name} {reason}" for reason in unfit(text)]
        if chosen.check and text != previous:
            problems.append(f"{lock.name} is behind pyproject.toml")
        if not chosen.check:
            lock.write_text(text, encoding="utf-8", newline="\n")
    problems += without_wheels(ROOT / "requirements" / "dev.lock")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
