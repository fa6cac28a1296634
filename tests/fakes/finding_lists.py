"""Findings of a session without a vault, by page, as a stream and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from typing import Protocol

from auditor.domain.findings.finding import Finding
from auditor.domain.findings.tally import FindingKind, Tally
from auditor.domain.photos.photo import Listing
from auditor.domain.views import FindingQuery, PhotoDetail


class _Whole(Protocol):
    async def findings(self) -> tuple[Finding, ...]: ...
    async def photo(self, photo_id: str) -> PhotoDetail: ...


class FindingLists:
    """What a session says of findings, made of all that it returns at once."""

    async def stream_findings(self: _Whole) -> AsyncGenerator[Finding, None]:
        for finding in await self.findings():
            yield finding

    async def finding_page(
        self: _Whole, query: FindingQuery, offset: int, limit: int
    ) -> tuple[Finding, ...]:
        return tuple(asked(await self.findings(), query)[offset : offset + limit])

    async def count_findings(self: _Whole, query: FindingQuery) -> int:
        return len(asked(await self.findings(), query))

    async def finding_kinds(self: _Whole) -> tuple[FindingKind, ...]:
        counted = Counter(
            (each.check, each.observation.account, each.observation.aftercare, each.remedy)
            for each in await self.findings()
        )
        return tuple(FindingKind(*kind, count) for kind, count in counted.items())

    async def tallies(self: _Whole) -> tuple[Tally, ...]:
        counted = Counter(
            (each.observation.account, each.check, each.observation.severity, each.state)
            for each in await self.findings()
        )
        return tuple(Tally(*same, count) for same, count in counted.items())

    async def thumbnail(self: _Whole, photo_id: str) -> bytes | None:
        return (await self.photo(photo_id)).thumbnail

    async def listings(self: _Whole, photo_ids: Sequence[str]) -> Mapping[str, Listing]:
        return {each: (await self.photo(each)).stored.photo.listing for each in photo_ids}


def asked(findings: Iterable[Finding], query: FindingQuery) -> list[Finding]:
    """Return those that a vault would find, in the order in which they come."""
    return [
        each
        for each in findings
        if (query.ids is None or each.id in query.ids)
        and query.account in {None, each.observation.account}
        and query.check in {None, each.check}
        and query.state in {None, each.state}
        and query.severity in {None, each.observation.severity}
        and (
            query.severity_at_least is None or each.observation.severity >= query.severity_at_least
        )
    ]
