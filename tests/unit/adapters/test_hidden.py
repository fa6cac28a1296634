"""What only its host may be told stands in no log, and follows no redirect to another host."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from auditor.errors import AddressRefused
from tests.unit.adapters.site import Site, redirect

MAIL = "Ada.Nowak+x@mail.example"


@pytest.mark.parametrize("spelled", [MAIL, quote(MAIL, safe=""), MAIL.lower()])
async def test_the_log_tells_that_something_was_hidden(spelled: str) -> None:
    site = Site(lambda _request: httpx.Response(404))
    await site.get(f"https://breaches.example/v3/account/{spelled}?q={spelled}", hidden=(MAIL,))
    assert spelled in str(site.asked[0].url) or quote(MAIL, safe="@+") in str(site.asked[0].url)
    (entry,) = site.log
    assert entry.path == "/v3/account/(hidden)"
    assert "ada" not in repr(entry).casefold()


async def test_it_is_not_sent_on_to_another_host() -> None:
    site = Site(lambda _request: redirect(f"https://elsewhere.example/{MAIL}"))
    with pytest.raises(AddressRefused) as refused:
        await site.get(f"https://breaches.example/{MAIL}", hidden=(MAIL,))
    assert len(site.asked) == 1
    assert "ada" not in (repr(refused.value) + repr(site.log)).casefold()
