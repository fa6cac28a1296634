"""Another program in a process of its own: what it is given, what it may not see, how it ends."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

import pytest

from auditor.adapters.clock import SystemClock
from auditor.adapters.gallery_dl import GalleryDlProgram, environment
from auditor.adapters.network.rules.addresses import Address
from auditor.config import NetworkSettings
from auditor.domain.views import NetworkEntry
from auditor.errors import AddressRefused, NetworkError, Offline, SourceError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script with a shebang")
URL = "https://pics.example/@anna"


class Stand:
    """A program that stands in for gallery-dl, and what the network log got."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "stand-in"
        self.log: list[NetworkEntry] = []

    def made(
        self,
        code: str,
        settings: NetworkSettings | None = None,
        address: str = "93.184.215.14",
        *,
        deadline_s: float = 30,
        max_bytes: int = 100_000,
    ) -> GalleryDlProgram:
        self.path.write_text(f"#!{sys.executable}\nimport json, os, sys, time\n{code}\n")
        self.path.chmod(0o700)

        async def resolver(_host: str, _port: int) -> Sequence[Address]:
            return (ip_address(address),)

        return GalleryDlProgram(
            settings or NetworkSettings(),
            self.log.append,
            SystemClock(),
            program=str(self.path),
            deadline_s=deadline_s,
            max_bytes=max_bytes,
            resolver=resolver,
        )


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return Stand(tmp_path)


TELL = "print(json.dumps([sys.argv[1:], dict(os.environ), os.getcwd(), sys.stdin.read()]))"


async def test_it_gets_one_address_and_nothing_of_the_person(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITOR_PASSPHRASE_FILE", "/secret")
    monkeypatch.setenv("NETRC", "/secret")
    printed, told = await stand.made(TELL).listing(URL, purpose="a1: list")
    options, known, folder, typed = json.loads(printed)
    assert options[-3:] == ["-j", "--", URL]
    assert {"--config-ignore", "--no-download", "--no-input", "cookies=null"} <= set(options)
    assert not any("cookies-from" in option for option in options)
    assert not {"AUDITOR_PASSPHRASE_FILE", "NETRC"} & set(known)
    assert Path(known["HOME"]).name == Path(folder).name
    assert _gone(folder)
    assert (typed, told) == ("", "")


async def test_the_network_log_names_what_it_was_asked_for(stand: Stand) -> None:
    await stand.made("print('[]')").listing(f"{URL}?key=secret", purpose="a1: list")
    (entry,) = stand.log
    assert (entry.host, entry.path, entry.purpose) == ("pics.example", "/@anna", "a1: list")
    assert "gallery-dl asked pics.example" in entry.note
    assert "secret" not in repr(entry)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://pics.example/a", "93.184.215.14"),
        ("https://pics.example/a", "10.0.0.5"),
        ("https://127.0.0.1/a", "127.0.0.1"),
        ("https://anna:pw@pics.example/a", "93.184.215.14"),
        ("file:///etc/passwd", "93.184.215.14"),
        ("--exec=sh", "93.184.215.14"),
    ],
)
async def test_an_address_that_the_door_refuses_is_not_given(
    stand: Stand, url: str, address: str
) -> None:
    mark = stand.path.with_suffix(".ran")
    program = stand.made(f"open({str(mark)!r}, 'w')", address=address)
    with pytest.raises(AddressRefused):
        await program.listing(url, purpose="a1: list")
    assert not mark.exists()
    assert len(stand.log) == 1
    assert "pw" not in stand.log[0].host


async def test_offline_it_is_not_started(stand: Stand) -> None:
    program = stand.made("print('[]')", NetworkSettings(offline=True))
    with pytest.raises(Offline):
        await program.listing(URL, purpose="a1: list")


async def test_a_host_that_was_opened_may_be_asked(stand: Stand) -> None:
    program = stand.made(
        "print('[]')", NetworkSettings(allow_hosts=("127.0.0.1:3300",)), "127.0.0.1"
    )
    printed, _told = await program.listing("http://127.0.0.1:3300/@anna", purpose="a1: list")
    assert printed.strip() == b"[]"


async def test_one_that_does_not_end_is_ended(stand: Stand) -> None:
    """It stands in the group of this program, so that a closed terminal ends both."""
    own = stand.path.with_suffix(".pid")
    code = (
        "import os\n"
        f"open({str(own)!r}, 'w').write(f'{{os.getpid()}} {{os.getpgid(0)}}')\ntime.sleep(60)"
    )
    begun = time.monotonic()
    with pytest.raises(SourceError, match="did not end"):
        await stand.made(code, deadline_s=2).listing(URL, purpose="a1: list")
    assert time.monotonic() - begun < 20
    pid, group = map(int, own.read_text().split())
    assert group == os.getpgid(0)
    assert _ended(pid)


def _gone(folder: str) -> bool:
    return not Path(folder).exists() and folder != str(Path.home())


def _ended(pid: int) -> bool:
    for _try in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


async def test_one_that_prints_without_end_is_cut(stand: Stand) -> None:
    with pytest.raises(SourceError, match="more than is read"):
        await stand.made("while True: sys.stdout.write('x' * 4096)").listing(URL, purpose="a1")


async def test_one_that_complains_without_end_still_ends(stand: Stand) -> None:
    code = "sys.stderr.write('e' * 1_000_000); print('[]')"
    printed, told = await stand.made(code).listing(URL, purpose="a1")
    assert printed.strip() == b"[]"
    assert len(told) <= 64 * 1024


async def test_one_that_is_gone_is_told(tmp_path: Path) -> None:
    program = GalleryDlProgram(
        NetworkSettings(), lambda _entry: None, SystemClock(), program=str(tmp_path / "none")
    )
    assert not program.installed()
    with pytest.raises(SourceError, match="not installed"):
        await program.listing(URL, purpose="a1: list")


async def test_a_name_that_nobody_knows_is_told(stand: Stand) -> None:
    async def resolver(_host: str, _port: int) -> Sequence[Address]:
        raise OSError("no such name")

    stand.made("print('[]')")
    program = GalleryDlProgram(
        *(NetworkSettings(), stand.log.append, SystemClock()),
        program=str(stand.path),
        resolver=resolver,
    )
    with pytest.raises(NetworkError, match="was not found"):
        await program.listing(URL, purpose="a1: list")


def test_a_proxy_stands_in_the_surroundings_and_not_in_the_command(tmp_path: Path) -> None:
    known = environment({"PATH": "/bin", "COOKIE": "x"}, tmp_path, "socks5h://u:p@127.0.0.1:9050")
    assert known["HTTPS_PROXY"] == "socks5h://u:p@127.0.0.1:9050"
    assert "COOKIE" not in known
    assert "HTTPS_PROXY" not in environment({}, tmp_path, "")
