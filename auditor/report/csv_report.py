"""The report as a table for a spreadsheet.

What was not checked, the questions, likeness, what is seen in photos, and the findings, a row each.
"""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import aclosing

from auditor.domain.photos.photo import Listing
from auditor.messages import N_, _, ngettext
from auditor.report.json.seen_document import Towns
from auditor.report.json.streams import in_pages
from auditor.report.shown_exposure import ShownLikeness, ShownSeen, likeness, seen
from auditor.report.view import ReportView, ShownFinding
from auditor.report.words.listing import listed

COLUMNS = (
    "kind",
    "severity",
    "confidence",
    "state",
    "check",
    "title",
    "evidence",
    "evidence_url",
    "remedy",
    "remedy_url",
    "aftercare",
    "noticed_by",
    "evidence_first",
    "account",
    "platform",
    "claim",
    "proof",
    "photo",
    "listing",
    "finding",
)
_MARK = "\ufeff"
"""Without it, Excel reads UTF-8 as the system's old code page."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell starts that a spreadsheet may run as a formula (OWASP, CSV Injection), with the
full-width forms some programs take too.
"""
_NO_FINDING = N_("not checked")


_AT_ONCE = 200
"""Rows of one piece: some hundred kilobytes."""


async def pieces(view: ReportView) -> AsyncGenerator[str, None]:
    """Yield the table: RFC 4180, every cell quoted and defused."""
    yield _MARK + _written([dict(zip(COLUMNS, COLUMNS, strict=True))])
    yield _written(
        dict.fromkeys(COLUMNS, "") | {"kind": _(_NO_FINDING), "title": line}
        for line in view.not_checked
    )
    yield _written(_answers(view))
    yield _written(_likeness(await likeness(view.session, view.labels)))
    async for photos in in_pages(_photos(view), _AT_ONCE):
        yield _written(map(_seen, photos))
    async with aclosing(view.findings()) as found:
        async for findings in in_pages(found, _AT_ONCE):
            yield _written(map(_row, findings))


async def _photos(view: ReportView) -> AsyncIterator[ShownSeen]:
    """Yield those in which something is seen, and learn of all whether they are listed."""
    async for page in in_pages(view.session.stream_photos(), _AT_ONCE):
        towns = Towns(page if view.full else ())
        for stored in page:
            if stored.photo.listing is not Listing.LISTED:
                view.left[stored.photo.id] = listed(stored.photo.listing)
            shown = seen(stored, view.labels, view.masks, towns)
            if shown is not None:
                yield shown


def _written(rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerows([defused(values[name]) for name in COLUMNS] for values in rows)
    return out.getvalue()


def _answers(view: ReportView) -> Iterator[dict[str, str]]:
    """Yield how many questions are not seen, then a row for each."""
    kind = dict.fromkeys(COLUMNS, "") | {"kind": _("question")}
    yield kind | {"title": view.not_seen}
    for answer in view.answers:
        yield kind | {
            "state": answer.state_word,
            "title": answer.question,
            "evidence": " · ".join((*answer.sentence, *answer.could_not_tell)),
        }


def _likeness(shown: ShownLikeness) -> Iterator[dict[str, str]]:
    """Yield the rows of likeness.

    The first says what it means and the best single picture, then there is one for the tier, for
    each step of the ladder and for the photos to hide.
    """
    kind = dict.fromkeys(COLUMNS, "") | {"kind": _("likeness")}
    means = " · ".join((shown.means, *shown.gaps))
    if shown.best:
        yield kind | {
            "title": shown.best[0],
            "evidence": " · ".join((means, *shown.best[1:])),
            "remedy": " · ".join(shown.shrink),
            "account": shown.best_account,
        }
    yield kind | {"title": shown.name, "evidence": "" if shown.best else means}
    for rung in shown.rungs:
        counts = _("different photos that count {counted}, enough {needed}").format(
            counted=rung.counted, needed=rung.needed
        )
        yield kind | {
            "title": rung.name,
            "evidence": f"{counts} · {rung.text}",
            "evidence_url": " ".join(url for _text, url in rung.sources if url),
        }
    for label, count in shown.hide:
        hide = ngettext("{n} photo", "{n} photos", count).format(n=count)
        yield kind | {
            "title": shown.hide_title,
            "evidence": hide,
            "remedy": " · ".join(shown.hide_notes),
            "account": label,
        }


def _seen(seen: ShownSeen) -> dict[str, str]:
    said = {
        "kind": _("seen"),
        "evidence": " · ".join(seen.says),
        "account": seen.account,
        "photo": seen.photo,
    }
    return dict.fromkeys(COLUMNS, "") | said


def defused(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, also behind spaces."""
    return "'" + cell if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def _row(finding: ShownFinding) -> dict[str, str]:
    return {
        "kind": _("finding"),
        "severity": finding.severity_word,
        "confidence": finding.confidence,
        "state": finding.state,
        "check": finding.check,
        "title": finding.title,
        "evidence": " · ".join(text for text, _url in finding.evidence),
        "evidence_url": " ".join(url for _text, url in finding.evidence if url),
        "remedy": finding.remedy,
        "remedy_url": finding.remedy_url,
        "aftercare": " · ".join(finding.aftercare),
        "noticed_by": finding.noticed_by,
        "evidence_first": _("yes") if finding.evidence_first else _("no"),
        "account": finding.account.label,
        "platform": finding.account.platform,
        "claim": finding.account.claim,
        "proof": finding.account.proof,
        "photo": finding.photo,
        "listing": finding.listing,
        "finding": finding.id,
    }
