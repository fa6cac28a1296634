"""The first page. What was not checked comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.domain.archives.archive import ArchiveMark
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.plan import PlanStep
from auditor.domain.findings.tally import Tally
from auditor.domain.views import AccountState, Overview, PhotoQuery, PluginPart, ScanRecord
from auditor.engine.judge.evaluate import FAILED_CHECKS
from auditor.engine.judge.unread_counts import gaps, unread_photos
from auditor.engine.keep_apart import alone
from auditor.messages import _, ngettext
from auditor.ports import Vault

_FIRST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Pressing:
    """What comes before everything else: critical findings that are open.

    `done` counts the findings that the user marked as done and that were not looked at again.
    """

    critical: tuple[Finding, ...] = ()
    done: int = 0


async def overview(
    vault: Vault,
    states: Sequence[AccountState],
    tallies: Sequence[Tally],
    steps: Sequence[PlanStep] | None,
    answers: tuple[QuestionAnswer, ...],
) -> Overview:
    """Compute the first page from what the vault holds."""
    photos = await vault.count_photos(PhotoQuery())
    unread = await unread_photos(vault, (state.account for state in states))
    scans = await vault.scans(1)
    last: ScanRecord | None = scans[0] if scans else None
    interrupted = last is not None and last.ended_at is None
    severities: Counter[Severity] = Counter()
    for tally in tallies:
        if tally.state is not State.VERIFIED:  # what was looked at again and is gone
            severities[tally.severity] += tally.count
    lines = not_checked(
        states, unread, await vault.setting(FAILED_CHECKS) or "", interrupted=interrupted
    )
    lines.extend(await gaps(vault))
    if not await vault.keeps_places():
        lines.insert(
            0,
            _(
                "Positions of photos: you had all places forgotten. 'auditor places --remember' "
                "looks for them again."
            ),
        )
    return Overview(
        not_checked=tuple(lines),
        answers=answers,
        accounts=tuple(states),
        photos=photos,
        findings_by_severity=tuple(sorted(severities.items(), reverse=True)),
        last_scan=last,
        interrupted=interrupted,
        first_steps=None
        if steps is None
        else tuple(step for step in steps if step.state.value == "open")[:_FIRST_STEPS],
    )


def without_plugins(missing: Mapping[tuple[PluginPart, str], str]) -> tuple[str, ...]:
    """Say which plugins could not be loaded; the reason is foreign text."""
    return tuple(
        (
            _("The source {name} of a plugin could not be loaded ({reason}); it is not read.")
            if part is PluginPart.SOURCE
            else _("The check {name} of a plugin could not be loaded ({reason}); it is not made.")
        ).format(name=name, reason=reason)
        for (part, name), reason in missing.items()
    )


def not_checked(
    states: Sequence[AccountState], unread: int, failed_checks: str, *, interrupted: bool
) -> list[str]:
    """Say everything that this program did not look at, most important first."""
    newest = max((state.last_scan for state in states if state.last_scan is not None), default=None)
    said = [_about_account(state, newest) for state in states]
    lines = [line for line in said if line]
    if interrupted:
        lines.insert(0, _("The last scan was interrupted; the next one goes on where it stopped."))
    if failed_checks:
        lines.append(
            _("Checks that broke, so that what they look for is missing: {checks}").format(
                checks=failed_checks
            )
        )
    if not states:
        lines.append(_("No account is on the list yet, so nothing was checked."))
    if unread and interrupted:
        lines.append(
            ngettext("{n} photo is not read yet.", "{n} photos are not read yet.", unread).format(
                n=unread
            )
        )
    elif unread:
        lines.append(
            ngettext(
                "{n} photo could not be read.", "{n} photos could not be read.", unread
            ).format(n=unread)
        )
    lines.extend(f"{state.account.handle}: {note}" for state in states for note in state.notes)
    lines.append(
        _(
            "Accounts that are not on the list, posts for followers only, and copies that others "
            "made."
        )
    )
    return lines


def _about_archived(state: AccountState, mark: ArchiveMark) -> str:
    handle = state.account.handle
    if state.last_scan is None:
        return _("{handle}: its archive was not read to its end. Bring it in once more.").format(
            handle=handle
        )
    if mark.unknown and mark.capture is not None:
        return ngettext(
            "{handle}: no kept page shows {n} photo, so whether strangers get it is not known.",
            "{handle}: no kept page shows {n} photos, so whether strangers get them is not known.",
            mark.unknown,
        ).format(handle=handle, n=mark.unknown)
    if mark.unknown:
        return ngettext(
            "{handle}: you have not said yet whether {n} photo is public.",
            "{handle}: you have not said yet whether {n} photos are public.",
            mark.unknown,
        ).format(handle=handle, n=mark.unknown)
    return ""


def _about_account(state: AccountState, newest: datetime | None) -> str:
    account = state.account
    if not account.supported:
        return _("{handle}: not checked, this program cannot look into {platform}.").format(
            handle=account.handle, platform=account.platform
        )
    if account.claim is Claim.MINE and account.archive is not None:
        return _about_archived(state, account.archive)
    if account.claim is Claim.UNSURE:
        return _("{handle}: not checked, you have not said that it is yours.").format(
            handle=account.handle
        )
    if (
        account.claim is Claim.MINE
        and account.keep_apart
        and (state.last_scan is None or state.last_scan != newest)
    ):
        return f"{account.handle}: {alone(account)}"
    if account.claim is Claim.MINE and state.last_scan is None:
        return _("{handle}: not scanned yet.").format(handle=account.handle)
    told = _("{handle}: the last scan did not get through: {reason}")
    broke = state.outcome in {"failed", "blocked"}
    return told.format(handle=account.handle, reason=state.reason) if broke else ""
