"""How to ask a platform for the archive of one's own account, from asking.toml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from auditor.dataclass import dataclass
from auditor.guidance.age import SETTING_DAYS, FurtherSource, stale
from auditor.messages import N_, _

WHAT_FOR = N_(
    "Your archive is the copy of your account that the platform gives to you. This program reads "
    "it on this device, without your password, and nothing of it leaves the device."
)
CAREFUL = N_(
    "Before you ask: most platforms write to the mailbox of the account. If somebody else may read "
    "it, or is logged in to the account, they can see that you asked, and can load the archive "
    "down themselves. Then do not ask now: 'auditor help-now' names who helps."
)
HOLDS_EVERYTHING = N_(
    "The archive holds everything, messages too. Keep it where nobody else gets at it, and delete "
    "it when it has been read."
)


@dataclass(frozen=True, slots=True)
class ArchiveRequest:
    """One platform. `how`, `takes`, `notice`, `gives` and `note` are English keys of the catalogue.

    `menu` is the way in the platform's words; `how` what to choose there, `takes` how long it
    takes, `notice` who is told, `gives` what the archive holds of pictures, `note` what else to
    know. What is not known is said to be not known.
    """

    key: str
    name: str
    how: str
    takes: str
    notice: str
    gives: str
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    menu: str = ""
    url: str = ""
    note: str = ""
    also: tuple[FurtherSource, ...] = ()

    def stale(self, today: date) -> bool:
        """Say whether the menu may have moved since anyone looked."""
        return stale(self.source_date, self.checked_on, SETTING_DAYS, today)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    platform: tuple[ArchiveRequest, ...]


@lru_cache(maxsize=1)
def requests() -> tuple[ArchiveRequest, ...]:
    """Return every row. Raises msgspec.ValidationError on a broken file."""
    data = files("auditor.guidance").joinpath("archives", "asking.toml").read_bytes()
    return msgspec.toml.decode(data, type=_File).platform


def request_of(platform: str) -> ArchiveRequest | None:
    """Return how to ask a platform, by the key of its playbook; None where that is not known."""
    return next((row for row in requests() if row.key == platform), None)


def told(row: ArchiveRequest, today: date) -> Iterator[str]:
    """Yield how to ask, a sentence or paragraph each, the warning before the way."""
    yield _(CAREFUL)
    yield _("Way: {menu}").format(menu=row.menu or row.url)
    if row.menu and row.url:
        yield _("Page: {url}").format(url=row.url)
    yield _("Choose: {how}").format(how=_(row.how))
    yield _("It takes: {how_long}").format(how_long=_(row.takes))
    yield _("Who is told: {notice}").format(notice=_(row.notice))
    yield _("Of pictures it holds: {what}").format(what=_(row.gives))
    if row.note:
        yield _(row.note)
    old = _("; menus move, and nobody looked lately") if row.stale(today) else ""
    yield _("Source: {source}, {date}").format(source=row.source_url, date=_(row.source_date) + old)
