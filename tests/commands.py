"""The commands of the app, read off the app itself, and docs/commands.md made of their help."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import typer

from auditor.cli.app import app

WIDTH = 98
"""Columns of the text: a terminal of 100, less the margin that click leaves."""
HEAD = """# Commands

What `auditor --help` and `auditor COMMAND --help` print. The options that stand before a command
may stand after it, too. What `--json` prints is described in [json.md](json.md).

"""


@cache
def root() -> Any:
    """The app as click has it: `commands` of a group by name, `params` and `get_help` of each."""
    return typer.main.get_command(app)


def commands() -> Iterator[tuple[str, ...]]:
    """Every command and group as the words behind `auditor`, in the order of the help."""
    yield from _below(root(), ())


@cache
def json_commands() -> tuple[str, ...]:
    """The commands that print a JSON document."""
    return tuple(
        " ".join(words)
        for words in commands()
        if any("--json" in parameter.opts for parameter in _found(words).params)
    )


def parameters(words: tuple[str, ...]) -> list[Any]:
    """Return the options and arguments of a command or group, as click has them."""
    return list(_found(words).params)


def help_text(words: tuple[str, ...], width: int | None = WIDTH) -> str:
    """Return what `auditor WORDS --help` prints, as wide as the page; None asks the terminal."""
    context = root().make_context("auditor", [], resilient_parsing=True, terminal_width=width)
    for end in range(len(words)):
        command = _found(words[: end + 1])
        context = command.make_context(words[end], [], parent=context, resilient_parsing=True)
    lines = _found(words).get_help(context).strip().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def render() -> str:
    """Return docs/commands.md."""
    return HEAD + "\n".join(
        f"## {' '.join(('auditor', *words))}\n\n```text\n{help_text(words)}```\n"
        for words in ((), *commands())
    )


def _below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, found in getattr(command, "commands", {}).items():
        yield (*words, name)
        yield from _below(found, (*words, name))


def _found(words: tuple[str, ...]) -> Any:
    command = root()
    for word in words:
        command = command.commands[word]
    return command
