"""Putting on the list what may be the person's own, as unsure: nobody is asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from auditor.domain.account import Account, Claim
from auditor.domain.outside.discovery import plain_address
from auditor.domain.outside.own_records import ForgottenService
from auditor.domain.views import AccountState
from auditor.engine.accounts.book import Accounts
from auditor.errors import UsageError


def on_list(states: Sequence[AccountState], url: str) -> AccountState | None:
    """Return the account of that address, None where none is on the list."""
    wanted = plain_address(url)
    return next((each for each in states if plain_address(each.account.url) == wanted), None)


async def put_services(
    accounts: Accounts, services: Sequence[ForgottenService]
) -> dict[str, Account]:
    """Put services on the list that are not there yet; what was added, by domain."""
    states = await accounts.states()
    return {
        each.domain: await accounts.add(
            each.url, claim=Claim.UNSURE, platform=each.domain, handle=each.domain
        )
        for each in services
        if on_list(states, each.url) is None
    }


async def put_candidate(accounts: Accounts, url: str) -> Account:
    """Put a candidate on the list. Raises UsageError where it is there already.

    A page that no source knows as a profile is an account of its host: nothing reads it.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    try:
        found = accounts.recognise(url)
    except UsageError:
        found = ()
    name = re.split(r"[/=&]", f"{parts.path}={parts.query}".rstrip("/="))[-1]
    # a guess that is called by its address would be read as a site of the person's own
    if "." in host and name and (not found or "/" in found[0].handle):
        return await accounts.add(url, claim=Claim.UNSURE, platform=host, handle=name)
    platform = found[0].platform if found else None
    return await accounts.add(url, claim=Claim.UNSURE, platform=platform)
