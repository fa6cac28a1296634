"""What is looked for in the metadata of training sets, and what was found there."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from auditor.dataclass import dataclass

MAX_DISTANCE = 31
"""Bits of 256 in which two PDQ hashes of one picture may differ, as PDQ's authors propose
(facebook/ThreatExchange, pdq: 31), and the most that bands of 16 bits with one flipped bit find."""

ENGINES = ("duckdb", "spark")
"""What can search: on this machine, or on several."""


class SoughtKind(StrEnum):
    """What was looked for. The value is used in results and JSON."""

    ADDRESS = "address"
    FOLDER = "folder"
    DOMAIN = "domain"
    HASH = "hash"


@dataclass(frozen=True, slots=True)
class Sought:
    """Everything that one search looks for; nothing of it leaves this device.

    `folders` are addresses below which everything counts, as the page of an account. `hashes` are
    64 hexadecimal digits each, `distance` the bits in which one may differ, at most
    `MAX_DISTANCE`.
    """

    addresses: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    distance: int = MAX_DISTANCE

    @property
    def by_address(self) -> bool:
        """Whether anything is looked for in the column of addresses."""
        return bool(self.addresses or self.folders or self.domains)


@dataclass(frozen=True, slots=True, order=True)
class CorpusHit:
    """One row that has what was looked for.

    `file` is its name as it was given, `row` counts from 0 within it, `url` is what the row says.
    `distance` is in bits, None unless `kind` is a hash.
    """

    file: str
    row: int
    kind: SoughtKind
    sought: str
    url: str
    distance: int | None = None


@dataclass(frozen=True, slots=True)
class FileTrouble:
    """A file that was passed over, or was read in part: its name, and why, as a sentence."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorpusResult:
    """What a search found: `rows` were looked at in `files` files, in `seconds`.

    `again` of the files were done by an earlier run of the same search, whose results it kept.
    """

    engine: str
    hits: tuple[CorpusHit, ...] = ()
    rows: int = 0
    files: int = 0
    again: int = 0
    seconds: float = 0.0
    troubles: tuple[FileTrouble, ...] = ()


@dataclass(frozen=True, slots=True)
class CorpusProgress:
    """How far a search is: files and rows done of all, and the seconds that are left, if known."""

    files: int
    all_files: int
    rows: int
    all_rows: int
    hits: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class CorpusWish:
    """Where to look, with what, and where the rows go.

    `digest_column` and `address_column` are the columns that the person named, "" for none;
    `offline`: nothing may be asked of another machine.
    """

    sources: tuple[str, ...]
    output: Path
    digest_column: str = ""
    address_column: str = ""
    engine: str = ENGINES[0]
    master: str = "local[*]"
    offline: bool = False

    @property
    def on_cluster(self) -> bool:
        """Whether what is looked for goes to machines that the person named."""
        return self.engine == "spark" and not self.master.startswith("local")


@dataclass(frozen=True, slots=True)
class CorpusSearch:
    """What is kept of a search for what the vault knows: numbers only.

    `key` stands for the files, so that a search of the same files replaces it. `photos` counts rows
    with the address of a photo, `pages` all other rows that were found. `whole`: no file was passed
    over.
    """

    KIND: ClassVar[str] = "corpus-search"

    key: str
    searched_at: datetime
    files: int = 0
    rows: int = 0
    photos: int = 0
    pages: int = 0
    whole: bool = True
