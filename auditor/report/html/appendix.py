"""The appendix: what was not checked, the accounts, how each step is done, and all findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from auditor.domain.findings.finding import Severity
from auditor.messages import _, ngettext
from auditor.report.html import exposure
from auditor.report.html.elements import Html, date, element, folded, link, picture
from auditor.report.html.questions import Ways, how_text
from auditor.report.shown_answers import ShownStep
from auditor.report.view import ReportView, ShownAccount, ShownFinding

_OPEN = 2
"""Findings of one check that are seen at once; the others unfold."""
_SHOWN = 50
"""Findings of one check in the page; the table and the JSON document have all of them."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How something is done, and on which platforms it is done so."""

    title: str
    platforms: tuple[str, ...]
    text: str
    url: str
    noticed_by: str
    evidence_first: bool
    settings: tuple[tuple[str, str], ...] = ()


def numbers(view: ReportView) -> Ways:
    """Return under which number each way of doing something is told."""
    return {(each.text, each.url): number for number, each in enumerate(_ways(view), 1)}


def _ways(view: ReportView) -> list[_Way]:
    """Return the ways of all steps and of all findings, those of the plan first."""
    closings = [each for told in view.answers for each in (told.closing, told.keeping)]
    steps = (*view.steps, *(step for closing in closings if closing for step in closing.steps))
    found: dict[tuple[str, str], list[_Way]] = {}
    for step in steps:
        way = _Way(
            step.title,
            (step.platform,),
            step.text,
            step.url,
            step.noticed_by,
            step.evidence_first,
            step.settings,
        )
        if step.text or step.settings:
            found.setdefault((step.text, step.url), []).append(way)
    for finding in view.findings:
        way = _Way(
            finding.remedy_title,
            (finding.account.platform,),
            finding.remedy,
            finding.remedy_url,
            finding.noticed_by,
            finding.evidence_first,
        )
        found.setdefault((finding.remedy, finding.remedy_url), []).append(way)
    return [_together(same) for same in found.values()]


def _together(same: list[_Way]) -> _Way:
    platforms = dict.fromkeys(name for each in same for name in each.platforms)
    settings = dict.fromkeys(setting for each in same for setting in each.settings)
    return replace(same[0], platforms=tuple(platforms), settings=tuple(settings))


def sections(view: ReportView, ways: Ways) -> Iterator[Html]:
    """Yield the sections of the appendix."""
    yield element("h2", _("Appendix"), class_="part")
    yield element("div", *_parts(view, ways), class_="appendix")


def _parts(view: ReportView, ways: Ways) -> Iterator[Html | None]:
    yield element(
        "section",
        element("h3", _("What was not checked")),
        element("ul", *(element("li", line) for line in view.not_checked)),
        class_="unchecked",
    )
    yield _accounts(view)
    yield _steps(view, ways)
    yield _how(view, ways)
    yield exposure.likeness(view.likeness)
    yield _findings(view, ways)
    yield exposure.seen(view.seen)


def _accounts(view: ReportView) -> Html:
    return element(
        "section",
        element("h3", _("Accounts")),
        element("ul", *map(_account, view.accounts))
        if view.accounts
        else element("p", _("No account is on the list yet.")),
    )


def _account(account: ShownAccount) -> Html:
    scanned = (
        account.outcome
        if account.last_scan is None
        else f"{account.outcome}, {date(account.last_scan)}"
    )
    photos = ngettext("{n} photo", "{n} photos", account.photos).format(n=account.photos)
    proof = account.proven_by
    return element(
        "li",
        element("strong", link(account.label, account.url)),
        f" · {account.platform} · {account.claim} · ",
        element("span", proof, class_=None if account.proven else "chip none"),
        f" · {photos} · {scanned}",
        element("p", account.reason, class_="soft") if account.reason else None,
    )


def _steps(view: ReportView, ways: Ways) -> Html | None:
    if not view.steps:
        return None
    return element(
        "section",
        element("h3", _("All steps, what cannot wait first")),
        element("ol", *(_step(step, ways) for step in view.steps)),
    )


def _step(step: ShownStep, ways: Ways) -> Html:
    facts = f"{step.platform} · {step.takes} · {step.state}"
    how = how_text(ways, step.text, step.url)
    return element(
        "li", f"{step.title}: {step.about} · ", element("span", facts, how, class_="soft")
    )


def _how(view: ReportView, ways: Ways) -> Html | None:
    if not ways:
        return None
    return element(
        "section",
        element("h3", _("How it is done")),
        element("ol", *map(_way, _ways(view)), class_="ways"),
    )


def _way(way: _Way) -> Html:
    settings = [element("li", text, *_page(url)) for text, url in way.settings]
    title = f"{way.title} " if way.title else ""
    return element(
        "li",
        element("strong", f"{title}({', '.join(way.platforms)})"),
        ": ",
        way.text,
        *_page(way.url),
        " ",
        element("span", _("save evidence first"), class_="chip save")
        if way.evidence_first
        else None,
        element("span", way.noticed_by, class_="soft"),
        element("ul", *settings) if settings else None,
    )


def _page(url: str) -> Iterator[str]:
    if url:
        yield " "
        yield link(_("its page"), url)


def _findings(view: ReportView, ways: Ways) -> Html:
    found = ", ".join(f"{word} {count}" for word, count in view.severities)
    ordered = sorted(view.findings, key=lambda finding: finding.check)
    groups = [list(group) for _check, group in groupby(ordered, key=lambda finding: finding.check)]
    groups.sort(key=lambda found: (-max(finding.severity for finding in found), found[0].check))
    return element(
        "section",
        element("h3", _("Findings behind the answers")),
        element("p", _("Findings by severity: {list}.").format(list=found), class_="soft")
        if found
        else None,
        *(
            _group(sorted(group, key=lambda finding: (-finding.severity, finding.id)), view, ways)
            for group in groups
        ),
    )


def _group(group: list[ShownFinding], view: ReportView, ways: Ways) -> Html:
    count = ngettext("{n} finding", "{n} findings", len(group)).format(n=len(group))
    more = len(group) - _SHOWN
    rest = [_finding(finding, view, ways) for finding in group[_OPEN:_SHOWN]]
    aftercare = dict.fromkeys(line for finding in group for line in finding.aftercare)
    return element(
        "div",
        element(
            "h4",
            group[0].check_title,
            element("span", " · ", count, class_="soft"),
        ),
        *(element("p", line, class_="remedy") for line in aftercare),
        *(_finding(finding, view, ways) for finding in group[:_OPEN]),
        folded(rest),
        element(
            "p", _("and {n} more; the csv and json reports have all").format(n=more), class_="soft"
        )
        if more > 0
        else None,
        class_="group",
    )


def _finding(finding: ShownFinding, view: ReportView, ways: Ways) -> Html:
    webp = view.thumbnails.get(finding.photo)
    seen = [
        piece
        for text, url in finding.evidence
        for piece in (" · ", text, " ", link(_("open"), url) if url else None)
    ]
    proof = finding.account.proven_by
    facts = (
        f"{finding.account.platform}, {finding.account.label}",
        "" if view.full else finding.photo,
        finding.confidence,
        finding.state,
        "" if finding.account.proven else proof,
        finding.listing,
    )
    return element(
        "article",
        picture(webp) if webp else None,
        element(
            "div",
            element(
                "p",
                element(
                    "span", finding.severity_word, class_=f"chip {Severity(finding.severity).word}"
                ),
                finding.title,
                *seen,
            ),
            element(
                "p",
                " · ".join(filter(None, facts)),
                how_text(ways, finding.remedy, finding.remedy_url),
                class_="soft",
            ),
        ),
    )
