"""Acts as the owner of an account of the range, over the owner's page that the range serves.

    async with PracticeRange() as practice:
        site = next(account for account in practice.accounts_of("mara") if ...)
        apply(site, TakeDown(photo.media_url))
        for switch in switches_for(site.platform, Change.CLOSE_SEARCH):
            apply(site, NewSetting(switch.key, on=switch.closed))

What is changed is what the range's servers tell and serve from then on. The page is asked on this
device only, or at the one address of a class that a `SeatPass` was given for, so this is no way to
the network.
"""

from __future__ import annotations

import html
import http.client
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from http import HTTPStatus
from urllib.parse import urlsplit

from auditor.dataclass import dataclass
from auditor.errors import UsageError
from auditor.messages import N_, _
from auditor.practice.actions import (
    DeleteAccount,
    NewAltText,
    NewBio,
    NewProof,
    NewSetting,
    OwnerAction,
    ReplaceByCopy,
    ReplaceByFile,
    ReportImpostor,
    TakeDown,
)
from auditor.practice.range import PracticeAccount
from auditor.practice.uploads import MOST_BYTES

_HERE = frozenset({"127.0.0.1", "localhost"})
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_PATIENCE_S = 60.0
_NO_PAGE = N_("That is no page of the practice range.")
_NEW_CLASS = N_(
    "This seat asks for an owner code again: the class was opened anew. Leave, and join with a new "
    "code."
)


@dataclass(frozen=True, slots=True)
class SeatPass:
    """Lets the owner of a seat act at another device: its `address` in numbers, and the cookie."""

    address: str
    cookie: str = field(repr=False)


def apply(account: PracticeAccount | str, action: OwnerAction, seat: SeatPass | None = None) -> str:
    """Do one thing as the owner of an account, at once.

    Args:
        account: one of `PracticeRange.accounts`, or the address of its owner's page.
        action: what to do.
        seat: where the page asks for it, what its owner code was taken for.

    Returns:
        The address of the file that stands there now, empty where no photo was replaced or
        described.

    Raises UsageError where the range says that it cannot be done, with its words.
    """
    own = _cookie(seat)
    with _connected(account, seat) as (connection, path):
        connection.request("GET", path, headers=own)
        answer = connection.getresponse()
        found = _TOKEN.search(answer.read().decode("utf-8", "replace"))
        if answer.status != HTTPStatus.OK or found is None:
            raise UsageError(_why_not(answer.status))
        fields, file = _form(action)
        kind, body = _encoded({**fields, "token": html.unescape(found[1])}, file)
        headers = {"Content-Type": kind, "Accept": "application/json", **own}
        connection.request("POST", path, body, headers)
        said = json.loads(connection.getresponse().read())
    if not said["done"]:
        raise UsageError(str(said["error"]))
    return str(said["address"])


def read_settings(account: PracticeAccount | str, seat: SeatPass | None = None) -> dict[str, bool]:
    """Return how the switches of an account stand, by key. Raises UsageError."""
    with _connected(account, seat) as (connection, path):
        connection.request("GET", path, headers={"Accept": "application/json", **_cookie(seat)})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != HTTPStatus.OK:
            raise UsageError(_why_not(answer.status))
        said = json.loads(body)
    return {str(key): bool(on) for key, on in said["settings"].items()}


def read_file(address: str, seat: SeatPass | None = None) -> bytes:
    """Return a file that the range serves. Raises UsageError where there is none."""
    with _connected(address, seat) as (connection, path):
        connection.request("GET", path)
        answer = connection.getresponse()
        data = answer.read(MOST_BYTES + 1)
    if answer.status != HTTPStatus.OK or len(data) > MOST_BYTES:
        raise UsageError(_("There is no such file on the practice range."))
    return data


def _why_not(status: int) -> str:
    return _(_NEW_CLASS if status == HTTPStatus.FORBIDDEN else _NO_PAGE)


def _cookie(seat: SeatPass | None) -> dict[str, str]:
    return {} if seat is None or not seat.cookie else {"Cookie": seat.cookie}


@contextmanager
def _connected(
    account: PracticeAccount | str, seat: SeatPass | None
) -> Iterator[tuple[http.client.HTTPConnection, str]]:
    """Give a connection to a server of the range, and the path. Raises UsageError."""
    parts = urlsplit(account if isinstance(account, str) else account.owner)
    known = _HERE if seat is None else _HERE | {seat.address}
    if parts.scheme != "http" or parts.hostname not in known:
        raise UsageError(_(_NO_PAGE))
    connection = http.client.HTTPConnection(parts.netloc, timeout=_PATIENCE_S)
    try:
        yield connection, parts.path + (f"?{parts.query}" if parts.query else "")
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UsageError(_("The practice range does not answer.")) from error
    finally:
        connection.close()


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
        case NewProof(text):
            return {"do": "proof", "text": text}, None
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
