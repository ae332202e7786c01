"""The tables of desk.sqlite: what people decided, and what stands in the folder.

Every table is STRICT, has an explicit integer id from 1 and a chained digest ``link`` (chain.py).
docs/format.md explains each column.
"""

from __future__ import annotations

TABLES: dict[str, tuple[str, ...]] = {
    "meta": ("key", "value"),
    "accessions": (
        "token",
        "source",
        "connector",
        "tool",
        "started",
        "ended",
        "read",
        "kept",
        "known",
        "not_matching",
        "held_back",
        "withdrawals",
        "faults",
        "asked",
        "filled",
        "pages",
        "not_taken",
    ),
    "faults": ("accession", "file", "line", "position", "reason", "kept"),
    "manifest": ("path", "bucket", "kind", "rows", "bytes", "sha256", "first", "last", "writer"),
    "statements": ("account", "voice", "answer", "scope", "given_at", "said"),
    "wishes": ("kind", "account", "post", "seen_at", "accession"),
    "voices": ("voice", "name", "kind", "said"),
    "hidden": ("account", "at"),
    "blocks": ("target", "what", "reason", "decided_by", "at"),
    "departures": ("target", "what", "state", "author", "at", "accession"),
    "editions": ("number", "date", "said"),
    "clearances": ("edition", "clearance", "use", "rule", "policy_version"),
    "public_ids": ("public_id", "post", "version", "starts", "ends"),
    "wanted": ("post", "url", "network", "account", "handle", "accession"),
    "deciders": ("name", "salt", "hash", "at"),
    "receipts": ("accession", "file", "bytes", "lines", "hits", "faults"),
}
"""Columns between ``id`` and ``link``. The order is part of the chain."""

_INTEGERS = {
    "started",
    "ended",
    "read",
    "kept",
    "known",
    "not_matching",
    "held_back",
    "withdrawals",
    "asked",
    "filled",
    "pages",
    "not_taken",
    "accession",
    "line",
    "position",
    "bucket",
    "rows",
    "bytes",
    "lines",
    "hits",
    "given_at",
    "at",
    "number",
    "edition",
    "starts",
    "ends",
}
_NULLABLE = {"seen_at", "departures.at", "starts", "ends"}
_UNIQUE = {
    "meta": "key",
    "manifest": "path",
    "voices": "voice",
    "hidden": "account",
    "editions": "number",
    "departures": "target, what",
    "wishes": "post, account, kind",
    "public_ids": "public_id",
    "wanted": "post",
    "deciders": "name",
}


_SEARCHED = {"faults": "accession", "public_ids": "post"}


def schema() -> str:
    """The SQL that makes an empty desk."""
    return "\n".join(table_schema(name) for name in TABLES)


def table_schema(name: str) -> str:
    """The SQL that makes one empty table with its indexes."""
    lines = [f"{column} {_type(name, column)}" for column in TABLES[name]]
    body = ", ".join(["id integer primary key", *lines, "link blob not null"])
    made = [f"create table {name} ({body}) strict;"]
    if name in _UNIQUE:
        made.append(f"create unique index {name}_one on {name} ({_UNIQUE[name]});")
    if name in _SEARCHED:
        made.append(f"create index {name}_{_SEARCHED[name]} on {name} ({_SEARCHED[name]});")
    return "\n".join(made)


def _type(table: str, column: str) -> str:
    counted = column in {"faults", "seen_at"}
    number = (column in _INTEGERS or counted) and (table, column) != ("faults", "kept")
    nullable = column in _NULLABLE or f"{table}.{column}" in _NULLABLE
    return ("integer" if number else "text") + ("" if nullable else " not null")
