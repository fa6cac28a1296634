"""A photo that names the program it was edited with.

What: The file names the program that wrote it, or the platform publishes that name.

Why it matters: A rare program, or its exact version, ties photos on several accounts together.

How to fix: Replace the file by a copy without metadata.

When it is wrong: Many cameras write the name of their own firmware there. It is for information.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.domain.visible_metadata import visible_metadata

_LONGEST = 120


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo that names a program."""
    software = (visible_metadata(case.photo, case.facts).software or "").strip()
    if not software:
        return
    in_file = case.facts is not None and bool(case.facts.metadata.software)
    named = Value("software", software[:_LONGEST], Kind.DEVICE)
    yield Observation(
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        title=Statement("The photo names the program that wrote it"),
        evidence=(
            Evidence(
                Statement("The program is {software}", (named,)),
                case.photo.media_url if in_file else case.photo.page_url,
            ),
        ),
        remedy=metadata_remedy(in_file=in_file),
        account=case.photo.account,
        photo=case.photo.id,
    )


CHECK = PhotoCheck(
    id="editing-software",
    title="Program that wrote the photo",
    run=run,
    dated=never_dated,
)
