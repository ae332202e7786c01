"""Starting stays light: what `ownwords` loads before a verb is known stands on a list."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.checkout import ROOT

# Anything else at start is a decision: is it worth the wait at every single command?
OURS = {"ownwords", "click"}
STANDARD = {
    "__future__", "abc", "ast", "atexit", "bisect", "bz2", "codecs", "collections",
    "contextlib", "copy", "copyreg", "dataclasses", "datetime", "difflib", "dis",
    "encodings", "enum", "errno", "fnmatch", "functools", "gc", "genericpath", "gettext",
    "glob", "heapq", "importlib", "inspect", "io", "itertools", "keyword", "linecache",
    "locale", "lzma", "math", "ntpath", "opcode", "operator", "os", "pathlib", "platform",
    "posixpath", "re", "reprlib", "selectors", "shutil", "signal", "stat", "string",
    "struct", "subprocess", "textwrap", "threading", "time", "token", "tokenize", "types",
    "typing", "unicodedata", "uuid", "warnings", "weakref", "zlib",
}  # fmt: skip
OPTIONAL = {"colorama"}  # click loads it on Windows
ASK = """
import sys
before = set(sys.modules)
{what}
print("\\n".join(sorted(set(sys.modules) - before)), file=sys.stderr)
"""
HELP = """
from ownwords.cli import main
sys.argv = ["ownwords", {words}]
try:
    main()
except SystemExit as leaving:
    assert not leaving.code, leaving.code
"""


def loaded(what: str) -> tuple[set[str], str]:
    """Top-level modules that `what` brings into a fresh Python, and what it printed."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", ASK.format(what=what)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in done.stderr.split()}
    return {
        name for name in modules if not name.startswith("_") or name == "__future__"
    }, done.stdout


def test_import_loads_what_the_list_names() -> None:
    modules, _ = loaded("import ownwords.cli")
    assert modules - OURS - OPTIONAL - STANDARD == set()
    assert modules >= OURS


@pytest.mark.parametrize("words", ['"--help"', '"--version"'])
def test_help_is_as_light_as_the_start(words: str) -> None:
    modules, printed = loaded(HELP.format(words=words))
    assert modules - OURS - OPTIONAL - STANDARD == set()
    assert "ownwords" in printed.casefold()
