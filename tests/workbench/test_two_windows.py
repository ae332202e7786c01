"""A form does what its page showed: or nothing, where something changed in another window."""

from __future__ import annotations

import html
import re
from pathlib import Path

from tests.workbench.conftest import HERE, Window

SETTINGS = {"name": "Of the first", "tags": "#first", "languages": "en", "risk": "high"}


def test_a_form_of_another_campaign_is_kept_until_that_one_is_open(window: Window, tmp_path: Path):
    first = window.bench.workspace.folder.root
    before = window.token
    window.post("/start/create", name="Another", tags="#another", folder=str(tmp_path / "two"))
    second = window.bench.workspace.folder.root
    assert second != first
    settings = (second / "campaign.toml").read_bytes()
    page = window.post("/settings", form=before, **SETTINGS)
    assert page.status_code == 403
    assert "another campaign" in page.text
    assert "Of the first" in page.text
    assert (second / "campaign.toml").read_bytes() == settings
    carried = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    again = {name: html.unescape(value) for name, value in carried}
    sent = window.client.post("/settings", data=again, headers=HERE)
    assert sent.headers["location"].startswith("/answered"), "the other one is still open"
    assert (second / "campaign.toml").read_bytes() == settings
    window.post("/start/open", folder=str(first))
    token = again["form"]
    assert window.bench.is_for_this(token)
    assert window.client.post("/settings", data=again, headers=HERE).headers["location"] == (
        "/settings"
    )
    assert b"Of the first" in (first / "campaign.toml").read_bytes()


def test_a_file_dropped_for_another_campaign_does_not_come_in(window: Window, tmp_path: Path):
    before = window.token
    window.post("/start/create", name="Another", tags="#another", folder=str(tmp_path / "two"))
    answer = window.client.post(
        "/gather/upload", data={"form": before}, files={"file": ("a.json", b"[]")}, headers=HERE
    )
    assert answer.status_code == 403
    assert not list((tmp_path / "two").glob("cache/inbox/*/*"))
