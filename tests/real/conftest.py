"""Starts and stops software that this project did not write.

By the scripts that stand beside the checkout.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from auditor.adapters.network.http import HttpDoor
from auditor.config import NetworkSettings
from tests.conftest import SHARED

SCRIPTS = SHARED.parent / "shared" / "real-servers"
STATE = Path(os.environ.get("REAL_SERVERS_DIR", Path.home() / ".cache" / "auditor-real-servers"))
HOSTS = tuple(
    f"{host}:{port}"
    for host in ("127.0.0.1", "localhost")
    for port in (2582, 2583, 2782, 2783, 2784, 3300, 3400, 3500)
)
_INSTALL_S = 1200
_START_S = 120


def run_script(script: str, *arguments: str, seconds: int = _START_S) -> None:
    """Run a script of the real servers to its end; fails the test where it fails."""
    # output to files, not pipes: the servers keep them open after the script has ended
    log = STATE / "logs" / f"{script}.test.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        done = subprocess.run(
            ["bash", str(SCRIPTS / script), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            timeout=seconds,
            check=False,
        )
    if done.returncode:
        pytest.fail(
            f"{script} ended with {done.returncode}: {log.read_text(errors='replace')[-2000:]}"
        )


@pytest.fixture(scope="session")
def real_servers() -> Path:
    """The folder in which the servers are installed; skips with the reason where they cannot be."""
    if not (SCRIPTS / "install.sh").is_file():
        pytest.skip("the scripts that install real servers do not stand beside this checkout")
    missing = [
        program
        for program in ("bash", "curl", "node", "npm", "python3")
        if shutil.which(program) is None
    ]
    if missing:
        pytest.skip(f"the real servers need {', '.join(missing)}")
    run_script("install.sh", seconds=_INSTALL_S)
    return STATE


def _server(name: str) -> Iterator[None]:
    run_script("stop.sh", name)
    run_script(f"{name}.sh")
    try:
        yield
    finally:
        run_script("stop.sh", name)


@pytest.fixture(scope="session")
def pds(real_servers: Path) -> Iterator[str]:
    """A PDS and PLC directory with the account that seed_pds.py makes; its DID."""
    for _started in _server("pds"):
        seeded = subprocess.run(
            [
                real_servers / "venv/bin/python",
                SCRIPTS / "seed_pds.py",
                "http://127.0.0.1:2583",
                real_servers / "photo_small.jpg",
            ],
            capture_output=True,
            text=True,
            timeout=_START_S,
            check=True,
        )
        yield seeded.stdout.strip()


@pytest.fixture(scope="module")
def wordpress(real_servers: Path) -> Iterator[str]:
    """A fresh site for each module: what one uploads the others would count."""
    for _started in _server("wordpress"):
        yield "http://127.0.0.1:3500/"
    run_script("stop.sh", "mysql")


@pytest.fixture(scope="module")
def mediawiki(real_servers: Path) -> Iterator[str]:
    """A fresh wiki for each module."""
    for _started in _server("mediawiki"):
        yield "http://127.0.0.1:3400/index.php/User:Alice"


@pytest.fixture(scope="session")
def mastodon_mock(real_servers: Path) -> Iterator[str]:
    for _started in _server("mastodon_mock"):
        yield "http://127.0.0.1:3300"


@pytest.fixture(scope="session")
def appview(real_servers: Path) -> Iterator[str]:
    """The real Bluesky AppView with a PDS and a PLC directory; the DID of bob.test.

    Large, so only where it was installed.
    """
    if not (real_servers / "dev-env/node_modules/@atproto/dev-env").is_dir():
        pytest.skip("the AppView is not installed (install.sh appview)")
    for name in ("redis", "postgres"):
        run_script("stop.sh", name)
    for _started in _server("appview"):
        ready = (real_servers / "logs/appview.log").read_text()
        yield str(json.loads(ready[ready.index("READY") + len("READY") :].splitlines()[0])["did"])
    run_script("stop.sh", "redis", "postgres")


@pytest_asyncio.fixture
async def http() -> AsyncIterator[HttpDoor]:
    async with HttpDoor(NetworkSettings(allow_hosts=HOSTS), lambda _entry: None) as door:
        yield door
        await asyncio.sleep(0)
