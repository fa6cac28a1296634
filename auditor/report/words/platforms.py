"""The name people know a platform by, for every face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.domain.traits import Traits
from auditor.guidance.playbooks import playbook
from auditor.messages import _

if TYPE_CHECKING:
    from auditor.engine.session import Session


def platform_name(session: Session, platform: str) -> str:
    """Return the name; of a platform that nothing here knows, its id, which is foreign text."""
    known = session.traits(platform)
    advised = playbook(platform) if known == Traits(platform) else None
    if advised is not None:
        return advised.name
    return _(known.title) if known.title else platform
