"""What in the guidance is stale, has no source, or is missing for a platform in use.

For maintainers, and for careful readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from auditor.dataclass import dataclass
from auditor.guidance import playbooks
from auditor.guidance.archives import asking
from auditor.guidance.help import blackmail, help_now, picture_search, silent
from auditor.guidance.laws import laws
from auditor.guidance.removal import model_sites
from auditor.guidance.terms.authorities import authorities
from auditor.guidance.terms.terms import terms


@dataclass(frozen=True, slots=True)
class GuidanceRow:
    """One row of the guidance, whatever it is about.

    `kind`: law, setting, service, blackmail (a step against it), silent (a way to call without
    speaking), archive (how to ask for it), removal (of a model, from its site), term (that a law
    sets for a removal) or authority (that is asked then); `where`: jurisdiction, platform, region
    or country, empty for what holds everywhere.

    `due`: a rule that was passed, whose day has come: somebody has to look whether it is in force.
    """

    kind: str
    where: str
    name: str
    source_url: str
    source_date: str
    checked_on: date | None
    stale: bool
    due: bool = False


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found. `counts` says how many rows of each kind there are."""

    counts: dict[str, int]
    stale: tuple[GuidanceRow, ...]
    without_source: tuple[GuidanceRow, ...]
    due: tuple[GuidanceRow, ...]
    platforms_without_row: tuple[str, ...]


def checkup(today: date, platforms: Iterable[str]) -> Checkup:
    """Look at every row; `platforms` are those in use.

    Raises msgspec.ValidationError on a broken file.
    """
    rows = tuple(_list_rows(today))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return Checkup(
        counts=counts,
        stale=tuple(row for row in rows if row.stale),
        without_source=tuple(
            row for row in rows if not row.source_url.startswith(("https://", "http://"))
        ),
        due=tuple(row for row in rows if row.due),
        platforms_without_row=tuple(
            sorted({platform for platform in platforms if playbooks.playbook(platform) is None})
        ),
    )


class _Dated(Protocol):
    """What every row of the guidance has, whatever it is about."""

    @property
    def source_url(self) -> str: ...
    @property
    def source_date(self) -> str: ...
    @property
    def checked_on(self) -> date | None: ...
    def stale(self, today: date) -> bool: ...


def _row(
    kind: str, where: str, name: str, row: _Dated, today: date, *, due: bool = False
) -> GuidanceRow:
    return GuidanceRow(
        kind,
        where,
        name,
        row.source_url,
        row.source_date,
        row.checked_on,
        row.stale(today),
        due,
    )


def _list_rows(today: date) -> Iterator[GuidanceRow]:
    for code in laws.codes():
        for law in laws.place(code).rows:
            yield _row("law", code, law.name, law, today, due=law.due(today))
    for key in playbooks.platforms():
        for step in playbooks.read(key).steps:
            yield _row("setting", key, step.title, step, today)
    for service in help_now.all_services():
        yield _row("service", service.region, service.name, service, today)
    for where, against in blackmail.rows():
        yield _row("blackmail", where, against.title, against, today)
    for way in silent.ways():
        yield _row("silent", way.country, way.text, way, today)
    yield from _list_outside(today)


def _list_outside(today: date) -> Iterator[GuidanceRow]:
    for asked in asking.requests():
        yield _row("archive", asked.key, asked.name, asked, today)
    for search in picture_search.searches():
        yield _row("service", help_now.WORLDWIDE, search.name, search, today)
    for site in model_sites.sites():
        yield _row("removal", site.key, site.title, site, today)
    yield from _list_removals(today)


def _list_removals(today: date) -> Iterator[GuidanceRow]:
    for term in terms():
        yield _row("term", ", ".join(term.places), term.law, term, today)
    for authority in authorities():
        yield _row("authority", ", ".join(authority.places), authority.name, authority, today)
