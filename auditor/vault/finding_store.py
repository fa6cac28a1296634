"""The part of `EncryptedVault` for findings: what they and comparing are made of, and they make."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from auditor.domain.views import ANY_FINDING, FindingQuery, StoredPhoto
from auditor.errors import VaultLocked
from auditor.ports.made import MADE_OF_CONTENTS
from auditor.vault.judging import held, marks, new_set
from auditor.vault.tables import findings

if TYPE_CHECKING:
    from auditor.domain.findings.check import Print
    from auditor.domain.findings.finding import Finding, State
    from auditor.domain.findings.judging import EvaluatedBy, JudgedPhoto
    from auditor.domain.findings.sign import Sign
    from auditor.domain.findings.tally import FindingKind, Tally
    from auditor.vault.judging.held import HeldMade
    from auditor.vault.storage.connection import Connection, ConnectionThread
    from auditor.vault.storage.lock import FileLock
    from auditor.vault.storage.long_reads import LongReads
    from auditor.vault.tables.prints import StoredPrints


class FindingStore:
    """Findings over the thread that owns the connection, and the second one for long reads."""

    def __init__(
        self, owner: ConnectionThread, long: LongReads, judge_lock: FileLock | None = None
    ) -> None:
        self._owner = owner
        self._long = long
        self._judge_lock = judge_lock
        self._run = marks.EvaluationRun(b"", None, whole=True, places=True)  # until one is begun
        self._held: HeldMade | None = None
        self._tallies: tuple[tuple[int, int], tuple[Tally, ...]] | None = None

    @asynccontextmanager
    async def judging(self) -> AsyncIterator[None]:
        """Wait until no other run judges, and let none judge meanwhile."""
        if self._judge_lock is None:
            yield
            return
        await self._judge_lock.wait()
        try:
            yield
        finally:
            self._judge_lock.free()

    async def begin_findings(self, by: EvaluatedBy | None = None) -> bool:
        """Open an empty set of findings; return whether everything is to be judged."""
        self._run = await self._owner.run(new_set.begin, by)
        return self._run.whole

    async def prints(self) -> tuple[Print, ...]:
        """Return the prints of all measured photos that are not gone."""
        from auditor.vault.tables import prints

        return await self._long.run(prints.read)

    async def print_rows(self) -> StoredPrints:
        """Return the same as they are stored, which takes less time."""
        from auditor.vault.tables import prints

        return await self._long.run(prints.read_rows)

    async def photos_to_judge(self, after: str | None, limit: int) -> tuple[StoredPhoto, ...]:
        """Return the whole photos that the set is made of, in order of id."""
        return await self._owner.run(marks.photos, after, limit)

    async def add_findings(
        self, new: Sequence[Finding], judged: Sequence[JudgedPhoto] = (), *, loose: bool = False
    ) -> None:
        """Add to the set that was begun."""
        self._run.loose |= loose
        await self._owner.run(new_set.add, self._run, new, judged)

    async def finish_findings(
        self,
        settings: Mapping[str, str] = MappingProxyType({}),
        made: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        """Put the new set in place of what was judged anew."""
        await self._owner.run(new_set.finish, self._run, settings, made)

    async def judged_gaps(self) -> tuple[tuple[bytes, int], ...]:
        """Return what could not be looked for, with the number of photos."""
        return await self._owner.run(marks.gaps)

    async def findings(
        self, query: FindingQuery = ANY_FINDING, offset: int = 0, limit: int | None = None
    ) -> tuple[Finding, ...]:
        """Return findings, severest first."""
        return await self._owner.run(findings.read, query, offset, limit)

    async def count_findings(self, query: FindingQuery = ANY_FINDING) -> int:
        """Count findings."""
        return await self._owner.run(findings.count, query)

    async def stream_findings(
        self, query: FindingQuery = ANY_FINDING
    ) -> AsyncGenerator[tuple[Finding, ...], None]:
        """Yield findings in pages, severest first."""
        rows = await self._owner.run(findings.begin_reading, query)
        try:
            while page := await self._owner.run(findings.go_on, rows):
                yield page
        finally:
            with suppress(VaultLocked):  # it was closed with the vault
                await self._owner.run(findings.end_reading, rows)

    async def finding_kinds(self) -> tuple[FindingKind, ...]:
        """Return what findings have in common."""
        return await self._owner.run(findings.kinds)

    async def signs(self) -> tuple[Sign, ...]:
        """Return what findings are evidence for."""
        return await self._long.run(findings.signs)

    async def keep_made(self, name: str, body: bytes) -> None:
        """Keep what was made of the rest."""
        await self._owner.run(findings.keep_made, name, body)

    async def keep_made_at(
        self, revision: tuple[int, int], name: str, body: bytes
    ) -> tuple[int, int] | None:
        """Keep what was made, if nothing was written since."""
        return await self._owner.run(findings.keep_made_at, revision, name, body)

    async def made(self, name: str) -> bytes | None:
        """Return what was made; None where it has to be made."""
        return await self._owner.run(findings.made, name)

    async def contents(self, of: str = MADE_OF_CONTENTS) -> str:
        """Return what stands for all contents but how far the user is."""
        return await self._owner.run(findings.contents, of)

    async def keep_of_contents(
        self, contents: str, name: str, body: bytes, of: str = MADE_OF_CONTENTS
    ) -> bool:
        """Keep something, if these are still the contents."""
        return await self._owner.run(findings.keep_of_contents, contents, name, body, of)

    async def hold_made(self) -> None:
        """Hold what is kept of the contents, before a scan."""
        self._held = await self._owner.run(held.hold)

    async def give_back_made(self) -> bool:
        """Keep again what was held, if the contents are as they were."""
        before, self._held = self._held, None
        return before is not None and await self._owner.run(held.give_back, before)

    async def revision(self) -> tuple[int, int]:
        """Return numbers that change with everything that is written."""
        return await self._owner.run(findings.revision)

    async def states(self) -> Mapping[str, State]:
        """Return the states that the user gave findings, by id."""
        return await self._owner.run(findings.states)

    async def tallies(self) -> tuple[Tally, ...]:
        """Count findings by account, check, severity and state."""
        return await self._owner.run(self._counted)

    def _counted(self, connection: Connection) -> tuple[Tally, ...]:
        """Count the findings, where anything was written since they were counted last."""
        now = findings.revision(connection)
        if self._tallies is None or self._tallies[0] != now:
            self._tallies = now, findings.tallies(connection)
        return self._tallies[1]

    async def mark(self, finding: str, state: State, now: datetime) -> bool:
        """Record how far the user is with a finding."""
        return await self._owner.run(findings.mark, finding, state, now)

    async def mark_all(self, ids: Sequence[str], state: State, now: datetime) -> None:
        """Record it of all these findings or of none."""
        await self._owner.run(findings.mark_all, ids, state, now)
