"""The clock of this machine."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """Implements `auditor.ports.Clock`."""

    def now(self) -> datetime:
        """Return the time in UTC, with zone."""
        return datetime.now(UTC)
