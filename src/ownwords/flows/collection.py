"""How often Python looks for reference cycles while much is read or made."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_MANY_OBJECTS = 50_000
AN_EDITION = 10_000_000
"""Objects of tens of thousands of quotations, which all stay until the edition is finished."""


@contextlib.contextmanager
def rare_collection(objects: int = _MANY_OBJECTS) -> Iterator[None]:
    """Have Python look for reference cycles only when so many objects stay.

    Records are in none, and a batch of them is enough to make it look: 6 % of a gather, more of an
    edition.
    """
    usual = gc.get_threshold()
    gc.set_threshold(objects, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def count_as_old() -> None:
    """Spare who is about to end a look through everything that was made.

    Where a program goes on, cycles among it would be found late, and memory grow by each work.
    """
    gc.freeze()
    gc.unfreeze()
