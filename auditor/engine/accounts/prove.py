"""Proof that an account is the user's own.

A token they were given stands where only the owner can write. A handle that is a domain, and links
with rel=me, show that two accounts belong together, not whose they are: they count only where the
other end is an account that the user has already proven.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.markup.urls import same_host

if TYPE_CHECKING:
    from auditor.ports import Clock, Http, ProofText, Source, Vault

_SETTING = "proof-secret"
_TOKEN_PREFIX = "owner-"  # noqa: S105 - a public label that tells nobody which tool asks for it
_CARRIES_TOKEN = (ProofMethod.SITE_FILE, ProofMethod.CREDENTIAL, ProofMethod.BIO)


async def proof_token(account: Account, vault: Vault) -> str:
    """Return the token that proves `account`.

    The same each time, different for each account and vault.
    """
    secret = await vault.setting(_SETTING)
    if secret is None:
        secret = secrets.token_hex(32)
        await vault.put_setting(_SETTING, secret)
    return (
        _TOKEN_PREFIX
        + hmac.new(bytes.fromhex(secret), account.id.encode(), "sha256").hexdigest()[:20]
    )


async def prove(
    account: Account,
    sources: Mapping[str, Source],
    http: Http,
    vault: Vault,
    clock: Clock,
    *,
    own_range: bool = False,
) -> Proof:
    """Look for a proof and return it; `ProofMethod.NONE` if there is none.

    Only asks where `account` is claimed as mine. `sources` by platform; there must be one for the
    account's own. `own_range`: this process started the practice range, so that what answers on
    this machine is nobody's account. Any other server here is proven by the token like all: it may
    hand on what it reads of somebody else's live site.
    """
    if account.claim is not Claim.MINE:
        return Proof()
    texts = await sources[account.platform].proof_texts(account, http)
    local = await _local_server(account, texts, http) if own_range else ""
    if local:
        return Proof(ProofMethod.LOCAL, _host(local), clock.now())
    token = await proof_token(account, vault)
    for method in _CARRIES_TOKEN:
        for text in texts:
            if text.kind == method.value and token in text.text and _speaks_for_itself(text.url):
                return Proof(method, text.url, clock.now())
    others = [
        known
        for known in await vault.accounts()
        if known.id != account.id and known.proof.holds and known.claim is Claim.MINE
    ]
    for text in texts:
        for other in others:
            if await _carries_over(account, text, other, sources.get(other.platform), http):
                return Proof(ProofMethod(text.kind), other.url, clock.now())
    return Proof()


async def _local_server(account: Account, texts: Sequence[ProofText], http: Http) -> str:
    """Return an address of the user's own server if the account is read from nowhere else.

    It is "" otherwise. That the typed address is local does not do: a server on this machine can
    send its readers on to somebody else's account (WebFinger, a link to the interface, a redirect,
    an answer that leaves the look-up to the directory).
    """
    typed = [account.url] if account.url.startswith(("http://", "https://")) else []
    places = [*typed, *(text.url for text in texts if text.kind in _CARRIES_TOKEN)]
    for place in places:
        if not await http.local(place):
            return ""
    return places[0] if places else ""


def _speaks_for_itself(url: str) -> bool:
    """Whether nobody can have answered in place of the host of `url`.

    Without a certificate, whoever holds this device or its network leads a name where they like;
    an address in numbers, or this machine, is no name.
    """
    host = _host(url)
    if urlsplit(url).scheme == "https" or host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _owns_domain(other: Account, domain: str) -> bool:
    """Whether `other` is a whole site on which the user can put files.

    One account among many on a host does not own its name.
    """
    whole = not urlsplit(other.url).path.strip("/")
    return (
        whole
        and other.proof.method is ProofMethod.SITE_FILE
        and _host(other.url) == domain.casefold()
    )


async def _carries_over(
    account: Account, text: ProofText, other: Account, source: Source | None, http: Http
) -> bool:
    """Whether `text` ties `account` to another, proven one.

    By its domain, or by links with rel=me in both directions.
    """
    if text.kind == ProofMethod.DOMAIN.value:
        return _owns_domain(other, text.text)
    if account.keep_apart or other.keep_apart:
        return False  # asking both in one go would show whoever sees it that they belong together
    if (
        text.kind != ProofMethod.REL_ME.value
        or source is None
        or not _same_page(text.text, other.url)
    ):
        return False
    if not _speaks_for_itself(text.url) or not same_host(text.url, account.url):
        return False  # where an address leads may change, and no token binds it
    return any(
        back.kind == ProofMethod.REL_ME.value and _same_page(back.text, account.url)
        for back in await source.proof_texts(other, http)
    )


def _same_page(url: str, other: str) -> bool:
    return url.rstrip("/").casefold() == other.rstrip("/").casefold()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold()
