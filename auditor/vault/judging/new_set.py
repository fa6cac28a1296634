"""The set of findings that an evaluation makes, built beside the current one.

It takes the place of what was judged anew at once; only rows that differ are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from secrets import token_bytes
from types import MappingProxyType

import msgspec

from auditor.domain.findings.finding import Finding
from auditor.domain.findings.judging import EvaluatedBy, JudgedPhoto
from auditor.domain.findings.sign import Sign, sign_of
from auditor.vault.judging import marks
from auditor.vault.judging.marks import EvaluationRun
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables import forgotten
from auditor.vault.tables.findings import (
    keep_made,
    made,
    recount,
    related_photos,
    remedy_numbers,
)
from auditor.vault.tables.log_and_settings import write_setting
from auditor.vault.tables.rows import SignWords, StoredFinding, pack, pack_slim

_RUN = "judging"
"""Under which of what was made it stands which run has begun the new set."""
_OF_ONE_PHOTO = 1 << 20
"""Places among the signs that are kept free for the findings of each photo, in order of photo."""
_BEHIND_PHOTOS = 1 << 62
"""The first place of the signs of all other checks."""


def begin(connection: Connection, by: EvaluatedBy | None = None) -> EvaluationRun:
    """Start an empty set and return what names it, and whether all is to be judged.

    What a run that was killed left there is dropped, and so is what another one is judging now: of
    two at once the later one counts. Without `by` the new set takes the place of everything.
    """
    token = token_bytes(16)
    with transaction(connection):
        connection.execute("DELETE FROM finding_next")
        connection.execute("DELETE FROM sign_next")
        keep_made(connection, _RUN, token)
        return marks.take(connection, token, by)


def add(
    connection: Connection,
    run: EvaluationRun,
    findings: Sequence[Finding],
    judged: Sequence[JudgedPhoto] = (),
) -> None:
    """Add to the set that was begun; nothing where a later one was begun.

    All findings of a photo come at once. A finding that names a place is left out where places were
    forgotten while it was judged.
    """
    with transaction(connection):
        if made(connection, _RUN) != run.token:
            return
        with_places = forgotten.kept(connection)
        kept = [
            finding
            for finding in findings
            if with_places or not forgotten.tells(finding.observation)
        ]
        numbers = remedy_numbers(connection, kept)
        connection.executemany(
            "INSERT OR REPLACE INTO finding_next VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_row(finding, numbers[finding.remedy]) for finding in kept),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO sign_next VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _sign_rows(connection, run, kept),
        )
        marks.note(connection, judged)


def _row(finding: Finding, remedy: int) -> tuple[str | int | bytes | None, ...]:
    seen = finding.observation
    return (
        finding.id,
        finding.check,
        int(seen.severity),
        seen.account,
        seen.photo,
        len(seen.related),
        pack_slim(StoredFinding(finding.id, finding.check, seen, remedy)),
    )


def _sign_rows(
    connection: Connection, run: EvaluationRun, findings: Sequence[Finding]
) -> Iterator[tuple[str | int | bytes | None, ...]]:
    """Yield the rows of the signs.

    Each has a place that depends on its photo and on what else is found in that alone.
    """
    first = _first_places(connection, run, findings)
    for finding in findings:
        photo = finding.observation.photo
        if finding.check in run.checks and photo in first:
            place = first[photo]
            first[photo] += 1
        else:
            place = _BEHIND_PHOTOS + run.added
            run.added += 1
        sign = sign_of(finding)
        if sign is not None:
            yield (place, *_sign_row(sign))


def _first_places(
    connection: Connection, run: EvaluationRun, findings: Sequence[Finding]
) -> dict[str | None, int]:
    photos = {finding.observation.photo for finding in findings if finding.check in run.checks}
    wanted = msgspec.json.encode(sorted(photo for photo in photos if photo)).decode()
    rows = connection.execute(
        "SELECT id, seq FROM photo WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
    )
    return {name: seq * _OF_ONE_PHOTO for name, seq in rows}


def _sign_row(sign: Sign) -> tuple[str | int | bytes | None, ...]:
    several = len(sign.photos) > 1
    return (
        sign.finding,
        sign.check,
        sign.question.value,
        int(sign.degree),
        sign.account,
        None if several or not sign.photos else sign.photos[0],
        pack(sign.photos) if several else None,
        sign.remedy,
        int(sign.severity),
        text(sign.about),
        pack(SignWords(sign.title, sign.tells, sign.aftercare)),
    )


def finish(
    connection: Connection,
    run: EvaluationRun,
    settings: Mapping[str, str] = MappingProxyType({}),
    made_anew: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Put the new set in place of what was judged anew, and count it on the photos.

    `settings` are kept in the same transaction, and `made_anew` in place of all that was made of
    the old one. Where a later set was begun, that one will take its
    place.

    `OR FAIL` takes back nothing by itself, which the transaction does: to be able to, SQLite holds
    every page that it changes in memory, 200 MB for 200,000 findings.
    """
    with transaction(connection):
        if made(connection, _RUN) != run.token:
            return
        _list_replaced(connection, run)
        _replace_related(connection)
        photos = [] if run.whole else _photos_to_count(connection)
        for statement in _REPLACING:
            connection.execute(statement)
        marks.settle(connection, run)
        for table in ("replaced", "finding_next", "sign_next", "made"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our names
        for name, value in settings.items():
            write_setting(connection, name, value)
        for name, body in made_anew.items():
            keep_made(connection, name, body)
        recount(connection, None if run.whole else photos)


_REPLACING = (
    """
    DELETE FROM finding WHERE id IN (
        SELECT finding.id FROM replaced CROSS JOIN finding ON finding.id = replaced.id
        LEFT JOIN finding_next ON finding_next.id = replaced.id
        WHERE finding_next.body IS NOT finding.body)
    """,
    """
    INSERT OR FAIL INTO finding
    SELECT * FROM finding_next WHERE id NOT IN (SELECT id FROM finding)
    """,
    """
    DELETE FROM sign WHERE place IN (
        SELECT old.place FROM replaced CROSS JOIN sign AS old ON old.finding = replaced.id
        LEFT JOIN sign_next AS new ON new.finding = replaced.id
        WHERE (old.place, old.check_id, old.question, old.degree, old.account, old.photo, old.names,
            old.remedy, old.severity, old.about, old.says)
        IS NOT (new.place, new.check_id, new.question, new.degree, new.account, new.photo,
            new.names, new.remedy, new.severity, new.about, new.says))
    """,
    """
    INSERT OR FAIL INTO sign
    SELECT * FROM sign_next WHERE place NOT IN (SELECT place FROM sign)
    """,
)


def _list_replaced(connection: Connection, run: EvaluationRun) -> None:
    """List the findings whose place the new set takes."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS replaced (id TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM replaced")
    if run.whole:
        connection.execute("INSERT INTO replaced SELECT id FROM finding")
        return
    checks = msgspec.json.encode(sorted(run.checks)).decode()
    connection.execute(
        """
        INSERT INTO replaced SELECT finding.id
        FROM judging CROSS JOIN finding ON finding.photo = judging.photo
        WHERE check_id IN (SELECT value FROM json_each(?))
        """,
        (checks,),
    )
    connection.execute(
        """
        INSERT OR IGNORE INTO replaced SELECT id FROM finding INDEXED BY finding_tally
        WHERE check_id NOT IN (SELECT value FROM json_each(?))
        """,
        (checks,),
    )


def _replace_related(connection: Connection) -> None:
    """Write which photos findings point at where that differs.

    One finding may point at thousands, of which a scan changes few.
    """
    changed = connection.execute(
        """
        SELECT replaced.id, finding.body, finding_next.body
        FROM replaced CROSS JOIN finding ON finding.id = replaced.id
        LEFT JOIN finding_next ON finding_next.id = replaced.id
        WHERE (finding.related > 0 OR finding_next.related > 0)
            AND finding_next.body IS NOT finding.body
        UNION ALL
        SELECT finding_next.id, NULL, finding_next.body
        FROM finding_next LEFT JOIN replaced ON replaced.id = finding_next.id
        LEFT JOIN finding ON finding.id = finding_next.id
        WHERE finding_next.related > 0 AND replaced.id IS NULL
            AND finding.body IS NOT finding_next.body
        """
    ).fetchall()
    gone: list[tuple[str, str]] = []
    new: list[tuple[str, str]] = []
    for name, was, now in changed:
        before, after = related_photos(was), related_photos(now)
        gone += ((photo, name) for photo in before - after)
        new += ((photo, name) for photo in after - before)
    connection.executemany(
        "DELETE FROM finding_related WHERE photo = ? AND finding = ?", sorted(gone)
    )
    connection.executemany("INSERT OR IGNORE INTO finding_related VALUES (?, ?)", sorted(new))


def _photos_to_count(connection: Connection) -> list[str]:
    """Return the photos that may have other findings than before."""
    rows = connection.execute(
        """
        SELECT photo FROM judging
        UNION SELECT photo FROM replaced CROSS JOIN finding ON finding.id = replaced.id
        UNION SELECT photo FROM finding_next
        """
    )
    return [photo for (photo,) in rows if photo is not None]
