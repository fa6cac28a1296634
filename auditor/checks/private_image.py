"""A photo on one of your accounts may be an image on your private hash list.

What: A photo that a scan read resembles an image on the private hash list: cropped, framed, tilted,
turned and mirrored copies are looked for. It is a possible match, never more: severity is critical
only where a second stage, which compares parts of both, agrees.

Why it matters: An image that you worry about may stand where others can see it. This looks at your
own accounts only; it says nothing about any other place, and finding nothing here does not mean
that the image is nowhere.

How to fix: Note the link and the time. Do not reply to anyone. Use the platform's form for intimate
images, then StopNCII (you were 18 or older in it) or Take It Down (under 18), and talk to a
helpline if you want somebody beside you. Nothing was sent to anybody.

When it is wrong: Pictures of one series, of the same room in the same light, or very plain ones can
be this near without being the same. Look for yourself: in the terminal UI the photo is shown
blurred, and only on a key of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import InventoryCase, InventoryCheck, InventoryPart
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.private import PrivateMatch
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_


def run(case: InventoryCase, _today: date) -> Iterator[Observation]:
    """Yield one observation for each photo and private image that may be the same."""
    for match in case.private:
        yield _possible(match)


def _possible(match: PrivateMatch) -> Observation:
    hit = match.hit
    values = (
        Value("label", match.label, Kind.NAME),
        Value("variant", hit.variant),
        Value("distance", str(hit.distance)),
    )
    grades = (Value("photo", str(hit.quality)), Value("kept", str(hit.private_quality)))
    when = (Value("time", match.seen_at.strftime("%Y-%m-%d %H:%M UTC")),)
    agrees = (
        N_("Likely: a second look at its parts agrees")
        if hit.confirmed
        else N_(
            "Possible: a second look at its parts could not confirm it. Look at it yourself, it "
            "may be another picture"
        )
    )
    return Observation(
        severity=Severity.CRITICAL if hit.confirmed else Severity.MEDIUM,
        confidence=Confidence.MEDIUM if hit.confirmed else Confidence.LOW,
        title=Statement(N_("Possible match with an image on your private list")),
        evidence=(
            Evidence(
                Statement(
                    N_("Nearest to “{label}” ({variant}): {distance} of 256 bits differ"), values
                ),
                match.page_url,
            ),
            Evidence(Statement(agrees)),
            Evidence(
                Statement(
                    N_(
                        "Quality: {photo} of the photo, {kept} of the image kept (of 100; below 50 "
                        "unreliable)"
                    ),
                    grades,
                )
            ),
            Evidence(Statement(N_("Seen {time}"), when), match.page_url),
        ),
        remedy=RemedyKey.PRIVATE_IMAGE,
        question=QuestionId.USED,
        degree=Degree.YES if hit.confirmed else Degree.PARTLY,
        account=match.account,
        photo=match.photo,
        about=hit.entry,
    )


CHECK = InventoryCheck(
    id="possible-private-image",
    title=N_("Possible match with a private image"),
    run=run,
    reads=frozenset({InventoryPart.MATCHES}),
)
