"""Pages that AI collectors may take.

What: The site's robots.txt lets in collectors that gather pictures and texts for the training of AI
models although they say that they obey it, or nothing on the site (robots.txt, headers,
tdmrep.json, ai.txt, tags) speaks to them at all.

Why it matters: Collections for training are made by reading the open web. What was taken once stays
in copies of the collection and in the models made from it, and no later request takes it out.

How to fix: Put the files that “auditor opt-out” writes on the site: robots.txt with the names of
the collectors, and the headers, which cover pictures.

When it is wrong: A site that lets collectors in was not necessarily visited by them, and one that
forbids may have been all the same: these are requests, and some collectors are known to ignore
them. Only the first page and the files of the host were read; a picture can have headers of its
own. Platforms that run a site for many people often do not let the single person change any of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.domain.findings.check import AccountCase, AccountCheck
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.openness import Signal, SignalName
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_LONGEST = 200


def run(case: AccountCase, _today: date) -> Iterator[Observation]:
    """Yield at most one observation per account.

    None where robots.txt was not read, which is no sign of openness.
    """
    robots = [signal for signal in case.profile.training if signal.signal is SignalName.ROBOTS_TXT]
    if not robots or all(signal.allows is False for signal in robots):
        return
    forbidding = [
        signal
        for signal in case.profile.training
        if signal.allows is False and signal.signal is not SignalName.ROBOTS_TXT
    ]
    let_in = [signal for signal in robots if signal.allows is not False]
    switch = any(
        signal.signal is SignalName.PLATFORM_FLAG and signal.allows
        for signal in case.profile.training
    )
    yield Observation(
        severity=Severity.INFO if forbidding else Severity.LOW,
        confidence=Confidence.MEDIUM,
        title=Statement(N_("Collectors for AI training may take this site")),
        evidence=tuple(
            Evidence(_says(signal), signal.where) for signal in (*let_in, *forbidding[:3])
        ),
        remedy=RemedyKey.CLOSE_TRAINING,
        question=QuestionId.COLLECTED,
        degree=Degree.YES if switch else Degree.PARTLY,
        account=case.account.id,
    )


def _says(signal: Signal) -> Statement:
    says = (Value("says", signal.says[:_LONGEST], Kind.PLAIN),)
    if signal.allows is False:
        return Statement(
            N_("This forbids it, but collectors that obey robots.txt only are not told: {says}"),
            says,
        )
    if not signal.says:
        return Statement(N_("robots.txt does not speak to any collector for AI training"))
    return Statement(N_("robots.txt lets collectors for AI training in: {says}"), says)


CHECK = AccountCheck(
    id="open-to-training",
    title=N_("Site open to collectors for AI training"),
    run=run,
)
