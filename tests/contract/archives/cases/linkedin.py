"""LinkedIn: tables, of which the fast export has none that matter here."""

from __future__ import annotations

import csv
import io

from tests.contract.archives.layout import HTML, LANGUAGE, MOJIBAKE, Case, Files, Layout

_HANDLE = "ada-lens"
_TEXT = 'Grüße aus Köln 🌊, "quoted"\nand a second line'
_SHARE = "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A744504439988704460"
_MEDIA = ("Date/Time", "Media Description", "Media Link")
_SHARES = ("Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility")
_INVITED = ("From", "To", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
_CONNECTED = ("First Name", "Last Name", "URL", "Connected On")


def _table(*rows: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _image(number: int, kind: str = "image") -> str:
    return f"https://media.licdn.com/dms/{kind}/v2/D4E22AQHfirst{number:06d}/x/0/1?e=1&t=y"


def _uploaded(minute: int, what: str = "feed photo") -> str:
    return f"You uploaded a {what} on March 8, 2026 at 9:{minute} AM (GMT)"


def _posts() -> bytes:
    return _table(
        _SHARES,
        ("2026-03-08 09:37:12", f"{_SHARE}1", _TEXT, "", "", "PUBLIC"),
        ("2026-03-08 09:40:12", f"{_SHARE}2", _TEXT, "", _image(3), "MEMBER_NETWORK"),
        ("2026-03-08 09:50:12", f"{_SHARE}3", "news", "https://news.test/", _image(9), "PUBLIC"),
    )


def _uploads() -> bytes:
    return _table(
        _MEDIA,
        (_uploaded(37), _TEXT, _image(1)),
        (_uploaded(38, "profile photo"), "", _image(2)),
        (_uploaded(39, "feed video"), "", _image(4, "video")),
        (_uploaded(41, "message attachment photo"), "", _image(5)),
    )


def _invitations() -> bytes:
    own = f"https://www.linkedin.com/in/{_HANDLE}"
    return _table(_INVITED, ("Ada", "Bo", "OUTGOING", own, "https://www.linkedin.com/in/bo"))


def _complete() -> Layout:
    files = {
        "Rich_Media.csv": b"\xef\xbb\xbf" + _uploads(),
        "Shares.csv": _posts(),
        "Invitations.csv": _invitations(),
        "Profile.csv": _table(("First Name", "Last Name", "Headline"), ("Ada", "Lens", "x")),
    }
    return Layout(
        "complete", files, photos=4, public=1, unknown=2, films=1, handle=_HANDLE, captions=(_TEXT,)
    )


def _basic() -> Layout:
    notes = b'Notes:\r\n"When exporting your connections, some mails are missing."\r\n\r\n'
    files = {
        "Connections.csv": notes
        + _table(_CONNECTED, ("Bo", "X", "https://www.linkedin.com/in/bo", "15 Jan 2024")),
        "Invitations.csv": _invitations(),
    }
    return Layout("basic", files, photos=0, handle=_HANDLE, whole=False)


def _layouts() -> tuple[Layout, ...]:
    return _complete(), _basic()


def _many(number: int) -> Files:
    rows = [(_uploaded(37), "", _image(each)) for each in range(number)]
    return {"Rich_Media.csv": _table(_MEDIA, *rows), "Shares.csv": _table(_SHARES)}


CASE = Case(
    _layouts,
    _many,
    {
        HTML: "LinkedIn hands out tables only",
        LANGUAGE: "names of tables and columns are English in every language",
        MOJIBAKE: "texts are written as they are",
    },
)
