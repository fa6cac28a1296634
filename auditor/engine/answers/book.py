"""The answers to the eight questions, over everything in the vault."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from datetime import date

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.findings.answer import QuestionAnswer
from auditor.domain.findings.collecting import uncollected
from auditor.domain.findings.digest import Digest, SignGroup, grouped
from auditor.domain.findings.finding import State
from auditor.domain.findings.question import QuestionId
from auditor.domain.links import AccountLink
from auditor.domain.views import AccountState
from auditor.engine.accounts.book import AccountBook
from auditor.engine.answers.marks import Marks, Proposals, proposals
from auditor.engine.answers.scene import scene
from auditor.engine.dependencies import Rooms
from auditor.engine.exposure.links.links import ties_among
from auditor.engine.judge.beside import beside
from auditor.engine.judge.inventory import inventory
from auditor.ports.beside import LongWork, WorkKind
from auditor.ports.made import MADE_OF_STATES
from auditor.questions import ALL

__all__ = ["AnswerBook"]

_TIES = "ties"
_JUDGED_ON = "judged-on"
_Groups = Mapping[QuestionId, tuple[SignGroup, ...]]
_GROUPS: msgspec.msgpack.Decoder[dict[QuestionId, tuple[SignGroup, ...]]] = msgspec.msgpack.Decoder(
    dict[QuestionId, tuple[SignGroup, ...]]
)
_LINKS: msgspec.msgpack.Decoder[tuple[AccountLink, ...]] = msgspec.msgpack.Decoder(
    tuple[AccountLink, ...]
)


@dataclass
class AnswerBook:
    """Answers over everything in the vault; `judge` judges it anew.

    Signs and ties are put together at the end of an evaluation and kept in the vault. They are read
    once as long as nothing is written.
    """

    rooms: Rooms
    judge: Callable[[], Awaitable[None]]
    _read: tuple[tuple[int, int], Digest] | None = None
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def marks(self) -> Marks:
        """What the person says may be known."""
        return Marks(self.rooms.vault, AccountBook(self.rooms))

    async def answers(self) -> tuple[QuestionAnswer, ...]:
        """Return the eight answers, the gravest question first."""
        digest = await self.digest()
        return await asyncio.to_thread(lambda: tuple(question.answer(digest) for question in ALL))

    async def digest(self) -> Digest:
        """Return what the answers are made of, as long as nothing changes the same."""
        async with self._reading:
            revision = await self.rooms.vault.revision()
            if self._read is None or self._read[0] != revision:
                digest = await self._digest()
                self._read = await self.rooms.vault.revision(), digest
            return self._read[1]

    def let_go(self) -> None:
        """Forget what was read, which is much where photos are many; it is read again if needed."""
        self._read = None

    async def verified(self) -> Mapping[QuestionId, int]:
        """Return for each question how many of its findings were looked at again and are gone."""
        tallies = await self.rooms.vault.tallies()
        if not any(tally.state is State.VERIFIED for tally in tallies):
            return {}
        return Counter(
            sign.question for sign in await self.rooms.vault.signs() if sign.state is State.VERIFIED
        )

    async def proposals(self) -> Proposals:
        """Return the marks that the profiles suggest and the person did not set."""
        digest = await self.digest()
        names = [(each.id, name) for each in digest.scene.mine for name in each.own_names]
        states = await self.rooms.vault.account_states()
        return proposals(states, digest.ties, digest.scene.together, names)

    async def judged_on(self) -> date:
        """Return the day on which the findings were judged.

        Plans are judged as on that day too: what a day alone changes is no work of theirs.
        """
        kept = await self.rooms.vault.made(_JUDGED_ON)
        if kept is None:
            return await self._keep_day()
        return date.fromisoformat(kept.decode())

    async def _keep_day(self) -> date:
        today = self.rooms.clock.now().date()
        await self.rooms.vault.keep_made(_JUDGED_ON, today.isoformat().encode())
        return today

    async def renew(self) -> None:
        """Put signs and ties together and keep them: findings were judged anew, today."""
        await self._keep_day()
        states = await self.rooms.vault.account_states()
        await self._keep_ties(states)
        await self._keep_groups()

    async def _digest(self) -> Digest:
        vault = self.rooms.vault
        states = await vault.account_states()
        await self._have_made(states)
        ties = await self._ties(states)
        groups = await self._groups()
        return Digest(groups, ties, await scene(vault, states, self.rooms.traits))

    async def _have_made(self, states: tuple[AccountState, ...]) -> None:
        """Have made beside this process what is missing and takes long. Raises NotWorkedOut."""
        helper = await beside(self.rooms)
        while helper is not None and any(state.photos for state in states):
            made = [await self.rooms.vault.made(name) for name in (_TIES, MADE_OF_STATES)]
            if None not in made:
                return
            if await helper.work_out(LongWork(WorkKind.ANSWERS)):
                return

    async def _ties(self, states: tuple[AccountState, ...]) -> tuple[AccountLink, ...]:
        kept = await self.rooms.vault.made(_TIES)
        if kept is None and any(state.photos for state in states):
            await self.judge()  # a vault of before signs were kept, or one that was changed
            kept = await self.rooms.vault.made(_TIES)
        return _LINKS.decode(kept) if kept is not None else await self._keep_ties(states)

    async def _keep_ties(self, states: tuple[AccountState, ...]) -> tuple[AccountLink, ...]:
        vault = self.rooms.vault
        case = await inventory(vault)
        profiles = {
            state.account.id: state.profile for state in states if state.profile is not None
        }
        ties = await asyncio.to_thread(
            uncollected,
            ties_among,
            case.tied,
            profiles,
            case.prints,
            self.rooms.traits,
            kept=case.compared,
        )
        await vault.keep_made(_TIES, msgspec.msgpack.encode(ties))
        return ties

    async def _groups(self) -> _Groups:
        kept = await self.rooms.vault.made(MADE_OF_STATES)
        if kept is None:
            return await self._keep_groups()
        return await asyncio.to_thread(_decoded, kept)

    async def _keep_groups(self) -> _Groups:
        signs = await self.rooms.vault.signs()
        groups = await asyncio.to_thread(grouped, signs)
        await self.rooms.vault.keep_made(MADE_OF_STATES, msgspec.msgpack.encode(groups))
        return groups


def _decoded(kept: bytes) -> _Groups:
    return _GROUPS.decode(kept)
