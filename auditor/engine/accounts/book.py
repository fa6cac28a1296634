"""The user's list of accounts: adding, claiming and proving them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.dataclass import dataclass
from auditor.domain.account import (
    Account,
    Claim,
    Proof,
    ProofMethod,
    account_id,
    is_host,
    names_account,
)
from auditor.domain.views import AccountState
from auditor.engine.accounts import prove
from auditor.engine.accounts.closed_platforms import closed_account
from auditor.engine.accounts.pasted import tidied
from auditor.engine.accounts.recognise import detect, recognise, require_unambiguous, unsupported
from auditor.engine.counted_http import CountedHttp
from auditor.engine.dependencies import Rooms
from auditor.errors import HandleTaken, NetworkError, SourceError, UsageError
from auditor.messages import _
from auditor.ports import Recognised, RunsProgram, Source

if TYPE_CHECKING:
    from auditor.engine.discovery.outward import Discovery

_PORT = re.compile(r"(?<=[\w.]):\d+\b")


@dataclass(frozen=True, slots=True)
class AccountBook:
    """Accounts in the vault. Only an account claimed as `mine` is ever asked about."""

    rooms: Rooms

    async def add(
        self, text: str, claim: Claim, platform: str | None, handle: str | None, again: str
    ) -> Account:
        """Put an account on the list.

        Raises UsageError if nothing recognises `text`, or `again` does not name what is claimed.
        """
        found = self.meant(text, platform)
        if claim is Claim.MINE:
            _require_named(again, handle or found.handle, text)
        self._practice_guard(found.url)
        if claim is Claim.MINE and not found.sure and platform is None:
            found = await self._detected(text, found)
        account = Account(
            id=self._id(found.platform, handle or found.handle, found.url),
            platform=found.platform,
            handle=handle or found.handle,
            url=found.url,
            claim=claim,
            supported=self.rooms.source(found.platform) is not None,
            added_at=self.rooms.clock.now(),
        )
        if any(
            _same(known, account) or self._read_twice(known, account)
            for known in await self.rooms.vault.accounts()
        ):
            raise UsageError(
                _("{handle} on {platform} is on the list already.").format(
                    handle=account.handle, platform=account.platform
                ),
                _("'auditor accounts claim' changes what you say of it."),
            )
        await self.rooms.vault.put_account(account)
        return await self._proven_at_once(account)

    def _id(self, platform: str, handle: str, url: str) -> str:
        """Return the id of a new account."""
        if self.rooms.invented:  # the servers of the range stand on other ports each time
            handle, url = _PORT.sub("", handle), _PORT.sub("", url)
        return self.rooms.vault.ids.named(account_id(platform, handle, url))

    async def get(self, account_id: str) -> Account:
        """Return an account by its id or a start of it that fits only one. Raises UsageError."""
        accounts = await self.rooms.vault.accounts()
        fitting = [
            account for account in accounts if account_id and account.id.startswith(account_id)
        ]
        if len(fitting) != 1:
            raise UsageError(
                _("There is no account {id}.").format(id=account_id),
                _("'auditor accounts list' shows the ids."),
            )
        return fitting[0]

    async def claim(self, account_id: str, claim: Claim, again: str) -> Account:
        """Record a claim.

        What was read of an account that is no longer `mine` is forgotten, and its proof with it.
        Raises UsageError where it becomes `mine` and `again` does not name it.
        """
        account = await self.get(account_id)
        if claim is account.claim:
            return account
        if claim is Claim.MINE:
            _require_named(again, account.handle, self._address_of(account, again))
            self._practice_guard(account.url)
            account = await self._redetected(account)
        await self.rooms.vault.remove_account(account.id)
        supported = self.rooms.source(account.platform) is not None  # what is installed changes
        account = replace(account, archive=None, supported=supported, claim=claim, proof=Proof())
        await self.rooms.vault.put_account(account)
        return await self._proven_at_once(account)

    async def read_now(self) -> None:
        """Let a scan read accounts that nothing read when they were added, and that are now.

        One that another program would read waits until its terms were told.
        """
        for account in await self.rooms.vault.accounts():
            if account.supported or account.claim is not Claim.MINE or account.archive is not None:
                continue
            source = self.rooms.source(account.platform)
            if source is not None and not isinstance(source, RunsProgram):
                await self.rooms.vault.put_account(replace(account, supported=True))

    async def terms(self, account: Account) -> str:
        """Return what a person has to know of what reads an account; "" where there is nothing.

        The terms of another program are told once: where another account on the list is read by it
        on the same ones, it is "". Of a source that is off it is told each time.
        """
        off = self.rooms.why_off(account.platform)
        if off:
            return off
        if account.claim is not Claim.MINE:
            return ""
        terms = self._terms_of(account.platform)
        known = (
            self._terms_of(other.platform)
            for other in await self.rooms.vault.accounts()
            if other.id != account.id and other.claim is Claim.MINE and other.supported
        )
        return "" if terms in known else terms

    def _read_twice(self, known: Account, account: Account) -> bool:
        """Whether another program would read an address that is on the list by another name."""
        alike = bool(account.url) and known.url.rstrip("/") == account.url.rstrip("/")
        return alike and any(self._terms_of(each.platform) for each in (known, account))

    def _terms_of(self, platform: str) -> str:
        source = self.rooms.source(platform)
        if isinstance(source, RunsProgram):
            return source.terms()
        return ""

    async def keep_apart(self, account_id: str, apart: bool) -> Account:
        """Record whether nobody should be able to tie an account to the others.

        Raises UsageError if there is no such account.
        """
        account = replace(await self.get(account_id), keep_apart=apart)
        await self.rooms.vault.put_account(account)
        return account

    async def prove(self, account_id: str) -> Account:
        """Look for a proof and record it; the account as it is now known.

        Raises UsageError where it is not claimed as mine.
        """
        account = await self.get(account_id)
        source = self.rooms.source(account.platform)
        if account.claim is not Claim.MINE:
            raise UsageError(
                _("Only an account that you say is yours can be proven."),
                _("auditor accounts claim {id} mine").format(id=account.id),
            )
        if source is None:
            raise UsageError(
                _("This program cannot look into {platform}, so nothing is proven there.").format(
                    platform=account.platform
                ),
                _("That it is yours rests on your word; 'auditor plan' lists its settings."),
            )
        http = CountedHttp(self.rooms.http, account.id, account)
        try:
            proof = await prove.prove(
                account,
                self.rooms.sources_by_name,
                http,
                self.rooms.vault,
                self.rooms.clock,
                own_range=self.rooms.own_range,
            )
        except HandleTaken:
            await self.rooms.vault.set_proof(account.id, Proof())
            raise
        if proof.holds or account.proof.method in {ProofMethod.NONE, ProofMethod.LOCAL}:
            await self.rooms.vault.set_proof(account.id, account.proof.renewed(proof))
        return await self.get(account.id)

    async def prove_local(self, accounts: Sequence[Account]) -> None:
        """Prove those of `accounts` that stand on a server of the user's own machine or network.

        Such a proof is looked at again each time: another directory in the settings would otherwise
        leave a forged one behind.
        """
        for account in accounts:
            if account.proof.method is ProofMethod.LOCAL and not self.rooms.own_range:
                await self.rooms.vault.set_proof(account.id, Proof())
            elif account.proof.method in {ProofMethod.NONE, ProofMethod.LOCAL}:
                await self._proven_at_once(account)

    async def _proven_at_once(self, account: Account) -> Account:
        if not self._worth_proving(account):
            return account
        with contextlib.suppress(
            NetworkError, SourceError
        ):  # the scan meets the same error and tells it as its outcome
            await self.prove(account.id)
        return await self.get(account.id)

    def recognise(self, text: str) -> tuple[Recognised, ...]:
        """Return what `text` may mean, surest first."""
        return recognise(text, self.rooms.sources)

    def _worth_proving(self, account: Account) -> bool:
        """Whether a look may prove it at once.

        Its address was opened, or only a look-up tells where it lives.
        """
        local = self.rooms.http.opened(account.url) or not account.url.startswith(
            ("http://", "https://")
        )
        return account.claim is Claim.MINE and account.supported and local

    def _address_of(self, account: Account, typed: str) -> str:
        """Return `typed` where it is an address of `account`, as it may have been added by."""
        try:
            meant = {(choice.platform, choice.url) for choice in self.recognise(typed)}
        except UsageError:
            return account.url
        return typed if (account.platform, account.url) in meant and account.url else account.url

    def meant(self, text: str, platform: str | None) -> Recognised:
        """Return what `text` means on `platform`, or at its surest. Raises UsageError."""
        if platform is not None and is_host(platform):
            return Recognised(platform, platform, text)
        found = self.recognise(text)
        typed = tidied(text)
        if platform is not None:
            chosen = next((choice for choice in found if choice.platform == platform), None)
            return chosen or Recognised(platform, typed, typed if "://" in typed else "")
        if not found:
            raise UsageError(
                _("Nothing recognises {text}.").format(text=text),
                _("Type a URL, @name@host, a name such as name.bsky.social, or at://DID."),
            )
        require_unambiguous(text, found)
        return found[0]

    async def _detected(self, text: str, guess: Recognised) -> Recognised:
        sources: list[Source] = list(self.rooms.sources)
        return await detect(text, sources, self.rooms.http) or guess

    async def _redetected(self, account: Account) -> Account:
        """Ask again what an account is that was only guessed while nothing could be asked.

        Its id stays.
        """
        if is_host(account.platform):
            return account
        guess = next(
            (
                choice
                for choice in self.recognise(account.url or account.handle)
                if choice.platform == account.platform
            ),
            None,
        )
        if guess is None or guess.sure:
            return account
        found = await self._detected(account.url, guess)
        supported = self.rooms.source(found.platform) is not None
        return replace(
            account,
            platform=found.platform,
            handle=found.handle,
            url=found.url,
            supported=supported,
        )

    def _practice_guard(self, url: str) -> None:
        """Refuse real addresses where the run is locked to the range.

        What has no address is looked up at the range.
        """
        if (
            self.rooms.practice_only
            and url.startswith(("http://", "https://"))
            and not self.rooms.http.opened(url)
        ):
            raise UsageError(
                _("This run is locked to the practice range."),
                _("Leave out --practice-only to work with real accounts."),
            )


def _require_named(again: str, handle: str, address: str) -> None:
    """Refuse a claim that was not meant: one account a time, named once more by whoever claims."""
    if not names_account(again, handle, address):
        raise UsageError(
            _("An account becomes yours only where its name is typed again, the same."),
            _(
                "At a terminal it is asked for; scripts give it with --confirm: the name, or the "
                "address as it was given."
            ),
        )


def _same(known: Account, account: Account) -> bool:
    """Whether it is the account that is known already.

    Older vaults hold addresses of platforms without a source as they were typed.
    """
    if known.id == account.id:
        return True
    if known.supported or account.supported or known.platform != account.platform:
        return False
    found = closed_account(known.url)
    return found is not None and account.id == account_id(
        found.platform, found.handle or known.handle, found.url
    )


@dataclass(frozen=True, slots=True)
class Accounts:
    """The user's accounts as the faces ask for them. `evaluate` judges anew what a change touches.

    Ids may be cut short as long as they fit one account only; else UsageError is raised.
    """

    book: AccountBook
    evaluate: Callable[[], Awaitable[None]]

    def recognise(self, text: str) -> tuple[Recognised, ...]:
        """Return what `text` may mean, surest first. Asks nobody. Raises UsageError."""
        return self.book.recognise(text)

    def meant(self, text: str, platform: str | None = None) -> Recognised:
        """Return what `add` would take `text` for. Asks nobody. Raises UsageError."""
        return self.book.meant(text, platform)

    async def find(self, account_id: str) -> Account:
        """Return the account of that id. Raises UsageError."""
        return await self.book.get(account_id)

    async def add(
        self,
        text: str,
        *,
        claim: Claim = Claim.UNSURE,
        platform: str | None = None,
        handle: str | None = None,
        again: str = "",
    ) -> Account:
        """Put an account on the list. Unless `claim` is MINE, nothing is asked of anyone.

        For MINE, `again` is its handle or address as whoever claims it typed it once more.
        Raises UsageError where nothing recognises `text`, it is on the list already, or `again`
        is something else.
        """
        account = await self.book.add(text, claim, platform, handle, again)
        await self.book.rooms.requests.flush(self.book.rooms.vault)
        return account

    def discovery(self) -> Discovery:
        """Return what looks for further accounts, from proven ones outward."""
        from auditor.engine.discovery.outward import Discovery

        return Discovery(self.book.rooms, unsupported)

    async def terms(self, account: Account) -> str:
        """Return what has to be told once of the program that reads an account, "" if nothing."""
        return await self.book.terms(account)

    async def states(self) -> tuple[AccountState, ...]:
        """Return all accounts with how their last scan went."""
        return await self.book.rooms.vault.account_states()

    async def remove(self, account_id: str) -> None:
        """Forget an account with everything read of it, and judge the rest anew."""
        account = await self.book.get(account_id)
        await self.book.rooms.vault.remove_account(account.id)
        await self.evaluate()

    async def set_claim(self, account_id: str, claim: Claim, again: str = "") -> Account:
        """Record what the user says of an account.

        What was read of one that is no longer `mine` is forgotten. Where it becomes `mine`, `again`
        is its handle or address, typed once more; else raises UsageError.
        """
        account = await self.book.claim(account_id, claim, again)
        await self.evaluate()
        return account

    async def set_keep_apart(self, account_id: str, apart: bool) -> Account:
        """Record whether an account must not be tied to the others.

        Then links weigh more, and it is scanned alone.
        """
        account = await self.book.keep_apart(account_id, apart)
        await self.evaluate()
        return account

    async def proof_token(self, account_id: str) -> str:
        """Return the token that proves an account where only its owner can write."""
        return await prove.proof_token(await self.book.get(account_id), self.book.rooms.vault)

    async def prove(self, account_id: str) -> Proof:
        """Look for a proof now. What was blunt becomes exact if one is found."""
        account = await self.book.prove(account_id)
        await self.evaluate()
        return account.proof
