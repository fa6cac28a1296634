"""Whether places are forgotten, and which findings tell one."""

from __future__ import annotations

from auditor.domain.findings.finding import Observation
from auditor.domain.text.statement import Kind
from auditor.vault.storage.connection import Connection

SETTING = "places"
FORGOTTEN = "forgotten"


def kept(connection: Connection) -> bool:
    """Whether positions are stored."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (SETTING,)).fetchone()
    return row is None or row[0] != FORGOTTEN


def tells(seen: Observation) -> bool:
    """Whether what was observed names a place."""
    return any(
        value.kind is Kind.PLACE
        for said in (seen.title, *(evidence.statement for evidence in seen.evidence))
        for value in said.values
    )
