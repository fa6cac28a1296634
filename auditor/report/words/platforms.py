"""The name people know a platform by, for reports and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.domain.account import is_host
from auditor.domain.text.statement import Kind, mask
from auditor.engine import coverage

if TYPE_CHECKING:
    from auditor.engine.session import Session


def platform_name(session: Session, platform: str, *, hidden: bool = False) -> str:
    """Return the name; of a platform that nothing here knows, its id, which is foreign text.

    `hidden`: not of a service that is known by its host alone, and may be one that few use.
    """
    if hidden and is_host(platform):
        return mask(platform, Kind.URL)
    title = session.traits(platform).title
    return coverage.platform_name(platform, title, read=session.reads(platform))
