"""The appendix: what was not checked, the accounts, how each step is done, and all findings."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.domain.findings.finding import Severity
from auditor.messages import _, ngettext
from auditor.report.html import charts, exposure
from auditor.report.html.elements import Html, date, element, folded, link, picture
from auditor.report.html.page import FindingGroup, HowTo, PageView
from auditor.report.html.questions import Ways, how_text
from auditor.report.shown_answers import ShownStep
from auditor.report.view import ShownAccount, ShownFinding

_OPEN = 2
"""Findings of one check that are seen at once; the others unfold."""


def numbers(page: PageView) -> Ways:
    """Return under which number each way of doing something is told."""
    return {(each.text, each.url): number for number, each in enumerate(page.ways, 1)}


def sections(page: PageView, ways: Ways) -> Iterator[Html]:
    """Yield the sections of the appendix."""
    yield element("h2", _("Appendix"), class_="part")
    yield element("div", *_parts(page, ways), class_="appendix")


def _parts(page: PageView, ways: Ways) -> Iterator[Html | None]:
    yield element(
        "section",
        element("h3", _("What was not checked")),
        element("ul", *(element("li", line) for line in page.view.not_checked)),
        class_="unchecked",
    )
    yield _accounts(page)
    yield _steps(page, ways)
    yield _how(page, ways)
    yield exposure.likeness(page.likeness)
    yield from charts.sections(page.charts)
    yield _findings(page, ways)
    yield exposure.seen(page.seen)


def _accounts(page: PageView) -> Html:
    return element(
        "section",
        element("h3", _("Accounts")),
        element("ul", *map(_account, page.view.accounts.values()))
        if page.view.accounts
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


def _steps(page: PageView, ways: Ways) -> Html | None:
    if not page.steps:
        return None
    return element(
        "section",
        element("h3", _("All steps, what cannot wait first")),
        element("ol", *(_step(step, ways) for step in page.steps)),
    )


def _step(step: ShownStep, ways: Ways) -> Html:
    facts = f"{step.platform} · {step.takes} · {step.state}"
    how = how_text(ways, step.text, step.url)
    return element(
        "li", f"{step.title}: {step.about} · ", element("span", facts, how, class_="soft")
    )


def _how(page: PageView, ways: Ways) -> Html | None:
    if not ways:
        return None
    return element(
        "section",
        element("h3", _("How it is done")),
        element("ol", *map(_way, page.ways), class_="ways"),
    )


def _way(way: HowTo) -> Html:
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


def _findings(page: PageView, ways: Ways) -> Html:
    found = ", ".join(f"{word} {count}" for word, count in page.view.severities)
    return element(
        "section",
        element("h3", _("Findings behind the answers")),
        element("p", _("Findings by severity: {list}.").format(list=found), class_="soft")
        if found
        else None,
        element("p", _many(page), class_="soft") if page.many else None,
        *(_group(group, page, ways) for group in page.groups),
    )


def _many(page: PageView) -> str:
    return _(
        "These are {photos} photos, so this page counts what they give away and shows a few "
        "findings of each kind. Every finding stands in the other reports: "
        "auditor report --format json, or csv."
    ).format(photos=page.view.photos)


def _group(group: FindingGroup, page: PageView, ways: Ways) -> Html:
    count = ngettext("{n} finding", "{n} findings", group.count).format(n=group.count)
    more = group.count - len(group.findings)
    rest = [_finding(finding, page, ways) for finding in group.findings[_OPEN:]]
    return element(
        "div",
        element(
            "h4",
            group.title,
            element("span", " · ", count, class_="soft"),
        ),
        element("p", _counts(group), class_="soft") if page.many else None,
        *(element("p", line, class_="remedy") for line in group.aftercare),
        *(_finding(finding, page, ways) for finding in group.findings[:_OPEN]),
        folded(rest),
        element(
            "p", _("and {n} more; the csv and json reports have all").format(n=more), class_="soft"
        )
        if more > 0
        else None,
        class_="group",
    )


def _counts(group: FindingGroup) -> str:
    """Say how many there are of each severity, and on each account."""
    return " · ".join(
        ", ".join(f"{name} {count}" for name, count in counts)
        for counts in (group.severities, group.accounts)
    )


def _finding(finding: ShownFinding, page: PageView, ways: Ways) -> Html:
    webp = page.thumbnails.get(finding.photo)
    seen = [
        piece
        for text, url in finding.evidence
        for piece in (" · ", text, " ", link(_("open"), url) if url else None)
    ]
    proof = finding.account.proven_by
    facts = (
        f"{finding.account.platform}, {finding.account.label}",
        "" if page.view.full else finding.photo,
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
