"""What each check of one photo says that it looks at, and in what it finds something, is true.

Plans run a check again only where one of these parts is another.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from auditor.checks import ALL
from auditor.domain.account import Account
from auditor.domain.findings.check import PhotoCase, PhotoCheck, PhotoPart
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.photo import Photo
from auditor.engine.plan.effect_on_photo import empty_parts
from tests.rows import each_row
from tests.unit.checks.cases import TODAY
from tests.unit.engine.any_photos import any_photo, without
from tests.unit.engine.public_worlds import ACCOUNTS

_OF_ACCOUNT = {"id": None, "platform": None, "proof": PhotoPart.POSTING}
_OF_PHOTO = {
    **dict.fromkeys(("id", "account", "platform", "kind", "page_url", "media_url")),
    **dict.fromkeys(("posted_at", "caption", "visibility", "of_archive"), PhotoPart.POSTING),
    **dict.fromkeys(("renditions", "rendition", "by_size", "largest"), PhotoPart.SIZES),
    "alt": PhotoPart.ALT,
    "licence": PhotoPart.LICENCE,
    "published": PhotoPart.BESIDE,
    "file_name": PhotoPart.NAME,
}
_OF_FACTS = {
    **dict.fromkeys(("sha256", "bytes", "format", "pdq", "perceptual"), PhotoPart.POSTING),
    **dict.fromkeys(("width", "height"), PhotoPart.SIZES),
    **dict.fromkeys(("faces", "unread", "edition"), PhotoPart.FACES),
    **dict.fromkeys(("text", "barcodes"), PhotoPart.WORDS),
    "provenance": PhotoPart.CREDENTIALS,
    "further": PhotoPart.FURTHER,
}
CHECKS = [check for check in ALL if isinstance(check, PhotoCheck)]
PHOTOS = [any_photo(random.Random(seed), f"p{seed}") for seed in range(400)]


class Recorded:
    """Stands for something of a photo, and notes which parts of it are looked at."""

    def __init__(
        self, behind: object, parts: Mapping[str, PhotoPart | None], seen: set[PhotoPart]
    ) -> None:
        self._behind, self._parts, self._seen = behind, parts, seen

    def __getattr__(self, name: str) -> object:
        value = getattr(self._behind, name)
        if name == "metadata":
            of_file = dict.fromkeys(value.__slots__, PhotoPart.FILE) | {"file_name": PhotoPart.NAME}
            return Recorded(value, of_file, self._seen)
        part = self._parts[name]  # a new field of a photo has to be told here, too
        if part is not None:
            self._seen.add(part)
        return value


def _recorded(
    account: Account, photo: Photo, facts: Facts | None, seen: set[PhotoPart]
) -> PhotoCase:
    return PhotoCase(
        Recorded(account, _OF_ACCOUNT, seen),  # type: ignore[arg-type]
        Recorded(photo, _OF_PHOTO, seen),  # type: ignore[arg-type]
        None if facts is None else Recorded(facts, _OF_FACTS, seen),  # type: ignore[arg-type]
    )


@each_row("check", CHECKS, ids=lambda check: check.id)
def test_a_check_looks_at_what_it_says_and_finds_nothing_where_that_is_empty(
    check: PhotoCheck,
) -> None:
    people = {account.id: account for account in ACCOUNTS}
    assert check.finds_in is not None
    seen: set[PhotoPart] = set()
    found = 0
    for stored in PHOTOS:
        photo, account = stored.photo, people[stored.photo.account]
        some = [*check.run(PhotoCase(account, photo, stored.facts), TODAY)]
        assert {(each.account, each.photo) for each in some} <= {(account.id, photo.id)}
        recorded = [*check.run(_recorded(account, photo, stored.facts, seen), TODAY)]
        assert recorded == some
        found += bool(some)
        empty = without(stored, check.finds_in)
        if check.finds_in <= empty_parts(empty):
            assert [*check.run(PhotoCase(account, empty.photo, empty.facts), TODAY)] == []
    assert found
    assert seen == check.finds_in | check.reads
