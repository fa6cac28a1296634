"""What was looked at, as the questions need it, from what the vault knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from auditor.domain.account import Claim
from auditor.domain.archives.archive import ArchiveMark
from auditor.domain.findings.digest import AccountScene, Compared, Scene
from auditor.domain.findings.finding import State
from auditor.domain.findings.question import QuestionId
from auditor.domain.traits import TraitsOf
from auditor.domain.views import AccountState
from auditor.engine.answers.marks import shown_names, together
from auditor.engine.coverage import platform_name
from auditor.engine.judge.aftercare import kept_aftercare
from auditor.engine.judge.evaluate import FAILED_CHECKS
from auditor.engine.judge.unread_counts import not_looked_for, unread_photos
from auditor.engine.outside.evidence import outside
from auditor.ports import Vault


async def scene(vault: Vault, states: Sequence[AccountState], traits: TraitsOf) -> Scene:
    """Return the scene of everything in the vault."""
    asked = [state for state in states if state.account.claim in {Claim.MINE, Claim.IMPOSTOR}]
    own = [state.account for state in asked if state.account.claim is Claim.MINE]
    beyond = await outside(vault)
    unread = await unread_photos(vault, (account for account in own if account.supported))
    return Scene(
        accounts=tuple([await _account(vault, state, traits) for state in asked]),
        gaps=await not_looked_for(vault),
        unread=unread,
        keeps_places=await vault.keeps_places(),
        together=await together(vault, own),
        aftercare=await aftercare(vault),
        compared=Compared(
            private=len(await vault.private_entries()),
            impostors=sum(map(_compared, asked)),
            lookups=beyond.lookups,
        ),
        outside=beyond.evidence,
        outside_notes=beyond.notes,
        broken=await vault.setting(FAILED_CHECKS) or "",
        going_on=any(scan.ended_at is None for scan in await vault.scans(1)),
    )


async def aftercare(vault: Vault) -> Mapping[QuestionId, tuple[str, ...]]:
    """Return by question what is still to be made worthless."""
    kept = await kept_aftercare(vault)
    left = tuple(entry.key for entry in kept if entry.state is State.OPEN)
    return {QuestionId.PAPERS: left} if left else {}


async def _account(vault: Vault, state: AccountState, traits: TraitsOf) -> AccountScene:
    account, profile = state.account, state.profile
    known = traits(account.platform)
    shows = (profile.display_name, profile.description) if profile is not None else ()
    return AccountScene(
        account.id,
        account.handle,
        platform_name(
            account.platform, known.title, read=account.supported and account.archive is None
        ),
        account.claim,
        proven=account.proof.holds,
        supported=account.supported,
        scanned=state.outcome == "fetched" or state.photos > 0,
        complete=state.complete,
        photos=state.photos if account.archive is None else account.archive.public,
        ties=account.archive is None or account.ties,
        unknown=0 if account.archive is None else account.archive.unknown,
        archived=None if account.archive is None else _day(account.archive),
        of_page=account.archive is not None and account.archive.of_page,
        captured=account.archive is not None and account.archive.capture is not None,
        own_site=known.own_site is True,
        shows=(account.handle, *shows),
        own_names=await shown_names(vault, account.id),
    )


def _day(mark: ArchiveMark) -> str:
    """Return the day on which an archive was made, "" where it is not told."""
    return "" if mark.made_at is None else mark.made_at.date().isoformat()


def _compared(state: AccountState) -> bool:
    """Whether the avatar of an impostor was looked at."""
    return state.account.claim is Claim.IMPOSTOR and state.outcome == "fetched"
