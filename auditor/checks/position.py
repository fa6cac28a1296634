"""A photo that says where it was taken.

What: The file holds a position (EXIF, XMP, keywords, segments of makers), or the platform's
interface publishes one beside the photo. Positions of something else count too: what is shown,
where somebody was bound for, what a drone aimed at.

Why it matters: A position in a photo taken at home is an address. A few of them show where somebody
works, whom they visit and which way they take. Anyone who can open the photo can read it with
common programs.

How to fix: Replace the file by a copy without metadata, then make sure that the old file is really
gone. Turn off the location of the camera app, so that the next photo has none.

When it is wrong: The position can be the last place the device knew, the place of the computer that
edited the photo, or set by hand. A photo of a public place far from home gives away less than this
check says. 0, 0 is what a device without a fix writes, and no place. Some files leave out on which
half of the Earth it lies, or a part of the number: that is told, and no spot is made of it. For an
account that is not proven to be yours the position is only shown to about 1 km; the file still
holds the exact one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.photos.position import Position
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.visible_metadata import is_place
from auditor.messages import N_

NOT_SURE, OF_ELSEWHERE = "unsure", "elsewhere"
"""Names of the values that hold a position at which no photo was taken for sure: no town is named
for them."""

_TAKEN = N_("The photo says where it was taken")
_ELSEWHERE = N_("The photo names the position of something else")
_MOST_OTHERS = 5
_LONGEST = 60


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo with a position."""
    photo = case.photo
    in_file = _placed(case.facts.metadata.gps if case.facts else None)
    beside = _placed(photo.published.gps if photo.published else None)
    others = _others(case)
    evidence = []
    if in_file:
        evidence.append(Evidence(_says(in_file, beside=False), photo.media_url))
    if beside:
        evidence.append(Evidence(_says(beside, beside=True), photo.page_url))
    if evidence or others:
        sure = any(gps is not None and gps.sure for gps in (in_file, beside))
        yield Observation(
            severity=Severity.HIGH if evidence else Severity.MEDIUM,
            confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
            title=Statement(_TAKEN if evidence else _ELSEWHERE),
            evidence=(*evidence, *others),
            remedy=metadata_remedy(in_file=bool(in_file or _elsewhere_in_file(case))),
            question=QuestionId.HOME,
            account=photo.account,
            photo=photo.id,
        )


def _placed(gps: Position | None) -> Position | None:
    return gps if gps is not None and is_place(gps) else None


def _elsewhere_in_file(case: PhotoCase) -> tuple[Position, ...]:
    return tuple(filter(is_place, case.facts.metadata.gps_others if case.facts else ()))


def _others(case: PhotoCase) -> list[Evidence]:
    """Return what is told of positions of something else than the camera."""
    photo = case.photo
    published = filter(is_place, photo.published.gps_others if photo.published else ())
    told = [(gps, photo.media_url) for gps in _elsewhere_in_file(case)]
    told += [(gps, photo.page_url) for gps in published]
    return [Evidence(_says_elsewhere(gps), url) for gps, url in told[:_MOST_OTHERS]]


def _says_elsewhere(gps: Position) -> Statement:
    rough = gps.radius_m is not None
    decimals = 2 if rough else 6
    place = f"{gps.latitude:.{decimals}f}, {gps.longitude:.{decimals}f}"
    values = (
        Value(OF_ELSEWHERE, place, Kind.PLACE),
        Value("where", gps.where[:_LONGEST] or "?"),
    )
    if not gps.sure:
        return Statement(
            N_(
                "Something else has the position {elsewhere} ({where}), but it is not said on "
                "which half of the Earth, or a part of it is missing"
            ),
            values,
        )
    return Statement(N_("Something else has the position {elsewhere} ({where})"), values)


def _says_unsure(gps: Position) -> Statement:
    """Return what is told of a position that lies in one of several places."""
    rough = gps.radius_m is not None
    decimals = 2 if rough else 6
    place = f"{gps.latitude:.{decimals}f}, {gps.longitude:.{decimals}f}"
    return Statement(
        N_(
            "The position {unsure} stands there, but it is not said on which half of the Earth, or "
            "a part of it is missing"
        ),
        (Value(NOT_SURE, place, Kind.PLACE),),
    )


def _says(where: Position, *, beside: bool) -> Statement:
    if not where.sure:
        return _says_unsure(where)
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
    id="position-in-metadata",
    title=N_("Position in metadata"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
)
