"""Steps from the playbooks.

Settings that fit what was found and what the platform itself says of the account now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from auditor.domain.account import Account, Profile
from auditor.domain.findings.finding import Remedy, State
from auditor.domain.findings.plan import Change, PlanStep, Setting
from auditor.domain.remedies import row_of
from auditor.domain.text.content_id import content_id
from auditor.domain.traits import Traits
from auditor.guidance.playbooks import Playbook, Step, playbook


def book_of(account: Account) -> Playbook | None:
    """Return the playbook of the platform, or of the host."""
    return playbook(account.platform) or playbook(urlsplit(account.url).hostname or "")


def still_open(step: Step, profile: Profile | None, traits: Traits) -> bool | None:
    """Whether the platform says that a setting is still open; None where it does not say."""
    flags = [flag for flag in traits.flags or () if flag.setting == step.key]
    said = (
        flag.still_open(signal) for signal in (profile.signals if profile else ()) for flag in flags
    )
    return next((state for state in said if state is not None), None)


def settings(
    account: Account, profile: Profile | None, traits: Traits, remedy: str, today: date
) -> tuple[Setting, ...]:
    """Return the settings that help with a remedy on this account.

    Those that the platform says are set already are left out.
    """
    book = book_of(account)
    wanted = row_of(remedy).settings
    fitting = [step for step in book.shown() if wanted & set(step.affects)] if book else []
    fitting = [step for step in fitting if still_open(step, profile, traits) is not False]
    return tuple(_setting(step, account, profile, traits, today) for step in fitting)


def of_platform(
    account: Account, profile: Profile | None, traits: Traits, told: Sequence[Setting]
) -> Iterator[tuple[int, Step]]:
    """Yield the settings that stand for themselves, each with its place in the playbook.

    The one that hides most stands first. Those seen to be open, or all where nothing reads the
    platform.
    """
    titles = {setting.title for setting in told}
    for place, step in enumerate(_in_order(account)):
        seen = still_open(step, profile, traits)
        if step.title not in titles and (seen or (seen is None and not account.supported)):
            yield place, step


def checklist(
    account: Account,
    profile: Profile | None,
    traits: Traits,
    today: date,
    states: Mapping[str, State],
) -> tuple[PlanStep, ...]:
    """Return every setting of the platform as a step, the one that hides most first.

    Empty where no playbook knows the platform.
    """
    return tuple(
        step_of(step, account, profile, traits, today, states) for step in _in_order(account)
    )


def _in_order(account: Account) -> tuple[Step, ...]:
    # The order is the book's: its first step hides most from strangers (the tests hold that).
    book = book_of(account)
    return book.shown() if book else ()


def step_of(
    step: Step,
    account: Account,
    profile: Profile | None,
    traits: Traits,
    today: date,
    states: Mapping[str, State],
) -> PlanStep:
    """Return a setting as a step of the plan; no finding names it."""
    made = content_id("s", f"setting:{step.key}", account.id)
    setting = _setting(step, account, profile, traits, today)
    return PlanStep(
        id=made,
        account=account.id,
        platform=account.platform,
        remedy=Remedy(
            f"setting:{step.key}",
            step.changes,
            setting.url,
            step.minutes,
            step.noticed_by,
            step.evidence_first,
            title=step.title,
            notice=step.notice,
        ),
        findings=(),
        photos=(),
        minutes=step.minutes,
        state=states.get(made, State.OPEN),
        change=Change.NOTHING,
        settings=(setting,),
    )


def _setting(
    step: Step, account: Account, profile: Profile | None, traits: Traits, today: date
) -> Setting:
    seen = still_open(step, profile, traits)
    return Setting(
        title=step.title,
        recommended=step.recommended,
        menu=step.menu,
        changes=step.changes,
        url=step.link(urlsplit(account.url).netloc),
        minutes=step.minutes,
        source_url=step.source_url,
        official=step.official,
        source_date=step.source_date,
        stale=step.stale(today),
        state="" if seen is None else "open" if seen else "set",
    )
