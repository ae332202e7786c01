"""An edition's copy to a folder may be stopped at any file, and can be made again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.edition import addresses
from ownwords.flows.handing_over import hand_over, refuse_other_folders

OLD = ("a.html", "stories/noon.html", "stories/who-left.html", "z.html")
NEW = ("a.html", "b/c.html", "stories/noon.html", "z.html")


class Killed(BaseException):
    """The end of the process."""


def edition(place: Path, names: tuple[str, ...], words: str) -> Path:
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(words, encoding="utf-8")
    listed = {"files": [{"path": name} for name in names]}
    (place / addresses.MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    return place


def held(place: Path) -> dict[str, str]:
    found = (one for one in place.rglob("*") if one.is_file())
    return {one.relative_to(place).as_posix(): one.read_text("utf-8") for one in found}


@pytest.mark.parametrize("last", range(12))
def test_it_may_end_at_any_file(tmp_path: Path, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = edition(tmp_path / "1", OLD, "old"), edition(tmp_path / "2", NEW, "new")
    out = tmp_path / "out"
    hand_over(old, out)
    left = [last]

    def until(real: Callable[..., object]) -> Callable[..., object]:
        def step(*told: object, **more: object) -> object:
            if not left[0]:
                raise Killed
            left[0] -= 1
            return real(*told, **more)

        return step

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", until(Path.unlink))
        for name in ("copy2", "copyfile"):
            patch.setattr(shutil, name, until(getattr(shutil, name)))
        patch.setattr(shutil.copytree, "__defaults__", _copying(shutil.copy2))
        try:
            hand_over(new, out)
        except Killed:
            refuse_other_folders(out)
    hand_over(new, out)
    assert held(out) == held(new)


def _copying(copy: Callable[..., object]) -> tuple[object, ...]:
    """The defaults of copytree with another way to copy a file."""
    return tuple(copy if callable(one) else one for one in shutil.copytree.__defaults__ or ())
