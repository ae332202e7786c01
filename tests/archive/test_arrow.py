"""pyarrow does without numpy, and who publishes anew does without pyarrow."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import sys
from ownwords.archive.arrow import pa, pc
assert "pyarrow.compute" not in sys.modules
table = pa.table({"a": pa.array([2, 1])})
assert pc.sort_indices(table, sort_keys=[("a", "ascending")]).to_pylist() == [1, 0]
assert table.take(pa.array([1])).column("a").to_pylist() == [1]
print("numpy" in sys.modules)
import numpy
"""


def test_compute_is_taken_in_late_and_without_numpy_and_who_needs_numpy_gets_it() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_publishes_takes_in_pyarrow_only_where_files_are_read_row_by_row() -> None:
    rooms = "import sys, ownwords.flows.publish, ownwords.archive.engine\n"
    ask = [sys.executable, "-c", f"{rooms}print('pyarrow' in sys.modules)"]
    done = subprocess.run(ask, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
