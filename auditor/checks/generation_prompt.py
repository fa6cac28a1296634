"""A picture whose file holds what was typed to have it made.

What: Programs that make pictures with a model (Stable Diffusion, ComfyUI, InvokeAI, NovelAI,
Midjourney) write the prompt into the file.

Why it matters: A prompt can name a person, a place or a wish that was never meant for others, and
the settings beside it tie pictures to one another.

How to fix: Replace the file by a copy without metadata. Say that the picture is made by AI in the
posting itself.

When it is wrong: Some programs write a prompt that nobody typed, and a file can be made to hold any
text. A missing prompt proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import QuestionId
from auditor.domain.remedies import metadata_remedy
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_LONGEST = 200


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per picture whose file holds a prompt."""
    photo = case.photo
    in_file = case.facts.metadata.generation if case.facts else None
    beside = photo.published.generation if photo.published else None
    made = in_file if in_file is not None and in_file.prompt else beside
    if made is None or not made.prompt:
        return
    page = photo.media_url if made is in_file else photo.page_url
    evidence = [
        Evidence(
            Statement(
                N_("The file holds the prompt: {prompt}"),
                (Value("prompt", made.prompt[:_LONGEST], Kind.NAME),),
            ),
            page,
        )
    ]
    if made.tool:
        says = Statement(N_("It was written by {tool}"), (Value("tool", made.tool[:_LONGEST]),))
        evidence.append(Evidence(says, page))
    yield Observation(
        severity=Severity.LOW,
        confidence=Confidence.HIGH,
        title=Statement(N_("The file holds the prompt it was made with")),
        evidence=tuple(evidence),
        remedy=metadata_remedy(in_file=made is in_file),
        question=QuestionId.NAME,
        account=photo.account,
        photo=photo.id,
    )


CHECK = PhotoCheck(
    id="generation-prompt",
    title=N_("Prompt in the file"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.FILE, PhotoPart.BESIDE}),
)
