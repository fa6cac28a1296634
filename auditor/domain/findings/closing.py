"""What is done to close a question."""

from __future__ import annotations

from enum import StrEnum


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
