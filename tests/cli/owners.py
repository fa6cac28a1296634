"""The people of the range do what a plan says, as owners of their accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from auditor.domain.findings.plan import Change
from auditor.practice.actions import (
    DeleteAccount,
    NewAltText,
    NewSetting,
    OwnerAction,
    ReplaceByCopy,
    ReplaceByFile,
    ReportImpostor,
    TakeDown,
)
from auditor.practice.owner import apply, read_file
from auditor.practice.range import PracticeRange
from auditor.practice.switches import switches_for

_SIDES = {Change.SMALLER: 500, Change.SMALL_FACE: 111}
"""Longest side in px of a copy that is too small for training, or on which no face is clear enough
for a fake.
"""


@dataclass
class Owners:
    """`keys` name the range's account of each account id.

    `photos` are those of `auditor photos --json`. A photo that was replaced is still known by its
    first address.
    """

    practice: PracticeRange
    keys: dict[str, str]
    photos: list[dict[str, Any]]

    def do(self, step: dict[str, Any]) -> None:
        """Do one step of the plan. What the range cannot do fails the test."""
        change = Change(step["change"])
        match change:
            case Change.CLOSE_SEARCH | Change.CLOSE_TRAINING | Change.RELICENSE:
                account = self._account(step["account"])
                for switch in switches_for(account.platform, change):
                    apply(account, NewSetting(switch.key, on=switch.closed))
            case Change.DELETE_ACCOUNT:
                apply(self._account(step["account"]), DeleteAccount())
            case Change.REPORT:
                apply(self._account(step["account"]), ReportImpostor())
            case _:
                for photo_id in step["photos"]:
                    photo = next(each for each in self.photos if each["id"] == photo_id)
                    apply(self._account(photo["account"]), self._action(change, photo))

    def _account(self, account: str) -> Any:
        key = self.keys[account]
        return next(each for each in self.practice.accounts if each.key == key)

    def _action(self, change: Change, photo: dict[str, Any]) -> OwnerAction:
        address = photo["media_url"]
        # the plan predicts what a clean file changes, not what a neutral name would change besides
        kept = address.rpartition("/")[2].rpartition(".")[0] + "-clean.jpg"
        match change:
            case Change.REMOVE:
                return TakeDown(address)
            case Change.CLEAN:
                return ReplaceByCopy(address, name=kept)
            case Change.SMALLER | Change.SMALL_FACE:
                return ReplaceByCopy(address, _SIDES[change], kept)
            case Change.AS_SHOWN:
                shown = next(each for each in photo["renditions"] if each["role"] == "displayed")
                return ReplaceByCopy(address, max(shown["width"], shown["height"]), kept)
            case Change.RENAME:
                ending = address.rpartition(".")[2]
                return ReplaceByFile(address, read_file(address), f"picture.{ending}")
            case Change.REWRITE:
                return NewAltText(address, "A picture")
        raise NotImplementedError(change)
