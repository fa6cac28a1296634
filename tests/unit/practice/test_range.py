from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import tomllib

import msgspec
import pytest

from auditor.config import from_mapping
from auditor.domain.account import Claim
from auditor.practice.range import PracticeRange, PracticeSeats
from tests.cli.auditor import takes_ctrl_c
from tests.unit.practice.asking import ask


async def test_it_starts_tells_what_to_add_and_stops() -> None:
    async with PracticeRange(photos=24, seed=3, same_size=True) as practice:
        assert (
            sum(account.photos for account in practice.accounts if account.claim is Claim.MINE)
            == 24
        )
        assert {account.platform for account in practice.accounts} == {
            "atproto",
            "mastodon",
            "website",
        }
        assert [account.claim for account in practice.accounts].count(Claim.IMPOSTOR) == 1
        assert all(host.startswith("127.0.0.1:") for host in practice.allow_hosts)
        assert ask(practice.front).status == 200
        text = practice.describe()
        assert practice.token not in text
        added = [line for line in text.splitlines() if line.startswith("auditor accounts add ")]
        assert len(added) == len(practice.accounts)
        assert added[-1].endswith("--claim impostor")
        for account in practice.accounts:
            assert account.owner in text.splitlines()
            assert ask(account.owner).status == 200
        mine = practice.accounts_of("mara")
        assert [account.key for account in mine[:-1]] == ["mara-sky", "mara-social", "mara-site"]
        assert mine[-1].claim is Claim.IMPOSTOR
        process = practice._process
    assert process is not None
    assert process.returncode == 0
    start = text.index("[network]")
    toml = text[start : text.index("Accounts to add")]
    settings = from_mapping(tomllib.loads(toml), "practice")
    assert settings.network.allow_hosts == practice.allow_hosts
    assert settings.sources.atproto.plc_url == practice.plc_url


async def test_the_process_does_not_outlive_the_one_that_started_it() -> None:
    code = (
        "import asyncio, os\n"
        "from auditor.practice.range import PracticeRange\n"
        "async def main():\n"
        "    async with PracticeRange(photos=12) as practice:\n"
        "        print(practice.front, flush=True)\n"
        "        os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code], capture_output=True, check=False
    )
    front = done.stdout.decode().strip()
    assert front.startswith("http://127.0.0.1:")
    for _attempt in range(200):
        try:
            await asyncio.to_thread(ask, front)
        except OSError:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the practice range was left behind")


def test_the_line_is_one_json_document() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "auditor.practice.server", "--photos", "12"],
        input=b"",
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert msgspec.json.decode(done.stdout)["schema"] == "auditor/practice/1"
    assert done.stdout.count(b"\n") == 1


async def test_seats_have_the_ports_that_were_asked_for() -> None:
    port = 24_310
    async with PracticeSeats(2, 12, story="juno", level=2, port=port) as practice:
        bases = [f"http://127.0.0.1:{port}/", f"http://127.0.0.1:{port + 10}/"]
        assert [seat.front for seat in practice.seats] == bases
        assert all(base in practice.describe() for base in bases)
        for seat in practice.seats:
            assert {account.person for account in seat.accounts} == {"juno"}
            assert all(ask(account.owner).status == 200 for account in seat.accounts)
            ports = {int(host.rpartition(":")[2]) for host in seat.allow_hosts}
            first = port + 10 * (seat.seat - 1)
            assert ports <= set(range(first, first + 10))


def test_what_is_not_running_has_no_address() -> None:
    with pytest.raises(RuntimeError):
        _ = PracticeRange().front


@pytest.mark.parametrize("ended", [pytest.param("interrupted", marks=takes_ctrl_c), "input"])
async def test_a_range_told_as_json_ends_with_its_input_or_when_stopped(ended: str) -> None:
    words = ("practice", "serve", "--json", "--photos", "12")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "auditor", *words,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, limit=1024 * 1024,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    text = b""
    while not text.endswith(b"\n}\n"):
        text += await process.stdout.readline()
    told = msgspec.json.decode(text)
    front = told["seats"][0]["front"]
    assert (await asyncio.to_thread(ask, front)).status == 200
    if ended == "interrupted":
        process.send_signal(signal.SIGINT)
    else:
        process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 30) == (130 if ended == "interrupted" else 0)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the system says of a closed port
        await asyncio.to_thread(ask, front)
