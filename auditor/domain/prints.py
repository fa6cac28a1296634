"""The one way from a photo and what was measured on it to its print, for vault, effects and verify.

Whoever makes a print in another way judges by other data than the next scan will.
"""

from __future__ import annotations

from dataclasses import replace

from auditor.domain.findings.check import Print
from auditor.domain.likeness.rules import faces_of
from auditor.domain.photos.facts import Facts, Pdq
from auditor.domain.photos.forms import Forms
from auditor.domain.photos.photo import Photo
from auditor.domain.photos.picture_contents import Face
from auditor.domain.visible_metadata import captured, position, visible_metadata


def print_of(photo: Photo, facts: Facts) -> Print:
    """Return the print of `photo`, measured as `facts`.

    `pdq` is empty where the hash is not reliable; faces come without landmarks, which no
    comparison asks for.
    """
    faces, visible = faces_of(facts), visible_metadata(photo, facts)
    return Print(
        photo=photo.id,
        account=photo.account,
        kind=photo.kind,
        page_url=photo.page_url,
        sha256=facts.sha256,
        pdq=_reliable(facts.pdq),
        quality=0 if facts.pdq is None else facts.pdq.quality,
        serial_numbers=facts.metadata.serial_numbers,
        width=facts.width,
        height=facts.height,
        faces=None if faces is None else tuple(map(_without_landmarks, faces)),
        gps=position(visible),
        captured_at=captured(visible),
    )


def _reliable(pdq: Pdq | None) -> Forms:
    return Forms.of(pdq.dihedral or (pdq.hash,)) if pdq is not None and pdq.reliable else Forms()


def _without_landmarks(face: Face) -> Face:
    return replace(face, landmarks=()) if face.landmarks else face
