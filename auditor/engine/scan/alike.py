"""Several files of one picture: which of them tells most, and what they tell together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.dataclass import dataclass
from auditor.domain.photos.facts import Facts, Metadata, Unread
from auditor.domain.photos.photo import Photo, Rendition, Role
from auditor.domain.photos.picture_contents import Provenance, ProvenanceOutcome
from auditor.domain.visible_metadata import visible_metadata
from auditor.markup.urls import file_name
from auditor.messages import N_, _

MOST = 4
"""Files beside the largest that are read whole."""
UNREAD_FILE = "files"
"""Names the reader where a file of a picture could not be fetched."""
_SAME_SIZE = 0.99
"""Share of the pixels from which two files are of one size: codecs round sides to even numbers."""

NOT_FETCHED = N_("another file of the same picture could not be fetched: {reason}")


@dataclass(frozen=True, slots=True)
class MeasuredFile:
    """One file of a picture, and what was measured on it. `thumbnail`: see ports.Readers."""

    rendition: Rendition
    facts: Facts
    thumbnail: bytes | None = None


def alike(photo: Photo) -> tuple[Rendition, ...]:
    """Return the files that are measured beside the largest, each address once."""
    served = photo.largest
    others = {
        rendition.url: rendition
        for rendition in photo.renditions
        if rendition.role is Role.ALIKE and (served is None or rendition.url != served.url)
    }
    return tuple(others.values())[:MOST]


def most_telling(files: Sequence[MeasuredFile]) -> MeasuredFile:
    """Return the largest; of those of its size that whose metadata tells most, then the first."""
    most = max(_area(file.facts) for file in files)
    return max(
        (file for file in files if _area(file.facts) >= most * _SAME_SIZE),
        key=lambda file: _telling(file.facts),
    )


def told_together(photo: Photo, best: MeasuredFile, files: Sequence[MeasuredFile]) -> Facts:
    """Return the facts of `best` with what the other files tell besides.

    A stranger can fetch each of them: what one lost another one may hold.
    """
    facts = best.facts
    for file in files:
        if file is best or file.facts.sha256 == facts.sha256:
            continue
        beside = replace(photo, published=_of_file(file.facts.metadata))
        facts = replace(
            facts,
            metadata=visible_metadata(beside, facts),
            further=tuple(dict.fromkeys((*facts.further, *file.facts.further))),
            provenance=_provenance(facts.provenance, file.facts.provenance),
        )
    return facts


def arranged(photo: Photo, best: MeasuredFile, files: Sequence[MeasuredFile]) -> Photo:
    """Return the photo with `best` in front, the other ones as alike, all measured."""
    known = {file.rendition.url: file.rendition for file in files}
    front = photo.largest or best.rendition
    roles = {(front.url, front.role): Role.ALIKE, (best.rendition.url, Role.ALIKE): front.role}
    swapped = best.rendition.url != front.url
    renditions = []
    for rendition in photo.renditions:
        role = roles.get((rendition.url, rendition.role)) if swapped else None
        measured = known.get(rendition.url, rendition)
        renditions.append(replace(measured, role=role or rendition.role))
    if not swapped:
        return replace(photo, renditions=tuple(renditions))
    return replace(
        photo,
        media_url=best.rendition.url,
        renditions=tuple(renditions),
        file_name=file_name(best.rendition.url) or photo.file_name,
    )


def with_missing(facts: Facts, reasons: Sequence[str]) -> Facts:
    """Say that a file could not be fetched: what only it tells is not known."""
    if not reasons:
        return facts
    missing = Unread(UNREAD_FILE, _(NOT_FETCHED).format(reason=reasons[0]))
    return replace(facts, unread=(*facts.unread, missing))


def _area(facts: Facts) -> int:
    return (facts.width or 0) * (facts.height or 0)


def _telling(facts: Facts) -> tuple[bool, int]:
    found = facts.metadata
    said = (
        found.captured_at,
        found.camera.make or found.camera.model,
        found.serial_numbers,
        found.owner,
        found.software,
        found.description,
        found.embedded_thumbnail,
        found.gps_others,
        found.people,
        found.keywords,
        found.contact,
        found.paths,
        found.identifiers,
        found.generation,
        facts.further,
        _has(facts.provenance),
    )
    return found.gps is not None, sum(bool(part) for part in said)


def _has(provenance: Provenance | None) -> bool:
    return provenance is not None and provenance.outcome not in {
        ProvenanceOutcome.NONE,
        ProvenanceOutcome.UNSUPPORTED,
    }


def _provenance(first: Provenance | None, second: Provenance | None) -> Provenance | None:
    return second if not _has(first) and _has(second) else first


def _of_file(metadata: Metadata) -> Metadata:
    return replace(metadata, file_name=None)
