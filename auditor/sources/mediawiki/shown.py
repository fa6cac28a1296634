"""What a file page shows: a smaller copy, whose address follows from that of the file.

Asking a wiki for the address makes most of them draw the copy at once, 50 in one request.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from math import ceil, floor
from urllib.parse import urlsplit, urlunsplit

from auditor.domain.photos.photo import Photo, Rendition, Role

BOX = (800, 600)
"""Width and height in px of what a file page shows unless the reader chose otherwise
($wgImageLimits, default 2)."""
_FILE = re.compile(
    r"(?P<root>.*?)/(?P<place>(?P<old>archive/)?[0-9a-f]/[0-9a-f]{2})/(?P<file>[^/]+)"
)
_OLD = re.compile(r"\d{14}(?:!|%21)")  # what stands before the name of an old version
_LONG = 160
"""Bytes of a name beyond which copies may have another name (FileRepo, abbrvThreshold)."""

Ask = Callable[[Sequence[str]], Awaitable[Sequence[Photo]]]


def follows_rule(photos: Sequence[Photo]) -> bool | None:
    """Return whether what the wiki says that it shows of these stands where the rule says.

    None where none of them tells.
    """
    told = ((photo.rendition(Role.DISPLAYED), shown_of(photo)) for photo in photos)
    agrees = [shown == guess for shown, guess in told if shown is not None and guess is not None]
    return all(agrees) if agrees else None


async def with_shown(photos: Sequence[Photo], ask: Ask) -> tuple[Photo, ...]:
    """Return photos of a wiki that follows the rule with what their pages show.

    Of large files that the rule says nothing of, the wiki is asked (`ask`, by titles).
    """
    bare = [photo for photo in photos if _is_large(photo) and len(photo.renditions) == 1]
    guesses = {photo.id: shown for photo in bare if (shown := shown_of(photo)) is not None}
    rest = [photo for photo in bare if photo.id not in guesses]
    told = {photo.id: photo for photo in await ask(_titles(rest))} if rest else {}
    return tuple(
        replace(photo, renditions=(*photo.renditions, guesses[photo.id]))
        if photo.id in guesses
        else told.get(photo.id, photo)
        for photo in photos
    )


def shown_of(photo: Photo) -> Rendition | None:
    """Return the copy of a JPEG that its page shows, by the layout of MediaWiki's files.

    None where the layout is another one (File::getThumbUrl, File::generateThumbName).
    """
    served = photo.renditions[0]
    parts = urlsplit(served.url)
    match = _FILE.fullmatch(parts.path)
    if match is None or served.format != "jpeg" or not (served.width and served.height):
        return None
    name = _OLD.sub("", match["file"], count=1) if match["old"] else match["file"]
    if not name or len((photo.file_name or "").encode()) > _LONG:
        return None
    width, height = fitted(served.width, served.height)
    path = f"{match['root']}/thumb/{match['place']}/{match['file']}/{width}px-{name}"
    return Rendition(urlunsplit(parts._replace(path=path)), Role.DISPLAYED, width, height)


def fitted(width: int, height: int) -> tuple[int, int]:
    """Return the sides in px of a picture in the box (MediaHandler::fitBoxWidth)."""
    wide = BOX[0]
    if height * wide > BOX[1] * width:
        ideal = width * BOX[1] / height
        wide = floor(ideal) if round(ceil(ideal) * height / width) > BOX[1] else ceil(ideal)
    return wide, round(height * wide / width)


def _is_large(photo: Photo) -> bool:
    served = photo.renditions[0]
    return (served.width or 0) > BOX[0] or (served.height or 0) > BOX[1]


def _titles(photos: Iterable[Photo]) -> Sequence[str]:
    names = (photo.file_name for photo in photos)
    return tuple(dict.fromkeys(f"File:{name}" for name in names if name))
