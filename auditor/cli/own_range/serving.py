"""How long a class on a network is served, and at which address."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from auditor.cli import output
from auditor.dataclass import dataclass
from auditor.errors import UsageError
from auditor.messages import _
from auditor.practice.range import MOST_HOURS

_HOUR_S, _MINUTE_S = 3600.0, 60.0
_TOLD_BEFORE = 10
"""Minutes before the end at which it is told once more."""
_LOOK_S = 20.0


def _since_start() -> float:
    """Return seconds of a clock that nobody sets, and that goes on while the device sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


@dataclass(frozen=True, slots=True)
class ClassClock:
    """Tells when a class is over; tests move it."""

    now: Callable[[], float] = _since_start
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def until_over(self) -> None:
        """Wait to the end of a class, which is told ten minutes before."""
        end, told = self.now() + MOST_HOURS * _HOUR_S, False
        while (left := end - self.now()) > 0:
            warns_in = left - _TOLD_BEFORE * _MINUTE_S
            if warns_in <= 0 and not told:
                told = True
                output.narrate(
                    _("The class stops by itself in {minutes} minutes.").format(
                        minutes=_TOLD_BEFORE
                    )
                )
            await self.wait(min(left, _LOOK_S, warns_in if warns_in > 0 else left))
        output.narrate(_("Three hours are over: the class has stopped. Nothing of it is kept."))


def check_cards(cards: Path | None, *, lan: bool, as_json: bool) -> None:
    """Raise UsageError where a page of cards cannot be written."""
    if cards is None:
        return
    if not lan or as_json:
        raise UsageError(_("--cards is for the codes of a class: add --lan, leave out --json."))
    if cards.exists():
        raise UsageError(
            _("There is a file of that name already."),
            _("Cards of another class are of no use: delete it, or name another one."),
        )
    if not cards.absolute().parent.is_dir():
        raise UsageError(_("There is no folder for that file."))


def class_address(wanted: str, *, lan: bool, seats: int) -> str:
    """Return the address that a class is served at, "" where it is for this device alone.

    Raises UsageError.
    """
    if lan and not seats:
        raise UsageError(_("A class needs seats: say how many with --seats N."))
    return lan_address(wanted, lan=lan)


def lan_address(wanted: str, *, lan: bool) -> str:
    """Return the address that others reach, "" where this device is alone. Raises UsageError."""
    from auditor.practice.serving.lan.address import is_own_kind, own_address

    if not lan:
        if wanted:
            raise UsageError(_("--address is for a class on a network: add --lan."))
        return ""
    found = wanted or own_address()
    if not found:
        raise UsageError(
            _("This device has no private address on a network."),
            _("Name one of its own with --address, such as 192.168.1.20."),
        )
    if not is_own_kind(found):
        raise UsageError(
            _("A class is served at a private address of this device alone, in numbers."),
            _("Not at a public one, not at all of them (0.0.0.0), and not at a name."),
        )
    return found
