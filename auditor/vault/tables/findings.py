"""Findings, built beside the current ones and put in their place at once.

And the states the user gave, which outlive them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from secrets import token_bytes
from sys import intern

import msgspec

from auditor.domain.findings.finding import Finding, Remedy, Severity, State
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign, sign_of
from auditor.domain.findings.tally import FindingKind, Tally
from auditor.domain.views import FindingQuery
from auditor.ports.vault import MADE_OF_STATES
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, Cursor, transaction
from auditor.vault.tables import forgotten
from auditor.vault.tables.rows import SignWords, StoredFinding, pack, pack_slim, ticks, unpack

_RUN = "judging"
"""Under which of what was made it stands which run has begun the new set."""


class _OfAccount(msgspec.Struct, frozen=True):
    account: str
    aftercare: tuple[str, ...] = ()


class _Common(msgspec.Struct, frozen=True):
    """The parts of a finding that many have in common; the others are passed over."""

    observation: _OfAccount
    remedy: int | Remedy


_COMMON = msgspec.msgpack.Decoder(_Common)


def begin(connection: Connection) -> bytes:
    """Start an empty set and return what names it.

    What a run that was killed left there is dropped, and so is what another one is judging now: of
    two at once the later one counts.
    """
    run = token_bytes(16)
    with transaction(connection):
        connection.execute("DELETE FROM finding_next")
        connection.execute("DELETE FROM sign_next")
        connection.execute("DELETE FROM finding_related_next")
        keep_made(connection, _RUN, run)
    return run


def add(connection: Connection, run: bytes, findings: Sequence[Finding]) -> None:
    """Add to the set that was begun; nothing where a later one was begun.

    A finding that names a place is left out where places were forgotten while it was judged.
    """
    with transaction(connection):
        if made(connection, _RUN) != run:
            return
        with_places = forgotten.kept(connection)
        kept = [
            finding
            for finding in findings
            if with_places or not forgotten.tells(finding.observation)
        ]
        connection.executemany(
            "INSERT OR REPLACE INTO finding_next VALUES (?, ?, ?, ?, ?, ?, ?)",
            _rows(connection, kept),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO finding_related_next VALUES (?, ?)",
            related_rows(kept),
        )
        signs = [sign for finding in kept if (sign := sign_of(finding)) is not None]
        connection.executemany(
            "INSERT OR REPLACE INTO sign_next VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            map(_sign_row, signs),
        )


def related_rows(findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """Yield (photo, finding) for each photo that a finding points at besides its own."""
    for finding in findings:
        for photo in finding.observation.related:
            yield photo, finding.id


def _rows(
    connection: Connection, findings: Sequence[Finding]
) -> Iterator[tuple[str | int | bytes | None, ...]]:
    """Yield the row of each finding; the remedies get rows of their own."""
    numbers: dict[Remedy, int] = {}
    for remedy in dict.fromkeys(finding.remedy for finding in findings):
        body = pack(remedy)
        connection.execute("INSERT OR IGNORE INTO remedy (body) VALUES (?)", (body,))
        (numbers[remedy],) = connection.execute(
            "SELECT seq FROM remedy WHERE body = ?", (body,)
        ).fetchone()
    for finding in findings:
        yield _row(finding, numbers[finding.remedy])


def remedies(connection: Connection) -> Mapping[int, Remedy]:
    """Return the remedies that findings name by number."""
    rows = connection.execute("SELECT seq, body FROM remedy").fetchall()
    return {seq: unpack(body, Remedy) for seq, body in rows}


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


def finish(connection: Connection, run: bytes) -> None:
    """Put the new set in place of the old one, and count it on the photos.

    Where a later one was begun, that one will take its place.

    `OR FAIL` takes back nothing by itself, which the transaction does: to be able to, SQLite holds
    every page that it changes in memory, 200 MB for 200,000 findings.
    """
    with transaction(connection):
        if made(connection, _RUN) != run:
            return
        connection.execute("DELETE FROM finding")
        connection.execute("INSERT OR FAIL INTO finding SELECT * FROM finding_next")
        connection.execute("DELETE FROM finding_next")
        connection.execute("DELETE FROM finding_related")
        connection.execute("INSERT OR FAIL INTO finding_related SELECT * FROM finding_related_next")
        connection.execute("DELETE FROM finding_related_next")
        connection.execute("DELETE FROM sign")
        connection.execute("INSERT OR FAIL INTO sign SELECT * FROM sign_next")
        connection.execute("DELETE FROM sign_next")
        connection.execute("DELETE FROM made")
        recount(connection)


def recount(connection: Connection) -> None:
    """Write the number and the severest of its findings to each photo.

    Only where they differ from what stands there.
    """
    counted = connection.execute(
        """
        SELECT seq, findings, severest, coalesce(number, 0), coalesce(-worst, 1)
        FROM photo LEFT JOIN
            (SELECT photo, count(*) AS number, max(severity) AS worst FROM finding
            WHERE photo IS NOT NULL GROUP BY photo) AS found
        ON found.photo = photo.id WHERE findings > 0 OR number > 0 ORDER BY seq
        """
    ).fetchall()
    changed = [
        (number, worst, seq)
        for seq, had, was, number, worst in counted
        if (had, was) != (number, worst)
    ]
    connection.executemany("UPDATE photo SET findings = ?, severest = ? WHERE seq = ?", changed)


_WHICH: Mapping[str, str] = {
    "ids": "finding.id IN (SELECT value FROM json_each(:ids))",
    "photo": "finding.id IN (SELECT id FROM finding WHERE photo = :photo "
    "UNION SELECT finding FROM finding_related WHERE photo = :photo)",
    "account": "finding.account = :account",
    "check": "check_id = :check",
    "severity_at_least": "severity >= :severity_at_least",
    "severity": "severity = :severity",
    "state": "coalesce(state, 'open') = :state",
}
"""The condition of each part of a query."""
_STATES = "LEFT JOIN finding_state ON finding_state.id = finding.id"
_ORDER = "severity DESC, check_id, finding.id"
_AT_ONCE = 500
"""Findings of one page of a stream."""


def read(
    connection: Connection, query: FindingQuery, offset: int = 0, limit: int | None = None
) -> tuple[Finding, ...]:
    """Return findings, severest first, then by check and id; a page of them with a `limit`.

    The inner query finds a page in an index; only its own rows are read from the table.
    """
    which, bound = _asked(query)
    if limit is not None or offset:
        joined = _STATES if query.state is not None else ""
        which = (
            f"finding.rowid IN (SELECT finding.rowid FROM finding {joined} WHERE {which} "  # noqa: S608 - constants only
            f"ORDER BY {_ORDER} LIMIT :limit OFFSET :offset)"
        )
        bound |= {"limit": -1 if limit is None else limit, "offset": offset}
    known = remedies(connection)
    return tuple(_finding(known, *row) for row in connection.execute(_whole(which), bound))


def count(connection: Connection, query: FindingQuery) -> int:
    """Count findings without reading them."""
    which, bound = _asked(query)
    joined = _STATES if query.state is not None else ""
    (number,) = connection.execute(
        f"SELECT count(*) FROM finding {joined} WHERE {which}",  # noqa: S608 - constants only
        bound,
    ).fetchone()
    return int(number)


def begin_reading(connection: Connection, query: FindingQuery) -> Cursor:
    """Return what `go_on` reads from: the findings as they stand now, whatever others write."""
    which, bound = _asked(query)
    return connection.execute(_whole(which), bound)


def go_on(connection: Connection, rows: Cursor) -> tuple[Finding, ...]:
    """Return the next findings, none at the end."""
    known = remedies(connection)
    return tuple(_finding(known, *row) for row in rows.fetchmany(_AT_ONCE))


def end_reading(_connection: Connection, rows: Cursor) -> None:
    """Let go of what was read from."""
    rows.close()


def _whole(which: str) -> str:
    return f"SELECT body, state FROM finding {_STATES} WHERE {which} ORDER BY {_ORDER}"  # noqa: S608 - constants only


def _asked(query: FindingQuery) -> tuple[str, dict[str, str | int]]:
    asked = {name: value for name in _WHICH if (value := getattr(query, name)) is not None}
    bound = {
        name: msgspec.json.encode(value).decode() if name == "ids" else value
        for name, value in asked.items()
    }
    return " AND ".join(_WHICH[name] for name in asked) or "TRUE", bound


def kinds(connection: Connection) -> tuple[FindingKind, ...]:
    """Return what findings have in common, in the order in which the first of each is listed."""
    rows = connection.execute("SELECT id, check_id, severity, body FROM finding")
    found: dict[tuple[str, str, tuple[str, ...], Remedy], tuple[tuple[int, str, str], int]] = {}
    known = remedies(connection)
    for name, check, severity, body in rows:
        place = (-severity, check, name)
        common = _COMMON.decode(body)
        kind = (
            intern(check),
            common.observation.account,
            common.observation.aftercare,
            _remedy(known, common.remedy),
        )
        before, number = found.get(kind, (place, 0))
        found[kind] = min(before, place), number + 1
    ordered = sorted(found.items(), key=lambda each: each[1][0])
    return tuple(FindingKind(*kind, number) for kind, (_place, number) in ordered)


def tallies(connection: Connection) -> tuple[Tally, ...]:
    """Count findings by account, check, severity and state."""
    rows = connection.execute(
        """
        SELECT finding.account, check_id, severity, coalesce(state, 'open'), count(*)
        FROM finding LEFT JOIN finding_state ON finding_state.id = finding.id GROUP BY 1, 2, 3, 4
        """
    )
    return tuple(
        Tally(account, check, Severity(severity), State(state), count)
        for account, check, severity, state, count in rows
    )


def signs(connection: Connection) -> tuple[Sign, ...]:
    """Return what the findings are evidence for, in the order in which they were found."""
    rows = connection.execute(
        """
        SELECT finding, check_id, question, degree, sign.account, photo, names, remedy, severity,
            about, says, state
        FROM sign LEFT JOIN finding_state ON finding_state.id = sign.finding ORDER BY sign.rowid
        """
    )
    said: dict[bytes, SignWords] = {}
    questions, degrees = {each.value: each for each in QuestionId}, {int(d): d for d in Degree}
    severities = {int(each): each for each in Severity}
    found: list[Sign] = []
    for finding, check, question, degree, account, photo, names, *rest in rows:
        remedy, severity, about, says, state = rest
        if says not in said:
            said[says] = unpack(says, SignWords)
        found.append(
            Sign(
                finding,
                intern(check),
                questions[question],
                degrees[degree],
                intern(account),
                unpack(names, tuple[str, ...]) if names else (photo,) if photo else (),
                intern(remedy),
                severities[severity],
                State.OPEN if state is None else State(state),
                intern(about),
                said[says].title,
                said[says].tells,
                said[says].aftercare,
            )
        )
    return tuple(found)


def drop_stray(connection: Connection) -> None:
    """Forget what belongs to findings that are no more, and all that was made of them."""
    connection.execute("DELETE FROM finding_related WHERE finding NOT IN (SELECT id FROM finding)")
    connection.execute("DELETE FROM finding_related_next")
    connection.execute("DELETE FROM sign WHERE finding NOT IN (SELECT id FROM finding)")
    connection.execute("DELETE FROM sign_next")
    connection.execute("DELETE FROM made")


def keep_made(connection: Connection, name: str, body: bytes) -> None:
    """Keep what was made of the rest."""
    connection.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", (name, body))


def keep_made_at(
    connection: Connection, seen: tuple[int, int], name: str, body: bytes
) -> tuple[int, int] | None:
    """Keep what was made, if nothing was written since; return the revision then."""
    with transaction(connection):  # nobody else writes inside
        if revision(connection) != seen:
            return None
        keep_made(connection, name, body)
    return revision(connection)


def made(connection: Connection, name: str) -> bytes | None:
    """Return what was kept under that name, None where there is nothing."""
    row = connection.execute("SELECT body FROM made WHERE name = ?", (name,)).fetchone()
    return None if row is None else row[0]


def revision(connection: Connection) -> tuple[int, int]:
    """Return numbers that change with everything that this connection or another one writes."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version), connection.total_changes


def _finding(known: Mapping[int, Remedy], body: bytes, state: str | None) -> Finding:
    stored = unpack(body, StoredFinding)
    return Finding(
        stored.id,
        stored.check,
        stored.observation,
        _remedy(known, stored.remedy),
        State.OPEN if state is None else State(state),
    )


def _remedy(known: Mapping[int, Remedy], remedy: int | Remedy) -> Remedy:
    return known[remedy] if isinstance(remedy, int) else remedy


def mark(connection: Connection, finding: str, state: State, now: datetime) -> bool:
    """Record how far the user is; False if there is no such finding."""
    with transaction(connection):
        return _mark(connection, finding, state, now)


def mark_all(
    connection: Connection, finding_ids: Sequence[str], state: State, now: datetime
) -> None:
    """Record it of all these findings, in one transaction."""
    with transaction(connection):
        for finding_id in finding_ids:
            _mark(connection, finding_id, state, now)


def _mark(connection: Connection, finding: str, state: State, now: datetime) -> bool:
    row = connection.execute(
        "SELECT finding.account, state FROM finding "
        "LEFT JOIN finding_state ON finding_state.id = finding.id WHERE finding.id = ?",
        (finding,),
    ).fetchone()
    if row is None:
        return False
    account, before = row
    connection.execute(
        "INSERT OR REPLACE INTO finding_state VALUES (?, ?, ?, ?)",
        (finding, account, state.value, ticks(now)),
    )
    if state.value != before and State.VERIFIED.value in {state.value, before}:
        connection.execute("DELETE FROM made WHERE name = ?", (MADE_OF_STATES,))
    return True
