"""Somebody with a list of handles, and what they can tell from a document.

They know how this program works, and how every earlier version of it made ids.
"""

from __future__ import annotations

import base64
import hashlib
import random
import re
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import cache

from auditor.domain.account import Account, Claim, Link, Profile, account_id
from auditor.domain.outcome import Batch
from auditor.domain.photos.facts import Metadata
from auditor.domain.photos.photo import Photo, photo_id
from auditor.domain.secret import Secret
from auditor.domain.text.content_id import IdKey, content_id
from auditor.errors import LoginNeeded
from auditor.ports import Http
from auditor.vault.store import EncryptedVault
from tests.fakes.engine import EXACT, PROVEN, FakeSource, House, house, photo, picture

HANDLES = (
    "maja.lindgren.example",
    "@majalin@toots.example",
    "majalindgrenfoto",
    "@hedgehog_walks",
    "did:plc:abcdefghijklmnopqrstuvwx",
    "nordlicht.example",
)
"""The real ones, in the forms that platforms have."""
PLANTED = (
    "other-host.example",
    "cdn.toots.example",
    "192.0.2.17",
    "2001:db8::17",
    "fe80::17%eth0",
    "anna@mail.example",
    "@someone@else.example",
    "@tagged_friend",
    "did:web:third.example",
    "https://shop.example/maja",
    "localhost:8443",
    "blog.example/maja",
    "Maja Lindgren",
    "Lindgren",
    "Lindgrens",
    "52.5200",
    "13.4050",
    "SN-778899",
)
"""What stands in captions, alt texts, notes and errors, and must be in no masked document."""
SAID = "asked " + ", then ".join(PLANTED[:12]) + " by Maja Lindgren and the Lindgrens"
WORDS = 1_000
PHOTOS = 4
_SHORT = 8
"""Hex digits of a hash that are enough to tell it."""
_PLAIN = sorted(hashlib.algorithms_guaranteed)


def words() -> list[str]:
    """Return the dictionary: the real handles among others that look like them."""
    drawn = random.Random(15)
    syllables = ("ma", "ja", "lin", "gren", "foto", "nord", "wal", "ker", "an", "sol", "tim", "ulf")
    forms = ("{}.example", "@{}@toots.example", "{}", "@{}", "did:plc:{}", "{}_{}")
    found: dict[str, None] = {}
    while len(found) < WORDS - len(HANDLES):
        name, other = ("".join(drawn.choices(syllables, k=3)) for _part in "ab")
        found[drawn.choice(forms).format(name, other)] = None
    whole = [*found, *HANDLES]
    drawn.shuffle(whole)
    return whole


def recovered(document: str) -> set[str]:
    """Return the handles of the dictionary that can be told from `document`."""
    text = document.casefold()
    digits = {found[:_SHORT] for found in re.findall(r"[0-9a-f]{8,}", text)}
    tokens = set(re.findall(r"[\w+/=-]{8,}", text))
    found: dict[str, None] = {}
    for handle in words():
        spelled = any(form.casefold() in text for form in _spelled(handle))
        hexes, others = _hashed(handle)
        if spelled or not digits.isdisjoint(hexes) or not tokens.isdisjoint(others):
            found[handle] = None
    return set(found)


def _spelled(handle: str) -> Iterator[str]:
    yield handle
    yield handle.lstrip("@")
    yield handle.lstrip("@").partition("@")[0]
    yield handle.removeprefix("did:plc:")


@cache
def _hashed(handle: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what the handle may have become: the start of each hash, and other encodings."""
    hexes: set[str] = set()
    others: set[str] = set()
    for form in {*_spelled(handle), *(f"https://{form}/" for form in _spelled(handle))}:
        data = form.encode()
        for name in _PLAIN:
            made = hashlib.new(name)
            made.update(data)
            length = (32,) if name.startswith("shake") else ()
            hexes.add(made.hexdigest(*length)[:_SHORT])
            others.add(base64.b64encode(made.digest(*length)).decode().casefold())
        hexes.add(f"{zlib.crc32(data):08x}")
        hexes.add(hashlib.blake2b(data, digest_size=8).hexdigest()[:_SHORT])
        others.add(base64.b64encode(data).decode().casefold())
        others.add(base64.b32encode(data).decode().casefold())
        hexes.add(data.hex()[:_SHORT] if len(data) > _SHORT else "")
    for known in _ids(handle):
        hexes.update(key[1 : 1 + _SHORT] for key in (known, *(key.named(known) for key in GUESSED)))
    return frozenset(hexes - {""}), frozenset(others)


GUESSED = (IdKey(Secret("00" * 32)), IdKey(Secret("ff" * 32)), IdKey.of_seed(0), IdKey.of_seed(1))
"""Secrets that need no guessing: no vault may have one of them."""


def _ids(handle: str) -> Iterator[str]:
    """Yield what the functions of this program make of a handle without a secret."""
    for url in (_url(handle), f"https://{handle.lstrip('@')}/", handle):
        account = account_id(FakeSource().name, handle, url)
        yield account
        for number in range(1, PHOTOS + 1):
            item = photo_id(account, str(number))
            yield item
            for check in ("position", "serial-number", "alt-text", "same-photo"):
                yield content_id("f", check, account, item, "")
        yield content_id("f", "search-engines", account, "", "")
        yield content_id("s", "delete-account", account)


def _url(handle: str) -> str:
    return f"https://{handle.strip('@').replace(':', '-').replace('@', '.')}.example/".replace(
        ".example.example", ".example"
    )


class TellingSource(FakeSource):
    """Lists photos whose texts name hosts, people and addresses, and ends with an error that does.

    Of the last account the list cannot be read.
    """

    async def fetch(self, account: Account, http: Http, cursor: str | None) -> AsyncIterator[Batch]:
        """Yield the pages with a profile and a note."""
        profile = Profile("Maja Lindgren", SAID, account.url, (Link("https://shop.example/maja"),))
        async for batch in super().fetch(account, http, cursor):
            yield replace(batch, profile=profile, notes=(f"the list of {account.handle} {SAID}",))
        if account.handle == HANDLES[-1]:
            message = f"{account.url} {SAID}"
            raise LoginNeeded(message)


async def a_vault(ids: IdKey) -> House:
    """Return a session on accounts with the handles, scanned, named by `ids`."""
    home = await house(source=TellingSource(), vault=await EncryptedVault.ephemeral(ids))
    for handle in HANDLES:
        added = await home.session.accounts.add(
            _url(handle), claim=Claim.MINE, platform="fake", handle=handle, again=handle
        )
        await home.vault.set_proof(added.id, PROVEN)
        listed = [_photo(added, number) for number in range(1, PHOTOS + 1)]
        home.source.pages[added.handle] = [listed]
        for each in listed:
            home.http.answers[each.media_url] = picture(each.media_url)
    await home.session.scan()
    return home


def _photo(owner: Account, number: int) -> Photo:
    told = Metadata(gps=EXACT, serial_numbers=("SN-778899",), owner=("Maja Lindgren",))
    return replace(
        photo(owner, number),
        alt=f"Portrait of Maja Lindgren, {SAID}",
        caption=SAID,
        published=told,
    )


def planted(document: str) -> Sequence[str]:
    """Return what was planted and stands in `document`."""
    text = document.casefold()
    return [word for word in PLANTED if word.casefold() in text]
