"""The shape of what stands beside an empty list where nothing was read."""

from __future__ import annotations

from typing import TypedDict

from auditor.report.json.shapes.closed_sets import WhyUnreadWord


class NothingReadJson(TypedDict):
    """Why nothing is known: nothing of the user's accounts was read."""

    reason: WhyUnreadWord
    """Why."""
    message: str
    """The same in words for a person."""
    next: str
    """Which command comes next, in words."""
