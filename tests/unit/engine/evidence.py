"""Invented evidence for letters and cases: a posting of one's own, and one of an impostor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.domain.account import Account, Claim
from auditor.domain.views import NetworkEntry, ScanRecord, StoredPhoto
from auditor.engine.evidence.case import Case, CaseFinding
from tests.contract.vault_making import account, at, facts, finding, photo

ADA = account()
EVE = account("eve.example", "mastodon", Claim.IMPOSTOR)


def own(number: int = 1, owner: Account = ADA) -> CaseFinding:
    shown = photo(owner, number)
    return CaseFinding(
        finding(owner, shown),
        owner,
        StoredPhoto(shown, facts(number)),
        at(60),
        (shown.page_url, shown.media_url),
    )


def impostor(*, apart: bool = False) -> CaseFinding:
    mine = own(70)
    assert mine.stored is not None
    seen = replace(finding(EVE, mine.stored.photo, check="same-avatar"))
    return CaseFinding(seen, EVE, mine.stored, at(60), (EVE.url,), () if apart else mine.targets)


def case(seen: Sequence[CaseFinding], requests: Sequence[NetworkEntry] = ()) -> Case:
    return Case(tuple(seen), (ScanRecord(1, at(0), at(1), ()),), tuple(requests), 2)
