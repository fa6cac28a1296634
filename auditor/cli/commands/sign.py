"""auditor sign: signed copies of one's own pictures, so that true ones can be told from fakes.

No network, no time stamp.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.local_files import PicturePaths, named
from auditor.cli.running import opening_of, options_of, shown
from auditor.cli.signed_copies import made_by, open_signer
from auditor.domain.hardening import MadeBy, Signed
from auditor.domain.text.statement import Kind
from auditor.errors import ExitCode
from auditor.messages import N_, _
from auditor.report.json import harden as documents

if TYPE_CHECKING:
    from auditor.engine.signer import Signer, Signing

NOTES = (
    N_(
        "Others see: unbroken since it was signed, by the name on your certificate. Only those who "
        "import your certificate trust it."
    ),
    N_(
        "Credentials are taken out by most platforms. A picture without them is not shown to be "
        "false."
    ),
    N_(
        "All pictures that you sign carry the same certificate: anyone can tell that they come "
        "from one person, across accounts too."
    ),
    N_(
        "Signing adds and takes nothing else away: position, camera and names stay in the file. To "
        "leave them out: auditor harden --sign"
    ),
)


def sign(
    context: typer.Context,
    files: PicturePaths = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="DIR",
            help=_("Folder for the signed copies; else beside each picture."),
        ),
    ] = None,
    made: Annotated[
        str,
        typer.Option(
            "--made-by", help=_("What the signature says made it: camera, screen, hand or ai.")
        ),
    ] = "camera",
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Write signed copies of your own pictures (JPEG, PNG, WebP), which say that nobody may train
    on them. Originals are never changed.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """  # noqa: D205
    from auditor.guidance import handover
    from auditor.wiring import signing

    output.narrate(handover.not_for_minors())  # before anything is read
    options, chosen = options_of(context), named(files)
    how = made_by(made)
    opened = signing(opening_of(options))
    signer = open_signer(opened)
    if folder is not None:
        opened.prepare(folder)
    signed = asyncio.run(sign_all(opened, signer, chosen, folder, how))
    notes = [_(note) for note in NOTES] if any(copy.copy for copy in signed) else []
    if as_json:
        output.document(documents.sign(signed, notes))
    else:
        for text in told(signed, lambda file: shown(options, file, Kind.FILE)):
            output.line(text)
        output.line()
        output.paragraphs(notes)
    if any(copy.error for copy in signed):
        raise typer.Exit(ExitCode.USAGE)


def told(signed: Sequence[Signed], name: Callable[[str], str]) -> Iterator[str]:
    """Yield what became of each picture; `name` says how a file is named."""
    for copy in signed:
        yield name(copy.file)
        if copy.copy is None:
            yield "  " + _("was not signed: {reason}").format(reason=copy.error or "")
            continue
        yield f"  → {name(copy.copy)}"
        yield "  " + _(
            "read again by another process: {outcome}; training and data mining: {training}"
        ).format(outcome=copy.outcome, training=copy.training)


async def sign_all(
    opened: Signing, signer: Signer, files: Sequence[str], folder: Path | None, how: MadeBy
) -> list[Signed]:
    """Sign the files, and stop the processes that did."""
    try:
        return await opened.sign_all(signer, files, folder, how)
    finally:
        await signer.close()
