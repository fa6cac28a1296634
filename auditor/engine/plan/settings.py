"""Steps from the playbooks: settings that fit what was found and what the platform itself says of the account now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from auditor.domain.account import Account, Openness, Profile
from auditor.domain.findings.finding import Remedy, State
from auditor.domain.findings.plan import Change, PlanStep, Setting
from auditor.domain.remedies import row_of
from auditor.domain.text.content_id import content_id
from auditor.guidance.playbooks import Playbook, Step, playbook

_SEEN: Mapping[str, tuple[str, str]] = {
    "include-profile-page-in-search-engines": ("noindex", "false"),
    "feature-profile-and-posts-in-discovery": ("discoverable", "true"),
    "include-public-posts-in-search-results": ("indexable", "true"),
}
"""Settings whose state Mastodon's interface tells: by their key, the flag and its value where the setting is still open
(docs.joinmastodon.org/entities/Account)."""

_LABEL = "discourage-apps-from-showing-my-account"
"""The setting of Bluesky that writes the label !no-unauthenticated."""


def book_of(account: Account) -> Playbook | None:
    """Return the playbook of the platform, or of the host."""
    return playbook(account.platform) or playbook(urlsplit(account.url).hostname or "")


def still_open(step: Step, profile: Profile | None) -> bool | None:
    """Whether the platform says that a setting is still open; None where it does not say."""
    for signal in profile.signals if profile else ():
        name, _colon, value = signal.says.partition(": ")
        if (
            signal.where is Openness.PLATFORM_FLAG
            and step.key in _SEEN
            and _SEEN[step.key][0] == name
        ):
            return value == _SEEN[step.key][1]
        if signal.where is Openness.LABEL and step.key == _LABEL:
            return signal.open
    return None


def settings(
    account: Account, profile: Profile | None, remedy: str, today: date
) -> tuple[Setting, ...]:
    """Return the settings that help with a remedy on this account, without those that the platform says are set already."""
    book = book_of(account)
    wanted = row_of(remedy).settings
    fitting = [one for one in book.shown() if wanted & set(one.affects)] if book else []
    return tuple(
        _setting(one, account, profile, today)
        for one in fitting
        if still_open(one, profile) is not False
    )


def of_platform(
    account: Account, profile: Profile | None, told: Sequence[Setting]
) -> Iterator[Step]:
    """Yield the settings that stand for themselves: those seen to be open, or all where nothing reads the platform."""
    book = book_of(account)
    titles = {one.title for one in told}
    for one in book.shown() if book else ():
        seen = still_open(one, profile)
        if one.title not in titles and (seen or (seen is None and not account.supported)):
            yield one


def step_of(
    one: Step, account: Account, profile: Profile | None, today: date, states: Mapping[str, State]
) -> PlanStep:
    """Return a setting as a step of the plan; no finding names it, so the score stays as it is."""
    made = content_id("s", f"setting:{one.key}", account.id)
    setting = _setting(one, account, profile, today)
    return PlanStep(
        id=made,
        account=account.id,
        platform=account.platform,
        remedy=Remedy(
            f"setting:{one.key}",
            one.changes,
            setting.url,
            one.minutes,
            one.noticed_by,
            one.evidence_first,
            title=one.title,
        ),
        findings=(),
        photos=(),
        minutes=one.minutes,
        score_drop=0.0,
        state=states.get(made, State.OPEN),
        change=Change.NOTHING,
        settings=(setting,),
    )


def _setting(one: Step, account: Account, profile: Profile | None, today: date) -> Setting:
    seen = still_open(one, profile)
    return Setting(
        title=one.title,
        recommended=one.recommended,
        menu=one.menu,
        changes=one.changes,
        url=one.link(urlsplit(account.url).netloc),
        minutes=one.minutes,
        source_url=one.source_url,
        source_date=one.source_date,
        stale=one.stale(today),
        state="" if seen is None else "open" if seen else "set",
    )
