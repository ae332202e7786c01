"""Mapping files: which column of a table or of plain JSON lines is which field of a post.

Strict, because a wrong mapping spoils every row: a key that is not known stops the import and the
message says what was probably meant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec

from ownwords.records.errors import BadMapping
from ownwords.records.nearest import nearest
from ownwords.records.post import PASSED_ON

FIELDS = (
    "id",
    "url_id",
    "account",
    "handle",
    "name",
    "published",
    "content",
    "language",
    "tags",
    "type",
    "url",
    "links",
    "mentions",
    "in_reply_to",
    "conversation",
    "quote_of",
    "repost_of",
    "summary",
    "likes",
    "reposts",
    "replies",
    "quotes",
    "followers",
)
NEEDED = (("id", "url_id"), ("account", "handle"), ("published",), ("content",))
"""Of each of these groups one field must be mapped."""
TYPES = ("Note", PASSED_ON)
PRESETS = ("tags", "4cat")
_TOP = ("name", "network", "columns", "types", "time", "ids", "repost_prefix")
_TIME = ("format", "zone")
_IDS = ("prefix", "account_prefix", "handle_prefix", "refuse_rounded")


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping that was checked. ``columns`` holds for each field the columns to try in turn.

    ``handle_prefix`` makes an account id where only a handle is known. ``repost_prefix`` marks
    reposts by how their text begins, where no column says it.
    """

    name: str
    network: str
    columns: dict[str, tuple[str, ...]]
    types: dict[str, str] = {}
    time_format: str = ""
    zone: str = "UTC"
    prefix: str = ""
    account_prefix: str = ""
    handle_prefix: str = ""
    refuse_rounded: bool = True
    repost_prefix: str = ""
    tolerant: bool = False
    """A preset: the columns of a known tool, of which its versions lack one or the other."""

    def column_names(self) -> frozenset[str]:
        """Every column that is named."""
        return frozenset(name for names in self.columns.values() for name in names)


def find_mapping(wanted: str) -> Mapping:
    """A preset by its name, else the file of that path; raises BadMapping."""
    if wanted in PRESETS:
        return preset(wanted)
    path = Path(wanted)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadMapping(
            f"The mapping {wanted} is neither a preset nor a file that can be read.",
            do=_hint(wanted, PRESETS) or f"Presets: {', '.join(PRESETS)}.",
        ) from problem
    return parse_mapping(text, wanted)


def preset(name: str) -> Mapping:
    """One of :data:`PRESETS`."""
    from importlib.resources import files

    text = files("ownwords.gather").joinpath("maps", f"{name}.toml").read_text("utf-8")
    return msgspec.structs.replace(parse_mapping(text, name), tolerant=True)


def parse_mapping(text: str, where: str) -> Mapping:
    """Read and check a mapping; ``where`` names it in errors. Raises BadMapping."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadMapping(f"The mapping {where} is no valid TOML: {problem}.") from problem
    _known(said, _TOP, where, "")
    columns = _table(said, "columns", where)
    times, ids = _table(said, "time", where), _table(said, "ids", where)
    _known(columns, FIELDS, where, "columns.")
    _known(times, _TIME, where, "time.")
    _known(ids, _IDS, where, "ids.")
    mapping = Mapping(
        name=_text(said, "name", where) or where,
        network=_text(said, "network", where),
        columns={field: _names(field, value, where) for field, value in columns.items()},
        types=_types(_table(said, "types", where), where),
        time_format=_text(times, "format", where),
        zone=_zone(_text(times, "zone", where) or "UTC", where),
        prefix=_text(ids, "prefix", where),
        account_prefix=_text(ids, "account_prefix", where),
        handle_prefix=_text(ids, "handle_prefix", where),
        refuse_rounded=_flag(ids, "refuse_rounded", where),
        repost_prefix=_text(said, "repost_prefix", where),
    )
    _complete(mapping, where)
    return mapping


def _complete(mapping: Mapping, where: str) -> None:
    for one_of in NEEDED:
        if not any(mapping.columns.get(field) for field in one_of):
            raise BadMapping(
                f"The mapping {where} does not say which column is the {' or '.join(one_of)}.",
                do=f'Add it under [columns], for example {one_of[0]} = "name of the column".',
            )
    if not mapping.network:
        raise BadMapping(
            f"The mapping {where} does not name the network.", do='Add network = "x" or another.'
        )


def _known(table: dict[str, Any], names: Collection[str], where: str, prefix: str) -> None:
    for key in table:
        if key not in names:
            raise BadMapping(
                f"The mapping {where} has a key that is not known: {prefix}{key}.",
                do=_hint(key, names) or f"Known: {', '.join(names)}.",
            )


def check_columns(mapping: Mapping, present: Collection[str], where: str) -> None:
    """Whether a source has the columns that the mapping names; raises BadMapping.

    A preset may lack columns as long as id, account, time and words are there.
    """
    missing = sorted(mapping.column_names() - set(present))
    if mapping.tolerant:
        missing = [
            " or ".join(names)
            for one_of in NEEDED
            for names in [[n for field in one_of for n in mapping.columns.get(field, ())]]
            if not set(names) & set(present)
        ]
    if missing:
        raise BadMapping(
            f"{where} has no column {missing[0]}, which the mapping {mapping.name} names.",
            kept="Nothing of it was kept.",
            do=_hint(missing[0], present) or "Correct the mapping.",
        )


def _hint(word: str, names: Collection[str]) -> str:
    near = nearest(word, names)
    return f"Did you mean {near}?" if near else ""


def _table(said: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    found = said.get(key, {})
    if not isinstance(found, dict):
        raise BadMapping(f"In the mapping {where}, [{key}] must be a table.")
    return found


def _text(table: dict[str, Any], key: str, where: str) -> str:
    found = table.get(key, "")
    if not isinstance(found, str):
        raise BadMapping(f"In the mapping {where}, {key} must be a text in quotation marks.")
    return found


def _flag(table: dict[str, Any], key: str, where: str) -> bool:
    found = table.get(key, True)
    if not isinstance(found, bool):
        raise BadMapping(f"In the mapping {where}, {key} must be true or false.")
    return found


def _names(field: str, value: object, where: str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else value
    if isinstance(names, list | tuple) and names and all(isinstance(n, str) and n for n in names):
        return tuple(names)
    raise BadMapping(f"In the mapping {where}, columns.{field} must name a column, or a list.")


def _types(table: dict[str, Any], where: str) -> dict[str, str]:
    for value in table.values():
        if value not in TYPES:
            raise BadMapping(
                f"In the mapping {where}, [types] gives a type that is not known.",
                do=f"Use {' or '.join(TYPES)}.",
            )
    return table


def _zone(name: str, where: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if name == "UTC":
        return name
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise BadMapping(
            f"In the mapping {where}, the time zone {name} is not known on this computer.",
            do="Use a name such as Europe/London, or UTC.",
        ) from problem
    return name
