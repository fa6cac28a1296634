"""The one object every face asks: accounts, scans, photos, findings, plan."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from auditor.domain.account import Account, Claim, Proof
from auditor.domain.finding import Finding, Severity, State
from auditor.domain.plan import PlanOrder, PlanStep
from auditor.domain.score import Score
from auditor.domain.views import AccountState, Change, NetworkEntry, Overview, PhotoDetail, PhotoQuery, PhotoRow, ScanRecord, StoredPhoto
from auditor.engine.events import ScanEvent
from auditor.ports import Recognised


class Session:
    """Everything the faces may ask."""

    async def overview(self) -> Overview:
        raise NotImplementedError

    def recognise(self, text: str) -> tuple[Recognised, ...]:
        raise NotImplementedError

    async def add_account(
        self, text: str, *, claim: Claim = Claim.UNSURE, platform: str | None = None, handle: str | None = None
    ) -> Account:
        raise NotImplementedError

    async def accounts(self) -> tuple[AccountState, ...]:
        raise NotImplementedError

    async def remove_account(self, account_id: str) -> None:
        raise NotImplementedError

    async def set_claim(self, account_id: str, claim: Claim) -> Account:
        raise NotImplementedError

    async def proof_token(self, account_id: str) -> str:
        raise NotImplementedError

    async def prove(self, account_id: str) -> Proof:
        raise NotImplementedError

    async def scan(self, accounts: Sequence[str] | None = None, on_event: Callable[[ScanEvent], None] | None = None) -> ScanRecord:
        raise NotImplementedError

    async def scans(self) -> tuple[ScanRecord, ...]:
        raise NotImplementedError

    async def changes(self, older: int, newer: int) -> tuple[tuple[PhotoRow, Change], ...]:
        raise NotImplementedError

    async def count_photos(self, query: PhotoQuery) -> int:
        raise NotImplementedError

    async def photo_rows(self, query: PhotoQuery, offset: int, limit: int) -> tuple[PhotoRow, ...]:
        raise NotImplementedError

    def stream_photos(self) -> AsyncIterator[StoredPhoto]:
        raise NotImplementedError

    async def photo(self, photo_id: str) -> PhotoDetail:
        raise NotImplementedError

    async def findings(self, *, check: str | None = None, severity_at_least: Severity | None = None) -> tuple[Finding, ...]:
        raise NotImplementedError

    async def mark(self, finding_id: str, state: State) -> Finding:
        raise NotImplementedError

    async def plan(self, order: PlanOrder = PlanOrder.EFFECT) -> tuple[PlanStep, ...]:
        raise NotImplementedError

    async def score(self) -> Score | None:
        raise NotImplementedError

    async def network_log(self, limit: int = 1000) -> tuple[NetworkEntry, ...]:
        raise NotImplementedError

    async def setting(self, name: str) -> str | None:
        raise NotImplementedError

    async def put_setting(self, name: str, value: str) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError
