"""Findings, built beside the current ones and put in their place at once.

And the states the user gave, which outlive them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_bytes
from sys import intern

import msgspec

from auditor.domain.findings.finding import Finding, Severity, State
from auditor.domain.findings.question import Degree, QuestionId
from auditor.domain.findings.sign import Sign, sign_of
from auditor.domain.findings.tally import Tally
from auditor.domain.views import FindingQuery
from auditor.ports.vault import MADE_OF_ALL, MADE_OF_CONTENTS, MADE_OF_PHOTOS, MADE_OF_STATES
from auditor.vault.storage.columns import text
from auditor.vault.storage.connection import Connection, transaction
from auditor.vault.tables import forgotten
from auditor.vault.tables.rows import SignWords, pack, ticks, unpack

_RUN = "judging"
"""Under which of what was made it stands which run has begun the new set."""


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
        kept = [finding for finding in findings if with_places or not forgotten.tells(finding)]
        connection.executemany(
            "INSERT OR REPLACE INTO finding_next VALUES (?, ?, ?, ?, ?, ?, ?)", map(_row, kept)
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


def _row(finding: Finding) -> tuple[str | int | bytes | None, ...]:
    seen = finding.observation
    return (
        finding.id,
        finding.check,
        int(seen.severity),
        seen.account,
        seen.photo,
        len(seen.related),
        pack(finding),
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
    "state": "coalesce(state, 'open') = :state",
}
"""The condition of each part of a query."""


def read(connection: Connection, query: FindingQuery) -> tuple[Finding, ...]:
    """Return findings, severest first, then by check and id."""
    asked = {name: value for name in _WHICH if (value := getattr(query, name)) is not None}
    bound = {
        name: msgspec.json.encode(value).decode() if name == "ids" else value
        for name, value in asked.items()
    }
    which = " AND ".join(_WHICH[name] for name in asked) or "TRUE"
    rows = connection.execute(
        f"""
        SELECT body, state FROM finding LEFT JOIN finding_state ON finding_state.id = finding.id
        WHERE {which} ORDER BY severity DESC, check_id, finding.id
        """,  # noqa: S608 - constants only
        bound,
    )
    return tuple(_with_state(unpack(body, Finding), state) for body, state in rows)


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


def _with_state(finding: Finding, state: str | None) -> Finding:
    return finding if state is None else replace(finding, state=State(state))


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
