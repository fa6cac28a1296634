"""Takes a seat of a class: reads which seats its page lists, and changes an owner code.

The page is asked at one private address in numbers, and everything that it lists has to stand
there too: a class cannot lead a session anywhere else.
"""

from __future__ import annotations

import http.client
import json
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from auditor.dataclass import dataclass
from auditor.errors import UsageError
from auditor.messages import _
from auditor.practice.owner import SeatPass
from auditor.practice.range import PracticeAccount, PracticeSeat
from auditor.practice.serving.lan.address import is_own_kind
from auditor.practice.serving.lan.class_page import LIST_PATH
from auditor.practice.serving.lan.gate import CODE_PATH

_MOST_BYTES = 1024 * 1024
_PATIENCE_S = 20.0


class WrongCode(UsageError):
    """The seat did not take an owner code."""


class PracticeClass(msgspec.Struct, frozen=True):
    """What the page of a class lists. `owner_codes`: owners show a code there."""

    story: str
    level: Literal[1, 2, 3]
    seed: int
    owner_codes: bool
    seats: tuple[PracticeSeat, ...]


@dataclass(frozen=True, slots=True)
class TakenSeat:
    """A seat, its class, and what its owner's pages let somebody in for."""

    listed: PracticeClass
    seat: PracticeSeat
    owner: SeatPass

    @property
    def seed(self) -> int:
        """The seed of the pictures."""
        return self.listed.seed

    @property
    def story(self) -> str:
        """The story of the class, empty for the first three."""
        return self.listed.story

    @property
    def level(self) -> Literal[1, 2, 3]:
        """How much of it is told."""
        return self.listed.level

    @property
    def accounts(self) -> tuple[PracticeAccount, ...]:
        """All accounts of the seat."""
        return self.seat.accounts

    @property
    def allow_hosts(self) -> tuple[str, ...]:
        """Setting network.allow_hosts."""
        return self.seat.allow_hosts

    @property
    def plc_url(self) -> str:
        """Setting sources.atproto.plc_url."""
        return self.seat.plc_url

    @property
    def appview_url(self) -> str:
        """Setting sources.atproto.appview_url."""
        return self.seat.appview_url

    def accounts_of(self, person: str) -> tuple[PracticeAccount, ...]:
        """Return the accounts of one person, and last the one that pretends to be them."""
        return tuple(account for account in self.accounts if account.person == person)


def read_class(address: str) -> tuple[PracticeClass, str]:
    """Return what the page of a class lists, and its address in numbers. Raises UsageError."""
    host, netloc = _checked(address)
    status, data, _cookie = _ask(netloc, "GET", LIST_PATH)
    if status != HTTPStatus.OK or len(data) > _MOST_BYTES:
        raise UsageError(_no_class())
    try:
        listed = msgspec.json.decode(data, type=PracticeClass)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UsageError(_no_class()) from error
    for seat in listed.seats:
        if not all(_stands_at(host, url) for url in _addresses(seat)):
            raise UsageError(
                _("That class lists addresses that are not its own. Nothing of it was opened.")
            )
    return listed, host


def is_on_this_device(address: str) -> bool:
    """Whether an address of a class is a loopback one. Raises UsageError where it is none."""
    return _checked(address)[0].startswith("127.")


def take_seat(address: str, number: int, code: str = "") -> TakenSeat:
    """Return a seat of a class, with an owner code where it asks for one. Raises UsageError."""
    listed, host = read_class(address)
    seat = next((each for each in listed.seats if each.seat == number), None)
    if seat is None:
        raise UsageError(
            _("That class has no seat {number}.").format(number=number),
            _("Its seats are 1 to {most}.").format(most=len(listed.seats)),
        )
    cookie = _change(seat, code) if listed.owner_codes else ""
    return TakenSeat(listed, seat, SeatPass(host, cookie))


def _change(seat: PracticeSeat, code: str) -> str:
    """Return the cookie that an owner code is changed for. Raises WrongCode."""
    body = urlencode({"code": code}).encode()
    status, data, cookie = _ask(urlsplit(seat.front).netloc, "POST", CODE_PATH, body)
    if status == HTTPStatus.OK and cookie:
        return cookie
    try:
        said = str(json.loads(data)["error"])
    except (ValueError, KeyError, TypeError):
        said = _("The owner code was not taken.")
    raise WrongCode(said, _("The code stands on the card of your seat, and works once."))


def _ask(netloc: str, method: str, path: str, body: bytes = b"") -> tuple[int, bytes, str]:
    """Return status, body and cookie of an answer. Raises UsageError."""
    connection = http.client.HTTPConnection(netloc, timeout=_PATIENCE_S)
    headers = {"Accept": "application/json"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        return answer.status, answer.read(_MOST_BYTES + 1), cookie
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UsageError(
            _("The class does not answer."),
            _("Look at its address, and whether this device is on the same network."),
        ) from error
    finally:
        connection.close()


def _checked(address: str) -> tuple[str, str]:
    """Return host and netloc of the address of a class. Raises UsageError."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if _is_odd(address) or not is_own_kind(host) or port is None:
        raise UsageError(
            _("That is no address of a class."),
            _("It is printed by 'auditor practice serve', such as http://192.168.1.20:8109/."),
        )
    return host, f"{host}:{port}"


def _is_odd(address: str) -> bool:
    """Whether an address is none that a class has: another scheme, or a name before the host."""
    return "@" in address or ("://" in address and not address.startswith("http://"))


def _no_class() -> str:
    return _("There is no class of the practice range at that address.")


def _addresses(seat: PracticeSeat) -> tuple[str, ...]:
    """Return everything of a seat that is asked."""
    pages = (account.text for account in seat.accounts if not account.text.startswith("at://"))
    owners = (account.owner for account in seat.accounts)
    hosts = (f"http://{host}" for host in seat.allow_hosts)
    return (seat.front, seat.plc_url, seat.appview_url, *pages, *owners, *hosts)


def _stands_at(host: str, url: str) -> bool:
    try:
        parts = urlsplit(url)
        odd = parts.username is not None or parts.port is None
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname == host and not odd
