"""The name people know a platform by, for reports and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.engine import coverage

if TYPE_CHECKING:
    from auditor.engine.session import Session


def platform_name(session: Session, platform: str) -> str:
    """Return the name; of a platform that nothing here knows, its id, which is foreign text."""
    title = session.traits(platform).title
    return coverage.platform_name(platform, title, read=session.reads(platform))
