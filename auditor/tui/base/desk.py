"""What is read and written on this machine, as the screens ask for it: letters, copies, archives.

The commands do the same; both use the same functions. What comes back are lines for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from auditor.dataclass import dataclass
from auditor.domain.hardening import Wishes
from auditor.domain.secret import Secret
from auditor.domain.views import AccountState

if TYPE_CHECKING:
    from auditor.domain.outside.discovery import SiteList
    from auditor.domain.outside.own_records import OwnRecords
    from auditor.domain.outside.training_sets import (
        CorpusProgress,
        CorpusResult,
        CorpusWish,
        Sought,
    )
    from auditor.engine.evidence.case import Case
    from auditor.engine.evidence.letters import Written
    from auditor.guidance.letters import Letter
    from auditor.ports import AccountArchive

Lines = tuple[str, ...]
MADE_BY = ("camera", "screen", "hand", "ai")
"""How a picture was made, as the commands call it; a camera is the usual answer."""


BREACHES_KEY = "hibp"
"""Name of the service whose key looks breaches up."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service that takes a key: what it is for, where one is to be had, whether there is one."""

    name: str
    title: str
    purpose: str
    hint: str
    looks: str
    state: str


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """The certificate for signing: what it says, and whether its key needs a passphrase."""

    lines: Lines
    sealed: bool


@dataclass(frozen=True, slots=True)
class OpenedArchives:
    """What lies in files and folders that were named: the exports of platforms, and where."""

    files: tuple[Path, ...]
    archives: tuple[AccountArchive, ...]


@dataclass(frozen=True, slots=True)
class NamedRecords:
    """Records that were named: all `paths`, and which of them are mail and lists of passwords.

    `sealed` are lists that a password of their own opens.
    """

    paths: tuple[str, ...]
    mail: frozenset[str] = frozenset()
    passwords: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SoughtTexts:
    """What to look for in training sets, as it was typed: files, domains, the column of hashes.

    `distance` is in bits.
    """

    urls: Path | None = None
    domains: tuple[str, ...] = ()
    hashes: Path | None = None
    column: str = ""
    distance: int = 0


class Desk(Protocol):
    """Reads and writes files where the user says.

    Everything raises AuditorError with the reason in words.

    `made_by` is camera, screen, hand or ai.
    """

    def for_minors(self, where: str) -> Lines:
        """Return what helps somebody under 18, for whom nothing is written."""

    def letter_notes(self, kind: Letter, where: str, folder: Path) -> Lines:
        """Return what to know before a letter is written into `folder`."""

    def write_letter(self, made: Written, target: Path) -> Lines:
        """Write a letter; a name that ends in .eml makes it a message."""

    def case_notes(self, case: Case) -> Lines:
        """Return what to know before a case is written."""

    def check_case(self, target: Path, *, synced: bool) -> None:
        """Refuse a place that other devices see, unless `synced`, or where something is."""

    def write_case(
        self, target: Path, case: Case, states: Sequence[AccountState], secret: Secret
    ) -> Lines:
        """Write a case, encrypted."""

    async def make_copies(
        self, paths: Sequence[str], folder: Path, wishes: Wishes, made_by: str, sign: Secret | None
    ) -> Lines:
        """Make clean copies of pictures and folders; signed ones where `sign` is not None.

        An empty secret is for a key in the keyring.
        """

    def certificate(self) -> OwnCertificate | None:
        """Return the user's own certificate, None where there is none."""

    async def make_certificate(self, name: str, secret: Secret | None) -> Lines:
        """Make one; without a secret its key goes to the keyring."""

    def export_certificate(self, target: Path) -> Lines:
        """Write the public part for those who should trust it."""

    async def remove_certificate(self) -> Lines:
        """Destroy the key for signing."""

    async def sign(
        self, files: Sequence[str], folder: Path | None, made_by: str, secret: Secret
    ) -> Lines:
        """Write signed copies, into `folder` or beside each picture."""

    def write_opt_out(self, target: Path, *, everyone: bool, merge: Path | None) -> Lines:
        """Write the files of a site that ask AI collectors to stay away."""

    def open_archives(self, typed: Sequence[str]) -> OpenedArchives:
        """Open the exports at paths as they were typed or dropped; all are parts of one another.

        It reads files, so it is called beside the event loop.
        """

    def sites(self, typed: str) -> SiteList:
        """Return the sites of a file that says how they tell whether a name has an account.

        It reads a file, so it is called beside the event loop.
        """

    def named_records(self, typed: str) -> NamedRecords:
        """Return what the files are that were typed or dropped. Called beside the event loop."""

    def read_records(
        self,
        paths: Sequence[str],
        address: str,
        tell: Callable[[int], None],
        secret: Secret | None = None,
    ) -> OwnRecords:
        """Return what records tell of accounts, read in a process of its own.

        `address` is the mailbox's own, "" where none of them is mail; `secret` opens a sealed
        list. `tell` is called with the number of mails now and then; what it raises ends the
        reading. Called beside the event loop.
        """

    async def services(self) -> tuple[ServiceRow, ...]:
        """Return the services that take a key of the person's own. No key is read."""

    async def keep_service_key(self, name: str, key: Secret) -> Lines:
        """Keep a key of the service of that name in the keyring."""

    async def forget_service_key(self, name: str) -> Lines:
        """Take it out of the keyring."""

    def require_engine(self, name: str) -> None:
        """Raise UsageError where what searches training sets is not installed."""

    def read_sought(self, texts: SoughtTexts, known: Sought | None) -> Sought:
        """Return all that is looked for; `known` is what the vault gives.

        It reads files, so it is called beside the event loop.
        """

    async def search_sets(
        self, wish: CorpusWish, sought: Sought, tell: Callable[[CorpusProgress], None]
    ) -> CorpusResult:
        """Search training sets in a process of its own, and write the result.

        `tell` is called on the event loop. Cancelled, it keeps what is finished.
        """

    async def erase(self) -> Lines:
        """Destroy the vault, key first, then all else that this program keeps here."""
