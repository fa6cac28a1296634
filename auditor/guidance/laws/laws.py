"""Laws and bills by place, from laws/*.toml.

One file a jurisdiction, and only the files of the chosen place are read.

General information, not legal advice. Every row may be wrong or old, so each carries its source,
date and confidence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal

import msgspec

from auditor.dataclass import dataclass
from auditor.guidance import FOLDER
from auditor.guidance.age import LAW_DAYS, FurtherSource, dated, stale
from auditor.guidance.jurisdictions import EU, EU_MEMBERS, code_of, law_area, outer
from auditor.guidance.laws.situations import OF_CRIMES, OF_IMAGES, THREATS_FIRST, Situation

_FOLDER = "laws"
_END = ".toml"
WITH_PARTS = frozenset({"GB"})
"""Countries whose parts make the law that people look for under the country's own code."""


_OF_PICTURES = frozenset({"ncii", "synthetic_ncii", "platform_duty"})
"""Topics of rules on intimate pictures, real or made, and of duties to take them down."""
_NEVER_HIDDEN = frozenset({"ncii", "synthetic_ncii", "violence", "threats", "platform_duty"})
"""Topics of criminal law and of removal: in force, they are shown however unsure the row is."""
_NOT_ABOUT_ONE_PERSON = frozenset({"deepfake_election"})
"""Topics of crimes against the public: not what the person shown reports."""
_CRIME = re.compile(r"\b(criminal|crime)\b", re.IGNORECASE)
"""In the words of the remedy: that somebody can be punished."""


class Status(StrEnum):
    """How far a rule has come. Only what is in force is ever offered as a remedy."""

    IN_FORCE = "in_force"
    PASSED = "passed_not_in_force"
    BILL = "bill"
    UNVERIFIED = "unverified"


class Act(StrEnum):
    """What a rule is about.

    Making, threatening and sharing are kept apart: a rule on one says nothing of the others.
    """

    MAKING = "making"
    THREATENING = "threatening"
    SHARING = "sharing"
    USING = "using"


@dataclass(frozen=True, slots=True)
class Law:
    """One law or bill.

    `in_force_since` and `source_date` are text, as the source has them; `gives`, `remedy`, `how`,
    `deadline` and `uploads` are English keys of the catalogue. `uploads` is what leaves the user's
    hands on that way. `not_checked_at_source` marks a row for which the text of the law itself was
    not read. `adults_only` is for rules that hold for pictures of adults alone, `minors_only` for
    those that hold for pictures of somebody under 18 alone.
    """

    name: str
    citation: str
    topic: str
    status: Status
    acts: tuple[Act, ...]
    situations: tuple[Situation, ...]
    gives: str
    remedy: str
    how: str
    source_url: str
    source_date: str
    confidence: Literal["high", "medium", "low"]
    checked_on: date
    in_force_since: str = ""
    deadline: str = ""
    uploads: str = ""
    not_checked_at_source: bool = False
    adults_only: bool = False
    minors_only: bool = False
    also_listed_as: tuple[str, ...] = ()
    also: tuple[FurtherSource, ...] = ()
    jurisdiction: str = ""

    @property
    def in_force(self) -> bool:
        """Whether it may be shown as law."""
        return self.status is Status.IN_FORCE

    def fits(self, situation: Situation) -> bool:
        """Say whether it is about a situation.

        What forbids to share a picture, or to threaten with it, holds at any age where it does not
        say that it is for adults.
        """
        return situation in self.situations or (
            situation is Situation.UNDER_18
            and self.in_force
            and self.topic in _OF_PICTURES
            and not self.adults_only
            and not OF_IMAGES.isdisjoint(self.situations)
        )

    @property
    def penal(self) -> bool:
        """Whether it makes threats, blackmail, violence or the use of pictures a crime today.

        Of what is done to adults.
        """
        return (
            self.in_force
            and not self.minors_only
            and self.topic not in _NOT_ABOUT_ONE_PERSON
            and not OF_CRIMES.isdisjoint(self.situations)
            and bool(_CRIME.search(self.remedy))
            and "proposed" not in self.remedy
        )

    @property
    def sure(self) -> bool:
        """Whether it may be shown without being asked for.

        Of the rows of low confidence, those that a person in need may have to know: a criminal law
        and a duty to remove that is in force, or may be.
        """
        return self.confidence != "low" or (
            self.topic in _NEVER_HIDDEN and self.status in {Status.IN_FORCE, Status.UNVERIFIED}
        )

    def due(self, today: date) -> bool:
        """Say whether the day has come on which a rule that was passed was to begin.

        It may hold by now, and nobody has looked.
        """
        begins = dated(self.in_force_since)
        return self.status is Status.PASSED and begins is not None and begins <= today

    def stale(self, today: date) -> bool:
        """Say whether the row has to be looked at again before anyone relies on it."""
        return stale(self.source_date, self.checked_on, LAW_DAYS, today)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """One jurisdiction with its rows; `name` is an English key of the catalogue."""

    code: str
    name: str
    rows: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class LawAnswer:
    """What is known for a place that the user named.

    `code` is empty where it cannot be a code; `own` says whether there are rows of exactly that
    place; `parts` are codes with rows of their own inside it that were not asked for. `laws` are in
    force; `bills` are all the rest and never a remedy.
    """

    code: str
    own: bool
    places: tuple[Jurisdiction, ...]
    parts: tuple[str, ...]
    laws: tuple[Law, ...]
    bills: tuple[Law, ...]
    hidden: int


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    jurisdiction: str
    title: str
    law: tuple[Law, ...]


class _Head(msgspec.Struct, frozen=True):
    jurisdiction: str
    title: str


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """Return the code of every jurisdiction that has a file."""
    names = (file.name for file in FOLDER.joinpath(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(_END).upper() for name in names if name.endswith(_END)))


@lru_cache(maxsize=8)
def place(code: str) -> Jurisdiction:
    """Return one jurisdiction.

    Raises FileNotFoundError, and msgspec.ValidationError on a broken file.
    """
    read = msgspec.toml.decode(
        FOLDER.joinpath(_FOLDER, code.lower() + _END).read_bytes(), type=_File
    )
    return Jurisdiction(
        read.jurisdiction,
        read.title,
        tuple(replace(row, jurisdiction=read.jurisdiction) for row in read.law),
    )


def title(code: str) -> str:
    """Return the name of a jurisdiction, an English key of the catalogue.

    Only what stands above its rows is read: names of all of them are looked through at once.
    """
    file = FOLDER.joinpath(_FOLDER, code.lower() + _END)
    head, _rows, _rest = file.read_text("utf-8").partition("[[law]]")
    return msgspec.toml.decode(head, type=_Head).title


def answer(
    where: str, situation: Situation | None = None, *, low_confidence: bool = False
) -> LawAnswer:
    """Return what is known for a place.

    Its own rows stand first, then those of the country and of the union around it. Where somebody
    is threatened, the rules on threats come before all others, and among them those on what is
    going on: violence and stalking where somebody is in danger, else what is said and demanded.
    """
    code = code_of(where)
    places = tuple(place(near) for near in _list_codes_around(code))
    rows = [
        row
        for jurisdiction in places
        for row in jurisdiction.rows
        if situation is None or row.fits(situation)
    ]
    shown = [row for row in rows if low_confidence or row.sure]
    if situation in THREATS_FIRST:
        shown.sort(
            key=lambda row: (
                Act.THREATENING not in row.acts,
                (row.topic == "violence") != (situation is Situation.IN_DANGER),
            )
        )
    inside = (
        tuple(part for part in codes() if part.startswith(f"{code}-"))
        if code and code not in WITH_PARTS
        else ()
    )
    return LawAnswer(
        code=code,
        own=law_area(code) in codes(),
        places=places,
        parts=inside,
        laws=tuple(row for row in shown if row.in_force),
        bills=tuple(row for row in shown if not row.in_force),
        hidden=len(rows) - len(shown),
    )


def _list_codes_around(code: str) -> tuple[str, ...]:
    """Return the codes of the files that hold for a place, the nearest first."""
    if not code:
        return ()
    inside = [part for part in codes() if part.startswith(f"{code}-")] if code in WITH_PARTS else []
    union = [EU] if outer(code) in EU_MEMBERS else []
    return tuple(
        near
        for near in dict.fromkeys((law_area(code), outer(code), *inside, *union))
        if near in codes()
    )
