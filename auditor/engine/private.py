"""The private hash list: what is put on it, what it is compared with, and what is told of it.

Hashes stay inside.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from auditor.domain.photos.facts import RELIABLE
from auditor.domain.photos.hashes import FilmPrints
from auditor.domain.private import PrivateEntry, PrivateHit, PrivateImage, PrivateKind, PrivateMatch
from auditor.domain.secret import Secret
from auditor.domain.text.foreign_text import clean
from auditor.engine.dependencies import Rooms
from auditor.engine.private_watch import hits, sound, video_hits
from auditor.errors import NetworkError, ReaderError, UsageError
from auditor.messages import N_, _

_LABEL = 80
_VIDEO_S = 3600.0
_NAMES = {PrivateKind.PICTURE: N_("picture {number}"), PrivateKind.VIDEO: N_("video {number}")}
_PURPOSE = "link to compare"


class PrivateList:
    """What the faces may ask about private images.

    `judge` is awaited when findings may have changed.
    """

    def __init__(self, rooms: Rooms, judge: Callable[[], Awaitable[None]]) -> None:
        self._rooms = rooms
        self._vault = rooms.vault
        self._judge = judge

    async def entries(self) -> tuple[PrivateEntry, ...]:
        """Return label, kind and date of every image, oldest first."""
        return await self._vault.private_entries()

    async def outdated(self) -> Counter[PrivateKind]:
        """Return of how many images of each kind an older version kept less than this one would.

        They are made anew by adding them again: that takes the person's own files.
        """
        images = await self._vault.private_images()
        if not images:
            return Counter()
        from auditor.hashing.private import packed as watching

        return Counter(
            image.entry.kind
            for image in images
            if sound(watching.outdated, image.entry.kind, image.packed)
        )

    async def ready(self) -> None:
        """Raise UsageError while the list is empty: then nothing can be compared."""
        if not await self.entries():
            raise _empty()

    async def add(self, data: bytes, label: str = "") -> tuple[PrivateEntry, bool, bool]:
        """Put an image on the list.

        Return the entry, whether it can be recognised reliably, and whether it is new. Only hashes
        are kept. Call this only after the user said to be in it and that everyone shown was 18 or
        older. An image that is on the list already stays there once; where an older version put it
        there it is made anew under its label. What is known of the accounts is compared at once.
        Raises ReaderError.
        """
        return await self._add(PrivateKind.PICTURE, await self._rooms.readers.variants(data), label)

    async def add_video(
        self, path: str, container: str, label: str = ""
    ) -> tuple[PrivateEntry, bool, bool]:
        """Put a video on the list, as `add` does: the MD5 of the file and hashes of its frames.

        Raises ReaderError.
        """
        from auditor.hashing.private import packed as watching

        film, _reason = await self._video(path, container)
        return await self._add(PrivateKind.VIDEO, watching.kept_video_of(film), label)

    async def _add(
        self, kind: PrivateKind, packed: bytes, label: str
    ) -> tuple[PrivateEntry, bool, bool]:
        from auditor.hashing.private import packed as watching

        known = await self._vault.private_images()
        reliable = sound(watching.quality_of, kind, packed) >= RELIABLE
        older: list[PrivateEntry] = []
        for known_image in known:
            if known_image.entry.kind is kind and await asyncio.to_thread(
                sound, watching.same, kind, packed, known_image.packed
            ):
                if not sound(watching.less_kept, kind, known_image.packed, packed):
                    return known_image.entry, reliable, False
                older.append(known_image.entry)
        name = clean(label, _LABEL).strip() or (
            older[0].label if older else _(_NAMES[kind]).format(number=len(known) + 1)
        )
        image = PrivateImage(
            PrivateEntry(secrets.token_hex(4), name, kind, self._rooms.clock.now()), packed
        )
        await self._vault.add_private([image])
        for entry in older:  # only once the new one is kept
            await self._vault.remove_private(entry.id)
        await self._compare_stored([image])
        return image.entry, reliable, True

    async def _video(self, path: str, container: str) -> tuple[FilmPrints, str | None]:
        found = await self._rooms.readers.film_prints(path, container, _VIDEO_S)
        if found.film is None:
            raise ReaderError(found.error or _("there is no picture in this video"))
        return found.film, found.error

    async def remove(self, entry: str) -> None:
        """Forget an image. Raises UsageError if there is none of that id."""
        if not await self._vault.remove_private(entry):
            raise UsageError(
                _("There is no private image {id}.").format(id=clean(entry, _LABEL)),
                _("'auditor private list' shows the ids."),
            )
        await self._judge()

    async def export(self, passphrase: Secret) -> bytes:
        """Return the list for another device, readable only with the passphrase.

        Raises UsageError where there is nothing to export.
        """
        await self.ready()
        return await self._vault.export_private(passphrase)

    async def import_list(self, sealed_list: bytes, passphrase: Secret) -> int:
        """Add what `export` returned; return how many are new. Raises VaultError."""
        before = {entry.id for entry in await self.entries()}
        count = await self._vault.import_private(sealed_list, passphrase)
        await self._compare_stored(
            [image for image in await self._vault.private_images() if image.entry.id not in before]
        )
        return count

    async def match(self, data: bytes) -> tuple[tuple[PrivateEntry, PrivateHit], ...]:
        """Return which private images `data` may be, nearest first.

        Raises ReaderError; UsageError while the list is empty.
        """
        images = await self._vault.private_images()
        if not images:
            raise _empty()
        return _by_entry(
            images, await asyncio.to_thread(hits, images, await self._rooms.readers.candidate(data))
        )

    async def match_video(
        self, path: str, container: str
    ) -> tuple[tuple[PrivateEntry, PrivateHit], ...]:
        """Return which private images the video at `path` may be or hold.

        Raises ReaderError, also where nothing is found in a film that could be read in part only;
        UsageError while the list is empty.
        """
        images = await self._vault.private_images()
        if not images:
            raise _empty()
        from auditor.hashing.private import packed as watching

        film, reason = await self._video(path, container)
        found = await asyncio.to_thread(video_hits, images, watching.video_of(film))
        if reason and not found:
            raise ReaderError(reason)
        return _by_entry(images, found)

    async def check_link(self, url: str) -> tuple[tuple[PrivateEntry, PrivateHit], ...]:
        """Fetch one picture into memory, compare it and drop it.

        Its site sees the visit: the user was told before. Raises UsageError while the list is empty
        (nothing is fetched then), NetworkError, ReaderError: also where what moves has no match in
        its first picture, for the others are not looked at.
        """
        await self.ready()
        data = await self._fetched(url)
        film = self._rooms.readers.film_in(data)
        try:
            found = await self.match(data)
        except ReaderError:
            if not film:
                raise
            found = ()
        if film and not found:
            raise ReaderError(
                _(
                    "This link leads to a film or to a picture that moves. At most its first "
                    "picture was compared, and nothing was found in that."
                ),
                _("'auditor private match' compares the whole of a file on this device."),
            )
        return found

    async def matches(self, photo: str | None = None) -> tuple[PrivateMatch, ...]:
        """Return possible matches on the scanned accounts, of one photo if given."""
        return await self._vault.private_matches(photo)

    async def blurred(self, photo: str) -> bytes:
        """Fetch a photo that may match again and return a small blurred WebP of it.

        Nothing is stored. Only on a deliberate key: its site sees the visit. Raises UsageError,
        NetworkError, ReaderError.
        """
        stored = await self._vault.photo(photo)
        served = None if stored is None else stored.photo.largest
        if served is None:
            raise UsageError(_("There is no photo {id}.").format(id=photo))
        return await self._rooms.readers.blurred(await self._fetched(served.url))

    async def _fetched(self, url: str) -> bytes:
        try:
            answer = await self._rooms.http.get(
                url, purpose=_PURPOSE, max_bytes=self._rooms.max_image_bytes
            )
        finally:
            await self._rooms.requests.flush(self._rooms.vault)
        if not answer.ok:
            raise NetworkError(
                _("The server answered {status}; nothing was compared.").format(
                    status=answer.status
                )
            )
        if (
            answer.headers.get("content-type", "")
            .casefold()
            .startswith(("text/html", "application/xhtml"))
        ):
            raise NetworkError(
                _("This link leads to a page, not to a picture; nothing was compared."),
                _("Give the address of the picture itself: in most browsers “Copy image address”."),
            )
        return answer.body

    async def _compare_stored(self, images: Sequence[PrivateImage]) -> None:
        """Look at once among the photos known already.

        The next scan reads them again and looks closer.
        """
        from auditor.hashing.private import packed as watching

        prints = await self._vault.prints()
        forms = [photo.pdq for photo in prints]
        found: dict[str, list[PrivateHit]] = {}
        for image in images:
            if image.entry.kind is not PrivateKind.PICTURE:
                continue  # the next scan looks for frames of videos
            quality = sound(watching.quality_of, image.entry.kind, image.packed)
            for place, distance, variant in await asyncio.to_thread(
                sound, watching.near_prints, image.packed, forms
            ):
                seen = prints[place]
                found.setdefault(seen.photo, []).append(
                    PrivateHit(
                        image.entry.id,
                        distance,
                        variant,
                        confirmed=False,
                        quality=seen.quality,
                        private_quality=quality,
                    )
                )
        for photo, new in found.items():
            known = [match.hit for match in await self._vault.private_matches(photo)]
            await self._vault.save_private_hits(photo, 0, [*known, *new], self._rooms.clock.now())
        if found:
            await self._judge()


def _by_entry(
    images: Sequence[PrivateImage], found: Sequence[PrivateHit]
) -> tuple[tuple[PrivateEntry, PrivateHit], ...]:
    """Confirmed ones first, then the nearest."""
    entries = {image.entry.id: image.entry for image in images}
    return tuple(
        (entries[hit.entry], hit)
        for hit in sorted(found, key=lambda hit: (not hit.confirmed, hit.distance))
    )


def _empty() -> UsageError:
    return UsageError(
        _("The private hash list is empty: there is nothing to compare with."),
        _("Add an image with: auditor private add"),
    )
