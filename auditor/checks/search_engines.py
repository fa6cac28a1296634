"""Pages that search engines may show.

What: Nothing that the account's pages say (meta robots, X-Robots-Tag header, the platform's own
switch or label) keeps search engines from listing them, or they are invited expressly.

Why it matters: A listed page can be found by name, and its pictures by image search. Listed pages
are also what is copied first into archives and collections of training data.

How to fix: Switch off the listing in the platform's settings; on an own site send noindex and
noimageindex.

When it is wrong: The wish is honoured by the large search engines only, so a closed page is not a
hidden one. A page that says nothing may still not be listed. What stands in results already takes
weeks to go. Only pages that were read count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from auditor.domain.account import IndexSignal, Openness
from auditor.domain.findings.check import AccountCase, AccountCheck
from auditor.domain.findings.finding import Confidence, Evidence, Observation, Severity
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.statement import Kind, Statement, Value
from auditor.messages import N_

_MOST_SHOWN = 5
_LONGEST = 120
_WHOLE_ACCOUNT = frozenset({Openness.PLATFORM_FLAG, Openness.LABEL})
_SAYS = {
    Openness.PLATFORM_FLAG: N_("The platform's setting says: {says}"),
    Openness.META_ROBOTS: N_("The page's robots tag says: {says}"),
    Openness.X_ROBOTS_TAG: N_("The X-Robots-Tag header says: {says}"),
    Openness.ROBOTS_TXT: N_("robots.txt lets search engines in: {says}"),
    Openness.LABEL: N_("The account's label says: {says}"),
}


def run(case: AccountCase, _today: date) -> Iterator[Observation]:
    """Yield one observation per account that is open.

    An account about which no signal was read says nothing.
    """
    signals = _open_signals(case.profile.signals)
    if not signals:
        return
    invited = any(signal.open for signal in signals if signal.where is not Openness.ROBOTS_TXT)
    switch = any(signal.where in _WHOLE_ACCOUNT and signal.open for signal in signals)
    yield Observation(
        severity=Severity.MEDIUM if case.photos else Severity.LOW,
        confidence=Confidence.HIGH if invited else Confidence.MEDIUM,
        title=Statement(N_("Search engines may list this account")),
        evidence=tuple(
            Evidence(_says(signal), signal.url or case.profile.page_url)
            for signal in signals[:_MOST_SHOWN]
        ),
        remedy=RemedyKey.CLOSE_SEARCH,
        question=QuestionId.COLLECTED,
        degree=Degree.YES if switch else Degree.PARTLY,
        account=case.account.id,
    )


def _open_signals(signals: Sequence[IndexSignal]) -> list[IndexSignal]:
    """Return the signals of what is open.

    A switch or label that closes the account closes all its pages; noindex closes the page it
    stands on; robots.txt counts only where nothing else was read, because it keeps crawlers out of
    a page, not the page out of the results.
    """
    if any(signal.where in _WHOLE_ACCOUNT and signal.open is False for signal in signals):
        return []
    pages: dict[str, list[IndexSignal]] = defaultdict(list)
    for signal in signals:
        if signal.where is not Openness.ROBOTS_TXT:
            pages[signal.url].append(signal)
    if pages:
        return [
            signal
            for said in pages.values()
            if all(signal.open is not False for signal in said)
            for signal in said
        ]
    return [signal for signal in signals if signal.open]


def _says(signal: IndexSignal) -> Statement:
    if not signal.says:
        return Statement(N_("Nothing keeps search engines out of this page"))
    return Statement(_SAYS[signal.where], (Value("says", signal.says[:_LONGEST], Kind.PLAIN),))


CHECK = AccountCheck(
    id="open-to-search-engines",
    title=N_("Page open to search engines"),
    run=run,
)
