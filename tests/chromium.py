"""Headless Chromium that records what a page was served, by its debugging pipe."""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.browser import BROWSER
from tests.unit.captures.making import Visit

_PATIENCE_S = 120.0
_QUIET_S = 1.0
WHOLE = "[...document.images].every(each => each.complete && each.naturalWidth > 0)"
_READ = f"document.readyState === 'complete' && {WHOLE}"
_SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--incognito",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--remote-debugging-pipe",
)  # fmt: skip


class Chromium:
    """One browser without an account. Messages end with a zero byte, on the files 3 and 4."""

    def __init__(self, profile: Path, *more: str) -> None:
        assert BROWSER is not None
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # the browser takes 3 and 4 for its pipe
        shell = f'exec 3<&{theirs_in} 4>&{theirs_out}; exec "$0" "$@"'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", shell, BROWSER, *_SWITCHES, f"--user-data-dir={profile}", *more],
            pass_fds=(theirs_in, theirs_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._held = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)

    def ask(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """Send one message and return its answer; events that come before it are kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            answer = self._read(_PATIENCE_S)
            if answer is not None and answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
        raise AssertionError(f"{method}: no answer")

    def settle(self) -> None:
        """Wait until the page is loaded and nothing is asked for any more."""
        end = time.monotonic() + _PATIENCE_S
        while self._read(_QUIET_S) is not None or not self._loaded():
            assert time.monotonic() < end

    def _loaded(self) -> bool:
        under_way: set[str] = set()
        loaded = False
        for event in self.events:
            request = event["params"].get("requestId", "")
            if event["method"] == "Network.requestWillBeSent":
                under_way.add(request)
            elif event["method"] in {"Network.loadingFinished", "Network.loadingFailed"}:
                under_way.discard(request)
            loaded = loaded or event["method"] == "Page.loadEventFired"
        return loaded and not under_way

    def _read(self, patience: float) -> dict[str, Any] | None:
        while b"\0" not in self._held:
            if not select.select([self._in], [], [], patience)[0]:
                return None
            self._held += os.read(self._in, 1 << 20)
        written, self._held = self._held.split(b"\0", 1)
        message: dict[str, Any] = json.loads(written)
        if "method" in message:
            self.events.append(message)
        return message

    def visit(self, address: str) -> tuple[Visit, str]:
        """Open a page, as tall as it is, and return what it was served, and it as MHTML."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Network.enable", session, maxTotalBufferSize=1 << 28)
        self.ask("Page.enable", session)
        size = {"width": 1280, "height": 12_000, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", session, **size)
        self.ask("Page.navigate", session, url=address)
        self.settle()
        recorded = Visit(address, "")
        for event in list(self.events):
            if event["method"] != "Network.responseReceived" or event["sessionId"] != session:
                continue
            answer = event["params"]["response"]
            got = self.ask(
                "Network.getResponseBody", session, requestId=event["params"]["requestId"]
            )
            body = base64.b64decode(got["body"]) if got["base64Encoded"] else got["body"].encode()
            if answer["url"] == address:
                recorded.markup = body.decode()
            else:
                recorded.picture(answer["url"], body, answer["mimeType"])
        snapshot: str = self.ask("Page.captureSnapshot", session, format="mhtml")["data"]
        return recorded, snapshot

    def headers_sent(self) -> list[dict[str, Any]]:
        """Return the headers of each request as they went out, cookies included."""
        return [
            event["params"]["headers"]
            for event in self.events
            if event["method"] == "Network.requestWillBeSentExtraInfo"
        ]


class ChromiumTab:
    """One tab that goes from page to page."""

    def __init__(self, browser: Chromium) -> None:
        self.browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session: str = browser.ask("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for area in ("Network", "Page"):
            browser.ask(f"{area}.enable", self.session)

    def read(self, page: Path, width: int) -> None:
        """Open a file in a window as tall as a page can be."""
        self.browser.events.clear()
        self.browser.ask(
            "Emulation.setDeviceMetricsOverride", self.session,
            width=width, height=9000, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        said = self.browser.ask("Page.navigate", self.session, url=page.as_uri())
        assert "errorText" not in said, said
        end = time.monotonic() + _PATIENCE_S
        while not self.says(_READ) and time.monotonic() < end:
            time.sleep(0.02)

    def says(self, expression: str) -> Any:
        """Return what an expression is in the page."""
        said = self.browser.ask(
            "Runtime.evaluate", self.session, expression=expression, returnByValue=True
        )
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def asked(self) -> set[str]:
        """Return the kinds of addresses that the page asked for."""
        return {
            event["params"]["request"]["url"].partition(":")[0]
            for event in self.browser.events
            if event["method"] == "Network.requestWillBeSent"
        }
