"""Proof that an account is the user's own: a token they were given stands where only the owner can write.

A handle that is a domain, and links with rel=me, show that two accounts belong together, not whose they are: they count
only where the other end is an account that the user has already proven.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from auditor.domain.account import Account, Claim, Proof, ProofMethod
from auditor.ports import Clock, Http, ProofText, Source, Vault

_SETTING = "proof-secret"
_TOKEN_PREFIX = "auditor-proof-"  # noqa: S105 - a public label, the secret part follows it
_CARRIES_TOKEN = (ProofMethod.SITE_FILE, ProofMethod.CREDENTIAL, ProofMethod.BIO)


async def proof_token(account: Account, vault: Vault) -> str:
    """Return the token that proves `account`: the same each time, different for each account and vault."""
    secret = await vault.setting(_SETTING)
    if secret is None:
        secret = secrets.token_hex(32)
        await vault.put_setting(_SETTING, secret)
    return _TOKEN_PREFIX + hmac.new(bytes.fromhex(secret), account.id.encode(), "sha256").hexdigest()[:20]


async def prove(account: Account, sources: Mapping[str, Source], http: Http, vault: Vault, clock: Clock) -> Proof:
    """Look for a proof and return it; `ProofMethod.NONE` if there is none. Only asks where `account` is claimed as mine.

    `sources` by platform; there must be one for the account's own.
    """
    if account.claim is not Claim.MINE:
        return Proof()
    if await http.local(account.url):
        return Proof(ProofMethod.LOCAL, _host(account.url), clock.now())
    texts = await sources[account.platform].proof_texts(account, http)
    for text in texts:
        if await http.local(text.url):
            return Proof(ProofMethod.LOCAL, _host(text.url), clock.now())
    token = await proof_token(account, vault)
    for method in _CARRIES_TOKEN:
        for text in texts:
            if text.kind == method.value and token in text.text:
                return Proof(method, text.url, clock.now())
    others = [one for one in await vault.accounts() if one.id != account.id and one.proof.holds and one.claim is Claim.MINE]
    for text in texts:
        for other in others:
            if await _carries_over(account, text, other, sources.get(other.platform), http):
                return Proof(ProofMethod(text.kind), other.url, clock.now())
    return Proof()


async def _carries_over(account: Account, text: ProofText, other: Account, source: Source | None, http: Http) -> bool:
    """Whether `text` ties `account` to another, proven one: by its domain, or by links with rel=me in both directions."""
    if text.kind == ProofMethod.DOMAIN.value:
        return _host(other.url) == text.text.casefold()
    if text.kind != ProofMethod.REL_ME.value or source is None or not _same_page(text.text, other.url):
        return False
    return any(
        back.kind == ProofMethod.REL_ME.value and _same_page(back.text, account.url) for back in await source.proof_texts(other, http)
    )


def _same_page(one: str, other: str) -> bool:
    return one.rstrip("/").casefold() == other.rstrip("/").casefold()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold()
