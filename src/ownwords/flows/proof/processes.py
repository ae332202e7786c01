"""The same work on many files, in several processes without network where there is much of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from ownwords.egress import refuse_network

_LARGE = 64 << 20
Given = TypeVar("Given")
Made = TypeVar("Made")


def of_each(
    do: Callable[[Path, Given], Made],
    paths: Sequence[Path],
    given: Given,
    workers: int | None = None,
) -> Iterator[Made]:
    """What a function makes of each file; ``workers`` None: as many processes as the work needs.

    What is given goes to each process once. It is a copy there: a change stays in its process.
    """
    sizes = {path: path.stat().st_size for path in paths}
    if workers is None:
        workers = os.cpu_count() or 1 if sum(sizes.values()) >= _LARGE else 1
    if workers < 2:
        yield from (do(path, given) for path in paths)
        return
    largest = sorted(paths, key=lambda path: -sizes[path])
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (given,)) as pool:
        yield from pool.map(partial(_do, do), largest)


_given: list[Any] = []


def _begin(given: object) -> None:
    refuse_network()
    _given.append(given)


def _do(do: Callable[[Path, Any], Made], path: Path) -> Made:
    return do(path, _given[0])
