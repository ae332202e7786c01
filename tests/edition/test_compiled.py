"""Compiled templates are kept beside their sources, and used only for the same sources."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ownwords.edition.sandbox import PageEnvironment, sandbox
from ownwords.locales.tongue import tongue_of


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page.html").write_text("{{ ui_lang }} {{ 1 + 1 }}", encoding="utf-8")
    return tmp_path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the templates that are compiled."""
    names: list[str] = []
    usual = PageEnvironment.compile

    def noted(self: PageEnvironment, source: str, name: str, *more: object) -> object:
        names.append(name)
        return usual(self, source, name, *more)

    monkeypatch.setattr(PageEnvironment, "compile", noted)
    return names


def rendered(templates: Path, tongue: str = "en") -> str:
    return sandbox(templates, tongue_of(tongue)).get_template("page.html").render()


def test_a_template_is_compiled_once(templates: Path, compiled: list[str]) -> None:
    assert [rendered(templates), rendered(templates)] == ["en 2", "en 2"]
    assert compiled == ["page.html"]


def test_other_sources_and_other_tongues_are_compiled(templates: Path, compiled: list[str]) -> None:
    assert (rendered(templates), rendered(templates, "es")) == ("en 2", "es 2")
    (templates / "page.html").write_text("changed", encoding="utf-8")
    assert rendered(templates) == "changed"
    assert compiled == 3 * ["page.html"]


def test_code_of_another_version_is_not_used(
    templates: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered(templates)
    monkeypatch.setattr("ownwords.edition.compiled.__version__", "another")
    rendered(templates)
    assert compiled == 2 * ["page.html"]


def test_where_nothing_may_be_written_pages_are_the_same(
    templates: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "mkdir", _refuse)
    assert [rendered(templates), rendered(templates)] == ["en 2", "en 2"]
    assert compiled == 2 * ["page.html"]


def _refuse(*_: object, **__: object) -> None:
    raise PermissionError


def test_who_tells_python_to_keep_no_code_finds_none(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    rendered(templates)
    assert [path.name for path in templates.iterdir()] == ["page.html"]
