"""Patterns that are made when first used: a mistake would wait for the text that needs it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from ownwords.records.patterns import compiled

_ALL_AT_ONCE = """
import importlib, pkgutil, re, ownwords
from ownwords.records import patterns

made = []
patterns.compiled = lambda *asked: made.append(re.compile(*asked)) or made[-1]
for module in pkgutil.walk_packages(ownwords.__path__, "ownwords."):
    importlib.import_module(module.name)
print(len(made))
"""


def test_every_pattern_of_the_package_can_be_made() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ALL_AT_ONCE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_a_pattern_is_made_at_its_first_use_and_kept() -> None:
    wrong, right = compiled("("), compiled("A(b)", re.IGNORECASE)
    assert right.fullmatch("aB")[1] == "B"
    assert right.fullmatch is right.fullmatch
    with pytest.raises(re.error):
        wrong.search("")
