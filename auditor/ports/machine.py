"""This machine, as the engine sees it: reader processes, files, keyring, clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from auditor.domain.hardening import CleanCopy, Edit, MadeBy, OwnIdentity, Wishes
    from auditor.domain.photos.hashes import FileHashes
    from auditor.domain.photos.reading import Reading
    from auditor.domain.private import EditPlan
    from auditor.domain.secret import Secret


class Aside(Protocol):
    """Room beside the memory for bytes that are needed again soon. Nobody else can read them."""

    def room(self, size: int) -> bool:
        """Whether so many bytes more can be kept."""
        ...

    async def keep(self, data: bytes) -> int | None:
        """Keep `data`; return where it is, None where there is no room for it."""
        ...

    async def take(self, place: int) -> bytes | None:
        """Return what was kept at a place, which is then free; None where it cannot be had."""
        ...

    async def close(self) -> None:
        """Give the room back, with all that is in it."""
        ...


class Readers(Protocol):
    """The pool of reader processes."""

    @property
    def parts(self) -> frozenset[str]:
        """The parts that can run here: of faces, text, barcodes, provenance.

        Costs nothing to ask.
        """
        ...

    async def read(
        self, data: bytes, *, file_name: str | None = None, watch: bool = False
    ) -> Reading:
        """Measure one image.

        A crash, a hang or a broken file becomes `Unread` in the facts, never an exception.

        `watch` asks for the candidate too, where there is a private hash list to compare it with.
        """
        ...

    async def read_first(
        self, data: bytes, *, file_name: str | None = None, total: int = 0
    ) -> Reading | None:
        """Return what the first bytes of a file of `total` bytes say of it; 0: not known.

        The facts say that they rest on these alone. None where nothing could be read: the whole
        file will tell why.
        """
        ...

    async def variants(self, data: bytes) -> bytes:
        """Return what the private hash list keeps of an image: to be treated as the image.

        Raises ReaderError.
        """
        ...

    async def candidate(self, data: bytes) -> bytes:
        """Return what an image is compared by with the private hash list. Raises ReaderError."""
        ...

    def film_in(self, data: bytes) -> bool:
        """Whether `data` is a film, or a GIF, PNG or WebP that moves."""
        ...

    async def film_prints(self, path: str, container: str, seconds: float) -> FileHashes:
        """Hash the video at `path`, in that container, within `seconds`.

        What could not be done is its `error`, never an exception.
        """
        ...

    async def plan(self, data: bytes, count: int) -> EditPlan:
        """Return the `count` edits that would catch most re-uploads of an image.

        Raises ReaderError.
        """
        ...

    async def edited(self, data: bytes, edit: str) -> bytes:
        """Return the image with one edit of a plan, as JPEG without metadata.

        Raises ReaderError.
        """
        ...

    async def blurred(self, data: bytes) -> bytes:
        """Return a small WebP of the image in which nothing fine can be seen.

        Raises ReaderError.
        """
        ...

    async def harden(self, data: bytes, wishes: Wishes) -> CleanCopy:
        """Return a clean copy of a picture, read again and found clean. Raises ReaderError."""
        ...

    async def prove(self, data: bytes, *, notice: bool) -> None:
        """Read a signed clean copy again; `notice`: it must say that it is not to be mined.

        Raises ReaderError where it holds more than the picture, the notice and the credentials.
        """
        ...

    async def sign(
        self, data: bytes, identity: OwnIdentity, made_by: MadeBy, edits: Sequence[Edit] = ()
    ) -> bytes:
        """Return a picture with content credentials of the user. Raises ReaderError."""
        ...

    async def rest(self) -> None:
        """End what waits for pictures, with its memory; the next picture starts it anew."""
        ...

    def resting(self) -> AbstractAsyncContextManager[None]:
        """Let no picture be read meanwhile, and hold no memory for any.

        Those under way are read to their end before, others wait. A film that takes longer than a
        picture may is read beside.
        """
        ...

    async def close(self) -> None:
        """Stop the processes."""
        ...


class Files(Protocol):
    """Files of the user: originals are only read, and copies are always new files."""

    async def read(self, path: str) -> bytes:
        """Return the bytes of a file. Raises ReaderError with a reason that does not name it."""
        ...

    def prepare(self, folder: Path, originals: Sequence[str]) -> None:
        """Make `folder` for copies of `originals`, which are files and folders.

        Raises UsageError where it cannot be written, or stands inside one of those folders.
        """
        ...

    async def write(self, folder: Path, stem: str, ending: str, data: bytes) -> Path:
        """Write `stem-0001.ending`, or the next number that is free. Raises UsageError."""
        ...


class Identities(Protocol):
    """Where the user's own certificate for signing is kept."""

    async def identity(self, passphrase: Callable[[], Secret | None]) -> OwnIdentity:
        """Return what to sign with; `passphrase` is called only where the key is in a file.

        Raises UsageError where there is no certificate, VaultLocked, VaultDamaged,
        SecretsUnavailable.
        """
        ...


class Secrets(Protocol):
    """The keyring of the operating system. Raises SecretsUnavailable."""

    async def get(self, name: str) -> str | None:
        """Return the secret of that name."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Keep a secret."""
        ...

    async def remove(self, name: str) -> None:
        """Forget a secret; no error if there is none."""
        ...


class Clock(Protocol):
    """Time, so that tests can hold it."""

    def now(self) -> datetime:
        """Return the time in UTC, with zone."""
        ...
