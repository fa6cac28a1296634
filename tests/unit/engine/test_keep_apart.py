"""Accounts kept apart are never asked about in one run with another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.domain.account import Claim, ProofMethod
from auditor.domain.findings.finding import Severity
from auditor.engine.scan.events import AccountEnded, ScanEvent
from auditor.errors import UsageError
from auditor.ports import Answer, ProofText
from tests.fakes.engine import House, account, photo, picture, unproven

ADA, BEA, CYN = account("ada.example"), account("bea.example"), account("cyn.example")


async def three(home: House) -> None:
    await home.own(ADA, BEA, CYN)
    for owner in (ADA, BEA, CYN):
        home.publish(owner, range(2))
    await home.session.accounts.set_keep_apart(CYN.id, True)


async def test_a_scan_of_all_leaves_it_out_and_says_so(home: House) -> None:
    await three(home)
    seen: list[ScanEvent] = []
    record = await home.session.scan(None, seen.append)
    assert not [request for request in home.http.asked if "cyn.example" in request.url]
    assert [(change.account, change.outcome, change.requests) for change in record.accounts][
        -1
    ] == (
        CYN.id,
        "skipped",
        0,
    )
    assert f"auditor scan --account {CYN.id}" in record.accounts[-1].reason
    assert (CYN.id, "skipped") in [
        (event.account, event.outcome.name) for event in seen if isinstance(event, AccountEnded)
    ]
    assert any(
        CYN.id in line and "kept apart" in line
        for line in (await home.session.overview()).not_checked
    )


async def test_alone_it_is_scanned_and_keeps_that_outcome(home: House) -> None:
    await three(home)
    await home.session.scan([CYN.id])
    assert {request.url.split("/")[2] for request in home.http.asked} == {"cyn.example"}
    assert not any("kept apart" in line for line in (await home.session.overview()).not_checked)
    await home.session.scan()
    (state,) = [
        state for state in await home.session.accounts.states() if state.account.id == CYN.id
    ]
    assert (state.outcome, state.photos, state.account.keep_apart) == ("fetched", 2, True)
    assert any("kept apart" in line for line in (await home.session.overview()).not_checked)


async def test_named_together_it_is_refused_before_anything_is_asked(home: House) -> None:
    await three(home)
    with pytest.raises(UsageError, match="kept apart") as refused:
        await home.session.scan([ADA.id, CYN.id])
    assert f"auditor scan --account {CYN.id}" in refused.value.hint
    assert home.http.asked == []
    await home.session.scan([ADA.id])  # the vault was let go


async def test_marked_while_a_scan_runs_it_is_asked_no_more(home: House) -> None:
    await three(home)
    await home.session.accounts.set_keep_apart(CYN.id, False)
    home.publish(CYN, range(100))

    async def mark() -> Answer:
        await home.session.accounts.set_keep_apart(CYN.id, True)
        return picture(photo(CYN, 0).media_url)

    home.http.answers[photo(CYN, 0).media_url] = mark
    record = await home.session.scan()
    assert (
        len(
            [
                request
                for request in home.http.asked
                if "cyn.example" in request.url and request.purpose.endswith("picture")
            ]
        )
        < 50
    )
    assert [(change.outcome, "kept apart" in change.reason) for change in record.accounts] == [
        ("fetched", False)
    ] * 2 + [("skipped", True)]


async def test_where_all_are_kept_apart_none_is_scanned_together(home: House) -> None:
    await three(home)
    for owner in (ADA, BEA):
        await home.session.accounts.set_keep_apart(owner.id, True)
    with pytest.raises(UsageError, match="All your accounts"):
        await home.session.scan()
    assert home.http.asked == []


async def test_the_only_account_that_is_asked_is_alone(home: House) -> None:
    await home.own(
        CYN, replace(ADA, claim=Claim.UNSURE), replace(BEA, platform="elsewhere", supported=False)
    )
    home.publish(CYN, range(2))
    await home.session.accounts.set_keep_apart(CYN.id, True)
    record = await home.session.scan()
    assert {change.account: change.outcome for change in record.accounts}[CYN.id] == "fetched"


async def test_it_can_be_taken_back_and_survives_a_claim(home: House) -> None:
    await three(home)
    assert (await home.session.accounts.set_claim(CYN.id, Claim.UNSURE)).keep_apart
    assert (await home.session.accounts.set_claim(CYN.id, Claim.MINE, CYN.handle)).keep_apart
    assert not (await home.session.accounts.set_keep_apart(CYN.id[:10], False)).keep_apart
    await home.session.scan()
    assert [request for request in home.http.asked if "cyn.example" in request.url]
    with pytest.raises(UsageError):
        await home.session.accounts.set_keep_apart("a-nothing", True)


@pytest.mark.parametrize("marked", [ADA, BEA])
async def test_a_proof_does_not_ask_both(home: House, marked: object) -> None:
    await home.own(ADA, unproven(BEA))
    both = {ADA.handle: BEA.url, BEA.handle: ADA.url}
    home.source.proofs = {
        name: [ProofText(ProofMethod.REL_ME.value, url, f"https://{name}/")]
        for name, url in both.items()
    }
    asked: list[str] = []
    listed = home.source.proof_texts

    async def told(owner: object, http: object) -> object:
        asked.append(getattr(owner, "handle", ""))
        return await listed(owner, http)  # type: ignore[arg-type]

    object.__setattr__(home.source, "proof_texts", told)
    await home.session.accounts.set_keep_apart(ADA.id if marked is ADA else BEA.id, True)
    assert not (await home.session.accounts.prove(BEA.id)).holds
    assert asked == [BEA.handle]
    await home.session.accounts.set_keep_apart(ADA.id if marked is ADA else BEA.id, False)
    assert (await home.session.accounts.prove(BEA.id)).method is ProofMethod.REL_ME


async def test_links_of_such_an_account_weigh_more(home: House) -> None:
    await home.own(ADA, CYN)
    shared = "https://ada.example/media/1.jpg"
    home.http.answers[shared] = picture(shared)
    home.source.pages = {owner.handle: [[photo(owner, 1, url=shared)]] for owner in (ADA, CYN)}
    await home.session.scan()
    for apart, severity in ((True, Severity.HIGH), (False, Severity.MEDIUM)):
        await home.session.accounts.set_keep_apart(CYN.id, apart)
        (seen,) = await home.session.findings(check="same-photo")
        assert seen.observation.severity is severity
