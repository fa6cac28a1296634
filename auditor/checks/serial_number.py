"""A photo that names the very device it was taken with.

What: The file holds the serial number of a camera body, a lens or another part, or the platform
publishes one.

Why it matters: A serial number is the same in every photo of the device. Whoever has one photo with
your name can find your other photos by it, also those on an account that nobody should connect with
you. It also proves who owned a stolen or sold camera.

How to fix: Replace the file by a copy without metadata. Phones rarely write serial numbers; cameras
do, and the metadata has to be removed each time before a photo is published.

When it is wrong: Some makers write the same number into many devices or an internal code instead of
a serial number. A photo that somebody else took carries their camera's number, not yours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.facts import Camera
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 60


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo with serial numbers."""
    photo = case.photo
    in_file = case.facts.metadata.serial_numbers if case.facts else ()
    beside = photo.published.serial_numbers if photo.published else ()
    if not in_file and not beside:
        return
    camera = case.facts.metadata.camera if case.facts else Camera()
    evidence = [
        Evidence(_file(serial, camera), photo.media_url) for serial in in_file[:_MOST_SHOWN]
    ]
    evidence += [
        Evidence(
            Statement(
                N_("The platform publishes the serial number {serial}"),
                (Value("serial", serial[:_LONGEST], Kind.DEVICE),),
            ),
            photo.page_url,
        )
        for serial in beside[:_MOST_SHOWN]
    ]
    yield Observation(
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        title=Statement(N_("The photo names the device it was taken with")),
        evidence=tuple(evidence),
        remedy=metadata_remedy(in_file=bool(in_file)),
        question=QuestionId.LINKED,
        account=photo.account,
        photo=photo.id,
    )


def _file(serial: str, camera: Camera) -> Statement:
    number = Value("serial", serial[:_LONGEST], Kind.DEVICE)
    device = " ".join(part for part in (camera.make, camera.model) if part)
    if device:
        return Statement(
            N_("The file holds the serial number {serial} ({device})"),
            (number, Value("device", device[:_LONGEST], Kind.DEVICE)),
        )
    return Statement(N_("The file holds the serial number {serial}"), (number,))


CHECK = PhotoCheck(
    id="device-serial-number",
    title=N_("Device serial number"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
)
