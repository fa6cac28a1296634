"""What is done to close a question."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from auditor.domain.findings.plan import Change


class PlanWork(StrEnum):
    """What is done to one photo or one account; several of a kind on one account cost less."""

    TAKE_DOWN = "take-down"
    CHANGE_AVATAR = "change-avatar"  # another picture, which shows nobody, as avatar
    REPLACE = "replace"  # another file stands in its place
    UNPUBLISH = "unpublish"  # what the platform publishes beside it
    REWRITE = "rewrite"  # its alt text
    RELICENSE = "relicense"
    CLOSE_SEARCH = "close-search"
    CLOSE_TRAINING = "close-training"
    REPORT = "report"
    DELETE_ACCOUNT = "delete-account"


GONE = frozenset({PlanWork.TAKE_DOWN, PlanWork.CHANGE_AVATAR})
"""Works after which the photo no longer stands there."""

CHANGE_OF: Mapping[PlanWork, Change] = {
    PlanWork.TAKE_DOWN: Change.REMOVE,
    PlanWork.CHANGE_AVATAR: Change.REMOVE,
    PlanWork.UNPUBLISH: Change.UNPUBLISH,
    PlanWork.REWRITE: Change.REWRITE,
    PlanWork.RELICENSE: Change.RELICENSE,
    PlanWork.CLOSE_SEARCH: Change.CLOSE_SEARCH,
    PlanWork.CLOSE_TRAINING: Change.CLOSE_TRAINING,
    PlanWork.REPORT: Change.REPORT,
}
"""What a work changes; what replaces a file changes what is asked of the copy."""
