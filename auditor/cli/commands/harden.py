"""auditor harden: copies for re-posting, without what the originals give away. No vault, no network; originals are only read."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli import output
from auditor.cli.local_files import content, pictures_in
from auditor.cli.options import GlobalOptions
from auditor.cli.running import opening_of, options_of, shown
from auditor.cli.signed_copies import Signer, identity_of, made_by
from auditor.domain.hardening import CleanCopy, Edit, MadeBy, Wishes
from auditor.domain.text.statement import Kind
from auditor.errors import AuditorError, ExitCode, ReaderError, UsageError
from auditor.messages import _, ngettext
from auditor.report.json import harden as documents
from auditor.report.json.harden import Copied

if TYPE_CHECKING:
    from auditor.readers.process.pool import ReaderPool

_AT_ONCE = 4
"""Pictures in memory at a time."""
_STEM = "photo"
_LEAST_SIDE = 16
_BLURS = ("faces", "text")
_UNHANDY = 4_000_000
"""Bytes of a copy that a platform may refuse or make smaller itself."""


def harden(
    context: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help=_("Pictures, or folders of them."))
    ],
    folder: Annotated[
        Path,
        typer.Option(
            "--output", metavar="DIR", help=_("Folder for the copies; never among the originals.")
        ),
    ],
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
    """Make copies without metadata, smaller and with faces and words covered if you like. Originals are never changed."""
    from auditor.adapters.files.copies import prepare
    from auditor.readers.process.pool import ReaderPool

    options = options_of(context)
    wishes = _wishes(max_side, blur, keep_largest_face, notice)
    settings = opening_of(options).settings.readers
    how = made_by(made)
    pool = ReaderPool(settings, thumbnails=False)
    if blur and not {"faces", "text", "barcodes"} <= pool.parts:
        raise UsageError(
            _("Faces and words cannot be looked for here; nothing was written."),
            _(
                'Turn readers.vision on in the settings, or install what is missing: pip install "auditor[vision]"'
            ),
        )
    signer = Signer(settings, identity_of(context)) if sign else None
    prepare(folder, [Path(path) for path in paths])
    copied = asyncio.run(_Copying(pool, signer, folder, wishes, how).all(list(pictures_in(paths))))
    notes = tuple(_notes(copied, wishes))
    if as_json:
        output.document(documents.harden(copied, notes))
    else:
        _tell(copied, notes, options)
    if any(one.error for one in copied):
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


@dataclass(frozen=True, slots=True)
class _Copying:
    pool: ReaderPool
    signer: Signer | None
    folder: Path
    wishes: Wishes
    how: MadeBy

    async def all(self, files: Sequence[str]) -> list[Copied]:
        """Copy the files in their order, a few at a time."""
        done: list[Copied] = []
        try:
            for start in range(0, len(files), _AT_ONCE):
                batch = files[start : start + _AT_ONCE]
                made = await asyncio.gather(*(self._made(one) for one in batch))
                done += [await self._kept(file, one) for file, one in zip(batch, made, strict=True)]
        finally:
            await asyncio.gather(self.pool.close(), *([self.signer.close()] if self.signer else []))
        return done

    async def _made(self, file: str) -> CleanCopy | str:
        """Return a clean copy, or why there is none."""
        try:
            data = await asyncio.to_thread(content, Path(file))
            copy = await self.pool.harden(data, self.wishes)
            if self.signer is None:
                return copy
            edits = [
                *([] if copy.exact else [Edit.RESIZED]),
                *([Edit.COVERED] if copy.faces or copy.text else []),
            ]
            signed, _seen = await self.signer.signed(copy.data, self.how, edits)
            await self.signer.clean(signed, notice=self.wishes.notice)
            return replace(copy, data=signed)
        except ReaderError as error:
            return error.message

    async def _kept(self, file: str, made: CleanCopy | str) -> Copied:
        from auditor.adapters.files.copies import write

        if isinstance(made, str):
            return Copied(file, error=made)
        try:
            path = await asyncio.to_thread(write, self.folder, _STEM, made.ending, made.data)
        except AuditorError as error:
            return Copied(file, error=error.message)
        signed = self.signer is not None
        return Copied(
            file,
            str(path),
            made.width,
            made.height,
            len(made.data),
            made.faces,
            made.text,
            signed,
            made.exact,
        )


def _tell(copied: Sequence[Copied], notes: Sequence[str], options: GlobalOptions) -> None:
    for one in copied:
        output.line(shown(options, one.file, Kind.FILE))
        if one.copy is None:
            output.line("  " + _("no copy was made: {reason}").format(reason=one.error or ""))
            continue
        size = _("{width}×{height}, {kilobytes} kB").format(
            width=one.width, height=one.height, kilobytes=round((one.bytes or 0) / 1000)
        )
        output.line(f"  → {shown(options, one.copy, Kind.FILE)}  {size}")
        if one.faces:
            output.line(
                "  "
                + ngettext("{count} face covered", "{count} faces covered", one.faces).format(
                    count=one.faces
                )
            )
        if one.text:
            output.line(
                "  "
                + ngettext(
                    "{count} place with words covered",
                    "{count} places with words covered",
                    one.text,
                ).format(count=one.text)
            )
    output.line()
    output.paragraphs(notes)


def _notes(copied: Sequence[Copied], wishes: Wishes) -> Iterator[str]:
    """Yield what the copies are not."""
    if not copied:
        yield _("No picture was found.")
        return
    yield _(
        "Metadata is out of the copies; what they show is not: places, faces and papers can still be recognised by looking."
    )
    if wishes.faces or wishes.text:
        yield _("Look at every copy before you post it: what was not found was not covered.")
    if any(one.exact and (one.bytes or 0) > _UNHANDY for one in copied):
        yield _(
            "Large copies keep every pixel. With --max-side 1080 they become small, and give less to train on."
        )
    yield _(
        "Copies that others already have, and the originals where you posted them, stay as they are."
    )
    yield _(
        "Tools that cloak pictures against AI are no protection, so none is used here: models learn from cloaked pictures once these are "
        "cleaned or made smaller, which anyone can do (arXiv:2406.12027, arXiv:2312.00084). Fewer and smaller pictures help."
    )
