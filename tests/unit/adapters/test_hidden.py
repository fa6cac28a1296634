"""What only its host may be told stands in no log, and follows no redirect to another host."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from auditor.adapters.network.exchange import Call
from auditor.errors import AddressRefused
from tests.rows import each_row
from tests.unit.adapters.site import Site, redirect

MAIL = "Ada.Nowak+x@mail.example"


@each_row("spelled", [MAIL, quote(MAIL, safe=""), MAIL.lower()])
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


@pytest.mark.parametrize("to", ["https://k3y.elsewhere.example/", "https://b.example/K3Y?k=k3y"])
async def test_what_was_posted_is_not_told_by_where_the_answer_leads(to: str) -> None:
    site = Site(lambda _request: redirect(to))
    async with site.door as door:
        with pytest.raises(AddressRefused) as refused:
            await door.post(
                "https://service.example/token", purpose="test", body=b"k=k3y", hidden=("k3y",)
            )
    assert len(site.asked) == 1
    assert len(site.log) == 2
    assert "k3y" not in (repr(refused.value) + repr(site.log)).casefold()


def test_a_call_shows_nothing_of_what_it_carries() -> None:
    call = Call("POST", "test", 1, {"Authorization": "k3y"}, body=b"k3y", hidden=("k3y",))
    assert "k3y" not in repr(call)
