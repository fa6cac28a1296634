"""The report as one page that loads nothing.

No script, no font, no picture but thumbnails inside it; readable and printable.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from itertools import groupby

from auditor.domain.findings.finding import Severity
from auditor.messages import _, ngettext
from auditor.report.html import exposure as html_exposure
from auditor.report.html.elements import Html, element, link, together
from auditor.report.view import ReportView, ShownAccount, ShownFinding, ShownStep

_SHOWN = 50
"""Findings of one check in the page; the table and the JSON document have all of them."""
_STEPS = 30


def render(view: ReportView) -> str:
    """Return the page. What was not checked comes first."""
    style = Html(files("auditor.report").joinpath("style.css").read_text("utf-8"))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element(
            "meta",
            http_equiv="Content-Security-Policy",
            content=_policy(style, pictures=bool(view.thumbnails)),
        ),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex, nofollow, noarchive"),
        element("title", _("What the public can take from your photos")),
        element("style", style),
    )
    main = element("main", _opening(view), *_sections(view), _closing(view))
    return together(
        (
            Html("<!doctype html>\n"),
            element("html", head, element("body", main), lang="en"),
            Html("\n"),
        )
    )


def _sections(view: ReportView) -> Iterable[Html | None]:
    yield from (
        _unchecked(view),
        _answers(view),
        html_exposure.likeness(view.likeness),
        _accounts(view),
        _plan(view),
    )
    yield from _findings(view)
    yield html_exposure.seen(view.seen)


def _policy(style: str, *, pictures: bool) -> str:
    """Allow this style and the thumbnails inside the page.

    Nothing else, whatever should ever get past the escaping.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    images = "data:" if pictures else "'none'"
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {images}; "
        "base-uri 'none'; form-action 'none'"
    )


def _opening(view: ReportView) -> Html:
    hidden = _("Handles, names, places, links and pictures are hidden in this report.")
    shown = _("This report shows handles, places and links. Keep it where only you can read it.")
    return element(
        "header",
        element("h1", _("What the public can take from your photos")),
        element(
            "p", _("Made on {date} by auditor.").format(date=_date(view.made_at)), class_="soft"
        ),
        element("p", shown if view.full else hidden, class_="soft"),
    )


def _unchecked(view: ReportView) -> Html:
    lines = [element("li", line) for line in view.not_checked]
    return element(
        "section",
        element("h2", _("What was not checked")),
        element("ul", *lines),
        class_="unchecked",
    )


def _answers(view: ReportView) -> Html:
    lines = [
        element("li", element("strong", state), ": ", question) for state, question in view.answers
    ]
    found = ", ".join(f"{word} {count}" for word, count in view.severities)
    return element(
        "section",
        element("h2", _("What a stranger could do")),
        element("p", view.not_seen, class_="count"),
        element("ol", *lines, class_="answers") if lines else None,
        element(
            "p",
            _("Not seen means that nothing was found in what was checked, not that it is so."),
            class_="soft",
        )
        if lines
        else None,
        element("p", _("Findings by severity: {list}.").format(list=found), class_="soft")
        if found
        else None,
    )


def _accounts(view: ReportView) -> Html:
    names = (_("account"), _("platform"), _("yours?"), _("photos"), _("last scan"))
    rows = [
        element("tr", *(element("th", name, scope="col") for name in names)),
        *(_account_row(account) for account in view.accounts),
    ]
    return element(
        "section",
        element("h2", _("Accounts")),
        element("div", element("table", *rows), class_="wide"),
    )


def _account_row(account: ShownAccount) -> Html:
    scanned = (
        account.outcome
        if account.last_scan is None
        else f"{_date(account.last_scan)}, {account.outcome}"
    )
    return element(
        "tr",
        element("td", link(account.label, account.url)),
        element("td", account.platform),
        element("td", account.claim, element("br"), _proof(account)),
        element("td", str(account.photos)),
        element(
            "td",
            scanned,
            element("p", account.reason, class_="soft reason") if account.reason else None,
        ),
    )


def _proof(account: ShownAccount) -> Html:
    return element(
        "span",
        _("proof: {proof}").format(proof=account.proof),
        class_="soft" if account.proven else "chip none",
    )


def _plan(view: ReportView) -> Html:
    title = element("h2", _("What to do, what cannot wait first"))
    if not view.steps:
        return element(
            "section", title, element("p", _("Nothing in what was checked asks for a step."))
        )
    more = len(view.steps) - _STEPS
    return element(
        "section",
        title,
        element("ol", *(_step(step) for step in view.steps[:_STEPS]), class_="steps"),
        element(
            "p",
            ngettext("and {n} more step", "and {n} more steps", more).format(n=more),
            class_="soft",
        )
        if more > 0
        else None,
    )


def _step(step: ShownStep) -> Html:
    minutes = max(1, round(step.minutes))
    about = ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes)
    photos = (
        ngettext("{n} photo", "{n} photos", step.photos).format(n=step.photos)
        if step.photos
        else None
    )
    where = f"{step.account.platform}, {step.account.label}"
    facts = [
        where,
        photos,
        about,
        step.state,
    ]
    return element(
        "li",
        element("strong", step.title, ": ") if step.title else None,
        link(step.text, step.url),
        element("p", " · ".join(fact for fact in facts if fact), class_="soft"),
        element(
            "p",
            element("span", step.noticed_by, " "),
            _evidence_first(step.evidence_first),
        ),
    )


def _evidence_first(first: bool) -> Html | None:
    return element("span", _("save evidence first"), class_="chip save") if first else None


def _findings(view: ReportView) -> Iterable[Html]:
    ordered = sorted(view.findings, key=lambda finding: finding.check)
    groups = [list(group) for _check, group in groupby(ordered, key=lambda finding: finding.check)]
    for group in sorted(
        groups, key=lambda found: (-max(finding.severity for finding in found), found[0].check)
    ):
        yield _group(sorted(group, key=lambda finding: (-finding.severity, finding.id)), view)


def _group(group: list[ShownFinding], view: ReportView) -> Html:
    worst = group[0]
    count = ngettext("{n} finding", "{n} findings", len(group)).format(n=len(group))
    more = len(group) - _SHOWN
    return element(
        "section",
        element(
            "div",
            element("h2", worst.check_title),
            element("span", worst.severity_word, class_=f"chip {Severity(worst.severity).word}"),
            element("span", count, class_="soft"),
            class_="group",
        ),
        *(_remedy(remedy) for remedy in _different_remedies(group)),
        *(_finding(finding, view) for finding in group[:_SHOWN]),
        element(
            "p", _("and {n} more; the csv and json reports have all").format(n=more), class_="soft"
        )
        if more > 0
        else None,
    )


def _different_remedies(group: list[ShownFinding]) -> Iterable[ShownFinding]:
    return {(finding.remedy, finding.aftercare): finding for finding in reversed(group)}.values()


def _remedy(finding: ShownFinding) -> Html:
    return element(
        "div",
        element("p", link(finding.remedy, finding.remedy_url)),
        *(element("p", line) for line in finding.aftercare),
        element(
            "p",
            element("span", finding.noticed_by, " "),
            _evidence_first(finding.evidence_first),
        ),
        class_="remedy",
    )


def _finding(finding: ShownFinding, view: ReportView) -> Html:
    picture = view.thumbnails.get(finding.photo)
    seen = [
        element("li", text, " ", link(_("open"), url) if url else None)
        for text, url in finding.evidence
    ]
    return element(
        "article",
        _picture(picture) if picture else None,
        element(
            "div",
            element("h3", finding.title),
            element("ul", *seen) if seen else None,
            element(
                "p",
                element(
                    "span", finding.severity_word, class_=f"chip {Severity(finding.severity).word}"
                ),
                " · ".join(
                    (
                        finding.confidence,
                        finding.state,
                        f"{finding.account.platform}, {finding.account.label}",
                    )
                ),
                " · ",
                _("proof: {proof}").format(proof=finding.account.proof),
                class_="soft",
            ),
            element("p", finding.listing) if finding.listing else None,
        ),
    )


def _picture(webp: bytes) -> Html:
    return element(
        "img",
        src="data:image/webp;base64," + base64.b64encode(webp).decode("ascii"),
        alt="",
        width=88,
        height=88,
    )


def _closing(_view: ReportView) -> Html:
    return element(
        "footer",
        element(
            "p",
            _(
                "An empty result is not a safe one: a report tells what was found in what was "
                "looked at."
            ),
        ),
        element("p", _("Help that needs no vault and no network: auditor help-now")),
    )


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
