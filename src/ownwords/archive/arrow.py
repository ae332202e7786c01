"""pyarrow, taken in without numpy: nothing here needs it, and every start would pay for it.

Measured: 0.09 CPU seconds and 11 MB a process. pyarrow does without numpy where it is not
installed; who needs numpy afterwards gets it as ever.
"""

from __future__ import annotations

import sys
from typing import Any

_modules: dict[str, Any] = sys.modules
_hidden = "numpy" not in _modules
if _hidden:
    _modules["numpy"] = None
try:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
finally:
    if _hidden:
        del _modules["numpy"]

__all__ = ["pa", "pc", "pq"]
