"""Content credentials that are broken, or stand on a picture with broken ones.

What: The file holds content credentials (C2PA), and they do not fit it: it was changed after
signing, or the credentials were. Or a picture that it was made from had broken credentials.

Why it matters: Programs and platforms that show credentials warn viewers of this photo as tampered
with. If it is your own photo, the warning speaks against you; if you did not change it, somebody
else did.

How to fix: Publish it anew from the original, or as a copy without credentials. No credentials are
better than broken ones.

When it is wrong: Platforms and editing programs that do not know credentials break them without any
ill will, mostly by resizing. A signer's certificate that has expired since breaks nothing and is
not counted. A credential that is missing proves nothing, and one that is unbroken
says who signed, not that the picture is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.photos.picture_contents import ProvenanceOutcome
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120
_UNTRUSTED = "signingCredential.untrusted"


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo with broken credentials.

    They may be its own or those of what it was made from.
    """
    found = case.facts.provenance if case.facts else None
    if found is None:
        return
    broken = found.outcome is ProvenanceOutcome.INVALID and not found.only_out_of_date
    if not broken and not found.broken_ingredients:
        return
    codes = ", ".join(code for code in found.codes[:_MOST_SHOWN] if code != _UNTRUSTED)[:_LONGEST]
    said = (
        N_("The check of the credentials failed: {codes}")
        if broken
        else N_("Made from something that failed the check: {codes}")
    )
    evidence = (
        [Evidence(Statement(said, (Value("codes", codes),)), case.photo.media_url)] if codes else []
    )
    for title in found.broken_ingredients[:_MOST_SHOWN]:
        part = Statement(
            N_("Made from {title}, whose credentials are broken"),
            (Value("title", title[:_LONGEST], Kind.FILE),),
        )
        evidence.append(Evidence(part, case.photo.media_url))
    if not evidence:
        evidence.append(
            Evidence(Statement(N_("The credentials do not fit the file")), case.photo.media_url)
        )
    yield Observation(
        severity=Severity.LOW if broken else Severity.INFO,
        confidence=Confidence.HIGH,
        title=Statement(
            N_("Content credentials are broken")
            if broken
            else N_("Made from a picture with broken credentials")
        ),
        evidence=tuple(evidence),
        remedy=RemedyKey.CLEAN_METADATA,
        account=case.photo.account,
        photo=case.photo.id,
    )


CHECK = PhotoCheck(
    id="broken-credentials",
    title=N_("Broken content credentials"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.CREDENTIALS}),
)
