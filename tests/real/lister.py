"""Lists the pictures of one account through the network door, without pace; one JSON list.

usage: python -m tests.real.lister PLATFORM ADDRESS
"""

from __future__ import annotations

import asyncio
import json
import sys
from urllib.parse import urlsplit

from auditor.adapters.network.http import HttpDoor
from auditor.adapters.network.rules.limits import UNHURRIED
from auditor.config import NetworkSettings, SourceSettings
from auditor.domain.account import Account, Claim, account_id
from auditor.sources import build


async def listed(platform: str, address: str) -> dict[str, object]:
    """Return the addresses of its pictures, and what was told beside them."""
    source = next(found for found in build(SourceSettings()) if found.name == platform)
    settings = NetworkSettings(allow_hosts=(urlsplit(address).netloc,))
    known = source.recognise(address)
    if known is None:
        raise SystemExit(f"{address} is not recognised")
    account = Account(
        account_id(platform, known.handle, known.url),
        platform,
        known.handle,
        known.url,
        Claim.MINE,
    )
    found: list[str] = []
    notes: list[str] = []
    complete = True
    async with HttpDoor(settings, lambda _entry: None, limits=UNHURRIED) as door:
        async for batch in source.fetch(account, door, None):
            found += [photo.media_url for photo in batch.photos]
            notes += batch.notes
            complete = complete and batch.complete
    return {"photos": found, "notes": notes, "complete": complete}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(listed(*sys.argv[1:]))))
