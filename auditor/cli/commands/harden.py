"""auditor harden: copies for re-posting, without what the originals give away.

No vault, no network; originals are only read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.local_files import PicturePaths, named, pictures_in
from auditor.cli.running import opening_of, options_of, shown
from auditor.cli.signed_copies import made_by, open_signer
from auditor.domain.hardening import Copied, MadeBy, Wishes
from auditor.domain.photos.file_contents import FurtherKind
from auditor.domain.text.statement import Kind
from auditor.errors import ExitCode, UsageError
from auditor.messages import _, ngettext
from auditor.report.further_lines import say_further
from auditor.report.json import harden as documents

if TYPE_CHECKING:
    from auditor.engine.clean_copies import CleanCopies
    from auditor.engine.signer import Signer

_LEAST_SIDE = 16
_BLURS = ("faces", "text")
_TOLD = frozenset(FurtherKind) - {FurtherKind.THUMBNAIL, FurtherKind.UNKNOWN}
"""What somebody might expect in a copy."""
_UNHANDY = 4_000_000
"""Bytes of a copy that a platform may refuse or make smaller itself."""


def harden(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Option(
            "--output", metavar="DIR", help=_("Folder for the copies; never among the originals.")
        ),
    ],
    paths: PicturePaths = None,
    max_side: Annotated[
        int,
        typer.Option(
            "--max-side", metavar="N", help=_("Longest side in pixels, for example 1080 or 640.")
        ),
    ] = 0,
    blur: Annotated[
        str,
        typer.Option(
            "--blur", metavar="faces,text", help=_("Cover what is found of these for good.")
        ),
    ] = "",
    keep_largest_face: Annotated[
        bool, typer.Option("--keep-largest-face", help=_("Leave the largest face as it is."))
    ] = False,
    sign: Annotated[
        bool,
        typer.Option(
            "--sign", help=_("Sign the copies with your own certificate (auditor sign-key).")
        ),
    ] = False,
    made: Annotated[
        str,
        typer.Option(
            "--made-by", help=_("What the signature says made it: camera, screen, hand or ai.")
        ),
    ] = "camera",
    notice: Annotated[
        bool,
        typer.Option(
            "--notice/--no-notice", help=_("Write into the copies that they must not be mined.")
        ),
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON document."))] = False,
) -> None:
    """Make copies without metadata, smaller and with faces and words covered if you like.
    Originals are never changed.

    Not for intimate pictures of anyone under 18: Take It Down or Report Remove.
    """  # noqa: D205
    from auditor.guidance import handover
    from auditor.wiring import clean_copies, signing

    options = options_of(context)
    opening = opening_of(options)
    wishes = _wishes(max_side, blur, keep_largest_face, notice)
    copies = clean_copies(opening)
    how = made_by(made)
    copies.check(wishes)
    signer = open_signer(signing(opening)) if sign else None
    output.narrate(handover.not_for_minors())  # before anything is read
    chosen = named(paths)
    copies.prepare(folder, chosen)
    copied = asyncio.run(make_all(copies, list(pictures_in(chosen)), folder, wishes, how, signer))
    minded = tuple(notes(copied, wishes))
    if as_json:
        output.document(documents.harden(copied, minded))
    else:
        for text in told(copied, lambda file: shown(options, file, Kind.FILE)):
            output.line(text)
        if minded:
            output.line()
        output.paragraphs(minded)
    if any(copy.error for copy in copied):
        raise typer.Exit(ExitCode.USAGE)


def _wishes(max_side: int, blur: str, keep_largest: bool, notice: bool) -> Wishes:
    words = {word.strip() for word in blur.split(",")} - {""}
    unknown = sorted(words - set(_BLURS))
    if unknown:
        raise UsageError(
            _("{word}: cannot be covered").format(word=unknown[0]),
            _("Use --blur faces, --blur text or --blur faces,text."),
        )
    if max_side and max_side < _LEAST_SIDE:
        raise UsageError(_("--max-side must be at least {least} pixels").format(least=_LEAST_SIDE))
    return Wishes(max_side, "faces" in words, "text" in words, keep_largest, notice)


async def make_all(
    copies: CleanCopies,
    files: list[str],
    folder: Path,
    wishes: Wishes,
    how: MadeBy,
    signer: Signer | None,
) -> list[Copied]:
    """Make the copies, and stop the processes that did."""
    try:
        return await copies.make(files, folder, wishes, how, signer)
    finally:
        await asyncio.gather(copies.close(), *([signer.close()] if signer else []))


def told(copied: Sequence[Copied], name: Callable[[str], str]) -> Iterator[str]:
    """Yield what became of each picture; `name` says how a file is named."""
    for copy in copied:
        yield name(copy.file)
        if copy.copy is None:
            yield "  " + _("no copy was made: {reason}").format(reason=copy.error or "")
            continue
        size = _("{width}×{height}, {kilobytes} kB").format(
            width=copy.width, height=copy.height, kilobytes=round((copy.bytes or 0) / 1000)
        )
        yield f"  → {name(copy.copy)}  {size}"
        for further in copy.left_out:
            if further.kind in _TOLD:
                yield "  " + _("not in the copy: {what}").format(what=say_further(further))
        if copy.faces:
            faces = ngettext("{count} face covered", "{count} faces covered", copy.faces)
            yield "  " + faces.format(count=copy.faces)
        if copy.text:
            places = ngettext(
                "{count} place with words covered", "{count} places with words covered", copy.text
            )
            yield "  " + places.format(count=copy.text)


def notes(copied: Sequence[Copied], wishes: Wishes) -> Iterator[str]:
    """Yield what the copies are not."""
    if not copied:
        yield _("No picture was found.")
        return
    yield _(
        "Metadata is out of the copies; what they show is not: places, faces and papers can still "
        "be recognised by looking."
    )
    if wishes.faces or wishes.text:
        yield _("Look at every copy before you post it: what was not found was not covered.")
    if any(copy.exact and (copy.bytes or 0) > _UNHANDY for copy in copied):
        yield _(
            "Large copies keep every pixel. With --max-side 1080 they become small, and give less "
            "to train on."
        )
    yield _(
        "Copies that others already have, and the originals where you posted them, stay as they "
        "are."
    )
    yield _(
        "Tools that cloak pictures against AI are no protection, so none is used here: models "
        "learn from cloaked pictures once these are "
        "cleaned or made smaller, which anyone can do (arXiv:2406.12027, arXiv:2312.00084). Fewer "
        "and smaller pictures help."
    )
