"""Findings read in pages: the same as all of them at once, whatever is asked."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from auditor.domain.account import Proof, ProofMethod
from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.secret import Secret
from auditor.domain.views import ANY_FINDING, FindingQuery
from auditor.ports import Vault as Port
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import T0, HeldClock, account, at, finding, photo

ADA = replace(account(), proof=Proof(ProofMethod.SITE_FILE, "https://ada.example/", T0))
BEA = account("bea.example", "mastodon")
KEY = VaultKey(Secret("5a" * 32))
QUERIES = (
    ANY_FINDING,
    FindingQuery(check="position"),
    FindingQuery(account=ADA.id, severity_at_least=Severity.MEDIUM),
    FindingQuery(severity=Severity.LOW),
    FindingQuery(state=State.OPEN),
    FindingQuery(state=State.DONE, check="serial-number"),
    FindingQuery(check="none"),
)


def some(number: int) -> Finding:
    rng = random.Random(number)
    owner = rng.choice((ADA, BEA))
    made = finding(
        owner,
        photo(owner, number),
        check=rng.choice(("position", "serial-number", "owner-name")),
        severity=rng.choice([*Severity]),
    )
    aftercare = rng.choice(((), ("block-card",), ("change-key",)))
    return replace(
        made,
        id=f"f{rng.getrandbits(64):016x}",
        observation=replace(made.observation, aftercare=aftercare),
        remedy=replace(made.remedy, url=rng.choice(("", "https://help.example/"))),
    )


FINDINGS = [some(number) for number in range(1_203)]


async def fill(vault: Port) -> None:
    for owner in (ADA, BEA):
        await vault.put_account(owner)
    await vault.begin_findings()
    await vault.add_findings(FINDINGS)
    await vault.finish_findings()
    for state, number in ((State.DONE, 0), (State.ACCEPTED, 1), (State.DONE, 2)):
        await vault.mark_all([each.id for each in FINDINGS[number::7]], state, at(1))


@pytest.fixture(params=["file", "memory"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Port]:
    made = (
        await EncryptedVault.open(tmp_path, KEY, HeldClock())
        if request.param == "file"
        else await EncryptedVault.ephemeral()
    )
    await fill(made)
    yield made
    await made.close()


@pytest.mark.parametrize("query", QUERIES)
async def test_pages_and_the_stream_are_the_whole(vault: Port, query: FindingQuery) -> None:
    whole = await vault.findings(query)
    pages = [await vault.findings(query, start, 100) for start in range(0, len(FINDINGS), 100)]
    assert tuple(found for page in pages for found in page) == whole
    assert await vault.findings(query, 5) == whole[5:]
    assert await vault.count_findings(query) == len(whole)
    streamed = [page async for page in vault.stream_findings(query)]
    assert tuple(found for page in streamed for found in page) == whole
    assert all(len(page) <= 500 for page in streamed)


async def test_kinds_are_what_findings_have_in_common(vault: Port) -> None:
    whole = await vault.findings()
    expected = Counter(
        (found.check, found.observation.account, found.observation.aftercare, found.remedy)
        for found in whole
    )  # in the order of first mention
    kinds = await vault.finding_kinds()
    told = [(kind.check, kind.account, kind.aftercare, kind.remedy) for kind in kinds]
    assert told == [*expected]
    assert [kind.count for kind in kinds] == [*expected.values()]


async def test_a_stream_shows_what_stood_there_when_it_began(tmp_path: Path) -> None:
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await fill(vault)
    before = await vault.findings()
    other = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    seen: list[Finding] = []
    async with aclosing(vault.stream_findings()) as pages:
        async for page in pages:
            if not seen:  # another run evaluates meanwhile
                await other.begin_findings()
                await other.add_findings(FINDINGS[:10])
                await other.finish_findings()
            seen += page
    assert tuple(seen) == before
    assert len(await vault.findings()) == 10
    assert await vault.mark(FINDINGS[0].id, State.OPEN, at(2))  # it can be written again
    await other.close()
    await vault.close()


async def test_a_stream_that_is_left_lets_go(tmp_path: Path) -> None:
    vault = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await fill(vault)
    async with aclosing(vault.stream_findings()) as pages:
        async for _page in pages:
            break
    other = await EncryptedVault.open(tmp_path, KEY, HeldClock())
    await other.mark(FINDINGS[0].id, State.OPEN, at(2))
    assert await vault.mark(FINDINGS[1].id, State.OPEN, at(3))
    await other.close()
    async with aclosing(vault.stream_findings()) as pages:
        async for _page in pages:
            await vault.close()
            break
