"""What a change would make of a photo: the same photo and print as the next scan would find them.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter

from auditor.domain.account import IndexSignal, Openness, Profile
from auditor.domain.findings.check import PhotoPart, Print
from auditor.domain.findings.plan import Change
from auditor.domain.likeness.rules import FACE_FLOOR, TRAINING_SIDE
from auditor.domain.openness import Signal, SignalName
from auditor.domain.photos.facts import Facts, Metadata
from auditor.domain.photos.photo import Photo, Role
from auditor.domain.photos.picture_contents import Box, Face
from auditor.domain.prints import print_of
from auditor.domain.remedies import NEW_FILE
from auditor.domain.traits import Traits
from auditor.domain.views import StoredPhoto

_NEUTRAL = "photo-1.jpg"
_IN_FILE = frozenset({PhotoPart.FILE, PhotoPart.CREDENTIALS, PhotoPart.FURTHER})
_EMPTIES: Mapping[Change, frozenset[PhotoPart]] = {
    Change.CLEAN: _IN_FILE,
    Change.AS_SHOWN: _IN_FILE,
    Change.UNPUBLISH: frozenset({PhotoPart.BESIDE}),
    Change.COVER: frozenset({PhotoPart.WORDS}),
    Change.RENAME: frozenset({PhotoPart.NAME}),
    Change.REWRITE: frozenset({PhotoPart.ALT}),
    Change.RELICENSE: frozenset({PhotoPart.LICENCE}),
}
_RESIZES = frozenset({Change.AS_SHOWN, Change.SMALL_FACE, Change.SMALLER})
_SAID = attrgetter(*(each.name for each in fields(Metadata) if each.name != "file_name"))
_NOTHING_SAID = _SAID(Metadata())


def emptied(edits: Iterable[Change], traits: Traits) -> frozenset[PhotoPart]:
    """Return the parts of a photo of which nothing is left after `edits`: see `empty_parts`."""
    parts = frozenset[PhotoPart]().union(*(_EMPTIES.get(edit, ()) for edit in edits))
    beside = traits.publishes_file_metadata and PhotoPart.FILE in parts
    return parts | {PhotoPart.BESIDE} if beside else parts


def resized(edits: Iterable[Change]) -> bool:
    """Whether `edits` may make the picture, and what is in it, smaller."""
    return not _RESIZES.isdisjoint(edits)


def empty_parts(stored: StoredPhoto) -> frozenset[PhotoPart]:
    """Return the parts of a photo that say nothing. A name is empty where it is a neutral one."""
    photo, facts = stored.photo, stored.facts
    if facts is None:
        of_file = (False, False, False, False, False)
    else:
        of_file = (
            _SAID(facts.metadata) != _NOTHING_SAID,
            facts.provenance is not None,
            bool(facts.further),
            bool(facts.faces),
            bool(facts.text or facts.barcodes),
        )
    beside = photo.published is not None
    return _empty(
        (*of_file, photo.file_name != _NEUTRAL, beside, bool(photo.alt), photo.licence is not None)
    )


_CAN_BE_EMPTY = (
    PhotoPart.FILE,
    PhotoPart.CREDENTIALS,
    PhotoPart.FURTHER,
    PhotoPart.FACES,
    PhotoPart.WORDS,
    PhotoPart.NAME,
    PhotoPart.BESIDE,
    PhotoPart.ALT,
    PhotoPart.LICENCE,
)


@lru_cache(maxsize=1 << len(_CAN_BE_EMPTY))
def _empty(said: tuple[bool, ...]) -> frozenset[PhotoPart]:
    """Return those parts of `_CAN_BE_EMPTY` that say nothing: few combinations come at all."""
    parts = zip(_CAN_BE_EMPTY, said, strict=True)
    return frozenset([part for part, there in parts if not there])


def changed(stored: StoredPhoto, edits: tuple[Change, ...], traits: Traits) -> StoredPhoto:
    """Return the photo as it would be after `edits`; `traits` are those of its platform."""
    for edit in edits:
        stored = _changed(stored, edit, traits)
    return stored


def changed_print(photo: Print, after: StoredPhoto, edits: tuple[Change, ...]) -> Print:
    """Return the print of a photo after `edits`, which made `after` of it; `photo` if unmeasured.

    Its look stays, so its hash does; which bytes stand there is not known.
    """
    if after.facts is None:
        return photo
    made = print_of(after.photo, after.facts)
    return made if NEW_FILE.isdisjoint(edits) else replace(made, sha256="")


def closed(profile: Profile, changes: tuple[Change, ...]) -> Profile:
    """Return what the platform would show of an account after its owner closed it.

    Closed to search engines or collectors.
    """
    if Change.CLOSE_SEARCH in changes:
        profile = replace(profile, signals=(IndexSignal(Openness.PLATFORM_FLAG, "", open=False),))
    if Change.CLOSE_TRAINING in changes:
        profile = replace(
            profile, training=(Signal(SignalName.ROBOTS_TXT, profile.page_url, "", allows=False),)
        )
    return profile


def _changed(stored: StoredPhoto, change: Change, traits: Traits) -> StoredPhoto:  # noqa: PLR0911 - a table of changes reads best in one match
    photo, facts = stored.photo, stored.facts
    match change:
        case Change.CLEAN:
            return _clean(stored, traits)
        case Change.UNPUBLISH:
            return replace(stored, photo=replace(photo, published=None))
        case Change.SMALLER:
            return _smaller(stored, _share(TRAINING_SIDE - 1, _short(facts)))
        case Change.SMALL_FACE:
            return _smaller(
                stored,
                _share(
                    FACE_FLOOR - 1,
                    max((face.size for face in facts.faces), default=0) if facts else 0,
                ),
            )
        case Change.AS_SHOWN:
            return _clean(_as_shown(stored), traits)
        case Change.COVER:
            return replace(stored, facts=replace(facts, text=(), barcodes=()) if facts else None)
        case Change.RENAME:
            unnamed = (
                replace(facts, metadata=replace(facts.metadata, file_name=_NEUTRAL))
                if facts
                else None
            )
            return replace(stored, photo=replace(photo, file_name=_NEUTRAL), facts=unnamed)
        case Change.REWRITE:
            return replace(stored, photo=replace(photo, alt=""))
        case Change.RELICENSE:
            return replace(stored, photo=replace(photo, licence=None))
        case _:
            return stored


def _clean(stored: StoredPhoto, traits: Traits) -> StoredPhoto:
    photo, facts = stored.photo, stored.facts
    if traits.publishes_file_metadata:
        photo = replace(photo, published=None)
    if facts is not None:
        facts = replace(
            facts,
            metadata=Metadata(file_name=facts.metadata.file_name),
            provenance=None,
            further=(),
        )
    return replace(stored, photo=photo, facts=facts)


def _short(facts: Facts | None) -> int:
    return min(facts.width, facts.height) if facts and facts.width and facts.height else 0


def _share(most: int, length: int) -> float:
    return most / length if length > most else 1.0


def _as_shown(stored: StoredPhoto) -> StoredPhoto:
    shown = stored.photo.rendition(Role.DISPLAYED)
    facts = stored.facts
    if shown is None or not shown.width or facts is None or not facts.width:
        return stored
    return _smaller(stored, _share(shown.width, facts.width))


def _smaller(stored: StoredPhoto, share: float) -> StoredPhoto:
    """Return the photo shrunk.

    No side and no face is longer than `share` of what it was.
    """
    facts = stored.facts
    if share >= 1 or facts is None or not facts.width or not facts.height:
        return stored
    width, height = int(facts.width * share), int(facts.height * share)
    smaller = replace(
        facts,
        width=width,
        height=height,
        faces=tuple(_smaller_face(face, share) for face in facts.faces),
    )
    return replace(stored, photo=_capped(stored.photo, width, height), facts=smaller)


def _smaller_face(face: Face, share: float) -> Face:
    box = face.box
    return replace(
        face, box=Box(*(int(side * share) for side in (box.x, box.y, box.width, box.height)))
    )


def _capped(photo: Photo, width: int, height: int) -> Photo:
    """Return the photo with no rendition larger than its file."""
    renditions = [
        replace(rendition, width=min(rendition.width, width), height=min(rendition.height, height))
        if rendition.width and rendition.height
        else rendition
        for rendition in photo.renditions
    ]
    return replace(photo, renditions=tuple(renditions))
