"""Captures of invented pages, written by hand in every form."""

from __future__ import annotations

import base64
import gc
import io
import json
import plistlib
import quopri
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

SECRET = "c0ffee-session-of-nobody"


def drawn(number: int, width: int = 640, *, kind: str = "JPEG", quality: int = 88) -> bytes:
    """Return a picture that differs from those of other numbers at every size."""
    made = Image.new("RGB", (32, 24))
    state = number * 2654435761 % 2**32 + 1
    for place in range(32 * 24):
        state = (1103515245 * state + 12345) % 2**31
        shade = state >> 16
        made.putpixel((place % 32, place // 32), (shade % 256, shade // 7 % 256, shade // 49 % 256))
    body = io.BytesIO()
    made = made.resize((width, width * 3 // 4), Image.Resampling.BICUBIC)
    made.save(body, kind, quality=quality)
    return body.getvalue()


@dataclass
class Visit:
    """What a browser got: a page, and the bodies of what it loaded, by address and media type."""

    address: str
    markup: str
    bodies: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def picture(self, address: str, body: bytes, kind: str = "image/jpeg") -> None:
        self.bodies[address] = (kind, body)


def entry(
    url: str, kind: str, body: bytes | str, *, request: Mapping[str, Any] | None = None,
    response: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return an entry of a HAR without cookies, as Chrome exports it."""
    content: dict[str, Any] = {"size": len(body), "mimeType": kind}
    if isinstance(body, bytes):
        content |= {"encoding": "base64", "text": base64.b64encode(body).decode()}
    else:
        content["text"] = body
    agent = {"name": "User-Agent", "value": "Mozilla/5.0"}
    return {
        "startedDateTime": "2026-11-28T10:00:00.000Z",
        "request": {
            "method": "GET", "url": url, "headers": [agent], "cookies": [], "queryString": [],
            **(request or {}),
        },
        "response": {
            "status": 200, "headers": [{"name": "content-type", "value": kind}], "cookies": [],
            "content": content, **(response or {}),
        },
        "timings": {"wait": 1.5},
        "cache": {},
    }  # fmt: skip


def har(path: Path, visit: Visit, more: Sequence[Mapping[str, Any]] = ()) -> Path:
    """Write a visit as HAR."""
    entries = [
        entry(visit.address, "text/html; charset=utf-8", visit.markup),
        *(entry(url, kind, body) for url, (kind, body) in visit.bodies.items()),
        *more,
    ]
    log = {"version": "1.2", "creator": {"name": "WebInspector"}, "pages": [], "entries": entries}
    path.write_text(json.dumps({"log": log}), "utf-8")
    return path


CDN = "https://scontent-fra3-1.cdninstagram.com/v/t51.29350-15/"
PORTRAITS = "https://scontent-fra3-1.cdninstagram.com/v/t51.2885-19/"


def instagram(
    numbers: Iterable[int], *, handle: str = "ada.lens", posts: int | None = 212, more: str = "",
    width: int = 1080,
) -> Visit:  # fmt: skip
    """Return a visit to a profile without a log-in: portraits, posts in two sizes, a wall."""
    visit = Visit(f"https://www.instagram.com/{handle}/", "")
    cells = []
    for number in numbers:
        for side in (320, width):
            visit.picture(f"{CDN}{number}_n.jpg?stp=s{side}", drawn(number, side))
        cells.append(
            f'<a href="/p/C{number}x/"><img alt="Photo by Ada" src="{CDN}{number}_n.jpg?stp=s320" '
            f'srcset="{CDN}{number}_n.jpg?stp=s320 320w, {CDN}{number}_n.jpg?stp=s{width} 1080w">'
            "</a>"
        )
    visit.picture(f"{PORTRAITS}1_n.jpg", drawn(9001, 150))
    visit.picture(f"{PORTRAITS}2_n.jpg", drawn(9002, 150))
    told = "" if posts is None else (
        f'<meta property="og:description" content="90 Followers, 12 Following, {posts} Posts - See'
        ' Instagram photos"/>'
    )  # fmt: skip
    visit.markup = (
        f"<!doctype html><html><head>{told}</head><body><header>"
        f'<img alt="{handle}\'s profile picture" src="{PORTRAITS}1_n.jpg"></header>'
        f'<main>{"".join(cells)}</main><aside><a href="/otto/"><img alt="otto\'s profile picture" '
        f'src="{PORTRAITS}2_n.jpg"></a></aside>{more}</body></html>'
    )
    return visit


WALL = '<div role="dialog"><a href="/accounts/login/?next=x">Log in</a></div>'


def mhtml(path: Path, visit: Visit) -> Path:
    """Write a visit as Chrome writes MHTML: the page quoted-printable, pictures in base64."""
    edge = "----MultipartBoundary--x1y2z3----"
    lines = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {visit.address}",
        "Subject: a page",
        "Date: Sat, 28 Nov 2026 10:00:00 -0000",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{edge}"',
        "",
        "",
    ]
    parts = [("text/html", visit.address, "quoted-printable", quoted(visit.markup))]
    parts += [
        (kind, address, "base64", base64.encodebytes(body).decode())
        for address, (kind, body) in visit.bodies.items()
    ]
    for kind, address, packing, body in parts:
        lines += [f"--{edge}", f"Content-Type: {kind}", f"Content-Transfer-Encoding: {packing}"]
        lines += [f"Content-Location: {address}", "", body.replace("\n", "\r\n")]
    lines += [f"--{edge}--", ""]
    path.write_bytes("\r\n".join(lines).encode())
    return path


def quoted(markup: str) -> str:
    """Return markup as quoted-printable, in lines of 76 signs."""
    return quopri.encodestring(markup.encode()).decode()


def saved_folder(path: Path, visit: Visit) -> Path:
    """Write a page with its folder, as Chrome saves it complete."""
    folder = path.with_name(f"{path.stem}_files")
    folder.mkdir(parents=True)
    markup = visit.markup.replace('href="/', f'href="{visit.address.split("/", 3)[0]}//'
                                  f'{visit.address.split("/")[2]}/')  # fmt: skip
    for number, (address, (_kind, body)) in enumerate(_longest_first(visit)):
        name = f"{number}-{address.rsplit('/', 1)[-1].partition('?')[0]}"
        (folder / name).write_bytes(body)
        markup = markup.replace(address, f"./{folder.name}/{name}")
    lead = f"<!DOCTYPE html>\n<!-- saved from url=({len(visit.address):04}){visit.address} -->\n"
    path.write_text(lead + markup, "utf-8")
    return path


def _longest_first(visit: Visit) -> list[tuple[str, tuple[str, bytes]]]:
    """Return the bodies so that no address is replaced by what one of its starts stands for."""
    return sorted(visit.bodies.items(), key=lambda each: -len(each[0]))


def single_file(path: Path, visit: Visit) -> Path:
    """Write a page with its pictures in it, as SingleFile does."""
    markup = visit.markup
    for address, (kind, body) in _longest_first(visit):
        data = f"data:{kind};base64,{base64.b64encode(body).decode()}"
        markup = markup.replace(address, data)
    lead = (
        "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n "
        f"url: {visit.address} \n saved date: Sat Nov 28 2026 11:00:00 GMT+0100 (CET)\n-->"
    )
    path.write_text(lead + markup, "utf-8")
    return path


def warc(path: Path, visit: Visit, *, packed: bool = True, headers: str = "") -> Path:
    """Write a visit as WARC: a record for each request and answer."""
    with warnings.catch_warnings():  # warcio lets go of temporary files without closing them
        warnings.simplefilter("ignore", ResourceWarning)
        _warc(path, visit, packed=packed, headers=headers)
        gc.collect()
    return path


def _warc(path: Path, visit: Visit, *, packed: bool, headers: str) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        loaded = {
            visit.address: ("text/html; charset=utf-8", visit.markup.encode()),
            **visit.bodies,
        }
        for address, (kind, body) in loaded.items():
            asked = f"GET / HTTP/1.1\r\nHost: example\r\n{headers}User-Agent: Mozilla/5.0\r\n\r\n"
            asking = writer.create_warc_record(
                address, "request", payload=io.BytesIO(asked.encode()), length=len(asked)
            )
            writer.write_record(asking)
            answered = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    address, "response", payload=io.BytesIO(body), http_headers=answered
                )
            )


def wacz(path: Path, visit: Visit) -> Path:
    """Write a visit as WACZ: a WARC in a zip, stored as it is."""
    inner = warc(path.with_suffix(".inner"), visit)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("datapackage.json", '{"profile": "data-package"}')
        file.write(inner, "archive/data.warc.gz")
    inner.unlink()
    return path


def webarchive(path: Path, visit: Visit, *, headers: Sequence[str] = ()) -> Path:
    """Write a visit as Safari does; `headers` of an answer stand there as its class keeps them."""
    kept = plistlib.dumps({"$objects": ["$null", *headers]}, fmt=plistlib.FMT_BINARY)
    loaded: list[dict[str, Any]] = [
        {
            "WebResourceData": body, "WebResourceMIMEType": kind, "WebResourceURL": address,
            "WebResourceResponse": kept,
        }
        for address, (kind, body) in visit.bodies.items()
    ]  # fmt: skip
    page = {
        "WebResourceData": visit.markup.encode(), "WebResourceMIMEType": "text/html",
        "WebResourceURL": visit.address, "WebResourceTextEncodingName": "UTF-8",
        "WebResourceFrameName": "",
    }  # fmt: skip
    frames = [
        {"WebMainResource": each} for each in loaded if each["WebResourceMIMEType"] == "text/html"
    ]
    loaded = [each for each in loaded if each["WebResourceMIMEType"] != "text/html"]
    held: dict[str, Any] = {"WebMainResource": page, "WebSubresources": loaded}
    held |= {"WebSubframeArchives": frames} if frames else {}
    path.write_bytes(plistlib.dumps(held, fmt=plistlib.FMT_BINARY))
    return path


FORMS: Mapping[str, tuple[str, Callable[[Path, Visit], Path]]] = {
    "har": ("page.har", har),
    "mhtml": ("page.mhtml", mhtml),
    "saved-folder": ("page.html", saved_folder),
    "single-file": ("single.html", single_file),
    "warc": ("page.warc.gz", warc),
    "wacz": ("page.wacz", wacz),
    "webarchive": ("page.webarchive", webarchive),
    "plain-warc": ("page.warc", partial(warc, packed=False)),
}
