"""Patterns that are made when they are first used: most texts give cause for few of them.

Screening alone has over a hundred, and making all of them takes 0.07 processor seconds.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


class _Later:
    """A pattern to be. What is asked of it once stays: using it costs nothing more."""

    def __init__(self, pattern: str, flags: re.RegexFlag) -> None:
        self._asked = pattern, flags

    @cached_property
    def _made(self) -> re.Pattern[str]:
        return re.compile(*self._asked)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._made, name)
        setattr(self, name, found)
        return found


def compiled(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """The same as ``re.compile``; a mistake in the pattern shows when it is used."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
