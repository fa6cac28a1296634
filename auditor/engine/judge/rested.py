"""Which checks of everything together see what they saw the last time: what they found stays.

A digest of all that a check looks at stands with the ids of its findings, in what the evaluation
keeps. Whatever takes a finding away besides an evaluation has that forgotten too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

import msgspec

from auditor.domain.findings.check import InventoryCheck, InventoryPart
from auditor.domain.findings.finding import Finding
from auditor.domain.views import FindingQuery
from auditor.engine.judge.inventory import Gathered
from auditor.ports import Vault

RESTED = "rested"
"""The name under which is kept what the findings of everything together rest on."""
_Digests = Mapping[InventoryPart, bytes]


class Rested(msgspec.Struct, frozen=True, array_like=True):
    """What the findings of a check rest on, and their ids in the order in which they were found."""

    digest: bytes
    findings: tuple[str, ...]


def digests(gathered: Gathered, of_prints: _Digests) -> _Digests:
    """Return for each part of an inventory what changes with all that is in it, and the accounts.

    `of_prints` are the digests of its rows.

    When a proof was seen last changes nothing that a check may tell.
    """
    encode = msgspec.msgpack.Encoder().encode
    accounts = encode(
        [
            replace(account, proof=replace(account.proof, seen_at=None))
            for account in gathered.accounts
        ]
    )
    besides: dict[InventoryPart, bytes] = {
        InventoryPart.PICTURES: b"",
        InventoryPart.FACES: encode(sorted(gathered.not_me)),
        InventoryPart.TIMES: encode(sorted(gathered.hours.items())),
        InventoryPart.MATCHES: encode((gathered.impostors, gathered.private)),
    }
    return {
        part: blake2b(encode((accounts, said, of_prints.get(part, b"")))).digest()
        for part, said in besides.items()
    }


def digest_for(check: InventoryCheck, parts: _Digests) -> bytes | None:
    """Return what changes with all that a check looks at; None where that is not known."""
    return None if check.reads is None else b"".join(parts[part] for part in sorted(check.reads))


async def read_rested(vault: Vault) -> dict[str, Rested]:
    """Return by check what the findings in place rest on."""
    kept = await vault.made(RESTED)
    return msgspec.msgpack.decode(kept, type=dict[str, Rested]) if kept else {}


async def findings_kept(
    vault: Vault,
    checks: Iterable[InventoryCheck],
    rested: Mapping[str, Rested],
    parts: _Digests,
) -> dict[str, Sequence[Finding]]:
    """Return the findings of each check that sees what it saw, in the order of their making."""
    kept: dict[str, Sequence[Finding]] = {}
    for check in checks:
        known = rested.get(check.id)
        if known is None or known.digest != digest_for(check, parts):
            continue
        query = FindingQuery(ids=known.findings)
        found = {finding.id: finding for finding in await vault.findings(query)}
        if len(found) == len(known.findings):
            kept[check.id] = [found[name] for name in known.findings]
    return kept


def pack_rested(
    checks: Iterable[InventoryCheck], found: Mapping[str, Sequence[Finding]], parts: _Digests
) -> bytes:
    """Return what is kept of what these checks found, none of which broke. `found` is by check."""
    return msgspec.msgpack.encode(
        {
            check.id: Rested(digest, tuple(finding.id for finding in found[check.id]))
            for check in checks
            if (digest := digest_for(check, parts)) is not None
        }
    )
