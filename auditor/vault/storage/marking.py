"""The database marks what changed since it was judged last, whoever writes.

Triggers see to that in the transaction of the change itself, so that no way of writing can forget
it.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.vault.storage.connection import Connection


def make_triggers(connection: Connection) -> None:
    """Make the triggers of format 6: they mark a photo where anything that it is judged by changes.

    `OR IGNORE` would not do: what a statement says of conflicts holds for its triggers too.
    """
    for name, table, event, when, photo in _triggers():
        mark = f"INSERT INTO unjudged SELECT id FROM ({photo}) {_ONCE}"  # noqa: S608 - our names
        connection.execute(
            f"CREATE TRIGGER unjudge_{name} AFTER {event} ON {table} {when} BEGIN {mark}; END"
        )


_ONCE = "WHERE id NOT IN (SELECT photo FROM unjudged)"


def forget_strays(connection: Connection) -> None:
    """Forget the marks of photos that are no more, once their findings are gone too."""
    for table in ("unjudged", "judging"):
        connection.execute(
            f"DELETE FROM {table} WHERE photo NOT IN (SELECT id FROM photo) "  # noqa: S608 - our names
            f"AND NOT EXISTS (SELECT 1 FROM finding WHERE finding.photo = {table}.photo)"
        )


_DIFFERENT: dict[str, str] = {
    "photo_body": "old.body IS NOT new.body OR old.gone_at IS NOT new.gone_at",
    "facts": "old.body IS NOT new.body OR old.reason_unread IS NOT new.reason_unread",
}


def _triggers() -> Iterator[tuple[str, str, str, str, str]]:
    """Yield name, table, event, condition and a query for the photo."""
    for table, different in _DIFFERENT.items():
        of = "SELECT id FROM photo WHERE seq = {}.photo".format
        yield f"{table}_insert", table, "INSERT", "", of("new")
        yield f"{table}_update", table, "UPDATE", f"WHEN {different}", of("new")
        yield f"{table}_move", table, "UPDATE OF photo", "", f"{of('old')} UNION {of('new')}"
        yield f"{table}_delete", table, "DELETE", "", of("old")
    columns = ("id", "account", "gone")
    differ = " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)
    yield "photo_insert", "photo", "INSERT", "", "SELECT new.id AS id"
    yield (
        "photo_update",
        "photo",
        f"UPDATE OF {', '.join(columns)}",
        f"WHEN {differ}",
        "SELECT old.id AS id UNION SELECT new.id",
    )
    yield "photo_delete", "photo", "DELETE", "", "SELECT old.id AS id"
