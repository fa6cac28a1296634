"""Acts as the owner of an account of the range, over the owner's page that the range serves.

    async with PracticeRange() as practice:
        site = next(account for account in practice.accounts_of("mara") if ...)
        apply(site, TakeDown(photo.media_url))
        for switch in switches_for(site.platform, Change.CLOSE_SEARCH):
            apply(site, NewSetting(switch.key, on=switch.closed))

What is changed is what the range's servers tell and serve from then on. The page answers on this
device only, so this is no way to the network.
"""

from __future__ import annotations

import html
import http.client
import json
import re
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import urlsplit

from auditor.errors import UsageError
from auditor.messages import _
from auditor.practice.range import PracticeAccount

_HERE = frozenset({"127.0.0.1", "localhost"})
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Take a photo down: its file answers 404, and lists name it no more.

    `photo` is the address of one of its files (`media_url`, any rendition), or of the page or
    record of that photo alone. Profile pictures are named by their file.
    """

    photo: str


@dataclass(frozen=True, slots=True)
class ReplaceByFile:
    """Put another file in the place of a photo (JPEG, PNG or WebP, at most 16 MB).

    It gets the address that the platform gives it: on a web site `name`, on Mastodon a new number,
    on the AT Protocol the CID of its bytes.
    """

    photo: str
    data: bytes = field(repr=False)
    name: str = "photo.jpg"


@dataclass(frozen=True, slots=True)
class ReplaceByCopy:
    """Put a copy without metadata in its place, at most `longest` px a side (0: as large as it is).

    `name` is a neutral one where none is given.
    """

    photo: str
    longest: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class NewAltText:
    """Change the description of a photo; profile pictures have one on a web site only."""

    photo: str
    text: str


@dataclass(frozen=True, slots=True)
class NewBio:
    """Change what the account says of its owner."""

    text: str


@dataclass(frozen=True, slots=True)
class NewSetting:
    """Turn a switch; `key` is one of `switches.SWITCHES` of the account's platform."""

    key: str
    on: bool


@dataclass(frozen=True, slots=True)
class DeleteAccount:
    """Delete the account: everything of it answers 404."""


@dataclass(frozen=True, slots=True)
class ReportImpostor:
    """Report the account that pretends to be somebody: on the range it is gone at once."""


OwnerAction: TypeAlias = (
    TakeDown
    | ReplaceByFile
    | ReplaceByCopy
    | NewAltText
    | NewBio
    | NewSetting
    | DeleteAccount
    | ReportImpostor
)


def apply(account: PracticeAccount | str, action: OwnerAction) -> str:
    """Do one thing as the owner of an account, at once.

    Args:
        account: one of `PracticeRange.accounts`, or the address of its owner's page.
        action: what to do.

    Returns:
        The address of the file that stands there now, empty where no photo was replaced or
        described.

    Raises UsageError where the range says that it cannot be done, with its words.
    """
    page = account if isinstance(account, str) else account.owner
    parts = urlsplit(page)
    if parts.scheme != "http" or parts.hostname not in _HERE:
        raise UsageError(_("That is no page of the practice range."))
    connection = http.client.HTTPConnection(parts.netloc, timeout=_PATIENCE_S)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        found = _TOKEN.search(answer.read().decode("utf-8", "replace"))
        if answer.status != HTTPStatus.OK or found is None:
            raise UsageError(_("That is no page of the practice range."))
        fields, file = _form(action)
        kind, body = _encoded({**fields, "token": html.unescape(found[1])}, file)
        headers = {"Content-Type": kind, "Accept": "application/json"}
        connection.request("POST", parts.path, body, headers)
        said = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UsageError(_("The practice range does not answer.")) from error
    finally:
        connection.close()
    if not said["done"]:
        raise UsageError(str(said["error"]))
    return str(said["address"])


def _form(  # noqa: PLR0911 - a table of actions reads best in one match
    action: OwnerAction,
) -> tuple[dict[str, str], bytes | None]:
    """Return the fields of the form, and the file that goes with them."""
    match action:
        case TakeDown(photo):
            return {"do": "take-down", "photo": photo}, None
        case ReplaceByFile(photo, data, name):
            return {"do": "replace", "photo": photo, "name": name}, data
        case ReplaceByCopy(photo, longest, name):
            side = str(longest) if longest else ""
            return {"do": "copy", "photo": photo, "longest": side, "name": name}, None
        case NewAltText(photo, text):
            return {"do": "alt", "photo": photo, "text": text}, None
        case NewBio(text):
            return {"do": "bio", "text": text}, None
        case NewSetting(key, on):
            return {"do": "setting", "key": key, "value": "on" if on else "off"}, None
        case DeleteAccount():
            return {"do": "delete"}, None
        case ReportImpostor():
            return {"do": "report"}, None


def _encoded(fields: dict[str, str], file: bytes | None) -> tuple[str, bytes]:
    """Return content type and body of a form (RFC 7578)."""
    boundary = secrets.token_hex(24)
    body = b""
    for name, value in fields.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        body += head.encode() + value.encode() + b"\r\n"
    if file is not None:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n'
        body += head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + file + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", body + f"--{boundary}--\r\n".encode()
