"""Asks Have I Been Pwned about e-mail addresses, with the person's own key.

The plan of the key is asked first: an address is sent only to what answers as documented and takes
the key. Plans of individuals know no other way than to send the address itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from auditor import __version__
from auditor.dataclass import dataclass
from auditor.domain.outside.breaches import BreachAnswer, BreachState
from auditor.domain.secret import Secret
from auditor.errors import NetworkError, Throttled, TooLarge, Unreachable
from auditor.messages import _, ngettext
from auditor.ports import Answer, Consent, Http, Outgoing, OutgoingRequest
from auditor.services.hibp import payloads
from auditor.services.hibp.payloads import BrokenAnswer, KeyPlan

_STATUS = "subscription/status"
_BREACHES = {"truncateResponse": "false", "includeUnverified": "true"}
"""All of each breach, and those that nobody verified, which is told."""
_MOST_BYTES = 4 * 1024 * 1024
"""Of one answer. Our judgement: a breach is told in about 1 kB, so thousands of them fit."""
_PATIENCE_S = 100.0
"""Seconds for one request, its repetitions and the waits that the site asks for included."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One answer: `found` as the status says, else `why` not; `ends` the whole look-up."""

    found: bool = False
    body: bytes = b""
    why: str = ""
    ends: bool = False


class HaveIBeenPwned:
    """A `ports.Lookup` over e-mail addresses. `base` is the root of its interface.

    `key` gets the person's key and may raise AuditorError, before anything is asked; `kept` says
    where it is kept. `wait` passes seconds, `patience_s` is for each request.
    """

    def __init__(
        self,
        base: str,
        key: Callable[[], Awaitable[Secret]],
        kept: str,
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._base = base.rstrip("/")
        self._key = key
        self._kept = kept
        self._wait = wait
        self._patience_s = patience_s
        self._host = urlsplit(self._base).netloc.rpartition("@")[2]

    @property
    def name(self) -> str:
        """See ports.Lookup."""
        return "hibp"

    def outgoing(self, items: Iterable[str]) -> Outgoing:
        """See ports.Lookup; `items` are e-mail addresses."""
        addresses = tuple(dict.fromkeys(items))
        always = (("hibp-api-key", self._kept), ("User-Agent", f"auditor/{__version__}"))
        requests = [self._request(_STATUS, always)]
        for address in addresses:
            fields = (*_BREACHES.items(), *always)
            requests.append(self._request(_breaches_of(address), fields))
            requests.append(self._request(_pastes_of(address), always))
        words = ngettext(
            "Sent to {host}: the e-mail address itself, with your key, which says whose it is. "
            "Plans for individuals know no other way. Nothing else is sent; where the host asks to "
            "wait, the request is repeated. Ask about your own address only.",
            "Sent to {host}: the e-mail addresses themselves, with your key, which says whose they "
            "are. Plans for individuals know no other way. Nothing else is sent; where the host "
            "asks to wait, the request is repeated. Ask about your own addresses only.",
            max(len(addresses), 1),
        ).format(host=self._host)
        return Outgoing(
            self.name, self._host, words, addresses, tuple(requests) if addresses else ()
        )

    def _request(self, path: str, fields: tuple[tuple[str, str], ...]) -> OutgoingRequest:
        root = urlsplit(self._base)
        return OutgoingRequest("GET", self._host, f"{root.path}/{path}", fields, root.scheme)

    async def ask(self, consent: Consent, http: Http) -> dict[str, BreachAnswer]:
        """See ports.Lookup. Raises what `key` raises, before anything is asked."""
        addresses = consent.items_for(self.name)
        if not addresses:
            return {}
        asking = _Asking(http, self._base, self._host, await self._key(), self._patience_s)
        plan = await asking.plan()
        if isinstance(plan, str):
            return dict.fromkeys(addresses, BreachAnswer(BreachState.COULD_NOT_TELL, why=plan))
        pauses = _pauses(plan, 2 * len(addresses))
        answers: dict[str, BreachAnswer] = {}
        for address in addresses:
            answers[address] = replace(
                await self._one_address(asking, address, pauses), plan=plan.name, rpm=plan.rpm
            )
        return answers

    async def _one_address(
        self, asking: _Asking, address: str, pauses: Iterator[float]
    ) -> BreachAnswer:
        await self._wait(next(pauses))
        said = await asking.get(_breaches_of(address), "breaches of an address", address, _BREACHES)
        answer = _with_breaches(said, asking.odd())
        if said.ends:
            return answer
        await self._wait(next(pauses))
        said = await asking.get(_pastes_of(address), "pastes of an address", address)
        return _with_pastes(answer, said, asking.odd())


def _with_breaches(said: _Said, odd: str) -> BreachAnswer:
    if said.why:
        return BreachAnswer(BreachState.COULD_NOT_TELL, why=said.why)
    if not said.found:
        return BreachAnswer(BreachState.NONE_SHOWN)
    try:
        found, cut = payloads.breaches(said.body)
    except BrokenAnswer:
        return BreachAnswer(BreachState.COULD_NOT_TELL, why=odd)
    return BreachAnswer(BreachState.FOUND if found else BreachState.NONE_SHOWN, found, cut=cut)


def _with_pastes(answer: BreachAnswer, said: _Said, odd: str) -> BreachAnswer:
    if said.why:
        return replace(answer, why=answer.why or said.why)
    if not said.found:
        return replace(answer, paste_state=BreachState.NONE_SHOWN)
    try:
        pastes, cut = payloads.pastes(said.body)
    except BrokenAnswer:
        return replace(answer, why=answer.why or odd)
    state = BreachState.FOUND if pastes else BreachState.NONE_SHOWN
    return replace(answer, paste_state=state, pastes=pastes, cut=answer.cut or cut)


class _Asking:
    """The requests of one look-up, with one key. What refuses it once is not asked again."""

    def __init__(self, http: Http, base: str, host: str, key: Secret, patience_s: float) -> None:
        self._http = http
        self._base = base
        self._host = host
        self._key = key
        self._patience_s = patience_s
        self._refused = ""

    async def plan(self) -> KeyPlan | str:
        """Return the plan of the key, or one line that says why it could not be told."""
        said = await self.get(_STATUS, "plan of the key")
        if said.why:
            return said.why
        try:
            return payloads.plan(said.body) if said.found else self.odd()
        except BrokenAnswer:
            return self.odd()

    async def get(
        self,
        path: str,
        purpose: str,
        address: str = "",
        params: dict[str, str] | None = None,
    ) -> _Said:
        """Ask for one thing; what the site or the network does is told, never raised."""
        if self._refused:
            return _Said(why=self._refused, ends=True)
        try:
            answer = await self._sent(path, purpose, address, params)
        except TooLarge as error:
            return _Said(why=error.message)
        except NetworkError as error:
            why = self._busy(error) if isinstance(error, Throttled) else error.message
            return self._end(why)
        missing = answer.status == HTTPStatus.NOT_FOUND and bool(address)
        if missing and answer.body.lstrip()[:1] == b"<":
            return _Said(why=self.odd())  # a page says that itself was not found, not the address
        if missing or answer.status == HTTPStatus.OK:
            return _Said(found=not missing, body=answer.body)
        return self._refusal(answer.status)

    async def _sent(
        self, path: str, purpose: str, address: str, params: dict[str, str] | None
    ) -> Answer:
        try:
            async with asyncio.timeout(self._patience_s):
                return await self._http.get(
                    f"{self._base}/{path}",
                    purpose=purpose,
                    params=params,
                    headers={"hibp-api-key": self._key.reveal(), "Accept": "application/json"},
                    max_bytes=_MOST_BYTES,
                    hidden=(address or self._key.reveal(),),
                )
        except TimeoutError as error:
            raise Unreachable(_("{host} took too long: stopped").format(host=self._host)) from error

    def odd(self) -> str:
        """Say that an answer is not what it should be."""
        return _(
            "{host} answered with something that is not what Have I Been Pwned documents: could "
            "not tell."
        ).format(host=self._host)

    def _end(self, why: str) -> _Said:
        self._refused = why
        return _Said(why=why, ends=True)

    def _busy(self, error: Throttled) -> str:
        if error.retry_after is None:
            return _("{host} asks to slow down: try again later.").format(host=self._host)
        seconds = max(1, round(error.retry_after))
        return ngettext(
            "{host} asks to wait {n} second before the next request: try again then.",
            "{host} asks to wait {n} seconds before the next request: try again then.",
            seconds,
        ).format(host=self._host, n=seconds)

    def _refusal(self, status: int) -> _Said:
        """Say what a status means; see https://haveibeenpwned.com/API/v3#ResponseCodes."""
        match status:
            case HTTPStatus.BAD_REQUEST:
                return _Said(
                    why=_("{host} does not take this for an e-mail address (400).").format(
                        host=self._host
                    )
                )
            case HTTPStatus.UNAUTHORIZED:
                why = _(
                    "{host} does not take the key (401): it is wrong, or its subscription ended. "
                    "https://haveibeenpwned.com/API/Key shows yours."
                )
            case HTTPStatus.FORBIDDEN:
                why = _(
                    "{host} refused the request (403), as it does where it takes the program or "
                    "this network for one that breaks its rules."
                )
            case _:
                why = _("{host} answered {status}, which tells nothing: could not tell.")
        return self._end(why.format(host=self._host, status=status))


def _breaches_of(address: str) -> str:
    return f"breachedaccount/{quote(address, safe='')}"


def _pastes_of(address: str) -> str:
    return f"pasteaccount/{quote(address, safe='')}"


def _pauses(plan: KeyPlan, requests: int) -> Iterator[float]:
    """Yield seconds to wait before each request: none while all of them fit into one minute."""
    between = 60.0 / plan.rpm if requests > plan.rpm else 0.0
    first = True
    while True:
        yield 0.0 if first else between
        first = False
