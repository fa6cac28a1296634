"""A stand-in for Have I Been Pwned on loopback, with the behaviour that it documents.

Written after https://haveibeenpwned.com/API/v3 (authorisation, user agent, response codes, rate
limiting, breach model, paste model, subscription status) and the test accounts that its public
clients run against. Names and numbers beside those of Adobe are invented.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.quiet_server import QuietServer

KEY = "00000000000000000000000000000000"
MAIL = "ada.nowak@hibp-integration-tests.example"
HOUSE = "/api/v3"


def breach(name: str, *classes: str, date: str = "2020-01-02", **flags: object) -> dict[str, Any]:
    """One breach in the documented form, as a recorded answer has it."""
    return {
        "Name": name,
        "Title": name,
        "Domain": f"{name.casefold()}.example",
        "BreachDate": date,
        "AddedDate": "2013-12-04T00:00:00Z",
        "ModifiedDate": "2022-05-15T23:52:49Z",
        "PwnCount": 152445165,
        "Description": '<a href="https://x.example">In October</a> &quot;accounts&quot; leaked.',
        "LogoPath": f"https://logos.haveibeenpwned.com/{name}.png",
        "Attribution": None,
        "DisclosureUrl": None,
        "DataClasses": ["Email addresses", *classes],
        "IsVerified": True,
        "IsFabricated": False,
        "IsSensitive": False,
        "IsRetired": False,
        "IsSpamList": False,
        "IsMalware": False,
        "IsSubscriptionFree": False,
        "IsStealerLog": False,
        **flags,
    }


ADOBE = breach("Adobe", "Password hints", "Passwords", "Usernames", date="2013-10-04")
PHOTOS = breach("PhotoShare", "Photos", "Names", date="2011-05-06")
PASSPORTS = breach("Travels", "Passport numbers", "Physical addresses", date="2019-05-06")
UNVERIFIED = breach("Rumour", "Phone numbers", "Names", IsVerified=False)
FABRICATED = breach("Hoax", "Government issued IDs", IsFabricated=True)
SENSITIVE = breach("AffairsHub", "Sexual fetishes", "Profile photos", IsSensitive=True)
STEALER = breach("Logs", "Passwords", IsStealerLog=True)
SPAM = breach("Spammers", "Names", IsSpamList=True)
SEVERAL = [ADOBE, PHOTOS, PASSPORTS, UNVERIFIED, FABRICATED, STEALER, SPAM]
PASTES: list[dict[str, Any]] = [
    {
        "Source": "Pastebin",
        "Id": "8Q0BvKD8",
        "Title": "syslog",
        "Date": "2014-03-04T19:14:54Z",
        "EmailCount": 139,
    },
    {
        "Source": "AdHocUrl",
        "Id": "http://dumps.example/exploits.php?id=4560",
        "Title": None,
        "Date": None,
        "EmailCount": 36959,
    },
]
STATUS = {
    "SubscriptionName": "Core 1",
    "Description": "For individuals.",
    "SubscribedUntil": "2027-05-30T00:00:00Z",
    "Rpm": 10,
    "DomainSearchMaxBreachedAccounts": 25,
    "MaxBreachedDomains": None,
    "IncludesStealerLogs": False,
    "IncludesKAnon": False,
}


@dataclass
class Asked:
    path: str
    params: Mapping[str, list[str]]
    headers: Mapping[str, str]


@dataclass
class StandIn:
    """`behave` by the first part of the path: a status, "html", "odd", "huge", "endless", "slow",
    ("wait", seconds), a status with body and headers, or nothing for what is documented.
    """

    port: int = 0
    breaches: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    pastes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rpm: int = 10
    behave: dict[str, Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}{HOUSE}"

    def settings(self, folder: Path, network: str = "") -> Path:
        """Write settings that lead here."""
        path = folder / "hibp.toml"
        path.write_text(
            f'[network]\nallow_hosts = ["127.0.0.1:{self.port}"]\n{network}\n'
            f'[services]\nhibp_url = "{self.base}"\n',
            "utf-8",
        )
        return path

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return status and body of what is documented."""
        if "user-agent" not in asked.headers:
            return 403, None
        key = asked.headers.get("hibp-api-key")
        if key != KEY:
            kind = "missing" if key is None else "invalid"
            message = f"Access denied due to {kind} hibp-api-key."
            return 401, {"statusCode": 401, "message": message}
        part, _slash, account = asked.path.removeprefix(f"{HOUSE}/").partition("/")
        account = unquote(account).casefold()
        match part:
            case "subscription":
                return 200, {**STATUS, "Rpm": self.rpm}
            case "breachedaccount":
                listed = self.breaches.get(account, [])
                if asked.params.get("includeUnverified") == ["false"]:
                    listed = [each for each in listed if each["IsVerified"]]
                if asked.params.get("truncateResponse") != ["false"]:
                    listed = [{"Name": each["Name"]} for each in listed]
                return (200, listed) if listed else (404, None)
            case "pasteaccount":
                pasted = self.pastes.get(account, [])
                return (200, pasted) if pasted else (404, None)
        return 404, None


class _Handler(BaseHTTPRequestHandler):
    house: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(split.path, parse_qs(split.query), headers)
        self.house.asked.append(asked)
        part = split.path.removeprefix(f"{HOUSE}/").partition("/")[0]
        with suppress(OSError):  # the client went away
            self._act(self.house.behave.get(part), asked)

    def _act(self, act: Any, asked: Asked) -> None:
        match act:
            case None:
                status, body = self.house.answer(asked)
                self._send(status, b"" if body is None else json.dumps(body).encode())
            case int():
                self._send(act, b"")
            case ("wait", seconds):
                message = f"Rate limit is exceeded. Try again in {seconds} seconds."
                body = json.dumps({"statusCode": 429, "message": message}).encode()
                self._send(429, body, {"retry-after": str(seconds)})
            case (status, body, headers):
                self._send(status, body, headers)
            case "html":
                self._send(200, b"<!DOCTYPE html><title>Error</title>", kind="text/html")
            case "huge":
                self._send(200, b"[", {"Content-Length": str(10 * 1024**3)})
            case "endless":
                self._endless()
            case "slow":
                self.house.over.wait(30)
            case "trickle":
                self._trickle()
            case _:
                self._send(200, act)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while not self.house.over.is_set():
            self.wfile.write(b" " * 65536)

    def _trickle(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while not self.house.over.is_set():
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def _send(
        self,
        status: int,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        kind: str = "application/json",
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        told = {"Content-Length": str(len(body)), **(headers or {})}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """Serve until the block ends."""
    house = StandIn()
    handler = type("Handler", (_Handler,), {"house": house})
    server = QuietServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    house.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield house
    finally:
        house.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
