"""Wiping a vault: the key first, then the files, and an honest list of what stays."""

from __future__ import annotations

import asyncio
import os
import secrets as randomness
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from auditor.dataclass import dataclass
from auditor.errors import SecretsUnavailable
from auditor.messages import N_
from auditor.ports import Secrets
from auditor.vault.storage.keys import keyring_name
from auditor.vault.storage.location import FILES, KEY_FILE, is_linked, open_own


@dataclass(frozen=True, slots=True)
class Wiped:
    """What a wipe did.

    `removed` and `failed` are files; `key_destroyed` says that the database is unreadable whatever
    else is left; `remains` are sentences (translated where they are shown) about what no program
    here can remove.
    """

    key_destroyed: bool
    removed: tuple[Path, ...]
    failed: tuple[Path, ...]
    remains: tuple[str, ...]


REMAINS: tuple[str, ...] = (
    N_("Shell history: commands that you typed may name your accounts."),
    N_("Exports: every report or JSON file that you saved stays where you put it."),
    N_(
        "Backups and snapshots may hold older copies of the vault and of its key file; with "
        "the passphrase they can still be opened."
    ),
    N_(
        "Synced folders: if the vault lay in one, the service and your other devices may keep "
        "copies and old versions."
    ),
    N_(
        "Package caches and the installed program itself show that auditor was here (pip, "
        "pipx, uv)."
    ),
    N_(
        "Solid-state drives may keep overwritten blocks for some time; without the key they "
        "are unreadable, except for the key file itself."
    ),
    N_("Memory: swap and hibernation files may hold parts of what was on the screen."),
    N_(
        "The sites that were scanned, your network and your internet provider may have logged "
        "the visits."
    ),
)
_KEY_LINKED = N_(
    "vault.key was a link, or had another name as well: what it led to was not touched, and is "
    "still the key."
)
_KEYRING_KEPT = N_(
    "The keyring of this system did not answer: if the key was kept there, remove the entry "
    "“auditor” by hand."
)


async def wipe(folder: Path, keyring: Secrets | None = None) -> Wiped:
    """Destroy the key, then remove every file of the vault in `folder`.

    Works without the passphrase and while another run has it open.

    Files that are not the vault's stay, and so does the folder then. Raises nothing: what fails is
    in the result.
    """
    name = keyring_name(folder)
    result = await asyncio.to_thread(_wipe_files, folder)
    if keyring is None:
        return result
    try:
        await keyring.remove(name)
    except SecretsUnavailable:
        return replace(result, remains=(_KEYRING_KEPT, *result.remains))
    return result


def _wipe_files(folder: Path) -> Wiped:
    key_file = folder / KEY_FILE
    linked = is_linked(key_file)
    destroyed = _overwrite(key_file)
    removed: list[Path] = []
    failed: list[Path] = []
    for path in (folder / name for name in FILES):
        try:
            path.unlink()
            removed.append(path)
        except FileNotFoundError:
            continue
        except OSError:
            failed.append(path)
    with suppress(OSError):  # not empty: it holds something that is not ours
        folder.rmdir()
    remains = (_KEY_LINKED, *REMAINS) if linked and not destroyed else REMAINS
    gone = destroyed or (key_file in removed and not linked)
    return Wiped(gone, tuple(removed), tuple(failed), remains)


def _overwrite(path: Path) -> bool:
    """Write random bytes over a file, so that the key does not merely lose its name.

    Never through a link: that would write over something else.
    """
    try:
        with os.fdopen(open_own(path, os.O_RDWR), "rb+") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            file.write(randomness.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True
