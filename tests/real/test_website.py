"""The website connector against pages that a real WordPress writes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from auditor.adapters.network.http import HttpDoor
from auditor.config import SourceSettings
from auditor.domain.account import Account, Claim, account_id
from auditor.sources import build
from tests.recorded import photos, read

pytestmark = pytest.mark.real


async def test_the_picture_of_a_post_is_found_as_uploaded(
    wordpress: str, http: HttpDoor, real_servers: Path
) -> None:
    source = next(candidate for candidate in build(SourceSettings()) if candidate.name == "website")
    found = await source.detect(http, wordpress)
    assert found is not None
    account = Account(
        account_id("website", found.handle, found.url),
        "website",
        found.handle,
        found.url,
        Claim.MINE,
    )
    batches = await read(source, account, http)
    (photo,) = photos(batches)
    assert photo.file_name == "photo_small.jpg"
    answer = await http.get(photo.media_url, purpose="picture")
    assert (
        hashlib.sha256(answer.body).hexdigest()
        == hashlib.sha256((real_servers / "photo_small.jpg").read_bytes()).hexdigest()
    )
    profile = batches[0].profile
    assert profile is not None
    assert any(signal.open for signal in profile.signals)
