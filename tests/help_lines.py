"""auditor/cli/parser/help_lines.py, made of what each command says of itself."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import textwrap

import typer
from typer.core import TyperCommand

from auditor.checks import ALL
from auditor.cli.parser.group import PLACES
from auditor.cli.parser.help_lines import HELP

LONGEST = 100
HEAD = '''"""The first lines of what each command says of itself, made by `make docs`.

The help of the whole program shows them without importing a single command.
"""

from __future__ import annotations

from auditor.messages import N_

HELP: dict[str, str] = {
'''


TITLES_HEAD = '''"""The titles of all checks, made by `make docs`: what lists them imports none."""

from __future__ import annotations

from auditor.messages import N_

TITLES: dict[str, str] = {
'''


def renew() -> None:
    """Let the help of the program show what its commands say now, and not what was made before."""
    HELP.update({name: _short(name) for name in PLACES})


def render() -> str:
    """Return the module."""
    return _formatted(HEAD + "".join(_row(name, _short(name)) for name in PLACES) + "}\n")


def render_titles() -> str:
    """Return the module of the titles of all checks."""
    rows = (_row(check.id, check.title) for check in ALL)
    return _formatted(TITLES_HEAD + "".join(rows) + "}\n")


def _formatted(code: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "-"]
    done = subprocess.run(command, input=code, capture_output=True, text=True, check=True)
    return done.stdout


def _row(key: str, said: str) -> str:
    alone = f"N_({_quoted(said)})"
    if len(f"    {_quoted(key)}: {alone},") <= LONGEST:
        return f"    {_quoted(key)}: {alone},\n"
    pieces = textwrap.wrap(said, LONGEST - len('        "" '), drop_whitespace=True)
    quoted = [_quoted(piece + " ") for piece in pieces[:-1]] + [_quoted(pieces[-1])]
    wrapped = "".join(f"        {piece}\n" for piece in quoted)
    return f"    {_quoted(key)}: N_(\n{wrapped}    ),\n"


def _short(name: str) -> str:
    return TyperCommand(name, help=_said(name)).get_short_help_str(10_000)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _said(name: str) -> str:
    loaded = PLACES[name].load()
    said = loaded.info.help if isinstance(loaded, typer.Typer) else inspect.getdoc(loaded)
    assert isinstance(said, str)
    return said
