"""Pages looked at by axe-core in Chromium, at the width of a telephone and of a desk.

axe-core comes from npm into the folder of the real servers, and is never part of this project.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.browser import BROWSER
from tests.fakes.quiet_server import QuietServer
from tests.unit.practice.asking import ask

AXE = "axe-core@4.11.0"
WIDTHS = (390, 1280)
_STATE = Path(os.environ.get("REAL_SERVERS_DIR", Path.home() / ".cache" / "auditor-real-servers"))
_INSTALL_S = 300
_LOOK_S = 180
_CSP = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>', re.IGNORECASE)
_RUN = """
addEventListener('load',()=>setTimeout(async()=>{
 const told=await axe.run(document,{resultTypes:['violations'],
  runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']});
 const outside=performance.getEntriesByType('resource').map(e=>e.name)
  .filter(n=>n.startsWith('http')&&new URL(n).hostname!=='127.0.0.1');
 const root=document.documentElement;
 parent.postMessage({width:innerWidth,wide:root.scrollWidth-root.clientWidth,outside,
  wrong:told.violations.map(v=>v.id+': '+v.nodes.map(n=>n.html.slice(0,120)).join(' || '))},'*');
},200));
"""
_FRAMES = """<!doctype html><title>frames</title><body><script>
const seen=[];addEventListener('message',e=>{seen.push(e.data);
 if(seen.length===%d){document.title='done';
  const out=document.createElement('pre');out.id='told';out.textContent=JSON.stringify(seen);
  document.body.append(out)}});
</script>%s"""


@dataclass(frozen=True)
class Looked:
    """What axe said of a page at a width, what it asked for elsewhere, how far it sticks out."""

    width: int
    wrong: tuple[str, ...]
    outside: tuple[str, ...]
    wide: int


def axe_script() -> str:
    """Return axe-core; skips with the reason where it cannot be had."""
    if BROWSER is None:
        pytest.skip("no Chromium on this machine")
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder = _STATE / "axe"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", AXE]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=_INSTALL_S, check=False
        )
        if done.returncode:
            pytest.skip("npm could not install axe-core")
    return script.read_text("utf-8")


@dataclass
class Looker:
    """Shows pages in frames of the wanted widths, with axe in them and their policy taken out."""

    base: str
    profile: Path
    pages: dict[str, str] = field(default_factory=dict)

    def look(self, page: str, base: str = "") -> list[Looked]:
        """Return what is said of a page; `base` is where its relative addresses lead."""
        based = f'<base href="{html.escape(base)}">' if base else ""
        inside = f"{based}<script src='{self.base}/axe.js'></script><script>{_RUN}</script></head>"
        assert "</head>" in page
        self.pages["/page"] = _CSP.sub("", page).replace("</head>", inside, 1)
        frames = "".join(
            f"<iframe src='/page' style='width:{width}px;height:900px;border:0'></iframe>"
            for width in WIDTHS
        )
        self.pages["/frames"] = _FRAMES % (len(WIDTHS), frames)
        found = re.search(r'<pre id="told">(.*?)</pre>', self._dom(), re.DOTALL)
        assert found, "axe said nothing"
        told = json.loads(html.unescape(found[1]))
        assert sorted(said["width"] for said in told) == list(WIDTHS)
        return [
            Looked(said["width"], tuple(said["wrong"]), tuple(said["outside"]), said["wide"])
            for said in told
        ]

    def look_at(self, address: str) -> list[Looked]:
        """Return the same of a page of a server."""
        return self.look(ask(address).body.decode("utf-8"), address)

    def _dom(self) -> str:
        assert BROWSER is not None
        switches = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
        quiet = (
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--window-size=1700,1200",
            "--virtual-time-budget=20000",
        )
        return subprocess.run(
            [
                *(BROWSER, *switches, *quiet),
                *(f"--user-data-dir={self.profile}", "--dump-dom", f"{self.base}/frames"),
            ],
            capture_output=True,
            text=True,
            check=True,
            timeout=_LOOK_S,
        ).stdout


@contextmanager
def looking(profile: Path) -> Iterator[Looker]:
    """Open what looks at pages; skips where axe or Chromium cannot be had."""
    script = axe_script()
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = script if self.path == "/axe.js" else pages.get(self.path, "")
            kind = "text/javascript" if self.path == "/axe.js" else "text/html"
            body = text.encode()
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
            return

    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Looker(f"http://127.0.0.1:{server.server_port}", profile, pages)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def violations(browser: Any, session: str, source: str) -> list[str]:
    """Return what axe-core finds wrong with the page that a session of Chromium shows."""
    browser.ask("Runtime.evaluate", session, expression=source)
    said = browser.ask(
        "Runtime.evaluate",
        session,
        expression="axe.run().then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + "
        "v.nodes.map(n => n.html.slice(0, 120)).slice(0, 3).join(' | '))))",
        awaitPromise=True,
        returnByValue=True,
    )
    found: list[str] = json.loads(said["result"]["value"])
    return found
