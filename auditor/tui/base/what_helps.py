"""What helps with a finding beside its remedy: letters, a case file, clean copies, a new look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.dataclass import dataclass
from auditor.domain.findings.finding import Finding
from auditor.domain.remedies import RemedyKey, row_of
from auditor.guidance.letters import OF_THE_SITE, letter, letters_beside
from auditor.messages import _
from auditor.tui.base.messages import Route


@dataclass(frozen=True, slots=True)
class Help:
    """Something to do, in the user's language, and the screen on which it is done."""

    title: str
    place: Route
    item: str = ""


def what_helps(findings: Sequence[Finding], *, own_site: bool, where: str = "") -> tuple[Help, ...]:
    """Return what helps with findings that were chosen; with none, what helps in general.

    `own_site`: the user is the site, so that a letter would go to themselves. `where` is the place
    that the user named: letters of its law are offered as well.
    """
    return tuple(_all(findings, own_site=own_site, where=where))


def _all(findings: Sequence[Finding], *, own_site: bool, where: str) -> Iterator[Help]:
    ids = ",".join(finding.id for finding in findings)
    rows = [row_of(finding.remedy.key) for finding in findings]
    if not findings or any(row.clean_copy is not None for row in rows):
        yield Help(_("Clean copies to post instead"), Route.COPIES, ids)
    kinds = dict.fromkeys(kind for row in rows for kind in row.letters)
    named = [known for kind in kinds if (known := letter(kind, where))]
    for kind in (*named, *letters_beside([kind.key for kind in named], where)):
        if kind.goes_to not in OF_THE_SITE or not own_site:
            title = _("Letter: {title}").format(title=_(kind.title))
            yield Help(title, Route.LETTER, f"{kind.key}|{ids}")
    if findings:
        yield Help(_("Another letter"), Route.LETTER, f"|{ids}")
        yield Help(_("Case file for a lawyer or hotline, encrypted"), Route.CASE, ids)
        yield Help(_("Look again, after you did something"), Route.VERIFY)
        yield Help(_("Copies of your own pages and pictures in web archives"), Route.WEB_COPIES)
    closes = any(finding.remedy.key == RemedyKey.CLOSE_TRAINING for finding in findings)
    if not findings or (closes and own_site):
        yield Help(_("Files for your own site that say no to AI training"), Route.OPT_OUT)
    if not findings:
        yield Help(_("Sign your own pictures, so that fakes can be told apart"), Route.SIGNING)
        yield Help(_("Save a report"), Route.EXPORT)
