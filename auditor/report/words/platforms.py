"""The name people know a platform by, for every face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.guidance.playbooks import playbook
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.session import Session


def platform_name(session: Session, platform: str) -> str:
    """Return the name; of a platform that nothing here knows, its id, which is foreign text."""
    title = session.traits(platform).title
    advised = playbook(platform) if title == platform else None
    return advised.name if advised is not None else _(title) if title else platform
