"""Which folders a service copies to other machines.

What is written there is no longer on this device alone.

Known by the names such folders have, by the marks that the programs leave in them, and by what
those programs say in their own settings. A folder that this does not know may still be copied; the
user is told so.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["service_of"]

# The folder names the programs choose themselves; "Dropbox (Work)", "OneDrive - School" and
# "Nextcloud2" are theirs too.
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (service, re.compile(pattern, re.IGNORECASE))
    for service, pattern in (
        ("Dropbox", r"dropbox\b.*"),
        ("OneDrive", r"onedrive\b.*"),
        ("iCloud", r"icloud.*|mobile documents|com~apple~clouddocs"),
        ("Google Drive", r"google ?drive.*|drivefs|my drive"),
        ("Nextcloud", r"nextcloud.*"),
        ("ownCloud", r"owncloud.*"),
        ("Box", r"box|box sync"),
        ("pCloud", r"pcloud ?drive.*|pclouddrive"),
        ("MEGA", r"mega|megasync.*"),
        ("Proton Drive", r"proton ?drive.*"),
        ("Syncthing", r"syncthing|sync"),
        ("Seafile", r"seafile|seadrive.*"),
        ("Tresorit", r"tresor(s|it).*"),
        ("Creative Cloud", r"creative cloud files.*"),
        ("Amazon Drive", r"amazon (drive|photos)"),
        ("a cloud service", r"cloudstorage|gvfs"),
    )
)
_MARKS: tuple[tuple[str, str], ...] = (
    ("Dropbox", ".dropbox.cache"),
    ("Syncthing", ".stfolder"),
    ("Nextcloud", ".nextcloudsync.log"),
    ("Nextcloud", ".sync_*.db"),
    ("ownCloud", ".owncloudsync.log"),
    ("Google Drive", ".tmp.drivedownload"),
    ("Google Drive", ".tmp.driveupload"),
    ("Resilio Sync", ".sync/ID"),
)
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # set by the program on Windows
_LOCAL_PATH = re.compile(r"localPath\s*=\s*(.+)")


def service_of(folder: Path) -> str:
    """Return the name of the service that copies `folder`, or one above it, elsewhere.

    Empty if none is known.
    """
    places = dict.fromkeys((_real(folder), folder.expanduser().absolute()))
    found = (_by_name(place) or _by_mark(place) or _by_settings(place) for place in places)
    return next((service for service in found if service), "")


def _by_name(place: Path) -> str:
    return next(
        (service for part in place.parts for service, pattern in _NAMES if pattern.fullmatch(part)),
        "",
    )


def _by_mark(place: Path) -> str:
    for above in (place, *place.parents):
        if (
            above / ".dropbox"
        ).is_file():  # a folder of that name, in the home folder, holds the program's settings
            return "Dropbox"
        for service, mark in _MARKS:
            if any(above.glob(mark)):
                return service
    return ""


def _by_settings(place: Path) -> str:
    return next(
        (service for service, root in _configured() if place.is_relative_to(_real(root))), ""
    )


def _configured() -> Iterator[tuple[str, Path]]:
    """Yield the folders that the programs of this user say they copy."""
    for variable in _VARIABLES:
        if os.environ.get(variable):
            yield "OneDrive", Path(os.environ[variable])
    home = Path.home()
    for info in (home / ".dropbox" / "info.json", *_windows("Dropbox/info.json")):
        for account in _dropbox(info):
            yield "Dropbox", account
    for settings in (
        home / ".config" / "Nextcloud" / "nextcloud.cfg",
        home / "Library" / "Preferences" / "Nextcloud" / "nextcloud.cfg",
        *_windows("Nextcloud/nextcloud.cfg"),
    ):
        for found in _LOCAL_PATH.findall(_text(settings)):
            yield "Nextcloud", Path(found.strip())
    if (
        home / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / "Desktop"
    ).exists():  # "Desktop & Documents Folders" is on
        yield "iCloud", home / "Desktop"
        yield "iCloud", home / "Documents"


def _dropbox(info: Path) -> Iterator[Path]:
    try:
        accounts = json.loads(_text(info) or "{}")
    except ValueError:
        return
    for account in accounts.values() if isinstance(accounts, dict) else ():
        if isinstance(account, dict) and isinstance(account.get("path"), str):
            yield Path(account["path"])


def _windows(below: str) -> Iterator[Path]:
    for variable in ("APPDATA", "LOCALAPPDATA"):
        if os.environ.get(variable):
            yield Path(os.environ[variable]) / below


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _real(path: Path) -> Path:
    """Return where `path` really is; a folder that is a link into a synced one is found so."""
    return path.expanduser().resolve()
