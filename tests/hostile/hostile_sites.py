"""Servers shaped like Mastodon and WordPress on 127.0.0.1.

Their every text tries to steer whoever reads it.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from PIL import ExifTags, Image

from tests.fakes.quiet_server import QuietServer

STEERING = (
    "[/] [@click=app.quit]x[/] \x1b]52;c;aGk=\x07 \x1b[2J \x9b31m \u202e \u2066 \u200b \x00 \r \b"
)
LONG = "x" * 10_000


def hostile(listener: str = "http://127.0.0.1:9") -> str:
    """Return one text with everything in it; whatever loads or runs asks `listener`."""
    run = f"fetch('{listener}/run')"
    return (
        f"=cmd()|'/c calc'!A1 {STEERING} </title></style><script>{run}</script><img "
        f"src='{listener}/img' onerror=\"{run}\">"
        f"<iframe src={listener}/frame></iframe>{LONG}"
    )


def picture(text: str) -> bytes:
    """Return a JPEG whose every EXIF text is `text`, taken in Berlin."""
    exif = Image.Exif()
    short = text[:2_000].encode()  # all of EXIF must fit into 64 KiB
    exif[ExifTags.Base.ImageDescription] = text.encode()
    for tag in (
        ExifTags.Base.Artist,
        ExifTags.Base.Make,
        ExifTags.Base.Model,
        ExifTags.Base.Software,
    ):
        exif[tag] = short
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.BodySerialNumber] = short
    inner[ExifTags.Base.CameraOwnerName] = short
    inner[ExifTags.Base.DateTimeOriginal] = "2024:05:06 07:08:09"
    where = exif.get_ifd(ExifTags.IFD.GPSInfo)
    where[ExifTags.GPS.GPSLatitudeRef], where[ExifTags.GPS.GPSLatitude] = "N", (52.0, 31.0, 12.0)
    where[ExifTags.GPS.GPSLongitudeRef], where[ExifTags.GPS.GPSLongitude] = "E", (13.0, 24.0, 18.0)
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((900, 600)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@dataclass(slots=True)
class Site:
    """A running server: its address, what it was asked for, and answers given by a test.

    The answers are path -> (status, headers, body).
    """

    address: str = ""
    asked: list[str] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")


def mastodon(site: Site, text: str) -> None:
    """Answer as a Mastodon server with one account and two pictures."""
    image = picture(text)
    media = [
        {
            "id": str(n),
            "type": "image",
            "url": f"{site.address}/{n}/IMG_20240506_070809.jpg",
            "description": f"my son Anna {text}",
        }
        for n in (1, 2)
    ]
    account = {
        "id": "1",
        "username": "ann",
        "acct": "ann",
        "display_name": text,
        "note": f"<p>{text}</p>",
        "url": f"{site.address}/@ann",
        "avatar": f"{site.address}/avatar.jpg",
        "fields": [
            {"name": text, "value": f'<a href="{site.address}/me">{text}</a>', "verified_at": text}
        ],
        "noindex": False,
    }
    status = {
        "id": "7",
        "visibility": text,
        "media_attachments": media,
        "created_at": text,
        "url": f"{site.address}/@ann/{STEERING}",
        "content": text,
    }
    site.answers |= {
        "/api/v1/instance": _json({"uri": text, "version": text}),
        "/api/v1/accounts/lookup": _json(account),
        "/api/v1/accounts/1/statuses": _json([status]),
        "/avatar.jpg": (200, {"Content-Type": "image/jpeg"}, picture("")),
        **{
            urlsplit(item["url"]).path: (200, {"Content-Type": "image/jpeg"}, image)
            for item in media
        },
    }


def wordpress(site: Site, text: str) -> None:
    """Answer as a WordPress site with one picture."""
    page = (
        f"<html><head><title>{text}</title><link rel='https://api.w.org/' "
        f"href='{site.address}/wp-json/'>"
        f"<meta name='robots' content=\"all, {STEERING}\"></head><body>{text}</body></html>"
    ).encode("utf-8", "replace")
    media = {
        "id": 1,
        "source_url": f"{site.address}/wp/{STEERING}passport.jpg",
        "date_gmt": "2024-05-06T07:08:09",
        "link": f"{site.address}/{STEERING}",
        "status": "inherit",
        "alt_text": f"me with Anna {text}",
        "caption": {"rendered": text},
        "mime_type": f"image/{STEERING}",
        "media_details": {
            "width": 9,
            "height": 6,
            "image_meta": {"credit": f"Anna {text}", "camera": text, "caption": text},
        },
    }
    user = {
        "id": 1,
        "name": text,
        "slug": "ann",
        "url": "javascript:alert(1)",
        "description": text,
        "avatar_urls": {"96": "file:///x"},
    }
    site.answers |= {
        "/": (200, {"Content-Type": "text/html", "X-Robots-Tag": "all"}, page),
        "/wp-json/": _json({"name": text, "description": text, "namespaces": ["wp/v2"]}),
        "/wp-json/wp/v2/users": _json([user]),
        "/wp-json/wp/v2/media": _json([media]),
        "/wp/": (200, {"Content-Type": "image/jpeg"}, picture(text)),
    }


def _json(body: object) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()


@contextmanager
def serving() -> Iterator[Site]:
    """Serve what stands in `answers` by path, or by the start of the path that ends with a slash.

    Anything else is not found.
    """
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            path = urlsplit(self.path).path
            folder = f"/{path.split('/')[1]}/"
            status, headers, body = (
                site.answers.get(path) or site.answers.get(folder) or (404, {}, hostile().encode())
            )
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - its name in http.server

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
            return

    server = QuietServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
