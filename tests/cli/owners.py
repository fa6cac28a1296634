"""The people of the range do what a plan says, through the range's control."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from auditor.practice.catalogue import AVATAR, BANNER, Catalogue
from auditor.practice.personas import ACCOUNTS
from auditor.practice.range import PracticeRange
from auditor.practice.serving.sky import tid
from auditor.practice.serving.social import status_id
from tests.unit.practice.asking import ask


@dataclass
class Owners:
    """`keys` name the range's account of each account id.

    `photos` are those of `auditor photos --json`.
    """

    practice: PracticeRange
    keys: dict[str, str]
    photos: list[dict[str, Any]]
    replaced: dict[tuple[str, int], dict[str, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def do(self, step: dict[str, Any]) -> None:
        """Do one step of the plan. What the range cannot do fails the test."""
        match step["change"]:
            case "remove":
                for account, place in self._places(step):
                    self._wish(account, hide=place)
            case "clean":
                self._replace(step, clean=True)
            case "smaller":
                self._replace(step, longest=500)
            case "as-shown":
                self._as_shown(step)
            case "rewrite":
                self._replace(step, alt="A picture")
            case "close-search":
                self._wish(self.keys[step["account"]], noindex=True, logged_out=False)
            case other:
                raise NotImplementedError(other)

    def _replace(self, step: dict[str, Any], **how: object) -> None:
        for account, place in self._places(step):
            self.replaced[account, place] |= how
            self._wish(account, replace=place, **self.replaced[account, place])

    def _as_shown(self, step: dict[str, Any]) -> None:
        """Put up each photo in the size that the page displays."""
        for photo_id in step["photos"]:
            photo = next(each for each in self.photos if each["id"] == photo_id)
            shown = next(each for each in photo["renditions"] if each["role"] == "displayed")
            self._replace(
                {"photos": [photo_id]}, clean=True, longest=max(shown["width"], shown["height"])
            )

    def _wish(self, account: str, **wish: object) -> None:
        body = json.dumps({"account": account, **wish}).encode()
        answer = ask(
            self.practice.bases["front"] + "/control",
            "POST",
            body,
            Authorization=f"Bearer {self.practice.token}",
        )
        assert answer.status == 200, answer

    def _places(self, step: dict[str, Any]) -> list[tuple[str, int]]:
        known = {photo["id"]: photo for photo in self.photos}
        return [self._place(known[photo]) for photo in step["photos"]]

    def _place(self, photo: dict[str, Any]) -> tuple[str, int]:
        key = self.keys[photo["account"]]
        if photo["kind"] in {"avatar", "banner"}:
            return key, AVATAR if photo["kind"] == "avatar" else BANNER
        if "/images/me" in photo["media_url"]:  # a site shows its owner's portrait as a picture too
            return key, AVATAR
        spec = next(account for account in ACCOUNTS if account.key == key)
        catalogue = Catalogue(self.practice.seed, self.practice.photos, same_size=True)
        for place in range(catalogue.count(key)):
            posting = catalogue.posting(key, place)
            name = {
                "website": f"/photos/{posting.index}/",
                "mastodon": f"/{status_id(posting)}",
            }.get(spec.platform, tid(posting.posted, place))
            if name in photo["media_url"] or name in photo["page_url"]:
                return key, place
        raise LookupError(photo["page_url"])
