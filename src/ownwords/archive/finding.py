"""What a check of the folder found wrong."""

from __future__ import annotations

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """One thing that is not as the manifest says: where, what, and what to do now.

    ``file`` is a path within the campaign folder with forward slashes; ``row`` is a row number
    from 0, a table row like ``statements 12``, or empty.
    """

    file: str
    row: str
    what: str
    do: str
