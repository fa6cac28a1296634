"""Everything that closings and plans are made of, read from the vault once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.domain.account import Account, Claim
from auditor.domain.findings.check import InventoryCase, PhotoCheck
from auditor.domain.findings.sign import Sign, sign_of
from auditor.domain.views import AccountState
from auditor.engine.dependencies import Rooms
from auditor.engine.judge.clusters import with_spots
from auditor.engine.judge.evaluate import blunted
from auditor.engine.judge.inventory import inventory
from auditor.engine.plan.photo_works import PhotoWorks, WorksOfPhotos

_PAGE = 200


@dataclass(frozen=True)
class Model:
    """What is public, what was found in it, and what can be done about it.

    `accounts` are those that are judged, by id; `comparing` are the checks (ids) over several
    photos; `of_photo` are the findings on single photos; `labels` name photos for a person.
    """

    accounts: Mapping[str, Account]
    states: Sequence[AccountState]
    signs: Sequence[Sign]
    comparing: frozenset[str]
    case: InventoryCase
    works: Mapping[str, PhotoWorks]
    of_photo: Mapping[str, Sequence[Sign]]
    account_of: Mapping[str, str]
    labels: Mapping[str, str]
    pages: Mapping[str, str]
    unwanted: frozenset[str]
    today: date


async def model_of(rooms: Rooms, unwanted: frozenset[str]) -> Model:
    """Read the model; the checks run on each photo as it would be after some work."""
    vault, today = rooms.vault, rooms.clock.now().date()
    accounts = {
        account.id: account
        for account in await vault.accounts()
        if account.claim in {Claim.MINE, Claim.IMPOSTOR}
    }
    findings = await vault.findings()
    signs = [sign for finding in findings if (sign := sign_of(finding)) is not None]
    case = await asyncio.to_thread(with_spots, await inventory(vault))
    prints = {photo.photo: photo for photo in case.prints}
    alone = {check.id for check in rooms.checks if isinstance(check, PhotoCheck)}
    of_photo: dict[str, list[Sign]] = defaultdict(list)
    for sign in signs:
        if sign.check in alone:
            of_photo[sign.photos[0]].append(sign)
    finder = WorksOfPhotos(rooms.checks, rooms.remedy, accounts, rooms.traits, today)
    works: dict[str, PhotoWorks] = {}
    account_of: dict[str, str] = {}
    labels: dict[str, str] = {}
    pages: dict[str, str] = {}
    after: str | None = None
    while page := await vault.photos(after, _PAGE):
        after = page[-1].photo.id
        for stored in page:
            account = accounts.get(stored.photo.account)
            if account is None:
                continue
            shown = blunted(stored, proven=account.proof.holds)
            works[stored.photo.id] = finder.on(
                shown, prints.get(stored.photo.id), of_photo.get(stored.photo.id, ())
            )
            account_of[stored.photo.id] = account.id
            labels[stored.photo.id] = stored.photo.file_name or stored.photo.alt or ""
            pages[stored.photo.id] = stored.photo.page_url
    return Model(
        accounts,
        await vault.account_states(),
        signs,
        frozenset(check.id for check in rooms.checks) - alone,
        case,
        works,
        of_photo,
        account_of,
        labels,
        pages,
        unwanted,
        today,
    )
