"""What a sheet of facts lists: the files that were read, and the offences of a place."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import UTC

from auditor.domain.photos.looked import of_whole_file
from auditor.domain.private import is_withheld
from auditor.domain.remedies import RemedyKey
from auditor.domain.text.foreign_text import clean
from auditor.engine.evidence.case import CaseFinding
from auditor.engine.evidence.pages import pages
from auditor.guidance.laws import laws
from auditor.messages import _

_ADDRESS = 2000
_WIDTH = 72


def saved(seen: Sequence[CaseFinding]) -> list[str]:
    """Return the files that were read, with checksum and time; no picture is kept of any.

    Nothing of an account that is kept apart, and no checksum of what may be a private image.
    """
    lines: list[str] = []
    for record in seen:
        facts = of_whole_file(record.stored.facts) if record.stored is not None else None
        own = next(iter(pages(record.originals if record.copied else record.targets)), "")
        if facts is None or not own or record.account.keep_apart:
            continue
        lines.append(f"{len(lines) + 1}. {clean(own, _ADDRESS)}")
        if is_withheld(facts) or record.finding.remedy.key == RemedyKey.PRIVATE_IMAGE:
            lines.append(
                "   " + _("its checksum is withheld: it may be one of the user's private images")
            )
            continue
        lines.append(f"   SHA-256 {facts.sha256}")
        if record.seen_at is not None:
            at = record.seen_at.astimezone(UTC).isoformat()[:16].replace("T", " ")
            lines.append("   " + _("account last read {time} UTC").format(time=at))
    return lines


def offences(where: str) -> list[str]:
    """Return the crimes that the law list has for a place, rules on threats first.

    Empty where the place is not known; the honest sentence where the list has none.
    """
    found = laws.answer(where)
    if not found.code:
        return []
    rows = sorted(
        (row for row in found.laws if row.penal),
        key=lambda row: laws.Act.THREATENING not in row.acts,
    )
    if not rows:
        return [
            _(
                "The law list of the program has no offence for {place} yet. Sharing intimate "
                "images, or threatening to, is a crime in many countries."
            ).format(place=found.code)
        ]
    lines = [
        _("By a law list for {place}, which may be wrong or old; the police decide:").format(
            place=found.code
        )
    ]
    sure = {"high": _("high"), "medium": _("medium"), "low": _("low")}
    for number, row in enumerate(rows, 1):
        told = [
            f"{number}. {_(row.name)}: {row.citation} ({_(laws.title(row.jurisdiction))})",
            "   "
            + _("source: {url}, {date}; how sure: {sure}").format(
                url=row.source_url, date=_(row.source_date), sure=sure[row.confidence]
            ),
        ]
        if row.jurisdiction in laws.WITH_PARTS and found.code != row.jurisdiction:
            lines.append(
                "   " + _("whether it holds in {place}: look there").format(place=found.code)
            )
        if row.not_checked_at_source:
            told.append("   " + _("the text of this law itself was not read"))
        lines += [part for text in told for part in _wrapped(text)]
    return lines


def _wrapped(text: str) -> list[str]:
    """Return a line as several that fit on paper; addresses stay whole."""
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False
    )
