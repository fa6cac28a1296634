"""Proof that an account is the user's own: a token they were given stands where only the owner can write.

A handle that is a domain, and links with rel=me, show that two accounts belong together, not whose they are: they count
only where the other end is an account that the user has already proven.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
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


async def prove(account: Account, source: Source, http: Http, vault: Vault, clock: Clock) -> Proof:
    """Look for a proof and return it; `ProofMethod.NONE` if there is none. Only asks where `account` is claimed as mine."""
    if account.claim is not Claim.MINE:
        return Proof()
    if await http.local(account.url):
        return Proof(ProofMethod.LOCAL, _host(account.url), clock.now())
    texts = await source.proof_texts(account, http)
    for text in texts:
        if await http.local(text.url):
            return Proof(ProofMethod.LOCAL, _host(text.url), clock.now())
    token = await proof_token(account, vault)
    for method in _CARRIES_TOKEN:
        for text in texts:
            if text.kind == method.value and token in text.text:
                return Proof(method, text.url, clock.now())
    others = [one for one in await vault.accounts() if one.id != account.id and one.proof.holds and one.claim is Claim.MINE]
    return _carried_over(texts, others, clock)


def _carried_over(texts: Sequence[ProofText], others: Sequence[Account], clock: Clock) -> Proof:
    """Take over the proof of another account that this one is tied to in both directions."""
    for text in texts:
        for other in others:
            if text.kind == ProofMethod.DOMAIN.value and _host(other.url) == text.text.casefold():
                return Proof(ProofMethod.DOMAIN, other.url, clock.now())
            if text.kind == ProofMethod.REL_ME.value and text.text.rstrip("/") == other.url.rstrip("/"):
                return Proof(ProofMethod.REL_ME, other.url, clock.now())
    return Proof()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold()
