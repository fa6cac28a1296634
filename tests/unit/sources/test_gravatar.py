from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.photos.photo import PhotoKind
from auditor.errors import AccountMissing, HandleTaken
from auditor.sources.gravatar.source import Gravatar
from tests.contract.source_cases import CASES
from tests.recorded import Web, photos, read
from tests.rows import each_row

HASH = "31c5543c1734d25c7206f5fd591525d0295bec6fe84ff82f946a34fe970a1e66"


@each_row(
    ("text", "name"),
    [
        ("https://gravatar.com/wandaexample", "wandaexample"),
        (f"https://www.gravatar.com/avatar/{HASH}?s=80", HASH),
        ("https://en.gravatar.com/wandaexample.json", "wandaexample"),
        ("https://gravatar.com/support/faq", None),
        ("https://gravatar.com/", None),
        ("https://gravatar.com.example/wanda", None),
        ("wanda@example.org", None),
    ],
)
def test_what_is_recognised(text: str, name: str | None) -> None:
    found = Gravatar().recognise(text)
    assert (found.handle if found else None) == name


async def test_the_avatar_is_asked_for_at_its_largest_and_without_a_drawing() -> None:
    case = CASES["gravatar"]()
    async with Web(case.routes).door() as http:
        (batch,) = await read(Gravatar(), case.account, http)
    avatar, roses = photos([batch])
    assert avatar.media_url == f"https://0.gravatar.com/avatar/{HASH}?s=2048&d=404"
    assert (avatar.kind, avatar.alt) == (PhotoKind.AVATAR, "Wanda in front of roses")
    assert (roses.kind, roses.alt) == (PhotoKind.FILE, "Roses")
    assert batch.profile is not None
    (link,) = batch.profile.links
    assert (link.url, link.verified) == ("https://social.example/@wanda", True)


async def test_no_profile_is_missing_and_another_one_is_not_read() -> None:
    case = CASES["gravatar"]()
    async with Web({}).door() as http:
        with pytest.raises(AccountMissing):
            await read(Gravatar(), case.account, http)
    async with Web(case.routes).door() as http:
        with pytest.raises(HandleTaken):
            await read(Gravatar(), replace(case.account, stable_id="another"), http)
