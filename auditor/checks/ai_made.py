"""A photo that says of itself that AI made it.

What: The content credentials or the metadata carry a digital source type of IPTC that means: made
by a trained model, wholly or in part. Or they hold what a program that makes pictures writes:
its name, or the prompt.

Why it matters: Platforms read this mark and label the picture as AI-made for everyone. On a real
photo it makes people doubt it; on a made one it is right to keep it.

How to fix: If it is right, leave it. If a small edit with an AI tool set the mark on a real photo,
publish the original, or export again without that tool.

When it is wrong: The mark says what a program wrote, not what is true. Some programs set it for
removing a speck or for noise reduction. A photo without the mark proves nothing: any program that
saves it anew can remove it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.photos.file_contents import Generation
from auditor.domain.photos.source_type import AI_TYPES
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Statement, Value
from auditor.messages import N_


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo that says so."""
    if case.facts is None:
        return
    signed = case.facts.provenance.source_type if case.facts.provenance else None
    said = {
        N_("The content credentials say: {type}"): signed,
        N_("The metadata say: {type}"): case.facts.metadata.source_type,
    }
    told = [
        Statement(template, (Value("type", str(kind)),))
        for template, kind in said.items()
        if kind in AI_TYPES
    ]
    told += _tell_program(case.facts.metadata.generation)
    if not told:
        return
    yield Observation(
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        title=Statement(N_("The file itself says that AI made it or a part of it")),
        evidence=tuple(Evidence(says, case.photo.media_url) for says in told),
        remedy=RemedyKey.AI_MARK,
        account=case.photo.account,
        photo=case.photo.id,
    )


def _tell_program(made: Generation | None) -> list[Statement]:
    if made is None:
        return []
    if made.tool is None:
        return [Statement(N_("The metadata hold what a program that makes pictures writes"))]
    says = N_("The metadata hold what {tool} writes, which makes pictures")
    return [Statement(says, (Value("tool", made.tool),))]


CHECK = PhotoCheck(
    id="ai-made",
    title=N_("Marked as AI-made"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.CREDENTIALS, PhotoPart.FILE}),
)
