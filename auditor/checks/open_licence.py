"""A licence that lets anyone reuse the photo.

What: The platform states a licence for the photo under which anyone may copy and change it, also
for money: CC0, public domain, CC BY or CC BY-SA.

Why it matters: Collections for training look for open licences first, because nobody can object to
them. A Creative Commons licence cannot be taken back for copies that were made while it stood.

How to fix: Where the photo shows you or somebody else, take it down or upload coming photos under a
stricter licence. Ask the platform what it does about pictures of recognisable people; a licence of
the photographer is no consent of the person shown.

When it is wrong: Many wikis take no other licence, and the person who chose it may have wanted
exactly that. Whether training falls under a licence at all is disputed. The licence is read as the
platform names it; what is written in the text beside the photo is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart, never_dated
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.markup.licences import licence_of
from auditor.messages import N_


def run(case: PhotoCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per photo under a licence that lets anyone copy and change it."""
    licence = licence_of(case.photo.licence or "")
    if licence is None or not licence.allows:
        return
    yield Observation(
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        title=Statement(N_("The licence lets anyone reuse the photo")),
        evidence=(
            Evidence(
                Statement(
                    N_("The platform names the licence {licence}"),
                    (Value("licence", licence.name, Kind.PLAIN),),
                ),
                case.photo.page_url,
            ),
            Evidence(Statement(licence.means), case.photo.page_url),
        ),
        remedy=RemedyKey.CHANGE_LICENCE,
        question=QuestionId.COLLECTED,
        degree=Degree.YES,
        account=case.photo.account,
        photo=case.photo.id,
    )


CHECK = PhotoCheck(
    id="open-licence",
    title=N_("Licence that lets anyone reuse the photo"),
    run=run,
    dated=never_dated,
    finds_in=frozenset({PhotoPart.LICENCE}),
)
