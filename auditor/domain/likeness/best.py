"""The best single picture: how large the largest sharp, uncovered face is, and what lowers that.

Pure, over the prints of the user's own proven accounts. Sizes are those of the largest file that a
stranger can get, whatever the page displays.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from auditor.domain.findings.check import Print
from auditor.domain.likeness.likeness import Best, Original
from auditor.domain.likeness.rules import largest_clear
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.original import larger_original
from auditor.domain.photos.photo import Photo


def best(prints: Iterable[Print], not_me: Container[str] = frozenset()) -> Best | None:
    """Return the photo with the largest sharp, uncovered face, None where there is no such face.

    Photos in `not_me` and those whose faces were not looked for do not count. Of faces of the same
    size the one in the larger picture is taken, then the first id.
    """
    seen = (photo for photo in prints if photo.faces and photo.photo not in not_me)
    found = min(seen, key=_rank, default=None)
    face = 0 if found is None else largest_clear(found.faces or ())
    if found is None or not face:
        return None
    return Best(found.photo, found.account, face, _short(found), found.page_url)


def faces_from(
    prints: Iterable[Print], not_me: Container[str], least: int
) -> tuple[tuple[str, int], ...]:
    """Return each photo with a sharp, uncovered face of at least `least` px, and the px.

    The largest come first. While one of them stands, the best picture is not below `least`; so they
    are the fewest to replace or to hide, copies of a picture on other accounts included.
    """
    sizes = (
        (photo.photo, largest_clear(photo.faces))
        for photo in prints
        if photo.faces and photo.photo not in not_me
    )
    return tuple(
        sorted(
            ((photo, face) for photo, face in sizes if face >= least),
            key=lambda pair: (-pair[1], pair[0]),
        )
    )


def original_of(found: Best, photo: Photo, facts: Facts | None) -> Original | None:
    """Return the file behind the displayed picture if the face is that large only there.

    `photo` and `facts` are those of `found`.
    """
    behind = larger_original(photo, facts)
    if behind is None:
        return None
    return Original(behind.url, behind.shown(found.face_px), behind.shown(found.short_side))


def _rank(photo: Print) -> tuple[int, int, str]:
    """Return where a photo stands among others: the best one has the least."""
    return -largest_clear(photo.faces or ()), -_short(photo), photo.photo


def _short(photo: Print) -> int:
    return min(photo.width or 0, photo.height or 0)
