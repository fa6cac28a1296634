"""What has to be made worthless, in sentences, and when: before the photo goes or besides."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.domain.findings.aftercare import Aftercare, AftercareKey
from auditor.domain.findings.finding import Observation
from auditor.domain.findings.tally import FindingKind
from auditor.guidance.aftercare import aftercare
from auditor.messages import _, ngettext


def aftercare_of_finding(seen: Observation | FindingKind) -> tuple[Aftercare, ...]:
    """Return what comes first, then the rest. A key that no row has (of a plugin) is left out."""
    known = [aftercare(key) for key in seen.aftercare if key in set(AftercareKey)]
    return tuple(sorted(known, key=lambda row: not row.first))


def aftercare_lines(seen: Observation | FindingKind) -> Iterator[str]:
    """Yield a paragraph for each thing."""
    for row in aftercare_of_finding(seen):
        minutes = max(1, round(row.minutes))
        takes = ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)
        head = _("Before the photo goes: {title}") if row.first else _("Besides: {title}")
        yield f"{head.format(title=_(row.title))} ({takes}). {_(row.text)} {_(row.notice)}"
