"""Asking many sites about a name: at most 50 at once, and none holds up the others for long.

Each site first gets a quarter of the time that one may take; those that were silent are asked once
more in what is left. Where that ends, the rest is "could not be told", and what was never asked
says so.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import string
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from urllib.parse import quote, urlsplit

from auditor.dataclass import dataclass
from auditor.domain.outside.discovery import (
    PLACE,
    ControlNames,
    Discovered,
    SiteMarks,
    UnknownSite,
    Verdict,
    WhyUnknown,
)
from auditor.domain.text.name_forms import fits
from auditor.engine.discovery.judging import verdict_of
from auditor.errors import NetworkError, Throttled
from auditor.ports import Answer, Clock, Http, Vault

TOGETHER = 50
"""Connections at once."""
_CONTROLS = 3
_KNOWN_FOR = timedelta(days=30)
_FIRST_PART = 0.25
_ALL = 1.15
"""Of the time that one request may take: when all is over."""
_LEAST_PART = 0.5
"""Of its time that has to be left for a site, or it is not asked."""
_MOST_BYTES = 1 << 20
_LENGTHS = (12, 15, 17)
"""Of names that nobody has; some sites take short ones only, or letters only."""
_SIGNS = "-._"
"""Signs in names. A site may say of names without them that nobody has those, and of each with one
that somebody does, for it is led to another page: names have to be asked about that are alike."""
_LETTERS = "bcdfghjklmnpqrstvwxz"  # no vowels: no words
PURPOSE = "discover: does this name have an account"

Found = Callable[[SiteMarks, str, Answer], Awaitable[None]]


@dataclass(slots=True)
class _Left:
    unknown: list[UnknownSite] = field(default_factory=list)
    silent: list[SiteMarks] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    absent: int = 0


class NameAsking:
    """Asks about one name. `timeout_s` is the longest that a request may take.

    `found` is called with each site that has an account of that name, and its answer.
    """

    def __init__(
        self, http: Http, vault: Vault, clock: Clock, name: str, timeout_s: float, found: Found
    ) -> None:
        self._http = http
        self._vault = vault
        self._clock = clock
        self._name = name
        self._timeout_s = timeout_s
        self._found = found
        self._slots = asyncio.Semaphore(TOGETHER)
        self._left = _Left()
        self._controls: dict[str, ControlNames] = {}

    async def ask(
        self, sites: Sequence[SiteMarks], known: Mapping[str, ControlNames]
    ) -> Discovered:
        """Ask all sites; `known` are the control names by site. Returns no candidates."""
        self._controls = dict(known)
        ends = asyncio.get_running_loop().time() + self._timeout_s * _ALL
        await self._round(sites, self._timeout_s * _FIRST_PART, ends)
        silent, self._left.silent = self._left.silent, []
        if silent:
            waves = -(-len(silent) // TOGETHER)
            rest = max(0.0, ends - asyncio.get_running_loop().time())
            await self._round(silent, rest / waves, ends)
        for marks in self._left.silent:
            asked = marks.address in self._left.tried
            self._unknown(marks, WhyUnknown.TIME_OUT if asked else WhyUnknown.NOT_ASKED)
        left = self._left
        return Discovered((), tuple(left.unknown), left.absent, len(left.tried))

    async def _round(self, sites: Sequence[SiteMarks], each_s: float, ends: float) -> None:
        async with asyncio.TaskGroup() as group:
            for marks in sites:
                group.create_task(self._one_site(marks, each_s, ends))

    async def _one_site(self, marks: SiteMarks, each_s: float, ends: float) -> None:
        url = address_for(marks, self._name)
        if not url:
            self._unknown(marks, WhyUnknown.NAME_NOT_TAKEN)
            return
        async with self._slots:
            now = asyncio.get_running_loop().time()
            if ends - now < each_s * _LEAST_PART or now >= ends:
                self._left.silent.append(marks)
                return
            self._left.tried.add(marks.address)
            try:
                async with asyncio.timeout_at(min(now + each_s, ends)):
                    told = await self._told(marks, url)
            except TimeoutError:
                self._left.silent.append(marks)
                return
        if isinstance(told, WhyUnknown):
            self._unknown(marks, told)
        elif told is Verdict.ABSENT:
            self._left.absent += 1

    async def _told(self, marks: SiteMarks, url: str) -> Verdict | WhyUnknown:
        answer = await self._answer(url)
        if isinstance(answer, WhyUnknown):
            return answer
        told = await asyncio.to_thread(verdict_of, marks, self._name, url, answer)
        if told is not Verdict.FOUND:
            return told
        controlled = await self._controlled(marks)
        if controlled is None:
            await self._found(marks, url, answer)
            return Verdict.FOUND
        return controlled

    async def _controlled(self, marks: SiteMarks) -> WhyUnknown | None:
        """Return None where the site says of names that nobody has that nobody has them."""
        key = _control_key(marks, self._name)
        known = self._controls.get(key)
        now = self._clock.now()
        fresh = known is not None and known.told_absent and now - known.checked_at < _KNOWN_FOR
        names = (
            known.names if known else tuple(_nobodys(marks, self._name) for _ in range(_CONTROLS))
        )
        if not all(names):
            return WhyUnknown.NO_MARK
        why: WhyUnknown | None = None
        # what it said before may no longer be so: one is asked again
        for name in (secrets.choice(names),) if fresh else names:
            told = await self._told_of(marks, name)
            if told is not Verdict.ABSENT:
                why = told if isinstance(told, WhyUnknown) else WhyUnknown.EVERY_NAME
                break
        if why is not None or not fresh:
            await self._vault.put_outside(key, ControlNames(names, now, told_absent=why is None))
        return why

    async def _told_of(self, marks: SiteMarks, name: str) -> Verdict | WhyUnknown:
        url = address_for(marks, name)
        answer = await self._answer(url)
        if isinstance(answer, WhyUnknown):
            return answer
        return await asyncio.to_thread(verdict_of, marks, name, url, answer)

    async def _answer(self, url: str) -> Answer | WhyUnknown:
        try:
            return await self._http.get(url, purpose=PURPOSE, max_bytes=_MOST_BYTES)
        except Throttled:
            return WhyUnknown.BLOCKED
        except NetworkError:
            return WhyUnknown.UNREACHABLE

    def _unknown(self, marks: SiteMarks, why: WhyUnknown) -> None:
        self._left.unknown.append(UnknownSite(marks.name, page_for(marks, self._name), why))


def address_for(marks: SiteMarks, name: str) -> str:
    """Return where a site is asked about a name; "" where it takes no such name."""
    host = urlsplit(marks.address.replace(PLACE, "x")).netloc
    in_host = PLACE in marks.address.partition("://")[2].partition("/")[0]
    if not host or (in_host and not (name.isascii() and name.replace("-", "").isalnum())):
        return ""
    if marks.name_form and not fits(marks.name_form, name):
        return ""
    return marks.address.replace(PLACE, name.lower() if in_host else quote(name, safe=""))


def page_for(marks: SiteMarks, name: str) -> str:
    """Return the address that a person opens."""
    return marks.page.replace(PLACE, quote(name, safe=""))


def _shape(name: str) -> tuple[str, bool, int]:
    """Return the signs in a name, whether it has digits, and the nearest length of a control."""
    signs = "".join(sign for sign in _SIGNS if sign in name)
    nearest = min(_LENGTHS, key=lambda length: abs(length - len(name)))
    return signs, any(letter.isdigit() for letter in name), nearest


def _control_key(marks: SiteMarks, name: str) -> str:
    """Names the control names of a site for names of the same shape: 32 hex digits."""
    told = f"{marks.key} {_shape(name)}".encode()
    return hashlib.blake2b(told, digest_size=16).hexdigest()


def _control_names(marks: SiteMarks, like: str) -> tuple[str, ...]:
    return tuple(_nobodys(marks, like) for _ in range(_CONTROLS))


def _nobodys(marks: SiteMarks, like: str) -> str:
    """Return a name that nobody has and the site takes, of the shape of `like` where it can be.

    34 bits of chance or more; "" where the site takes none.
    """
    signs, has_digits, nearest = _shape(like)
    mixed, plain = _LETTERS + string.digits, _LETTERS
    kinds = (mixed, plain, string.digits) if has_digits else (plain, mixed, string.digits)
    for length in (nearest, *(each for each in reversed(_LENGTHS) if each != nearest)):
        for letters in kinds:
            name = "".join(secrets.choice(letters) for _ in range(length))
            name = name if letters is string.digits else f"q{name[1:]}"
            name = f"{name[:-1]}{secrets.choice(string.digits)}" if letters is mixed else name
            for form in (_with_signs(name, signs), name):
                if address_for(marks, form):
                    return form
    return ""


def _with_signs(name: str, signs: str) -> str:
    """Return a name in which some letters inside are replaced by signs, no two in a row."""
    letters = list(name)
    for number, sign in enumerate(signs):
        letters[3 + 2 * number] = sign
    return "".join(letters)
