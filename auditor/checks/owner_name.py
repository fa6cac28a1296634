"""A photo that names its owner.

What: The file names an owner, artist, author or holder of rights (EXIF, XMP, IPTC), or the platform
publishes such a name.

Why it matters: Cameras and editing programs write this name into every photo, often the full legal
one, once it was entered years ago. On an account under another name it undoes the pseudonym.

How to fix: Replace the file by a copy without metadata, and delete the name from the camera's and
the editing program's settings.

When it is wrong: The name can be that of a photographer, an agency or a friend. Texts that only
state a licence or repeat the camera's name are left out, but not every such text is recognised.
Photographers who want to be credited can accept the finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.photos.facts import Metadata
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.names import is_full_name
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120
_NOISE = re.compile(
    r"copyright|\(c\)|©|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|todos los derechos reservados"
    r"|public domain|creative commons|\bcc(?:[ -](?:0|by|sa|nc|nd))+\b|\bcc0\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\d.,;:()\s/-]+")
_NOBODY = frozenset(
    {
        "picasa",
        "user",
        "owner",
        "camera",
        "digital camera",
        "artist",
        "author",
        "photographer",
        "admin",
        "windows user",
    }
)


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo that names somebody."""
    photo = case.photo
    in_file = _names(case.facts.metadata) if case.facts else []
    beside = _names(photo.published) if photo.published else []
    if not in_file and not beside:
        return
    evidence = [
        Evidence(_says(N_("The file names {name}"), name), photo.media_url)
        for name in in_file[:_MOST_SHOWN]
    ]
    evidence += [
        Evidence(_says(N_("The platform publishes the name {name}"), name), photo.page_url)
        for name in beside[:_MOST_SHOWN]
    ]
    names = list(dict.fromkeys(map(_bare, (*in_file, *beside))))
    yield Observation(
        severity=Severity.MEDIUM,
        confidence=_confidence([*in_file, *beside]),
        title=Statement(N_("The photo names its owner")),
        evidence=tuple(evidence),
        remedy=metadata_remedy(in_file=bool(in_file)),
        question=QuestionId.NAME,
        degree=Degree.YES if any(map(is_full_name, names)) else Degree.PARTLY,
        tells=tuple(Value("name", name, Kind.NAME) for name in names),
        account=photo.account,
        photo=photo.id,
    )


def _names(metadata: Metadata) -> list[str]:
    """Return the owners that are more than a licence, a placeholder or the camera's own name."""
    camera = {
        part.casefold()
        for part in (metadata.camera.make, metadata.camera.model, metadata.software)
        if part
    }
    found = []
    for owner in metadata.owner:
        bare = _SIGNS.sub(" ", _NOISE.sub(" ", owner[:_LONGEST])).strip().casefold()
        if (
            sum(sign.isalpha() for sign in bare) > 1
            and bare not in _NOBODY
            and owner.strip().casefold() not in camera
        ):
            found.append(owner[:_LONGEST])
    return found


def _bare(owner: str) -> str:
    """Return the name alone, without "Copyright 2024" and the like."""
    return " ".join(_NOISE.sub(" ", owner).split()).strip(" .,;:()/-")


def _says(template: str, name: str) -> Statement:
    return Statement(template, (Value("name", name, Kind.NAME),))


def _confidence(names: Sequence[str]) -> Confidence:
    """A single word or one with digits or dots can be a nickname, a firm or a site."""
    likely = any(
        " " in name.strip() and not any(sign.isdigit() or sign in "@/" for sign in name)
        for name in names
    )
    return Confidence.HIGH if likely else Confidence.MEDIUM


CHECK = PhotoCheck(
    id="owner-name",
    title=N_("Owner's name"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
)
