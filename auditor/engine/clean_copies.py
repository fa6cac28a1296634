"""Copies for re-posting, without what the originals give away.

No vault, no network; originals are only read.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.errors import AuditorError, ReaderError, UsageError
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.domain.hardening import CleanCopy, Copied, MadeBy, Wishes
    from auditor.engine.signer import Signer
    from auditor.ports import Files, Readers

_AT_ONCE = 4
"""Pictures in memory at a time."""
_STEM = "photo"
_VISION = frozenset({"faces", "text", "barcodes"})
"""Parts of the readers that find what is to be covered."""


@dataclass(frozen=True, slots=True)
class CleanCopies:
    """Makes clean copies of pictures, signed ones if there is a signer."""

    files: Files
    readers: Readers

    def check(self, wishes: Wishes) -> None:
        """Raise UsageError where something is to be covered that cannot be looked for here."""
        if (wishes.faces or wishes.text) and not self.readers.parts >= _VISION:
            raise UsageError(
                _("Faces and words cannot be looked for here; nothing was written."),
                _(
                    "Turn readers.vision on in the settings, or install what is missing: pip "
                    'install "auditor[vision]"'
                ),
            )

    def prepare(self, folder: Path, originals: Sequence[str]) -> None:
        """Make `folder` for copies of `originals`, files and folders.

        Raises UsageError where it cannot be written, or stands among them.
        """
        self.files.prepare(folder, originals)

    async def make(
        self,
        originals: Sequence[str],
        folder: Path,
        wishes: Wishes,
        how: MadeBy,
        signer: Signer | None = None,
    ) -> list[Copied]:
        """Copy the files into `folder` in their order, a few at a time.

        The next is begun as soon as the first of them is kept, so that no processor waits for the
        slowest. `how` is what a signature says made them. What could not be copied has its error.
        """
        making = _Making(self, folder, wishes, how, signer)
        done: list[Copied] = []
        under_way: deque[tuple[str, asyncio.Task[CleanCopy | str]]] = deque()
        try:
            for file in originals:
                if len(under_way) == _AT_ONCE:
                    done.append(await making.keep_next(under_way))
                under_way.append((file, asyncio.create_task(making.copy_of(file))))
            while under_way:
                done.append(await making.keep_next(under_way))
        finally:
            for _file, task in under_way:
                task.cancel()
            await asyncio.gather(*(task for _file, task in under_way), return_exceptions=True)
        return done

    async def close(self) -> None:
        """Stop the reader processes; only for whoever started them."""
        await self.readers.close()


@dataclass(frozen=True, slots=True)
class _Making:
    copies: CleanCopies
    folder: Path
    wishes: Wishes
    how: MadeBy
    signer: Signer | None

    async def copy_of(self, file: str) -> CleanCopy | str:
        """Return a clean copy, or why there is none."""
        from auditor.domain.hardening import Edit  # every command loads this module

        try:
            data = await self.copies.files.read(file)
            copy = await self.copies.readers.harden(data, self.wishes)
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

    async def keep_next(
        self, under_way: deque[tuple[str, asyncio.Task[CleanCopy | str]]]
    ) -> Copied:
        """Write the copy that was begun first, once it is made."""
        file, task = under_way[0]
        made = await task
        under_way.popleft()
        return await self.keep(file, made)

    async def keep(self, file: str, made: CleanCopy | str) -> Copied:
        """Write a copy that was made."""
        from auditor.domain.hardening import Copied

        if isinstance(made, str):
            return Copied(file, error=made)
        try:
            path = await self.copies.files.write(self.folder, _STEM, made.ending, made.data)
        except AuditorError as error:
            return Copied(file, error=error.message)
        return Copied(
            file,
            str(path),
            made.width,
            made.height,
            len(made.data),
            made.faces,
            made.text,
            self.signer is not None,
            made.exact,
            made.left_out,
        )
