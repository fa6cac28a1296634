"""Breaches of invented addresses, and a look-up that answers without a network."""

from __future__ import annotations

from dataclasses import replace

from auditor.config import ServiceSettings
from auditor.domain.outside.breaches import (
    Breach,
    BreachAnswer,
    BreachFlag,
    BreachLookup,
    BreachState,
    Paste,
    masked_address,
)
from auditor.domain.secret import Secret
from auditor.engine.outside.breaches import AddressTold, BreachBook, own_address
from auditor.errors import UsageError
from auditor.ports import Consent, Outgoing
from auditor.services.hibp import HaveIBeenPwned
from tests.fakes.people import NOW

HOLMQVIST: tuple[Breach, ...] = (
    Breach("HolmqvistDating", "Holmqvist Dating", "", "2019-05-06", ("Photos", "Names"), ()),
    Breach("Adobe", "Adobe", "", "2013-10-04", ("Email addresses", "Passwords"), ()),
    Breach("Hoax", "Hoax", "", "", ("Passport numbers",), (BreachFlag.FABRICATED,)),
    Breach(
        "MajaHub", "Maja Hub", "", "2020-01-01", ("Sexual fetishes",), (BreachFlag.SENSITIVE,), NOW
    ),
)


def kept(word: str | None = None) -> tuple[BreachLookup, ...]:
    """Return what was told of three addresses; `word` stands for every text of others."""
    breaches = HOLMQVIST
    pastes = (Paste("Pastebin", "https://social.example/maja", "maja", "2014-03-04", 139),)
    if word is not None:
        breaches = tuple(
            replace(each, name=f"{word}{number}", title=word, date=word, data_classes=(word,))
            for number, each in enumerate(breaches)
        )
        pastes = (Paste(word, word, word, word, 1),)
    return (
        BreachLookup("e0000000000000001", "m…@m….example", NOW, breaches, NOW, pastes),
        BreachLookup("e0000000000000002", "l…@m….example", NOW, (), None),
        BreachLookup("e0000000000000003", "x…@m….example", None, (), NOW),
    )


class FakeBreaches(BreachBook):
    """What is kept is in memory; `missing_key` lets a look-up end as one without a key does."""

    def __init__(self, calls: list[str], word: str | None = None, *, empty: bool = False) -> None:
        self._calls = calls
        self._word = word
        self._kept = () if empty else kept(word)
        self.missing_key = False
        self.refused = ""

    def outgoing(self, address: str) -> Outgoing:
        async def never() -> Secret:
            raise AssertionError

        service = HaveIBeenPwned(ServiceSettings().hibp_url, never, "(your key)")
        return service.outgoing((own_address(address),))

    async def look_up(self, consent: Consent) -> tuple[AddressTold, ...]:
        self._calls.append(f"look_up {len(consent.items_for('hibp'))}")
        if self.missing_key:
            raise UsageError(
                "There is no key of Have I Been Pwned: it needs your own.",
                "It is bought. What keeps it: 'auditor keys set hibp'",
            )
        (address,) = consent.items_for("hibp")
        found = BreachLookup("e0000000000000009", masked_address(address), NOW, HOLMQVIST[:1], NOW)
        answer = BreachAnswer(BreachState.FOUND, found.breaches, BreachState.NONE_SHOWN)
        if self.refused:
            found = replace(found, asked_at=None, breaches=(), pastes_at=None)
            answer = BreachAnswer(BreachState.COULD_NOT_TELL, why=self.refused)
        else:
            self._kept = (*self._kept, found)
        return (AddressTold(answer, found),)

    async def known(self) -> tuple[BreachLookup, ...]:
        return self._kept

    async def deal_with(self, name: str, *, undo: bool = False) -> int:
        self._calls.append(f"deal_with {name} {undo}")
        at = None if undo else NOW
        self._kept = tuple(
            replace(
                lookup,
                breaches=tuple(
                    replace(each, dealt_with_at=at) if each.name == name else each
                    for each in lookup.breaches
                ),
            )
            for lookup in self._kept
        )
        return 1
