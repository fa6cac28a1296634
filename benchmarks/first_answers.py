"""How soon the first answers of a scan stand, what it asks for, and how long its loop is held.

usage: python benchmarks/first_answers.py [PHOTOS [MS [--vision]]]   (default 500 20)

A practice range in a process of its own holds each answer back by so many milliseconds; a first
scan, which is not measured, lets it draw its pictures. Told are: when the first answers stood, by
the first bytes of all pictures, and by those read after eight seconds where that was earlier; which
of home, days and linked they answered; requests a photo for first bytes and in all; processor
seconds of the scan and its readers; and how late a task came that wakes every two milliseconds in
the scanning process. Peer in the same run: the whole scan, at whose end alone there were answers
before. Faces and text are left out unless `--vision` is given: they come after the first answers.
"""

from __future__ import annotations

import asyncio
import json
import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor import wiring
from auditor.domain.account import Claim
from auditor.domain.views import ScanRecord
from auditor.engine.scan.events import FirstAnswers, ScanEvent
from auditor.engine.scan.scan import Scan
from auditor.practice.catalogue import Catalogue
from auditor.practice.server import announcement, build
from auditor.practice.serving.exchange import Request, Respond, Response
from benchmarks.memory import children
from benchmarks.peers import machine
from tests.cli.auditor import Auditor
from tests.cli.ranges import Range, told
from tests.hostile.watched_range import serving

BOUND_S, BOUND_REQUESTS, BOUND_STALL_MS = 10.0, 1.2, 50.0
_ASKED = ("home", "days", "linked")
_EVERY_S = 0.002
_SMALL = "size of displayed picture"  # another file, which the website shows beside the photo's


def serve(photos: int, delay_s: float) -> None:
    """Serve a range until stdin ends; what was drawn once is kept."""
    world, servers = build(Catalogue(1, photos), "told-at-the-start", 0)

    def slow(route: Respond) -> Respond:
        drawn: dict[str, Response] = {}

        def answer(request: Request) -> Response:
            time.sleep(delay_s)
            kept = (
                "/system/" in request.path or "getBlob" in request.path or "/img/" in request.path
            )
            key = f"{request.path}?{sorted(request.query.items())}"
            if kept and key in drawn:
                return drawn[key]
            found = route(request)
            if kept:
                drawn[key] = found
            return found

        return answer

    for server in servers.values():
        server.route = slow(server.route)
    with serving(servers):
        sys.stdout.write(json.dumps(announcement(world)) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


def _spent(pid: int) -> float:
    """Return processor seconds of a process and those it started, as far as they run."""
    spent = 0.0
    for each in [pid, *children(pid)]:
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        spent += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def inside(words: Sequence[str]) -> None:
    """Run the program with `words`; say on stderr when answers stood and how late a task came."""
    run = Scan.run

    async def watched(self: Scan, accounts: Any) -> ScanRecord:
        begun, late, firsts = time.monotonic(), list[float](), list[dict[str, Any]]()
        tell = self.on_event

        def take(event: ScanEvent) -> None:
            if isinstance(event, FirstAnswers):
                firsts.append(
                    {
                        "s": time.monotonic() - begun,
                        "cpu_s": _spent(os.getpid()),
                        "at": datetime.now(UTC).isoformat(),
                        "looked": event.looked,
                        "photos": event.photos,
                        "states": {each.id.value: each.state.value for each in event.answers},
                    }
                )
            tell(event)

        async def tick() -> None:
            while True:
                before = time.monotonic()
                await asyncio.sleep(_EVERY_S)
                late.append(time.monotonic() - before - _EVERY_S)

        self.on_event = take
        ticking = asyncio.create_task(tick())
        try:
            return await run(self, accounts)
        finally:
            ticking.cancel()
            late.sort()
            said = {
                "s": time.monotonic() - begun,
                "firsts": firsts,
                "late_ms": [late[int(len(late) * part)] * 1e3 for part in (0.5, 0.99, 0.999)]
                + [late[-1] * 1e3],
            }
            sys.stderr.write("MEASURED " + json.dumps(said) + "\n")

    # the range was started by this benchmark, which proves its accounts as `auditor demo` does
    wiring.Opening = partial(wiring.Opening, range_seed=1)  # type: ignore[misc,assignment]
    Scan.run = watched  # type: ignore[method-assign]
    sys.argv = ["auditor", *words]
    runpy.run_module("auditor", run_name="__main__", alter_sys=True)


@contextmanager
def served(photos: int, delay_ms: int) -> Iterator[Range]:
    """Start the range."""
    command = [sys.executable, __file__, "--serve", str(photos), str(delay_ms)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield told(json.loads(process.stdout.readline()))
        process.stdin.close()
        process.wait(10)


def measured(auditor: Auditor) -> tuple[dict[str, Any], float]:
    """Scan; return what was measured inside, and processor seconds of scan and readers."""
    command = [sys.executable, __file__, "--inside", *auditor.options, "scan", "--json"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            command,
            env=auditor.environment(),
            cwd=auditor.room / "cwd",
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().splitlines()
    line = next((line for line in lines if line.startswith("MEASURED ")), "")
    if process.returncode not in {0, 1} or not line:
        raise SystemExit("\n".join(["the scan failed", *lines[-5:]]))
    found: dict[str, Any] = json.loads(line.partition(" ")[2])
    return found, usage.ru_utime + usage.ru_stime


def fresh(practice: Range, folder: Path, *, vision: bool) -> Auditor:
    """Return a vault with the accounts of the range that are mine, and nothing read."""
    folder.mkdir()
    settings = practice.save_settings(folder)
    if vision:
        settings.write_text(settings.read_text().replace("vision = false", "vision = true"))
    auditor = Auditor.at(folder, "--settings", str(settings))
    auditor.add([each for each in practice.accounts if each["claim"] == Claim.MINE.value])
    return auditor


def main(photos: int = 500, delay_ms: int = 20, *, vision: bool = False) -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, served(photos, delay_ms) as practice:
        room = Path(folder)
        measured(fresh(practice, room / "warm", vision=False))  # the range draws its pictures
        auditor = fresh(practice, room / "measured", vision=vision)
        found, cpu_s = measured(auditor)
        log = auditor.run("network-log", "--limit", "1000000", "--json").json["requests"]
    first = found["firsts"][-1]
    pictures = [entry for entry in log if entry["purpose"].endswith(" picture")]
    small = sum(entry["purpose"].endswith(_SMALL) for entry in pictures)
    before = [entry for entry in pictures if "first bytes" in entry["purpose"]]
    count, late = first["photos"], found["late_ms"]
    until, in_all = len(before) / count, (len(pictures) - small) / count
    print(f"{machine()}; {count} photos, {delay_ms} ms a request\n")
    for name, each in (("first answers", found["firsts"][0]), ("first bytes of all", first)):
        cpu = f"{each['cpu_s']:.1f} CPU s since the start of the program"
        print(f"{name:<19}{each['s']:7.1f} s by {each['looked']}, {cpu}")
    print(f"whole scan (peer)  {found['s']:7.1f} s, {cpu_s:.1f} CPU s, {cpu_s / count:.3f} a photo")
    print(f"requests a photo   {until:7.2f} for first bytes, {in_all:.2f} in all, and")
    print(f"                   {small / count:7.2f} for the size of the small copy that is shown")
    print("answered           " + ", ".join(f"{key} {first['states'][key]}" for key in _ASKED))
    told_late = "p50 {:.1f}, p99 {:.1f}, p99.9 {:.1f}, most {:.1f}".format(*late)
    print(f"loop held, ms      {told_late}")
    held = (
        first["s"] <= BOUND_S
        and in_all <= BOUND_REQUESTS
        and late[1] <= BOUND_STALL_MS
        and "not-seen" not in first["states"].values()
    )
    bounds = f"{BOUND_S:g} s, {BOUND_REQUESTS} requests, {BOUND_STALL_MS:g} ms at p99"
    print(f"\nbounds {bounds}: {held}")
    return 0 if held else 1


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--serve"]:
        serve(int(given[1]), int(given[2]) / 1e3)
    elif given[:1] == ["--inside"]:
        inside(given[1:])
    else:
        numbers = [int(word) for word in given if word.isdecimal()]
        sys.exit(main(*numbers, vision="--vision" in given))
