"""What a reader process does with memory it has freed: used again between photos, not hoarded."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from auditor.domain.photos.facts import Facts
from auditor.domain.photos.reading import Reading
from auditor.readers.jobs import Job, framed
from auditor.readers.process import sandbox, worker

_WORK = """
import ctypes, resource, sys
from auditor.readers.process import sandbox
size = 8 * 1024 * 1024
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def work(times):
    before = faults()
    for _each in range(times):
        bytes(bytearray(b"x") * size)
    return faults() - before
fresh = work(10)
sandbox.keep_memory()
work(2)
again = work(10)
pieces = [bytes(bytearray(b"x") * size) for _each in range(80)]
pieces[:] = []
before = sandbox.resident_bytes()
sandbox.give_back_memory()
print(fresh, again, before, sandbox.resident_bytes())
"""


def _has_mallopt() -> bool:
    import ctypes

    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallopt")


@pytest.mark.skipif(not _has_mallopt(), reason="only glibc can be told what to keep")
def test_freed_memory_is_used_again_and_given_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WORK],
        capture_output=True,
        text=True,
        check=True,
        env={"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_ARENA_MAX": "1"},
    )
    fresh, again, before, after = map(int, done.stdout.split())
    assert fresh > 20_000  # pages of 4 kB: each array was fetched anew
    assert again * 50 < fresh
    assert before > 600 * 1024 * 1024 > 128 * 1024 * 1024 > after


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked whether a job waits")
def test_a_process_that_waits_gives_back_what_lies_free(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    incoming, theirs = os.pipe()

    def give_back() -> None:
        told.append("given back")
        os.close(theirs)

    monkeypatch.setattr(sandbox, "give_all_back", give_back)
    monkeypatch.setattr(worker, "_WAITING_S", 0.01)
    with os.fdopen(incoming, "rb") as pipe:
        worker.serve(
            pipe,
            io.BytesIO(),
            lambda _data, _job: Reading(Facts("", 3)),
            lambda _data, _job: (b"", ""),
            network_denied=True,
        )
    assert told == ["given back"]


def test_no_process_keeps_much_more_than_after_its_first_photo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = iter([100, 100, 419, 421, 421])
    given: list[bool] = []
    monkeypatch.setattr(sandbox, "_after_first", [])
    monkeypatch.setattr(sandbox, "resident_bytes", lambda: next(held) * 1024 * 1024)
    monkeypatch.setattr(sandbox, "give_all_back", lambda: given.append(True))
    sandbox.give_back_memory()
    sandbox.give_back_memory()
    assert not given
    sandbox.give_back_memory()
    assert given


@pytest.mark.parametrize("vision", [True, False])
def test_only_looking_at_pictures_keeps_memory(
    vision: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bool] = []
    monkeypatch.setattr(sandbox, "keep_memory", lambda: kept.append(True))
    monkeypatch.setattr(sandbox, "allow_seconds", lambda _seconds: None)
    job = Job(3, None, exiftool=False, thumbnail=False, seconds=5, vision=vision)
    out = io.BytesIO()
    worker.serve(
        io.BytesIO(framed(job) + b"abc"),
        out,
        lambda _data, _job: Reading(Facts("", 3)),
        lambda _data, _job: (b"", ""),
        network_denied=True,
    )
    assert kept == [True] * vision
    assert out.getvalue()
