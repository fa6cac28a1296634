"""Training sets: what the vault gives to look for, and what a search gives to the questions.

Nothing is sent: the search reads files of this device, so that no proof is asked for; accounts have
to be claimed as the person's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from auditor.domain.account import Claim
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.outside.copies import EVERYTHING_BELOW
from auditor.domain.outside.evidence import Outside, OutsideEvidence, OutsideNote
from auditor.domain.outside.training_sets import CorpusResult, CorpusSearch, Sought, SoughtKind
from auditor.domain.photos.photo import Photo
from auditor.domain.text.statement import Statement, Value
from auditor.domain.views import AccountState
from auditor.engine.dependencies import Rooms
from auditor.engine.outside.own_addresses import of_photos, own_addresses
from auditor.errors import UsageError
from auditor.messages import N_, NN_, _
from auditor.ports import Vault

_PAGE = 200


class TrainingSets:
    """What the faces may ask of a search in training sets."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._vault = rooms.vault

    async def sought(self) -> Sought:
        """Return addresses, pages and domains of the accounts that the person claimed as theirs.

        Raises UsageError where nothing of them is known.
        """
        states = [
            state
            for state in await self._vault.account_states()
            if state.account.claim is Claim.MINE
        ]
        mine = {state.account.id for state in states}
        photos = await self._photos(mine)
        addresses = dict.fromkeys(
            each.url for each in of_photos((photo, False) for photo in photos)
        )
        pages = [page for state in states for page in self._pages(state)]
        whole = dict.fromkeys(urlsplit(page).hostname or "" for page in pages if _is_whole(page))
        below = dict.fromkeys(
            page for page in pages if page.endswith(EVERYTHING_BELOW) and not _is_whole(page)
        )
        addresses.update(dict.fromkeys(page for page in pages if page not in below))
        found = Sought(
            tuple(url for url in addresses if not url.endswith(EVERYTHING_BELOW)),
            tuple(below),
            tuple(host.removeprefix("www.") for host in whole),
        )
        if not found.by_address:
            raise UsageError(
                _("No address of a photo of yours is known: nothing was searched."),
                _("'auditor scan' reads the accounts that you claimed as yours."),
            )
        return found

    async def keep(self, result: CorpusResult, names: Sequence[str]) -> None:
        """Keep how a search for what the vault gave ended. `names` are those of its files."""
        rows = {(hit.file, hit.row) for hit in result.hits}
        photos = {(hit.file, hit.row) for hit in result.hits if hit.kind is SoughtKind.ADDRESS}
        told = "\n".join(sorted(names)).encode()
        search = CorpusSearch(
            sha256(told).hexdigest(),
            self._rooms.clock.now(),
            result.files,
            result.rows,
            len(photos),
            len(rows - photos),
            not result.troubles,
        )
        await self._vault.put_outside(search.key, search)

    async def _photos(self, mine: set[str]) -> list[Photo]:
        found: list[Photo] = []
        after: str | None = None
        while page := await self._vault.photos(after, _PAGE):
            found += [each.photo for each in page if each.photo.account in mine]
            after = page[-1].photo.id
        for account in mine:
            found += [each.photo for each in await self._vault.gone_photos(account)]
        return found

    def _pages(self, state: AccountState) -> list[str]:
        traits = self._rooms.traits(state.account.platform)
        return own_addresses(state, traits, ()).pages


def _is_whole(page: str) -> bool:
    return urlsplit(page).path == f"/{EVERYTHING_BELOW}"


async def found(vault: Vault) -> Outside:
    """Return what searches give to the question `used`: partly, at most.

    A row that has the address of a photo is evidence. That none has says nothing of other sets and
    compares no picture, so a search is no look-up by which anything is called not seen.
    """
    searches = list((await vault.outside(CorpusSearch)).values())
    rows = sum(search.photos + search.pages for search in searches)
    if rows:
        single, many = NN_(
            "{n} row of a training set has the address of a photo or page of yours",
            "{n} rows of training sets have addresses of photos or pages of yours",
        )
        says = Statement(single, (), many, rows)
        line = OutsideEvidence(CorpusSearch.KIND, QuestionId.USED, Degree.PARTLY, says)
        return Outside((line,))
    if not searches:
        return Outside()
    newest = max(searches, key=lambda search: search.searched_at)
    note = Statement(
        N_(
            "{rows} rows of training sets were searched on {day} and none had an address of yours; "
            "other sets were not looked at"
        ),
        (
            Value("rows", f"{newest.rows:,}"),
            Value("day", newest.searched_at.date().isoformat()),
        ),
    )
    return Outside(notes=(OutsideNote(QuestionId.USED, note),))
