"""Findings and what they are evidence for, and the states the user gave, which outlive them.

How they come there: vault/judging.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from secrets import token_bytes
from sys import intern

import msgspec

from auditor.domain.findings.finding import Finding, Remedy, Severity, State
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign
from auditor.domain.findings.tally import FindingKind, Tally
from auditor.domain.views import FindingQuery
from auditor.ports.made import MADE_OF_ALL, MADE_OF_CONTENTS, MADE_OF_PHOTOS, MADE_OF_STATES
from auditor.vault.storage.connection import Connection, Cursor, transaction
from auditor.vault.tables.rows import SignWords, StoredFinding, pack, ticks, unpack


class _OfAccount(msgspec.Struct, frozen=True):
    account: str
    aftercare: tuple[str, ...] = ()


class _Common(msgspec.Struct, frozen=True):
    """The parts of a finding that many have in common; the others are passed over."""

    observation: _OfAccount
    remedy: int | Remedy


_COMMON = msgspec.msgpack.Decoder(_Common)


class _WithRelated(msgspec.Struct, frozen=True):
    related: frozenset[str] = frozenset()


class _Pointing(msgspec.Struct, frozen=True):
    """What a finding points at; all else is passed over."""

    observation: _WithRelated


_RELATED = msgspec.msgpack.Decoder(_Pointing)


def related_photos(body: bytes | None) -> frozenset[str]:
    """Return the photos that a finding points at besides its own; none where there is none."""
    return frozenset() if body is None else _RELATED.decode(body).observation.related


def remedy_numbers(connection: Connection, findings: Iterable[Finding]) -> Mapping[Remedy, int]:
    """Return by which number each remedy is named; new ones get rows of their own."""
    numbers: dict[Remedy, int] = {}
    for remedy in dict.fromkeys(finding.remedy for finding in findings):
        body = pack(remedy)
        connection.execute("INSERT OR IGNORE INTO remedy (body) VALUES (?)", (body,))
        (numbers[remedy],) = connection.execute(
            "SELECT seq FROM remedy WHERE body = ?", (body,)
        ).fetchone()
    return numbers


def remedies(connection: Connection) -> Mapping[int, Remedy]:
    """Return the remedies that findings name by number."""
    rows = connection.execute("SELECT seq, body FROM remedy").fetchall()
    return {seq: unpack(body, Remedy) for seq, body in rows}


def recount(connection: Connection, photos: Sequence[str] | None = None) -> None:
    """Write the number and the severest of its findings to each photo, or to each of `photos`.

    Only where they differ from what stands there.
    """
    if photos is None:
        counted = connection.execute(
            """
            SELECT seq, findings, severest, coalesce(number, 0), coalesce(-worst, 1)
            FROM photo LEFT JOIN
                (SELECT photo, count(*) AS number, max(severity) AS worst FROM finding
                WHERE photo IS NOT NULL GROUP BY photo) AS found
            ON found.photo = photo.id WHERE findings > 0 OR number > 0 ORDER BY seq
            """
        ).fetchall()
    else:
        counted = connection.execute(
            """
            SELECT seq, findings, severest,
                (SELECT count(*) FROM finding WHERE finding.photo = photo.id),
                coalesce((SELECT -max(severity) FROM finding WHERE finding.photo = photo.id), 1)
            FROM photo WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq
            """,
            (msgspec.json.encode(photos).decode(),),
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
    "before": "(-severity, check_id, finding.id) < "
    "(SELECT -severity, check_id, id FROM finding WHERE id = :before)",
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
        FROM sign LEFT JOIN finding_state ON finding_state.id = sign.finding ORDER BY sign.place
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


def contents(connection: Connection, of: str) -> str:
    """Return what stands for the contents; what was made of others is forgotten.

    It stands among what the database itself forgets wherever anything changes.
    """
    name = MADE_OF_ALL + of
    known = made(connection, name)
    if known is not None:
        return known.hex()
    with transaction(connection):
        new = made(connection, name) or token_bytes(16)  # another run may have been here
        connection.execute("DELETE FROM made WHERE substr(name, 1, ?) = ?", (len(of), of))
        keep_made(connection, name, new)
    return new.hex()


def keep_of_contents(connection: Connection, known: str, name: str, body: bytes, of: str) -> bool:
    """Keep what was made of the contents, if they are still these."""
    with transaction(connection):
        if made(connection, MADE_OF_ALL + of) != bytes.fromhex(known):
            return False
        keep_made(connection, of + name, body)
    return True


def write_beside(connection: Connection, write: Callable[[], bool]) -> None:
    """Do a `write` of states or settings inside a transaction.

    It says whether the contents are still the same; those of photos are in any case.
    """
    before = {of: made(connection, MADE_OF_ALL + of) for of in (MADE_OF_CONTENTS, MADE_OF_PHOTOS)}
    same = write()
    for of, known in before.items():
        if known is not None and (same or of == MADE_OF_PHOTOS):
            keep_made(connection, MADE_OF_ALL + of, known)


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


def states(connection: Connection) -> dict[str, State]:
    """Return the states that the user gave findings."""
    rows = connection.execute("SELECT id, state FROM finding_state")
    known = {state.value: state for state in State}
    return {finding: known[state] for finding, state in rows}


def mark(connection: Connection, finding: str, state: State, now: datetime) -> bool:
    """Record how far the user is; False if there is no such finding."""
    with transaction(connection):
        return bool(_mark(connection, (finding,), state, now))


def mark_all(
    connection: Connection, finding_ids: Sequence[str], state: State, now: datetime
) -> None:
    """Record it of all these findings, in one transaction."""
    with transaction(connection):
        _mark(connection, finding_ids, state, now)


def _mark(
    connection: Connection, finding_ids: Iterable[str], state: State, now: datetime
) -> list[State]:
    """Return which states they had, of those that there are."""
    had: list[State] = []

    def write() -> bool:
        had.extend(
            before
            for finding in finding_ids
            if (before := _mark_finding(connection, finding, state, now)) is not None
        )
        return not any(before is not state and State.VERIFIED in {before, state} for before in had)

    write_beside(connection, write)
    return had


def _mark_finding(
    connection: Connection, finding: str, state: State, now: datetime
) -> State | None:
    row = connection.execute(
        "SELECT finding.account, coalesce(state, 'open') FROM finding "
        "LEFT JOIN finding_state ON finding_state.id = finding.id WHERE finding.id = ?",
        (finding,),
    ).fetchone()
    if row is None:
        return None
    account, before = row
    connection.execute(
        "INSERT OR REPLACE INTO finding_state VALUES (?, ?, ?, ?)",
        (finding, account, state.value, ticks(now)),
    )
    if state.value != before and State.VERIFIED.value in {state.value, before}:
        connection.execute("DELETE FROM made WHERE name = ?", (MADE_OF_STATES,))
    return State(before)
