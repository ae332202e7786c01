"""Writes docs/reference/commands.md from the commands themselves, so that it cannot go stale.

python docs/make_reference.py            write it
python docs/make_reference.py --check    exit 1 if it is behind
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ownwords.cli import cli

PAGE = Path(__file__).resolve().parent / "reference" / "commands.md"
HEAD = """\
# Commands

Made from the code by `python docs/make_reference.py`; change the help texts there, not here.
Exit codes: 0 done, 1 something was found or skipped, 2 asked wrongly.
"""


def commands(group: click.Command, path: str = "ownwords") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full path, a group before its members, in the order of the help."""
    yield path, group
    if not isinstance(group, click.Group):
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        member = group.get_command(context, name)
        if member is not None and not member.hidden:
            yield from commands(member, f"{path} {name}")


def page() -> str:
    """The text of the page."""
    return "\n".join([HEAD, *(_section(path, command) for path, command in commands(cli))])


def _section(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = f"{path} {' '.join(command.collect_usage_pieces(context))}"
    parts = [f"## {path}", "", f"    {usage}", "", _help(command), ""]
    rows = [row for row in (_row(each, context) for each in command.params) if row]
    if rows:
        parts += ["| option | what it does |", "|---|---|", *rows, ""]
    return "\n".join(parts)


def _help(command: click.Command) -> str:
    """The help text as Markdown: what click prints as it stands becomes a block of code."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(_as_code(each) if each.startswith("\b") else each for each in paragraphs)


def _as_code(paragraph: str) -> str:
    lines = paragraph.removeprefix("\b").strip("\n").splitlines()
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _row(parameter: click.Parameter, context: click.Context) -> str:
    record = parameter.get_help_record(context)
    if record is None or isinstance(parameter, click.Argument):
        return ""
    option, purpose = (part.replace("|", "\\|").replace("  ", " ") for part in record)
    return f"| `{option}` | {purpose} |"


def main() -> int:
    text = page()
    if "--check" in sys.argv[1:]:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
