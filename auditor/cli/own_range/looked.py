"""What a session shows now, as the tasks of the practice range ask for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from auditor.domain.findings.answer import AnswerState
from auditor.domain.findings.finding import State
from auditor.domain.findings.question import QuestionId
from auditor.domain.findings.verify import Seen
from auditor.domain.remedies import RemedyKey
from auditor.domain.views import FindingQuery, PhotoQuery
from auditor.guidance.remedies import remedy
from auditor.practice.stories.read import read_story, story_keys
from auditor.practice.stories.rows import WEBSITE
from auditor.practice.tasks.seen import AccountName, SeenNow

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from auditor.domain.account import Account
    from auditor.domain.findings.finding import Finding
    from auditor.domain.links import Links
    from auditor.domain.views import AccountState
    from auditor.engine.session import Session

_PAGE = 500
_DID = "did:"


async def looked(session: Session) -> SeenNow:
    """Return what the screens show now. Nothing of it says that anything was read."""
    states = await session.accounts.states()
    if not any(state.listed for state in states):
        return SeenNow({}, None)
    answers = await session.answers.answers()
    judged = await session.exposure.likeness()
    links = await session.exposure.links()
    accounts = {state.account.id: state.account for state in states}
    called = {state.account.id: named(state) for state in states}
    stands = {answer.id: answer.state for answer in answers}
    looked_at = stands.get(QuestionId.LIKENESS) is not AnswerState.COULD_NOT_TELL
    none = 0 if looked_at and judged.known else None
    done = tuple([each async for each in session.stream_findings() if each.state is State.VERIFIED])
    return SeenNow(
        stands,
        none if judged.best is None else judged.best.face_px,
        _tied(links, called, by_photos=True),
        _tied(links, called, by_photos=False),
        _minutes(done, await _gone(session, {each.id for each in done}), accounts),
        await session.count_findings(FindingQuery(state=State.DONE)),
        frozenset(called[state.account.id] for state in states if state.last_scan is not None),
    )


def _tied(
    links: Links, called: Mapping[str, AccountName], *, by_photos: bool
) -> frozenset[frozenset[AccountName]]:
    return frozenset(
        frozenset({called[link.a], called[link.b]})
        for link in links.links
        if link.a in called
        and link.b in called
        and any(bool(tie.photos_a) is by_photos for tie in link.evidence)
    )


def named(state: AccountState) -> AccountName:
    """Return how a story calls an account: without its server, and a site by its title."""
    if state.account.handle.startswith(_DID):
        return state.account.platform, _of_did(state.account.handle)
    account, bare = state.account, state.account.handle.lstrip("@").split("@")[0]
    title = state.profile.display_name if state.profile is not None else ""
    return account.platform, title if account.platform == WEBSITE and title else bare


def _of_did(handle: str) -> str:
    from auditor.practice.serving.sky import did

    specs = (spec for key in story_keys() for spec in read_story(key).accounts)
    return next((spec.name for spec in specs if did(spec) == handle), handle)


async def _gone(session: Session, settled: Container[str]) -> dict[str, set[str]]:
    """Return the photos that are gone, by account: as a scan saw it, or a look again."""
    query, found = PhotoQuery(include_gone=True), defaultdict[str, set[str]](set)
    for offset in range(0, await session.count_photos(query), _PAGE):
        for row in await session.photo_rows(query, offset, _PAGE):
            if row.gone:
                found[row.account].add(row.id)
    for look in await session.verifying.history():
        whole = look.finding in settled and not look.reason  # with one it is not the photo's own
        if look.photo and whole and look.state is Seen.GONE_HERE:
            found[look.account].add(look.photo)
    return found


def _minutes(
    done: Iterable[Finding], gone: Mapping[str, set[str]], accounts: Mapping[str, Account]
) -> float:
    """Return what the work takes that was looked at again: photos taken down, and other steps."""
    spent = 0.0
    for account, photos in gone.items():
        if account in accounts:
            take_down = remedy(RemedyKey.REMOVE_PHOTO, accounts[account].platform)
            spent += take_down.price(len(photos))
    down = frozenset[str]().union(*gone.values())
    dearest: dict[str, Finding] = {}
    for finding in sorted(done, key=lambda each: each.remedy.minutes):
        photo = finding.observation.photo
        if photo and down.isdisjoint((photo, *finding.observation.photos)):
            dearest[photo] = finding  # one copy in its place settles all that was found on it
    works: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in dearest.values():
        works[finding.observation.account, finding.remedy.key].append(finding)
    return spent + sum(found[0].remedy.price(len(found)) for found in works.values())
