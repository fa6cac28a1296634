"""The private hash list during one scan: every photo that is read is compared with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import field
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from auditor.dataclass import dataclass
from auditor.domain.private import PrivateHit, PrivateImage
from auditor.errors import VaultDamaged
from auditor.messages import _
from auditor.ports import PrivateVault

if TYPE_CHECKING:  # loaded where there are hashes to compare
    from auditor.hashing.private.packed import NearestVariant, UnpackedList

_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")


@dataclass(frozen=True, slots=True)
class Watch:
    """The list as it was when the scan began, and its version.

    What is added meanwhile is compared by the next scan.
    """

    images: Sequence[PrivateImage] = field(default=(), repr=False)
    version: int = 0
    _unpacked: list[UnpackedList] = field(default_factory=list, repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    @classmethod
    async def begin(cls, vault: PrivateVault) -> Watch:
        """Take the list as it is now.

        The version first, so that it is never newer than the list.
        """
        version = await vault.private_version()
        return cls(await vault.private_images(), version)

    @property
    def on(self) -> bool:
        """Whether there is anything to watch for."""
        return bool(self.images)

    async def look(self, candidate: bytes | None) -> tuple[PrivateHit, ...] | None:
        """Return which private images a photo may be, None if it could not be compared.

        Less than a millisecond an image, beside the loop.
        """
        if candidate is None or not self.on:
            return None
        return tuple(await asyncio.to_thread(self._hits, candidate))

    def _hits(self, candidate: bytes) -> list[PrivateHit]:
        from auditor.hashing.private import packed as watching

        with self._lock:  # the first photo has the list laid out, the others wait for it
            if not self._unpacked:
                self._unpacked.append(sound(watching.UnpackedList, self.images))
        return _as_hits(self.images, sound(self._unpacked[0].compare, candidate))


def hits(images: Sequence[PrivateImage], candidate: bytes) -> list[PrivateHit]:
    """Return what `candidate` may be. Raises VaultDamaged where the list cannot be read."""
    from auditor.hashing.private import packed as watching

    return _as_hits(images, sound(watching.compare, images, candidate))


def video_hits(images: Sequence[PrivateImage], video: bytes) -> list[PrivateHit]:
    """Return what a video may be. Raises VaultDamaged where the list cannot be read."""
    from auditor.hashing.private import packed as watching

    return _as_hits(images, sound(watching.compare_video, images, video))


def _as_hits(
    images: Sequence[PrivateImage], seen: Sequence[NearestVariant | None]
) -> list[PrivateHit]:
    return [
        PrivateHit(
            image.entry.id,
            seen_hit.distance,
            seen_hit.variant,
            seen_hit.confirmed,
            seen_hit.quality,
            seen_hit.private_quality,
        )
        for image, seen_hit in zip(images, seen, strict=True)
        if seen_hit is not None
    ]


def sound(work: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs) -> _Result:
    """Do `work` on packed hashes.

    Raises VaultDamaged, with no word of what they were, where they are none.
    """
    try:
        return work(*given, **named)
    except ValueError:
        raise VaultDamaged(
            _("The private hash list holds something that is no hash."),
            _("Remove the image from the list and add it again."),
        ) from None
