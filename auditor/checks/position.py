"""A photo that says where it was taken.

What: The file holds a position (EXIF or XMP GPS), or the platform's interface publishes one beside
the photo.

Why it matters: A position in a photo taken at home is an address. A few of them show where somebody
works, whom they visit and which way they take. Anyone who can open the photo can read it with
common programs.

How to fix: Replace the file by a copy without metadata, then make sure that the old file is really
gone. Turn off the location of the camera app, so that the next photo has none.

When it is wrong: The position can be the last place the device knew, the place of the computer that
edited the photo, or set by hand. A photo of a public place far from home gives away less than this
check says. For an account that is not proven to be yours the position is only shown to about 1 km;
the file still holds the exact one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.score import PartName
from auditor.domain.photos.position import Position
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo with a position."""
    photo = case.photo
    in_file = case.facts.metadata.gps if case.facts else None
    beside = photo.published.gps if photo.published else None
    evidence = []
    if in_file:
        evidence.append(Evidence(_says(in_file, beside=False), photo.media_url))
    if beside:
        evidence.append(Evidence(_says(beside, beside=True), photo.page_url))
    if evidence:
        yield Observation(
            severity=Severity.HIGH,
            confidence=Confidence.HIGH,
            title=Statement(N_("The photo says where it was taken")),
            evidence=tuple(evidence),
            remedy=metadata_remedy(in_file=bool(in_file)),
            account=photo.account,
            photo=photo.id,
        )


def _says(where: Position, *, beside: bool) -> Statement:
    values = [Value("place", f"{where.latitude:.6f}, {where.longitude:.6f}", Kind.PLACE)]
    if where.radius_m is not None:
        values = [
            Value("place", f"{where.latitude:.2f}, {where.longitude:.2f}", Kind.PLACE),
            Value("radius", str(round(where.radius_m / 1000))),
        ]
        if beside:
            return Statement(
                N_("The platform publishes a position within about {radius} km of {place}"),
                tuple(values),
            )
        return Statement(
            N_("The file holds a position within about {radius} km of {place}"), tuple(values)
        )
    if beside:
        return Statement(
            N_("The platform publishes the position {place} beside the photo"), tuple(values)
        )
    if where.altitude is not None:
        values.append(Value("altitude", f"{where.altitude:.0f}", Kind.PLACE))
        return Statement(
            N_("The file holds the position {place} at {altitude} m above sea level"), tuple(values)
        )
    return Statement(N_("The file holds the position {place}"), tuple(values))


CHECK = PhotoCheck(
    id="position-in-metadata", title=N_("Position in metadata"), part=PartName.PLACE, run=run
)
