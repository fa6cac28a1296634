"""An invented closed platform, recorded in a real browser: what its log-in hid, and its cookies.

The browser is told to find every host on loopback.
"""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser import BROWSER
from tests.chromium import Chromium
from tests.cli.auditor import Auditor
from tests.cli.test_import import MINE, brought
from tests.fakes.quiet_server import QuietServer
from tests.unit.captures.making import FORMS, SECRET, WALL, Visit, drawn, entry, har, instagram

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]
POSTS = range(12)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"


@contextmanager
def platform(folder: Path, visit: Visit, cookie: str = "") -> Iterator[int]:
    """Serve a visit under its own hosts, on a port of loopback."""
    bodies = {visit.address: ("text/html; charset=utf-8", visit.markup.encode()), **visit.bodies}

    class Pages(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = bodies.get(f"https://{self.headers['Host']}{self.path}")
            kind, body = found or ("text/plain", b"")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if cookie:
                self.send_header("Set-Cookie", f"{cookie}; Path=/; Secure")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    cert, key = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with QuietServer(("127.0.0.1", 0), Pages) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def recorded(folder: Path, visit: Visit, cookie: str = "") -> tuple[Visit, str, list[Any]]:
    with platform(folder, visit, cookie) as port:
        found = f"--host-resolver-rules=MAP * 127.0.0.1:{port}"
        with Chromium(folder / "profile", found, "--ignore-certificate-errors") as browser:
            got, snapshot = browser.visit(visit.address)
            if cookie:
                got, snapshot = browser.visit(visit.address)  # now it is sent back
            return got, snapshot, browser.headers_sent()


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Visit, str, list[Any]]:
    return recorded(tmp_path_factory.mktemp("browser"), instagram(POSTS, more=WALL))


@pytest.mark.parametrize("form", [*FORMS, "chromium-mhtml"])
def test_a_wall_is_told_in_every_form(
    seen: tuple[Visit, str, list[Any]], tmp_path: Path, form: str
) -> None:
    visit, snapshot, _headers = seen
    if form == "chromium-mhtml":
        path = tmp_path / "page.mhtml"
        path.write_bytes(snapshot.encode())
    else:
        name, write = FORMS[form]
        path = write(tmp_path / name, visit)
    settings = tmp_path / "settings.toml"
    settings.write_text("[readers]\nvision = false\nexiftool = false\n")
    auditor = Auditor.at(tmp_path / "room", "--settings", str(settings))
    told = brought(auditor, str(path), *MINE)
    page = told["page"]
    assert (page["shown"], page["told"], page["asked_to_log_in"]) == (12, 212, True)
    assert told["others"] == 1
    photos = auditor.run("photos", "--json", code=None).json["photos"]
    served = {hashlib.sha256(body).hexdigest() for _kind, body in visit.bodies.values()}
    assert {photo["sha256"] for photo in photos} <= served
    assert hashlib.sha256(drawn(9002, 150)).hexdigest() not in {p["sha256"] for p in photos}


def test_what_a_browser_sends_with_a_log_in_is_refused(tmp_path: Path) -> None:
    (tmp_path / "browser").mkdir()
    cookie = f"sessionid={SECRET}"
    visit, _snapshot, sent = recorded(tmp_path / "browser", instagram(POSTS), cookie)
    assert any(SECRET in str(headers) for headers in sent)
    more = [
        entry(
            visit.address, "text/plain", "",
            request={"headers": [{"name": name, "value": said} for name, said in headers.items()]},
        )
        for headers in sent
    ]  # fmt: skip
    path = har(tmp_path / "page.har", visit, more)
    assert SECRET in path.read_text()
    auditor = Auditor.at(tmp_path / "room")
    done = auditor.run("import", str(path), *MINE, code=2)
    assert "delete it" in done.err
    assert SECRET not in done.out + done.err
    assert auditor.run("accounts", "list", "--json").json["accounts"] == []
