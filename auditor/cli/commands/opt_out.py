"""auditor opt-out: write the files that ask AI collectors to stay away from an own site.

No vault, no network.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.adapters.files.new_folder import write_files
from auditor.adapters.local_files import open_file
from auditor.cli import output
from auditor.errors import ReaderError, UsageError
from auditor.messages import _, ngettext
from auditor.report.json import openness as openness_documents

if TYPE_CHECKING:
    from auditor.guidance.opt_out import OptOut

_LONGEST = 512_000
"""Bytes of a robots.txt that agents read at least; RFC 9309, section 2.5."""


def opt_out(
    target: Annotated[
        Path, typer.Option("--output", metavar="DIR", help=_("A new folder for the files."))
    ],
    everyone: Annotated[
        bool,
        typer.Option(
            "--all", help=_("Name every known AI agent, not only collectors for training.")
        ),
    ] = False,
    merge: Annotated[
        Path | None,
        typer.Option("--merge", metavar="FILE", help=_("Add to this robots.txt of yours.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Write robots.txt, headers, tdmrep.json, ai.txt and a README that says who obeys each.
    Sends nothing.
    """  # noqa: D205
    from auditor.guidance.agents import agents
    from auditor.guidance.opt_out import opt_out as made

    known = None if merge is None else existing(merge)
    result = made(agents(), everyone=everyone, existing=known)
    write_files(target, result.files)
    if as_json:
        names = tuple(name for name, _text in result.files)
        output.document(
            openness_documents.opt_out(str(target), names, result.agents, result.still_allowed)
        )
        return
    for name, _text in result.files:
        output.line(str(target / name))
    for sentence in told(result):
        output.narrate(sentence)


def told(result: OptOut) -> Iterator[str]:
    """Yield what the files do, and what they do not."""
    kept_out = ngettext(
        "robots.txt keeps {count} AI agent out.",
        "robots.txt keeps {count} AI agents out.",
        len(result.agents),
    )
    yield kept_out.format(count=len(result.agents) - len(result.still_allowed))
    if result.still_allowed:
        let_in = _("A rule of your own file still lets these in, take it out of there: {names}")
        yield let_in.format(names=", ".join(result.still_allowed))
    yield _(
        "These are requests: README.txt says who obeys each. They do nothing about copies that "
        "were already taken."
    )


def existing(path: Path) -> str:
    """Return the robots.txt that the user named. Raises UsageError."""
    try:
        if not path.is_file():
            raise UsageError(_("{file}: no such file").format(file=path))
        with open_file(path) as file:
            data = file.read(_LONGEST + 1)
    except ReaderError as error:
        raise UsageError(
            _("{file}: cannot be read ({reason})").format(file=path, reason=error.message)
        ) from error
    except OSError as error:
        raise UsageError(
            _("{file}: cannot be read ({reason})").format(file=path, reason=error.strerror)
        ) from error
    if len(data) > _LONGEST or b"\0" in data:
        raise UsageError(
            _("{file}: this is no robots.txt").format(file=path),
            _("A robots.txt is text of at most 500 kB."),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(_("{file}: this is no UTF-8 text").format(file=path)) from error
