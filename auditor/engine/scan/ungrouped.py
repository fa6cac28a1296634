"""One error instead of a group: what a scan does side by side may fail in several places."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.domain.account import Account
from auditor.domain.views import ScanRecord
from auditor.engine.scan.scan import Scan
from auditor.errors import AuditorError


async def ungrouped(scan: Scan, accounts: Sequence[Account]) -> ScanRecord:
    """Run a scan; of several errors at once the first of ours is raised."""
    try:
        return await scan.run(accounts)
    except ExceptionGroup as group:
        ours = group.subgroup(AuditorError)
        if ours is None:
            raise
        raise _first(ours) from group


def _first(group: BaseExceptionGroup[AuditorError]) -> AuditorError:
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
