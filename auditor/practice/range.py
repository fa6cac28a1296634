"""The practice range from the outside: starts its process, tells what to add, stops it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from types import TracebackType
from typing import Self

import msgspec

from auditor.dataclass import dataclass
from auditor.domain.account import Claim
from auditor.errors import AuditorError
from auditor.messages import _
from auditor.practice.catalogue import CORE

DEFAULT_PHOTOS = CORE
DEFAULT_SEED = 1
MOST_HOURS = 3.0
"""So long a class on a network is served."""
_START_S = 30.0
_STOP_S = 5.0


@dataclass(frozen=True, slots=True)
class PracticeAccount:
    """One account to add.

    `text` is what to type, `claim` what the player says of it, `photos` how many postings it has.
    `owner` is the page on which its owner changes things (of the impostor, where it is reported).
    """

    text: str
    platform: str
    handle: str
    claim: Claim
    key: str = ""
    person: str = ""
    photos: int = 0
    owner: str = ""


@dataclass(frozen=True, slots=True)
class _Announcement:
    front: str
    bases: dict[str, str]
    plc_url: str
    appview_url: str
    allow_hosts: tuple[str, ...]
    accounts: tuple[PracticeAccount, ...]
    token: str


@dataclass(frozen=True, slots=True)
class PracticeSeat:
    """What a learner needs to know of a seat: `front` lists the people who live there.

    `codes` are for its learner alone: where the range is on a network, its owner shows one.
    """

    seat: int
    front: str
    plc_url: str
    appview_url: str
    allow_hosts: tuple[str, ...]
    accounts: tuple[PracticeAccount, ...]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _SeatsAnnouncement:
    seats: tuple[PracticeSeat, ...]
    address: str


class RangeProcess:
    """The process that serves, as an async context manager.

    It ends with this program, however that ends. `options` are those of `practice.server`.
    """

    def __init__(self, options: list[str]) -> None:
        self._options = options
        self._process: asyncio.subprocess.Process | None = None
        self._line = b""

    async def __aenter__(self) -> Self:
        """Start the process and wait for its line. Raises AuditorError."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "auditor.practice.server",
            *self._options,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1024 * 1024,
            # Ctrl+C is for the program that was started; this one ends with its input.
            start_new_session=os.name == "posix",
        )
        assert self._process.stdout is not None
        try:
            self._line = await asyncio.wait_for(self._process.stdout.readline(), _START_S)
            self._read()
        except (TimeoutError, ValueError) as error:
            await self._stop()
            raise AuditorError(
                _("The practice range did not start."),
                _("Try again; if it keeps failing, please report it."),
            ) from error
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the process."""
        await self._stop()

    async def wait(self) -> None:
        """Wait until the process ends by itself."""
        if self._process is not None:
            await self._process.wait()

    def _read(self) -> None:
        """Read the line that the process printed. Raises ValueError."""

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _STOP_S)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class PracticeRange(RangeProcess):
    """The range of one player.

    Args:
        photos: postings in all, spread over the accounts.
        seed: the same seed gives the same bytes.
        same_size: every picture 800 x 600 px, for measuring memory.
        port: the first of as many ports in a row as there are servers, so that a range opened
            again has the same addresses; 0 for free ones.
        story: the story of one person alone; without it the first three people live there.
        level: how much of it is told: 1 most, 3 least.
        ahead: draw pictures before somebody asks for them.
    """

    def __init__(
        self,
        photos: int = DEFAULT_PHOTOS,
        seed: int = DEFAULT_SEED,
        *,
        same_size: bool = False,
        port: int = 0,
        story: str = "",
        level: int = 1,
        ahead: bool = False,
    ) -> None:
        self.photos = photos
        self.seed = seed
        self.same_size = same_size
        self.port = port
        self.story = story
        self.level = level
        self._said: _Announcement | None = None
        options = ["--photos", str(photos), "--seed", str(seed), "--port", str(port)]
        options += ["--same-size"] if same_size else []
        options += ["--ahead"] if ahead else []
        options += ["--story", story, "--level", str(level)] if story else []
        super().__init__(options)

    def _read(self) -> None:
        self._said = msgspec.json.decode(self._line, type=_Announcement)

    @property
    def front(self) -> str:
        """Address of the page that lists the people."""
        return self._announced.front

    @property
    def bases(self) -> dict[str, str]:
        """Addresses of all local servers by name.

        The names are front, sky, view, those of Mastodon servers and web sites, and host.
        """
        return self._announced.bases

    @property
    def plc_url(self) -> str:
        """Setting sources.atproto.plc_url."""
        return self._announced.plc_url

    @property
    def appview_url(self) -> str:
        """Setting sources.atproto.appview_url."""
        return self._announced.appview_url

    @property
    def allow_hosts(self) -> tuple[str, ...]:
        """Setting network.allow_hosts: HOST:PORT of every local server."""
        return self._announced.allow_hosts

    @property
    def accounts(self) -> tuple[PracticeAccount, ...]:
        """The accounts to add, the impostor last."""
        return self._announced.accounts

    def accounts_of(self, person: str) -> tuple[PracticeAccount, ...]:
        """Return the accounts of one person, and last the one that pretends to be them.

        `person` is the key of a story.
        """
        return tuple(account for account in self.accounts if account.person == person)

    @property
    def token(self) -> str:
        """What /control on the front server asks for as Authorization: Bearer."""
        return self._announced.token

    def describe(self, *, codes: bool = True) -> str:
        """Return what to add and which settings to use, for a person. There are no `codes`."""
        del codes
        hosts = ", ".join(f'"{host}"' for host in self.allow_hosts)
        lines = [
            _("The practice range is open. Look at it in a browser: {url}").format(url=self.front),
            "",
            _("Settings (save them to a file and pass it with --settings):"),
            "",
            "[network]",
            f"allow_hosts = [{hosts}]",
            "[sources.atproto]",
            f'plc_url = "{self.plc_url}"',
            f'appview_url = "{self.appview_url}"',
            "",
            _("Accounts to add, those of one person to a vault (--home DIR for each):"),
        ]
        people = list(dict.fromkeys(account.person for account in self.accounts))
        copied = {account.person for account in self.accounts if account.claim is Claim.IMPOSTOR}
        for person in sorted(people, key=copied.__contains__):
            accounts = self.accounts_of(person)
            lines += ["", *map(_add, accounts), ""]
            lines.append(_("To act as this person, open in a browser:"))
            lines += [account.owner for account in accounts]
        lines += ["", _("Links to report, on a host with a clock that you set:")]
        lines.append(self.bases["host"] + "/")
        return "\n".join(lines)

    address = ""
    """Nothing lists the seats: there is one."""

    @property
    def seats(self) -> tuple[PracticeSeat, ...]:
        """This range as the only seat."""
        said = self._announced
        return (
            PracticeSeat(
                1, said.front, said.plc_url, said.appview_url, said.allow_hosts, said.accounts
            ),
        )

    @property
    def _announced(self) -> _Announcement:
        if self._said is None:
            raise RuntimeError("the practice range is not running")
        return self._said


class PracticeSeats(RangeProcess):
    """A range with a world a learner.

    Args:
        seats: how many there are.
        photos: postings in all at each seat.
        seed: the same seed gives the same bytes.
        port: the first port of the first seat; each seat has ten in a row. 0 for free ones.
        story: the story of one person alone; without it the first three people live there.
        level: how much of it is told: 1 most, 3 least.
        lan_address: an address of this device in numbers, at which other devices of its network
            reach the seats; empty for this device alone.
    """

    def __init__(
        self,
        seats: int,
        photos: int = DEFAULT_PHOTOS,
        seed: int = DEFAULT_SEED,
        *,
        port: int = 0,
        story: str = "",
        level: int = 1,
        lan_address: str = "",
    ) -> None:
        options = ["--seats", str(seats), "--photos", str(photos), "--seed", str(seed)]
        options += ["--port", str(port)]
        options += ["--story", story, "--level", str(level)] if story else []
        options += ["--lan", "--address", lan_address] if lan_address else []
        super().__init__(options)
        self.seats: tuple[PracticeSeat, ...] = ()
        self.address = ""
        self.on_network = bool(lan_address)

    def _read(self) -> None:
        said = msgspec.json.decode(self._line, type=_SeatsAnnouncement)
        self.seats, self.address = said.seats, said.address

    def describe(self, *, codes: bool = True) -> str:
        """Return where each seat is, for a person, with the `codes` of its owner on a network."""
        lines = [_("{count} seats of the practice range are open:").format(count=len(self.seats))]
        lines += [
            "  ".join((f"{seat.seat:>3}", seat.front, *(seat.codes if codes else ()))).rstrip()
            for seat in self.seats
        ]
        lines.append(_("What is changed at a seat changes at no other; its page puts it back."))
        told = _("All seats are listed at {address}; a learner's own device takes one with:")
        lines += ["", told.format(address=self.address)]
        lines.append(f"auditor practice join {self.address} --seat N")
        if self.on_network and codes:
            lines += [
                "",
                _("The codes stand here once: hand each learner those of their seat, on paper."),
                _("Each works once: one for the browser, one for the program."),
            ]
        return "\n".join(lines)


def _add(account: PracticeAccount) -> str:
    """Return the command; these people are invented, so their addresses may stand in a history."""
    again = f" --confirm {account.text}" if account.claim is Claim.MINE else ""
    return (
        f"auditor accounts add {account.text} --platform {account.platform} "
        f"--claim {account.claim.value}{again}"
    )
