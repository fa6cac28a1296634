"""Breaches and pastes that hold addresses of the person, as Have I Been Pwned told them.

An address is in memory while it is asked about. What is kept stands under an id that only this
vault can make of it, and holds the address nowhere, whatever the service put into its answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from auditor.dataclass import dataclass
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.outside.breaches import (
    Breach,
    BreachAnswer,
    BreachFlag,
    BreachLookup,
    BreachState,
    Paste,
    address_id,
    address_of,
    gravest_first,
    masked_address,
)
from auditor.domain.outside.data_classes import NAMES, PAPERS, Leaked
from auditor.domain.outside.evidence import Outside, OutsideEvidence
from auditor.domain.text.foreign_text import ELLIPSIS
from auditor.domain.text.statement import MASK, Kind, Statement, Value
from auditor.engine.dependencies import Rooms
from auditor.errors import UsageError
from auditor.messages import NN_, _
from auditor.ports import Consent, Outgoing, Vault

_MOST_NAMES = 5
_SAID = {
    (QuestionId.PAPERS, True): NN_(
        "your e-mail address stands in {n} breach that leaked papers, numbers or keys: {names}",
        "your e-mail address stands in {n} breaches that leaked papers, numbers or keys: {names}",
    ),
    (QuestionId.PAPERS, False): NN_(
        "your e-mail address stands in {n} breach that nobody verified and that may have leaked "
        "papers, numbers or keys: {names}",
        "your e-mail address stands in {n} breaches that nobody verified and that may have leaked "
        "papers, numbers or keys: {names}",
    ),
    (QuestionId.NAME, True): NN_(
        "your e-mail address stands in {n} breach that leaked names, addresses or dates of birth: "
        "{names}",
        "your e-mail address stands in {n} breaches that leaked names, addresses or dates of "
        "birth: {names}",
    ),
    (QuestionId.NAME, False): NN_(
        "your e-mail address stands in {n} breach that nobody verified and that may have leaked "
        "names, addresses or dates of birth: {names}",
        "your e-mail address stands in {n} breaches that nobody verified and that may have leaked "
        "names, addresses or dates of birth: {names}",
    ),
}


@dataclass(frozen=True, slots=True)
class AddressTold:
    """What was just said of an address, and what is kept of it now."""

    answer: BreachAnswer
    kept: BreachLookup


class BreachBook:
    """Looks addresses up, keeps what was told, and what the person did about it."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._vault = rooms.vault

    def outgoing(self, address: str) -> Outgoing:
        """Return what a look-up would send. Raises UsageError for what is no address."""
        return self._rooms.lookups.breaches.outgoing((own_address(address),))

    async def look_up(self, consent: Consent) -> tuple[AddressTold, ...]:
        """Ask about what the consent names, and keep what was told.

        What could not be told leaves what was kept before as it is. Raises UsageError and
        SecretsUnavailable where there is no key to ask with.
        """
        if self._rooms.practice_only:
            raise UsageError(
                _("This run is locked to the practice range."),
                _("Leave out --practice-only to work with real accounts."),
            )
        try:
            answers = await self._rooms.lookups.breaches.ask(consent, self._rooms.http)
            return tuple([await self._keep(address, answer) for address, answer in answers.items()])
        finally:
            await self._rooms.requests.flush(self._vault)

    async def known(self) -> tuple[BreachLookup, ...]:
        """Return what is kept of all addresses, in the order in which they were first asked."""
        return tuple((await self._vault.outside(BreachLookup)).values())

    async def deal_with(self, name: str, *, undo: bool = False) -> int:
        """Mark a breach as dealt with, by its name or title, or take the mark away.

        Returns of how many addresses. Raises UsageError where no breach is called so.
        """
        wanted = name.strip().casefold()
        now = None if undo else self._rooms.clock.now()
        marked = 0
        for key, lookup in (await self._vault.outside(BreachLookup)).items():
            named = [each for each in lookup.breaches if wanted in _called(each)]
            if named:
                breaches = tuple(
                    replace(each, dealt_with_at=now) if each in named else each
                    for each in lookup.breaches
                )
                await self._vault.put_outside(key, replace(lookup, breaches=breaches))
                marked += 1
        if not marked:
            raise UsageError(
                _("No breach that is kept is called so; nothing was done."),
                _("'auditor breaches --list' shows their names."),
            )
        return marked

    async def forget(self) -> int:
        """Forget everything that is kept of breaches; returns of how many addresses."""
        count = len(await self._vault.outside(BreachLookup))
        await self._vault.replace_outside(BreachLookup, {})
        return count

    async def _keep(self, address: str, answer: BreachAnswer) -> AddressTold:
        key = self._vault.ids.named(address_id(address))
        before = (await self._vault.outside(BreachLookup)).get(key)
        told = _without_address(answer, address)
        lookup = before or BreachLookup(key, masked_address(address))
        now = self._rooms.clock.now()
        if told.state is not BreachState.COULD_NOT_TELL:
            lookup = replace(
                lookup,
                asked_at=now,
                breaches=_marked(told.breaches, lookup.breaches),
                cut=told.cut,
            )
        if told.paste_state is not BreachState.COULD_NOT_TELL:
            lookup = replace(lookup, pastes_at=now, pastes=told.pastes)
        if lookup.asked_at is not None or lookup.pastes_at is not None:
            await self._vault.put_outside(key, lookup)
        return AddressTold(told, lookup)


def own_address(text: str) -> str:
    """Return an e-mail address as it is asked about. Raises UsageError, which repeats nothing."""
    address = address_of(text)
    if address is None:
        raise UsageError(_("That is no e-mail address; nothing was sent."))
    return address


async def found(vault: Vault) -> Outside:
    """Return what breaches give to the questions `papers` and `name`.

    Fabricated ones and those dealt with do not count. No look-up of an address compares pictures,
    so `lookups` stays 0.
    """
    kept = (await vault.outside(BreachLookup)).values()
    counted = {
        breach.name: breach for lookup in kept for breach in lookup.breaches if breach.counts
    }
    lines = [
        line
        for question, wanted in ((QuestionId.PAPERS, PAPERS), (QuestionId.NAME, NAMES))
        for line in _lines(question, wanted, gravest_first(counted.values()))
    ]
    return Outside(tuple(lines))


def _lines(
    question: QuestionId, wanted: frozenset[Leaked], breaches: Sequence[Breach]
) -> list[OutsideEvidence]:
    lines = []
    telling = [breach for breach in breaches if breach.leaked & wanted]
    for verified in (True, False):
        named = [each for each in telling if (BreachFlag.UNVERIFIED in each.flags) != verified]
        if named:
            single, many = _SAID[question, verified]
            names = ", ".join(
                MASK if breach.sensitive else breach.title for breach in named[:_MOST_NAMES]
            )
            if len(named) > _MOST_NAMES:
                names += ", …"
            says = Statement(single, (Value("names", names, Kind.NAME),), many, len(named))
            lines.append(OutsideEvidence(BreachLookup.KIND, question, Degree.PARTLY, says))
    return lines


def _called(breach: Breach) -> tuple[str, str]:
    return breach.name.casefold(), breach.title.casefold()


def _marked(told: Sequence[Breach], before: Sequence[Breach]) -> tuple[Breach, ...]:
    """Return breaches with the marks of those kept before.

    One that leaked more than was known when it was dealt with is open again.
    """
    done: dict[str, tuple[frozenset[str], datetime | None]] = {
        breach.name: (frozenset(breach.data_classes), breach.dealt_with_at) for breach in before
    }
    marked = []
    for breach in told:
        classes, at = done.get(breach.name, (frozenset(), None))
        holds = at is not None and classes >= set(breach.data_classes)
        marked.append(replace(breach, dealt_with_at=at) if holds else breach)
    return tuple(marked)


def _spelled(address: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds an address in foreign text, and one whose host was cut off.

    Any of its characters may be escaped as in an address of the web, once or more.
    """
    characters = [
        f"(?:{re.escape(each)}|{''.join(f'%(?:25)*{byte:02x}' for byte in each.encode())})"
        for each in address
    ]
    at = address.rindex("@")
    name, sign = "".join(characters[:at]), characters[at]
    return (
        re.compile("".join(characters), re.IGNORECASE),
        re.compile(f"{name}(?:{sign}[^ ]*|[%25]*4?){ELLIPSIS}$", re.IGNORECASE),
    )


def _without_address(answer: BreachAnswer, address: str) -> BreachAnswer:
    """Return an answer in which the address stands nowhere, however it is spelled there."""
    hidden, cut_off = _spelled(address)
    shown = masked_address(address)

    def plain(text: str) -> str:
        text = hidden.sub(lambda _found: shown, text)
        return cut_off.sub(lambda _found: f"{shown}{ELLIPSIS}", text)

    breaches = tuple(
        replace(
            breach,
            name=plain(breach.name),
            title=plain(breach.title),
            domain=plain(breach.domain),
            data_classes=tuple(map(plain, breach.data_classes)),
        )
        for breach in answer.breaches
    )
    pastes = tuple(
        Paste(plain(paste.source), plain(paste.id), plain(paste.title), paste.date, paste.addresses)
        for paste in answer.pastes
    )
    return replace(
        answer, breaches=breaches, pastes=pastes, why=plain(answer.why), plan=plain(answer.plan)
    )
