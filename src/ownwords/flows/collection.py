"""How often Python looks for reference cycles while much is read or made."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_MANY_OBJECTS = 50_000


@contextlib.contextmanager
def rare_collection() -> Iterator[None]:
    """Have Python look for reference cycles only when many objects stay.

    Records are in none, and a batch of them is enough to make it look: 6 % of a gather, more of an
    edition.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_MANY_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
