"""What no face may say before anything was read, and vaults in which nothing was."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from auditor.domain.account import Claim
from auditor.domain.archives.archive import PublicAnswers
from auditor.domain.traits import Traits
from auditor.domain.views import PhotoQuery
from auditor.engine.imports.book import Claimed
from auditor.errors import SourceError
from auditor.ports import Answer
from auditor.vault.store import EncryptedVault
from tests.fakes.archives import FakeArchive
from tests.fakes.engine import FakeSource, House, account, house, photo

_SAID = (
    r"\b0 findings?\b",
    r"(?<!is )\bno findings?\b(?! stands)",
    r"\bnothing (was |is |)(found|left to do|to do|here|to show)\b",
    r"\bfound nothing\b",
    r"\bnone (was |)found\b",
    r"(?<!not )(?<!no )\bfinished\b(?! yet)",
    r"\bdone\. press\b",
    r"\bno account yet\b",
    r"· 0 photos\b",
    r"\bno photo (counts|fits|stands|shows)\b",
    r"\bnot seen in\b",
    r"\b[1-8] of 8 (are |)not seen\b",
    r"\bno (change was|spot is named|possible match|step would)\b",
    r"\bnothing that was compared\b",
    r"\bnothing .{0,20}ties\b",
    r"\bnothing is known to be left out\b",
    r"\ball is well\b",
    r"\byou are safe\b",
)
FORBIDDEN = re.compile("|".join(_SAID), re.IGNORECASE)
"""Sentences that read as if something had been looked at."""

KNOWN = "Nothing is known"
"""How the sentence begins that says so."""


def forbidden(text: str) -> str:
    """Return what of `text` may not be said, "" where all may."""
    found = FORBIDDEN.search(" ".join(text.split()))
    return "" if found is None else found.group()


State = Callable[[House], Awaitable[None]]
LISTED = 3
OWN = account("ada.example", platform="website")


async def nothing(_made: House) -> None:
    """No account at all."""


async def unclaimed(made: House) -> None:
    """An account of which nobody said that it is theirs."""
    await made.own(account("ada.example", Claim.UNSURE, platform="website"))


async def closed(made: House) -> None:
    """Only an account on a platform that no source reads."""
    await made.session.accounts.add(
        "instagram.com/ada", claim=Claim.MINE, again="instagram.com/ada"
    )


async def waiting(made: House) -> None:
    """An account that was not scanned yet."""
    await made.own(OWN)


async def failed(made: House) -> None:
    """An account that could not be read."""
    await made.own(OWN)
    made.source.pages[OWN.handle] = [SourceError("the server does not answer")]
    await made.session.scan()


async def stopped(made: House) -> None:
    """A scan that was stopped when photos were listed and none was read."""
    await made.own(OWN)
    made.publish(OWN, range(LISTED))
    listed = [photo(OWN, number) for number in range(LISTED)]
    made.source.pages[OWN.handle] = [[replace(each, published=None) for each in listed]]
    begun, never = asyncio.Event(), asyncio.Event()

    async def hang() -> Answer:
        begun.set()
        await never.wait()
        raise AssertionError("it was stopped")

    for url in made.http.answers:
        made.http.answers[url] = hang
    scan = asyncio.create_task(made.session.scan())
    await begun.wait()
    scan.cancel()
    with suppress(asyncio.CancelledError):
        await scan
    assert await made.session.count_photos(PhotoQuery()) == LISTED


async def unsaid(made: House) -> None:
    """An archive was read of which nobody said which photos are public: none was looked into."""
    archive, imports = FakeArchive(), made.session.imports
    owned = await imports.account_of(archive, Claimed("", archive.handle))
    assert owned is not None
    await imports.bring(archive, owned, PublicAnswers())


UNREAD: dict[str, State] = {
    "empty vault": nothing,
    "unclaimed": unclaimed,
    "only unsupported accounts": closed,
    "not scanned": waiting,
    "failed account": failed,
    "interrupted scan": stopped,
    "archive of unknown visibility": unsaid,
}
"""Every way in which nothing was read."""


@asynccontextmanager
async def in_state(state: State, vault: EncryptedVault | None = None) -> AsyncIterator[House]:
    """Make a session of which nothing was read; with `vault`, in that one."""
    source = FakeSource(name="website", traits=Traits("Website", own_site=True))
    made = await house(source=source, vault=vault)
    await state(made)
    try:
        yield made
    finally:
        await made.session.close()
