"""What gets on the list as unsure: what nothing reads, unless a source knows it for sure."""

from __future__ import annotations

import pytest

from auditor.domain.account import Claim
from auditor.domain.outside.discovery import plain_address
from auditor.engine.accounts.unsure import on_list, put_candidate
from auditor.errors import UsageError
from tests.never_nothing import in_state, nothing
from tests.rows import each_row


@each_row(
    ("url", "platform", "handle"),
    [
        ("https://www.chess.example/member/maja", "chess.example", "maja"),
        ("https://news.example/user?id=maja", "news.example", "maja"),
        ("https://forum.example/u/maja/", "forum.example", "maja"),
        ("https://instagram.com/maja", "instagram", "maja"),
    ],
)
async def test_a_candidate_is_what_nothing_reads_unless_it_is_known(
    url: str, platform: str, handle: str
) -> None:
    async with in_state(nothing) as made:
        account = await put_candidate(made.session.accounts, url)
        assert (account.platform, account.handle) == (platform, handle)
        assert account.claim is Claim.UNSURE
        assert not account.supported
        states = await made.session.accounts.states()
        found = on_list(states, url)
        assert found is not None
        assert found.account.id == account.id
        with pytest.raises(UsageError, match="is on the list already"):
            await put_candidate(made.session.accounts, url)


def test_addresses_that_differ_in_the_name_alone_differ() -> None:
    first, second = (plain_address(f"https://news.example/user?id={n}") for n in ("maja", "mara"))
    assert first != second
    assert plain_address("https://www.News.example/user/") == plain_address("news.example/user")
    assert plain_address("https://[broken") == ""
