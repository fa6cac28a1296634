"""Accounts that the user no longer wants.

One step instead of all others, the deletion, and how hard it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from auditor.domain.account import Account
from auditor.domain.findings.finding import NoticedBy, Remedy, State
from auditor.domain.findings.plan import Change, PlanStep
from auditor.domain.text.content_id import content_id
from auditor.guidance.deletion import Deletion, deletion_page
from auditor.messages import N_

KEY = "delete-account"

_HOW: dict[str, tuple[float, str]] = {
    "easy": (
        5,
        N_(
            "First save evidence if somebody threatens you, and export what you want to keep. "
            "Deleting is easy there."
        ),
    ),
    "medium": (
        15,
        N_(
            "First save evidence if somebody threatens you, and export what you want to keep. "
            "Deleting takes some steps there."
        ),
    ),
    "hard": (
        45,
        N_(
            "First save evidence if somebody threatens you, and export what you want to keep. "
            "Deleting is hard: support must be asked."
        ),
    ),
    "limited": (
        45,
        N_(
            "First save evidence if somebody threatens you, and export what you want to keep. Only "
            "some people can delete there."
        ),
    ),
    "impossible": (
        15,
        N_(
            "First save evidence if somebody threatens you, and export what you want to keep. It "
            "cannot be deleted: empty it instead."
        ),
    ),
    "": (
        15,
        N_(
            "First save evidence if somebody threatens you, and export what you want to keep. Then "
            "delete it; where is not known here."
        ),
    ),
}
"""Minutes (an estimate of ours) and words by the difficulty that JustDeleteMe names."""


def delete_step(account: Account, findings: Sequence[str], kept: State) -> PlanStep:
    """Return the step that settles all `findings` (ids) of an account by deleting it.

    `kept` is what the user said of it.
    """
    page = _page(account)
    minutes, text = _HOW[page.difficulty if page else ""]
    url = page.url if page else ""
    remedy = Remedy(
        KEY,
        text,
        url,
        minutes,
        NoticedBy.FOLLOWERS,
        evidence_first=True,
        title=N_("Delete the account"),
        notice=N_("Everybody can see that the account is gone; most platforms tell nobody."),
    )
    return PlanStep(
        id=content_id("s", KEY, account.id),
        account=account.id,
        platform=account.platform,
        remedy=remedy,
        findings=tuple(findings),
        settles=tuple(findings),
        photos=(),
        minutes=minutes,
        state=kept,
        change=Change.DELETE_ACCOUNT,
    )


def _page(account: Account) -> Deletion | None:
    host = urlsplit(account.url).hostname or ""
    return deletion_page(host) or deletion_page(account.platform)
