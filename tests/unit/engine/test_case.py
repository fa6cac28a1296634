"""What may be chosen as evidence, and what the vault has around it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from auditor.domain.account import Account, Claim
from auditor.domain.findings.finding import Evidence, Finding, Severity
from auditor.domain.photos.facts import Facts
from auditor.domain.text.statement import Statement
from auditor.domain.traits import Traits
from auditor.domain.views import (
    AccountChange,
    AccountState,
    NetworkEntry,
    PhotoDetail,
    ScanRecord,
    StoredPhoto,
)
from auditor.engine.evidence.case import evidence, gather
from auditor.engine.session import Session
from auditor.errors import UsageError
from tests.contract.vault_making import account, at, facts, finding, photo
from tests.fakes.accounts import GivenAccounts
from tests.rows import each_row
from tests.unit.engine.evidence import ADA, EVE

BEA = account("bea.example", claim=Claim.UNSURE)
MINE = photo(ADA, 1)
FOUND = finding(ADA, MINE)
PRETENDS = finding(EVE, MINE, check="same-avatar")
PRETENDS = replace(
    PRETENDS,
    observation=replace(
        PRETENDS.observation, evidence=(Evidence(Statement("x"), f"{EVE.url}@eve"),)
    ),
)
STRANGE = finding(BEA, None)
FACTS: Facts = facts(1)


TIED_TO = replace(account("tied.example"), keep_apart=True)
THERE, AGAIN = photo(TIED_TO, 1), photo(ADA, 2)
TIED = replace(
    finding(ADA, MINE, check="same-photo"),
    observation=replace(
        finding(ADA, MINE, check="same-photo").observation,
        evidence=tuple(Evidence(Statement("x"), photo.page_url) for photo in (MINE, AGAIN, THERE)),
        related=(AGAIN.id, THERE.id),
        about=TIED_TO.id,
    ),
)
SOURCED = replace(
    FOUND,
    id="f-sourced",
    observation=replace(
        FOUND.observation, evidence=(Evidence(Statement("x"), "https://a.paper/1"),)
    ),
)


class Answering(Session):
    """Answers from what it is given."""

    def __init__(self, accounts: Sequence[Account] = (ADA, EVE, BEA, TIED_TO)) -> None:
        self._given = accounts
        self.accounts = GivenAccounts(
            [AccountState(given, None, 1, at(5), "fetched", "", ()) for given in accounts]
        )

    def traits(self, platform: str) -> Traits:
        return Traits(platform, profile_root="https://shown.example/profile/")

    async def findings(
        self,
        *,
        ids: Iterable[str] | None = None,
        check: str | None = None,
        severity_at_least: Severity | None = None,
    ) -> tuple[Finding, ...]:
        return (FOUND, PRETENDS, STRANGE, TIED, SOURCED)

    async def photo(self, photo_id: str) -> PhotoDetail:
        shown = {each.id: each for each in (MINE, AGAIN, THERE)}[photo_id]
        return PhotoDetail(self._given[0], StoredPhoto(shown, FACTS), (), (), b"thumbnail")

    async def scans(self) -> tuple[ScanRecord, ...]:
        return tuple(
            ScanRecord(
                number,
                at(0),
                at(1),
                (AccountChange(account.id, "fetched", "", None, None, None, 1),),
            )
            for number, account in enumerate((ADA, BEA), 1)
        )

    async def network_log(self, limit: int = 1000) -> tuple[NetworkEntry, ...]:
        return (
            _asked("ada.example", "/media/IMG_00001.jpg", f"{ADA.id}: picture"),
            _asked("ada.example", "/media/IMG_00002.jpg", f"{ADA.id}: picture"),
            _asked("eve.example", "/api/avatar", f"{EVE.id}: avatar to compare"),
            _asked("bea.example", "/", f"{BEA.id}: page"),
        )


def _asked(host: str, path: str, purpose: str) -> NetworkEntry:
    return NetworkEntry(at(0), "GET", host, path, purpose, 200, 1, 1)


def test_evidence_has_addresses_times_and_stays_in_order() -> None:
    first, second = asyncio.run(evidence(Answering(), [PRETENDS.id, FOUND.id, PRETENDS.id]))
    assert first.copied
    assert first.targets == (EVE.url, f"{EVE.url}@eve")
    assert first.originals == (MINE.page_url, MINE.media_url)
    assert not second.copied
    assert second.targets == (MINE.page_url, MINE.media_url)
    assert second.seen_at == at(5)


def test_an_identifier_is_told_by_the_page_that_its_platform_has_for_it() -> None:
    by_id = replace(ADA, url="at://did:plc:abc")
    (seen,) = asyncio.run(evidence(Answering((by_id, EVE)), [FOUND.id]))
    assert seen.page == f"https://shown.example/profile/{ADA.handle}"
    (seen,) = asyncio.run(evidence(Answering(), [PRETENDS.id]))
    assert seen.page == EVE.url


def test_the_page_of_an_account_kept_apart_is_no_original() -> None:
    (seen,) = asyncio.run(evidence(Answering((replace(ADA, keep_apart=True), EVE)), [PRETENDS.id]))
    assert seen.originals == ()


@each_row(
    ("chosen", "said"),
    [
        ([STRANGE.id], "Only findings on your own"),
        (["f0"], "no finding"),
        ([], "Choose the evidence"),
    ],
)
def test_nothing_of_strangers_is_evidence(chosen: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        asyncio.run(evidence(Answering(), chosen))


def test_a_case_has_the_requests_and_scans_that_belong_to_it() -> None:
    case = asyncio.run(gather(Answering(), [FOUND.id, PRETENDS.id]))
    assert [request.path for request in case.requests] == ["/media/IMG_00001.jpg", "/api/avatar"]
    assert case.unlisted == 1
    assert [scan.id for scan in case.scans] == [1]


def test_what_has_to_go_is_never_on_another_account_or_a_source() -> None:
    tied, sourced = asyncio.run(evidence(Answering(), [TIED.id, SOURCED.id]))
    assert tied.targets == (MINE.page_url, MINE.media_url, AGAIN.page_url)
    assert sourced.targets == (MINE.page_url, MINE.media_url)


def test_a_case_says_which_accounts_it_ties_if_one_is_kept_apart() -> None:
    assert asyncio.run(gather(Answering(), [FOUND.id])).tied == ()
    assert asyncio.run(gather(Answering(), [TIED.id])).tied == (ADA, TIED_TO)
    apart = replace(ADA, keep_apart=True)
    assert asyncio.run(gather(Answering((apart, EVE)), [PRETENDS.id, FOUND.id])).tied == ()
