"""Work on a vault that is killed in the middle, and what must hold of the vault then.

Each kind of work is done on a copy of one vault. `do` tells of each step that was committed;
`judge` looks at what a kill left, `ended` at what is there once the work was done again.

python -m tests.hostile.killed_work WORK ROOM FOLDER does one as a process of its own; it reads the
key from its input.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from auditor.domain.findings.finding import State
from auditor.domain.secret import Secret
from auditor.errors import VaultDamaged, VaultLocked
from auditor.vault import sealed
from auditor.vault.storage import keys, location, migration, schema, wipe
from auditor.vault.storage.connection import Connection, connect
from auditor.vault.storage.keys import VaultKey
from auditor.vault.store import EncryptedVault
from tests.contract.vault_making import T0, HeldClock, finding, photo, private_image
from tests.hostile.vault_scanning import ADA, PAGE, SECRET_ALT, scan

Tell = Callable[[str], None]

OLD, NEW = Secret("the-old-words-of-the-vault"), Secret("the-new-words-of-the-vault")
LIST, LABEL = Secret("the-words-of-the-list"), "a-label-that-nobody-may-read"
BEFORE, AFTER = 20, 30
"""Photos of the vault that each kind of work begins with, and after a second scan."""
LISTED, IMPORTED = 2, 4
"""Private images of the vault, and of the list that is imported."""
SEALED = "list.sealed"
_EXTRA = (
    "CREATE TABLE extra (photo INTEGER, body BLOB); INSERT INTO extra SELECT photo, body FROM "
    "photo_body; CREATE INDEX extra_photo ON extra (photo); UPDATE extra SET photo = photo + 1"
)
FORWARD = (
    *schema.MIGRATIONS,
    _EXTRA,
)
"""One more step than there are, whatever they are."""
AT_REST = {location.KEY_FILE, location.DATABASE, location.SCAN_LOCK, location.USE_LOCK}
NEEDLES = (
    *(secret.reveal().encode() for secret in (OLD, NEW, LIST)),
    LABEL.encode(),
    ADA.handle.encode(),
    SECRET_ALT.encode(),
    b"SQLite format 3\x00",
)


async def make(room: Path) -> VaultKey:
    """Make the vault and the list in `room`, and return the vault's key."""
    folder = room / "vault"
    key = keys.create(folder, OLD)
    await scan(folder, BEFORE, key, lambda _what: None)
    vault = await EncryptedVault.open(folder, key, HeldClock())
    await vault.add_private([private_image(number, LABEL) for number in range(LISTED)])
    await vault.mark(finding(ADA, photo(ADA, 1)).id, State.ACCEPTED, T0)
    await vault.close()
    (room / SEALED).write_bytes(
        sealed.seal([private_image(number, LABEL) for number in range(100, 100 + IMPORTED)], LIST)
    )
    return key


async def contents(folder: Path, key: VaultKey) -> str:
    """Return a digest of everything in a vault but the times of requests."""
    vault = await EncryptedVault.open(folder, key, HeldClock())
    found = (
        await vault.accounts(),
        await vault.photos(None, 1000),
        await vault.prints(),
        await vault.findings(),
        [await vault.thumbnail(photo(ADA, index).id) for index in range(AFTER)],
        await vault.private_images(),
        await vault.private_version(),
        [replace(record, accounts=()) for record in await vault.scans()],
    )
    await vault.close()
    return hashlib.sha256(repr(found).encode()).hexdigest()


def rows(connection: Connection, *without: str) -> str:
    """Return a digest of every row of every table."""
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
        if name not in without
    ]
    found = [(name, connection.execute(f"SELECT * FROM {name}").fetchall()) for name in names]
    return hashlib.sha256(repr(found).encode()).hexdigest()


def all_rows(folder: Path, key: VaultKey) -> str:
    """Return a digest of every row of the vault in `folder`, in whatever format it is."""
    with closing(connect(folder / location.DATABASE, key)) as connection:
        return rows(connection)


def is_there(folder: Path) -> bool:
    return folder.exists()


def names(folder: Path) -> set[str]:
    """Return the names of the files in `folder`, none where it is not there."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def in_the_clear(folder: Path, key: VaultKey) -> Iterator[str]:
    """Yield what can be read in the files of `folder`, or by others than their owner."""
    secret = key.reveal()
    needles = (*NEEDLES, secret.encode(), bytes.fromhex(secret))
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        data = path.read_bytes()
        yield from (f"{needle!r} in {path.name}" for needle in needles if needle in data)
        if sys.platform != "win32" and path.stat().st_mode & 0o077:
            yield f"others may open {path.name}"


class Work(ABC):
    """One kind of work; `calm` is what it leaves when nothing disturbs it."""

    name: ClassVar[str]
    begins_with_vault: ClassVar[bool] = True

    def __init__(self, room: Path, key: VaultKey, before: str = "", calm: str = "") -> None:
        self.room, self.key, self.before, self.calm = room, key, before, calm

    @abstractmethod
    async def do(self, folder: Path, tell: Tell) -> None:
        """Do it all, and `tell` of each step that is committed."""

    @abstractmethod
    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        """Return what is wrong after a kill."""

    async def again(self, folder: Path) -> None:
        await self.do(folder, lambda _what: None)

    async def left(self, folder: Path) -> str:
        """Return a digest of what the finished work leaves."""
        return all_rows(folder, self.key)

    async def ended(self, folder: Path) -> Iterator[str]:
        """Do it again, to the end, and return what is wrong then."""
        await self.again(folder)
        wrong = [] if await self.left(folder) == self.calm else ["not what it leaves undisturbed"]
        more = names(folder) - AT_REST
        return iter([*wrong, *(f"{name} stays behind" for name in sorted(more))])

    async def open(self, folder: Path) -> EncryptedVault:
        return await EncryptedVault.open(folder, self.key, HeldClock())


class Scan(Work):
    """A second scan finds ten photos more."""

    name = "scan"

    async def do(self, folder: Path, tell: Tell) -> None:
        await scan(folder, AFTER, self.key, tell)

    async def left(self, folder: Path) -> str:
        return await contents(folder, self.key)

    async def again(self, folder: Path) -> None:
        vault = await self.open(folder)
        newest = (await vault.scans())[0]
        count = len(await vault.scans())
        await vault.close()
        if count == 1 or newest.ended_at is None:
            await super().again(folder)

    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        vault = await self.open(folder)
        listed = [max(BEFORE, min(AFTER, PAGE * (told.count("batch") + more))) for more in (0, 1)]
        measured = {photo(ADA, index).id for index in range(BEFORE)} | {
            photo(ADA, int(what[len("facts-") :])).id for what in told if what.startswith("facts-")
        }
        stored = await vault.photos(None, 1000)
        marked = {seen.id: seen.state for seen in await vault.findings()}
        wrong = []
        if len(stored) not in listed:
            wrong.append(f"{len(stored)} photos after {told.count('batch')} batches")
        known = {seen.photo.id for seen in stored if seen.facts is not None}
        if measured - known or len(known - measured) > 1:
            wrong.append(f"{len(measured - known)} facts are lost, {len(known - measured)} untold")
        pictures = [await vault.thumbnail(seen.photo.id) for seen in stored]
        if [picture is None for picture in pictures] != [seen.facts is None for seen in stored]:
            wrong.append("a photo with half of what was measured")
        if len(marked) not in ({AFTER} if "ended" in told else {BEFORE, AFTER}):
            wrong.append(f"{len(marked)} findings")
        if [marked[finding(ADA, photo(ADA, index)).id] for index in (0, 1)] != [
            State.DONE,
            State.ACCEPTED,
        ]:
            wrong.append("a mark is lost")
        await vault.close()
        return iter(wrong)


class Mark(Work):
    """Findings are marked one after the other, then ten at once."""

    name = "mark"
    _single = tuple(range(2, BEFORE // 2))
    _together = tuple(range(BEFORE // 2, BEFORE))

    async def do(self, folder: Path, tell: Tell) -> None:
        vault = await self.open(folder)
        for index in self._single:
            await vault.mark(finding(ADA, photo(ADA, index)).id, State.DONE, T0)
            tell("mark")
        together = [finding(ADA, photo(ADA, index)).id for index in self._together]
        await vault.mark_all(together, State.ACCEPTED, T0)
        tell("all")
        await vault.close()

    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        vault = await self.open(folder)
        states = {seen.id: seen.state for seen in await vault.findings()}
        await vault.close()
        seen = [states[finding(ADA, photo(ADA, index)).id] for index in range(BEFORE)]
        single = [seen[index] is State.DONE for index in self._single]
        together = [seen[index] is State.ACCEPTED for index in self._together]
        wrong = []
        if sum(single) not in {told.count("mark"), told.count("mark") + 1}:
            wrong.append(f"{sum(single)} marks of {told.count('mark')}")
        if single != sorted(single, reverse=True):
            wrong.append("marks in another order")
        if any(together) != all(together):
            wrong.append("half of what was marked at once")
        if "all" in told and not all(together):
            wrong.append("what was marked at once is lost")
        if any(together) and not all(single):
            wrong.append("a later mark without the earlier")
        return iter(wrong)


class Migrate(Work):
    """The vault is brought to a format of one step more."""

    name = "migrate"

    async def do(self, folder: Path, tell: Tell) -> None:
        connection, lock = migration.open_file(folder, self.key, T0, FORWARD)
        tell("migrated")
        connection.close()
        lock.free()

    async def left(self, folder: Path) -> str:
        connection, lock = migration.open_file(folder, self.key, T0, FORWARD)
        with closing(connection):
            found = rows(connection)
        lock.free()
        return found

    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        with closing(connect(folder / location.DATABASE, self.key)) as connection:
            (number,) = connection.execute("PRAGMA user_version").fetchone()
            (broken,) = connection.execute("PRAGMA integrity_check").fetchone()
            found = rows(connection, "extra")
        wrong = [] if broken == "ok" else [str(broken)]
        if number not in {schema.LATEST, schema.LATEST + 1}:
            wrong.append(f"format {number}")
        if "migrated" in told and number != schema.LATEST + 1:
            wrong.append("a format that was told is lost")
        if found != self.before:
            wrong.append("not the rows of before")
        return iter(wrong)


class Change(Work):
    """The passphrase is changed."""

    name = "re-key"

    async def do(self, folder: Path, tell: Tell) -> None:
        keys.change(folder, OLD, NEW)
        tell("changed")

    async def again(self, folder: Path) -> None:
        if self._opens(folder, OLD):
            await super().again(folder)

    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        opens = [self._opens(folder, secret) for secret in (OLD, NEW)]
        wrong = [] if opens in ([True, False], [False, True]) else [f"old and new open: {opens}"]
        if "changed" in told and opens[0]:
            wrong.append("a passphrase that was told is lost")
        if all_rows(folder, self.key) != self.before:
            wrong.append("the vault holds something else")
        return iter(wrong)

    async def ended(self, folder: Path) -> Iterator[str]:
        wrong = list(await super().ended(folder))
        if self._opens(folder, OLD) or not self._opens(folder, NEW):
            wrong.append("it is not the new passphrase that opens")
        return iter(wrong)

    def _opens(self, folder: Path, passphrase: Secret) -> bool:
        try:
            return keys.open(folder, passphrase) == self.key
        except VaultLocked:
            return False


class Import(Work):
    """A sealed list of private images is added."""

    name = "import"

    async def do(self, folder: Path, tell: Tell) -> None:
        vault = await self.open(folder)
        await vault.import_private((self.room / SEALED).read_bytes(), LIST)
        tell("imported")
        await vault.close()

    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        vault = await self.open(folder)
        found = (len(await vault.private_images()), await vault.private_version())
        entries = len(await vault.private_entries())
        await vault.close()
        done = (LISTED + IMPORTED, 2)
        wrong = [] if found in ({done} if told else {(LISTED, 1), done}) else [f"{found} images"]
        return iter(wrong if entries == found[0] else [*wrong, "images without their hashes"])


class Wipe(Work):
    """The vault is destroyed."""

    name = "wipe"

    async def do(self, folder: Path, tell: Tell) -> None:
        await wipe.wipe(folder)
        tell("wiped")

    async def left(self, folder: Path) -> str:
        return "a folder" if is_there(folder) else "nothing"

    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        if told:
            return iter(["something is left"] if is_there(folder) else [])
        try:
            key = keys.open(folder, OLD)
        except (VaultLocked, VaultDamaged):
            return iter([])
        whole = key == self.key and all_rows(folder, self.key) == self.before
        return iter([] if whole else ["the key opens, and the vault is not whole"])


class Create(Work):
    """A vault is made where there is none."""

    name = "create"
    begins_with_vault = False

    async def do(self, folder: Path, tell: Tell) -> None:
        key = keys.open(folder, OLD) if location.exists(folder) else keys.create(folder, OLD)
        tell("key")
        vault = await EncryptedVault.open(folder, key, HeldClock())
        tell("open")
        await vault.put_setting("a", "b")
        tell("put")
        await vault.close()

    async def left(self, folder: Path) -> str:
        return str(await self._setting(folder))

    async def judge(self, folder: Path, told: Sequence[str]) -> Iterator[str]:
        if not told and not location.exists(folder):
            return iter([])
        known = await self._setting(folder)
        return iter(["a setting is lost"] if "put" in told and known != "b" else [])

    async def _setting(self, folder: Path) -> str | None:
        vault = await EncryptedVault.open(folder, keys.open(folder, OLD), HeldClock())
        found = await vault.setting("a")
        await vault.close()
        return found


ALL: Mapping[str, type[Work]] = {
    work.name: work for work in (Scan, Mark, Migrate, Change, Import, Wipe, Create)
}


async def leftovers_go(work: Work, folder: Path) -> Iterator[str]:
    """Open the vault as the next start does, and return what that leaves of a killed run."""
    if not location.exists(folder) or not (folder / location.KEY_FILE).exists():
        return iter([])
    migrations = FORWARD if isinstance(work, Migrate) else schema.MIGRATIONS
    key = work.key
    if isinstance(work, Create):
        key = keys.open(folder, OLD)
    connection, lock = migration.open_file(folder, key, T0, migrations)
    connection.close()
    lock.free()
    more = names(folder) - AT_REST
    return iter([f"{name} is there after the next start" for name in sorted(more)])


async def look(work: Work, folder: Path, told: Sequence[str]) -> list[str]:
    """Return all that is wrong after a kill, and after the work was done again."""
    wrong = list(in_the_clear(folder, work.key))
    wrong += await work.judge(folder, told)
    if not isinstance(work, Wipe):
        wrong += await leftovers_go(work, folder)
    wrong += await work.ended(folder)
    return [*wrong, *in_the_clear(folder, work.key)]


def main(name: str, room: str, folder: str) -> None:
    work = ALL[name](Path(room), VaultKey(Secret(sys.stdin.readline().strip())))
    print("ready", flush=True)
    asyncio.run(work.do(Path(folder), lambda what: print(what, flush=True)))


if __name__ == "__main__":
    main(*sys.argv[1:])
