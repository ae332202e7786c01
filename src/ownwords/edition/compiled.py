"""Templates as Python code, kept where Python keeps its own: in ``__pycache__`` beside them.

A start compiles a dozen of them, a twentieth of a rebuild. What is kept holds no word of anybody,
and whoever can write there can write the program itself. Where that is nobody, or Python was told
to keep no code (``PYTHONDONTWRITEBYTECODE``), they are compiled each time.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ownwords import __version__


class KeptCode(FileSystemBytecodeCache):
    """The code of one folder of templates in one tongue.

    A template with other bytes is compiled anew (Jinja compares a digest), and so is every one for
    another Jinja, another Python or another version of this program.
    """

    def __init__(self, templates: Path, tongue: str) -> None:
        made_by = f"{__version__}-jinja-{version('jinja2')}.{sys.implementation.cache_tag}"
        super().__init__(str(templates / "__pycache__"), f"{tongue}-{made_by}-%s.code")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it where that is possible; a start without it is slower, and the same."""
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
