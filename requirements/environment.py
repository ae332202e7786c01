"""Makes the checkout's own Python environment from a hashed lock, for ./demo, ./workbench, ./test.

Standard library only: it runs before anything is installed. The environment is `.venv`, and it is
made again only when Python or the lock changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
STAMP = HOME / "ownwords-lock"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
COMMAND = BIN / ("ownwords.exe" if os.name == "nt" else "ownwords")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)

# Measured on Linux x86_64, Python 3.11, cold cache; docs/dependencies.md says how.
SIZES = {"run": (130, 500), "dev": (215, 790)}  # MB to fetch, MB on the disk


class InstallFailed(Exception):
    """The environment could not be made; the text is for the person at the keyboard."""


def newer_python() -> str | None:
    """A Python on this computer that is new enough, when the one that runs is not."""
    if sys.version_info >= OLDEST:
        return None
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found and _runs(found):
            return found
    raise InstallFailed(
        "ownwords needs Python 3.11 or newer; this is {}.{}. Install one and try again.".format(
            *sys.version_info[:2]
        )
    )


def _runs(python: str) -> bool:
    """A name on the path may be a shim with nothing behind it."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0


def ready(name: str) -> bool:
    """Whether `.venv` already holds what the lock names (the dev lock holds the run lock too)."""
    if not (PYTHON.exists() and STAMP.exists()):
        return False
    return STAMP.read_text(encoding="utf-8") in {_stamp(name), _stamp("dev")}


def install() -> None:
    """What runs ownwords, once; says before it how much is fetched."""
    if ready("run"):
        print("Already installed; nothing to fetch.\n")
        return
    fetch, disk = SIZES["run"]
    print(f"Installing into .venv: about {fetch} MB to fetch, {disk} MB on the disk.", flush=True)
    print(f"Done in {make('run'):.0f} seconds.\n", flush=True)


def make(name: str) -> float:
    """Install the lock and this checkout; returns the seconds it took.

    Raises `InstallFailed` with the installer's last lines. What was there stays usable, and the
    next run takes up where this one ended.
    """
    started = time.monotonic()
    if not _same_python():
        _venv()
    STAMP.unlink(missing_ok=True)
    lock = ROOT / "requirements" / f"{name}.lock"
    _pip("--require-hashes", "--only-binary", ":all:", "-r", str(lock))
    _pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(_stamp(name), encoding="utf-8")
    return time.monotonic() - started


def _stamp(name: str) -> str:
    digest = hashlib.sha256()
    for part in (f"requirements/{name}.lock", "pyproject.toml"):
        digest.update((ROOT / part).read_bytes())
    digest.update(str(ROOT).encode())
    return "{}.{} {} {}".format(*sys.version_info[:2], name, digest.hexdigest())


def _same_python() -> bool:
    if not PYTHON.exists():
        return False
    asked = [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2])"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.split() == [str(number) for number in sys.version_info[:2]]


def _venv() -> None:
    """Debian ships Python without ensurepip; then the pip that is there serves the new folder."""
    options = [] if _has("ensurepip") else ["--without-pip"]
    _run([sys.executable, "-m", "venv", "--clear", *options, str(HOME)])


def _pip(*words: str) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "install"]
    if _in_venv("pip"):
        _run([str(PYTHON), "-m", "pip", *options, *words])
    elif _has("pip"):
        _run([sys.executable, "-m", "pip", "--python", str(PYTHON), *options, *words])
    else:
        raise InstallFailed("This Python has no pip. Install pip (python3-pip) and try again.")


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _in_venv(module: str) -> bool:
    done = subprocess.run([str(PYTHON), "-c", f"import {module}"], capture_output=True, check=False)
    return done.returncode == 0


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()[-12:]
        raise InstallFailed("\n".join(["The installation stopped:", *lines]))
