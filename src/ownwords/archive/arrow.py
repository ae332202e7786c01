"""pyarrow, taken in without numpy: nothing here needs it, and every start would pay for it.

Measured: 0.09 CPU seconds and 11 MB a process. pyarrow does without numpy where it is not
installed; who needs numpy afterwards gets it as ever. ``pc`` is pyarrow.compute, taken in when the
first of its functions is called: reading posts needs none, and it costs 0.03 CPU seconds.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

_modules: dict[str, Any] = sys.modules
_hidden = "numpy" not in _modules
if _hidden:
    _modules["numpy"] = None
try:
    import pyarrow as pa
    import pyarrow.parquet as pq
finally:
    if _hidden:
        del _modules["numpy"]


class _Later:
    """A module that is imported when something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


pc: Any = _Later("pyarrow.compute")

__all__ = ["pa", "pc", "pq"]
