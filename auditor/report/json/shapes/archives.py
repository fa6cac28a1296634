"""The shapes of what archives were brought in, and of what this program can read at all."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from auditor.report.json.shapes.closed_sets import (
    HeldWord,
    SourceKindWord,
    SourceStateWord,
    TestedOnWord,
)


class LeftOutJson(TypedDict):
    """Something in an archive that was not taken in."""

    name: str
    """The name of the file, list or posting inside the archive."""
    reason: str
    """In words for a person."""


class HeldJson(TypedDict):
    """What the platform keeps on the person beside what it shows."""

    kind: HeldWord
    """What it is."""
    count: int
    """In how many places of the archive it stands."""


class ComparedJson(TypedDict):
    """What differs from the archive before."""

    new: int
    """Photos that were not in the archive before."""
    gone: int
    """Photos that were in it and are in this one no more."""
    changed: int
    """Photos whose words or picture changed."""
    untold: int
    """Photos that this archive does not name, of which it could not be told whether they are gone:
    the archive is not whole, or they are older than everything in it."""


class LeftOutOfPageJson(TypedDict):
    """Pictures of a kept page that are not taken for the account's own."""

    why: str
    """In words for a person."""
    count: int
    """How many."""


class PageSeenJson(TypedDict):
    """What a kept page tells."""

    address: str
    """Its address, without what stands behind a question mark; empty where it does not tell."""
    shown: int
    """Pictures that the account posted, in it."""
    told: int | None
    """How many postings the page says that there are; null where it does not say."""
    asked_to_log_in: bool
    """Whether it asked for a log-in in place of the rest."""
    left_out: list[LeftOutOfPageJson]
    """What is not taken for the account's own: portraits, comments, suggestions, icons."""


class StrangersJson(TypedDict):
    """What strangers got of the account's archive, as kept pages show it."""

    uploaded: int
    """Photos that the archive holds."""
    got: int
    """Those of them that a kept page shows."""
    least: int
    """The smallest long side in px at which one was got; 0 where none was."""
    most: int
    """The largest."""
    apart: int
    """Pictures of kept pages that are none of them."""
    untold: int
    """Photos of the archive whose picture is not known here, so that they were not compared."""


class ImportedJson(TypedDict):
    """One account's archive, or a page of it that was kept."""

    format: str
    """The name of its format, as `auditor sources` lists it."""
    platform: str
    """The platform that handed it out."""
    account: str | None
    """Its id; null where nothing was kept, since nobody said that it is theirs."""
    handle: str
    """Whose archive it says that it is; empty where it does not tell."""
    made_at: datetime | None
    """When it was made, as far as it tells; null where it does not."""
    photos: int
    """The person's own photos in it."""
    public: int
    """Those that strangers can see, as the archive or the person says."""
    unknown: int
    """Those of which nobody said yet whether they are public."""
    others: int
    """Pictures of other people, which stay out."""
    films: int
    """Films, which are not looked into."""
    whole: bool
    """Whether nothing was missing: of a page, whether it shows all that it says there is. If not,
    absence from it says nothing."""
    held: list[HeldJson]
    """What the platform keeps on the person beside what it shows."""
    compared: ComparedJson | None
    """Null where there was no archive before, or nothing was kept."""
    notes: list[str]
    """What could not be told, in words for a person."""
    skipped: list[LeftOutJson]
    """The first 1,000 things left out."""
    skipped_in_all: int
    """How many things were left out."""
    page: PageSeenJson | None
    """What a kept page tells; null of an archive."""
    strangers: StrangersJson | None
    """What strangers got of the archive; null where no kept page was compared with one."""


class ImportJson(TypedDict):
    """What came of the archives that were named."""

    imported: list[ImportedJson]
    """One for each account of which an archive was found."""


class SourceJson(TypedDict):
    """One thing that this program can read."""

    name: str
    """The platform, or the name of the format."""
    kind: SourceKindWord
    """How it is read."""
    needs: str
    """What the person has to have for it: nothing, a key, their archive, a program."""
    tested_on: TestedOnWord
    """`real-server`: a server that the project did not write; `recorded`: what platforms really
    sent or handed out; `documentation`: what is written of it, nothing else."""
    state: SourceStateWord
    """Whether it can be read now."""


class SourcesJson(TypedDict):
    """Everything that this program can read."""

    sources: list[SourceJson]
    """Plugins first, then what this program brings along."""
