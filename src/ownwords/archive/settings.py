"""campaign.toml: reading it strictly, writing it with comments."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from ownwords.archive.folder import Folder
from ownwords.records.campaign import FLOOR, Campaign, Keep, Moment, Policy, Risk
from ownwords.records.errors import BadSettings
from ownwords.records.nearest import nearest
from ownwords.records.times import DAY, from_micros, iso_day, to_micros

FORMAT = 1
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"']+(?:/[^\s?#<>\"']*)?")


class Setting(msgspec.Struct, frozen=True):
    """One key of campaign.toml: dotted name, TOML type, default as it would be written, meaning."""

    name: str
    type: str
    default: str
    meaning: str


SETTINGS: tuple[Setting, ...] = (
    Setting("format", "integer", "required", "Version of this folder format: 1"),
    Setting("name", "string", "required", "What the campaign is called"),
    Setting("hashtags", "list of strings", "required", "The campaign's tags, any script"),
    Setting("since", "date", "none", "First day of the campaign, UTC"),
    Setting("until", "date", "none", "Last day of the campaign, UTC"),
    Setting("languages", "list of strings", '["en"]', "Languages it writes in, main one first"),
    Setting("introduction", "string", "none", "Markdown file in the folder: its own introduction"),
    Setting("contact", "string", "none", "Where to write to be changed or taken out"),
    Setting(
        "address", "string", "none", "Where the edition stands on the web, for feeds and cards"
    ),
    Setting("risk", "string", '"high"', "How much a mistake could hurt: high or ordinary"),
    Setting("told_by", "string", "none", "Who tells the stories"),
    Setting("invented", "boolean", "false", "Puts a band on every page that says so"),
    Setting("moments", "list of tables", "none", "Days to mark on timelines"),
    Setting("moments.at", "date or time", "required", "When it happened, or began"),
    Setting("moments.until", "date or time", "none", "When it ended"),
    Setting("moments.name", "string", "required", "What to call it"),
    Setting("keep", "list of tables", "none", "Personal data that stays in the tellers' own words"),
    Setting("keep.where", "string", "required", "The file it stands in, or decisions"),
    Setting("keep.kinds", "list of strings", "required", "Which kinds, as screening names them"),
    Setting("keep.reason", "string", "required", "Why it stays: a person answers for this"),
    Setting("policy", "table", "none", "What only the steward changes"),
    Setting(
        "policy.cell", "integer", "10", "Fewest voices a published count stands for; 5 or more"
    ),
    Setting(
        "policy.deletion_erases", "boolean", "false", "A deletion by the author erases here too"
    ),
    Setting("policy.regions", "list of strings", "[]", "Regions whose phone numbers are screened"),
)

_Table = Mapping[str, Any]

# BCP 47: language, script, region, variants; the rest of the standard names no campaign's language.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*",
    re.IGNORECASE,
)
_LANGUAGE_NAMES = {
    "ar": "Arabic", "bn": "Bengali", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sw": "Swahili", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""For people who write the name: what is meant by it."""


def language_named(said: str) -> str:
    """The code of a language that was called by its English name; else what was said."""
    names = {name.casefold(): code for code, name in _LANGUAGE_NAMES.items()}
    return names.get(said.casefold(), said)


def read_settings(folder: Folder) -> Campaign:
    """The campaign as campaign.toml says; BadSettings names the key and what is wrong with it."""
    try:
        text = folder.settings_file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(
            "could not be read.", "Put it back, or begin again with `ownwords init`."
        ) from error
    return parse_settings(text)


def parse_settings(text: str) -> Campaign:
    """The campaign that a text of campaign.toml describes."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(f"is not TOML: {error}.") from error
    _refuse_unknown(table, "")
    if _get(table, "format", int) != FORMAT:
        raise _bad(f"format must be {FORMAT}.", "A newer ownwords may have written this folder.")
    risk = _get(table, "risk", str, Risk.HIGH.value)
    if risk not in list(Risk):
        raise _bad("risk must be high or ordinary.")
    return Campaign(
        name=_get(table, "name", str),
        hashtags=_tags(table),
        since=_moment(table, "since"),
        until=_end(table),
        languages=_languages(table),
        introduction=_get(table, "introduction", str, ""),
        contact=_get(table, "contact", str, ""),
        address=_address(table),
        risk=Risk(risk),
        told_by=_get(table, "told_by", str, ""),
        invented=_get(table, "invented", bool, False),  # noqa: FBT003
        moments=_moments(table),
        keep=_keeps(table),
        policy=_policy(table),
    )


def _bad(what: str, do: str = "") -> BadSettings:
    """``what`` is a sentence without a capital, told behind the name of the file."""
    do = do or "Mend that line and try again."
    return BadSettings("campaign.toml: %(wrong)s", do=do, wrong=what)


def _refuse_unknown(table: _Table, prefix: str) -> None:
    known = [s.name.removeprefix(prefix) for s in SETTINGS if s.name.startswith(prefix)]
    known = [name for name in known if "." not in name]
    for key in table:
        if key not in known:
            near = nearest(key, known)
            hint = f"Did you mean `{prefix}{near}`?" if near else "docs/format.md lists them."
            raise _bad(f"`{prefix}{key}` is not a setting.", hint)


_NOTHING: Any = object()


def _get(table: _Table, key: str, kind: type, default: Any = _NOTHING) -> Any:
    value = table.get(key, default)
    if value is _NOTHING:
        raise _bad(f"`{key}` is missing.")
    if value is not default and type(value) is not kind:
        raise _bad(_of_kind(key, kind))
    return value


def _of_kind(key: str, kind: type) -> str:
    must = {
        str: f"`{key}` must be text in quotes.",
        int: f"`{key}` must be a whole number.",
        bool: f"`{key}` must be true or false.",
        list: f"`{key}` must be a list.",
    }
    return must.get(kind, f"`{key}` must be a table.")


def _strings(table: _Table, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    values = _get(table, key, list, default if default is not None else _NOTHING)
    if not all(isinstance(value, str) for value in values):
        raise _bad(f"`{key}` must be a list of texts in quotes.")
    return tuple(values)


def _languages(table: _Table) -> tuple[str, ...]:
    tags = _strings(table, "languages", ("en",))
    for place, tag in enumerate(tags, 1):
        if not _LANGUAGE.fullmatch(tag):
            codes = {name: code for code, name in _LANGUAGE_NAMES.items()}
            near = nearest(tag, codes)
            code = codes.get(near, "")
            meant = f"Did you mean {code} ({near})?" if near else ""
            do = meant or "Write a tag such as en, pt-BR or zh-Hant."
            raise _bad(f"language {place} is no language tag.", do)
    if not tags:
        raise _bad("`languages` needs at least one tag.")
    return tags


def _tags(table: _Table) -> tuple[str, ...]:
    tags = tuple(tag.lstrip("#").strip() for tag in _strings(table, "hashtags"))
    if not tags or not all(tags):
        raise _bad("`hashtags` needs at least one tag, and none may be empty.")
    return tags


def _address(table: _Table) -> str:
    address: str = _get(table, "address", str, "")
    if address and not _ADDRESS.fullmatch(address):
        raise _bad("`address` must be where a browser finds the edition, https://… without ? or #.")
    return f"{address.rstrip('/')}/" if address else ""


def _as_micros(value: Any, key: str) -> int:
    if isinstance(value, datetime):
        return to_micros(value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return to_micros(datetime(value.year, value.month, value.day, tzinfo=UTC))
    raise _bad(f"`{key}` must be a date like 2014-01-11, without quotes.")


def _moment(table: _Table, key: str) -> int | None:
    return _as_micros(table[key], key) if key in table else None


def _end(table: _Table) -> int | None:
    if "until" not in table:
        return None
    value = table["until"]
    if isinstance(value, date) and not isinstance(value, datetime):
        return _as_micros(value, "until") + DAY
    return _as_micros(value, "until")


def _moments(table: _Table) -> tuple[Moment, ...]:
    moments = []
    for entry in _get(table, "moments", list, ()):
        if not isinstance(entry, dict):
            raise _bad("`moments` must be written as [[moments]] with at and name.")
        _refuse_unknown(entry, "moments.")
        at = _moment(entry, "at")
        if at is None:
            raise _bad("a moment has no `at`.")
        moments.append(Moment(at, _get(entry, "name", str), _moment(entry, "until")))
    return tuple(moments)


def _keeps(table: _Table) -> tuple[Keep, ...]:
    keeps = []
    for entry in _get(table, "keep", list, ()):
        if not isinstance(entry, dict):
            raise _bad("`keep` must be written as [[keep]] with where, kinds and reason.")
        _refuse_unknown(entry, "keep.")
        where, reason = _get(entry, "where", str), _get(entry, "reason", str)
        if not where.strip() or not reason.strip():
            raise _bad("what is kept needs where it stands and a reason.")
        keeps.append(Keep(where=where, kinds=_strings(entry, "kinds"), reason=reason))
    return tuple(keeps)


def _policy(table: _Table) -> Policy:
    policy = _get(table, "policy", dict, {})
    _refuse_unknown(policy, "policy.")
    cell = _get(policy, "cell", int, 10)
    if cell < FLOOR:
        raise _bad(f"`policy.cell` must be {FLOOR} or more.", "Fewer could single somebody out.")
    return Policy(
        cell=cell,
        deletion_erases=_get(policy, "deletion_erases", bool, False),  # noqa: FBT003
        regions=_strings(policy, "regions", ()),
    )


def write_settings_text(campaign: Campaign) -> str:
    """campaign.toml for a campaign, each key with its meaning; unused ones are commented out."""
    policy = campaign.policy
    values: dict[str, str] = {
        "format": str(FORMAT),
        "name": _quote(campaign.name),
        "hashtags": _list(campaign.hashtags),
        "since": iso_day(campaign.since),
        "until": iso_day(campaign.until and campaign.until - 1),
        "languages": _list(campaign.languages),
        "introduction": _quote(campaign.introduction),
        "contact": _quote(campaign.contact),
        "address": _quote(campaign.address),
        "risk": _quote(campaign.risk.value),
        "told_by": _quote(campaign.told_by),
        "invented": str(campaign.invented).lower() if campaign.invented else "",
        "policy.cell": str(policy.cell),
        "policy.deletion_erases": str(policy.deletion_erases).lower(),
        "policy.regions": _list(policy.regions),
    }
    meanings = {setting.name: setting.meaning for setting in SETTINGS}

    def line(key: str) -> str:
        return _line(key, values[key], meanings[key])

    lines = [line(key) for key in values if "." not in key]
    for moment in campaign.moments:
        lines += ["", "[[moments]]", f"at = {_time(moment.at)}", f"name = {_quote(moment.name)}"]
        lines += [f"until = {_time(moment.until)}"] if moment.until is not None else []
    for keep in campaign.keep:
        lines += ["", "[[keep]]", f"where = {_quote(keep.where)}", f"kinds = {_list(keep.kinds)}"]
        lines += [f"reason = {_quote(keep.reason)}"]
    lines += ["", "[policy]", *(line(key) for key in values if key.startswith("policy."))]
    return "\n".join(lines) + "\n"


def _line(key: str, value: str, meaning: str) -> str:
    short = key.rpartition(".")[2]
    written = f"{short} = {value}" if value and value != '""' else f"# {short} ="
    return f"{written:<44}# {meaning}"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(_quote(text) for text in texts)}]"


def _time(micros: int) -> str:
    moment = from_micros(micros)
    midnight = moment.time() == datetime.min.time()
    return moment.date().isoformat() if midnight else moment.isoformat()
