"""A reader process that makes clean copies: freed memory is used again, and given back."""

from __future__ import annotations

import io
import select
import sys

import pytest

from auditor.domain.hardening import Wishes
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.reading import Reading
from auditor.readers.jobs import HardenJob, Job, framed
from auditor.readers.process import sandbox, worker
from tests.unit.readers import laden


def test_memory_is_kept_for_the_next_copy_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(sandbox, "keep_memory", lambda: told.append("keep"))
    monkeypatch.setattr(sandbox, "give_back_memory", lambda: told.append("give back"))
    monkeypatch.setattr(sandbox, "allow_seconds", lambda _seconds: None)
    data = laden.jpeg()
    job = HardenJob(len(data), Wishes(), exiftool=False, seconds=9)
    worker.serve(
        io.BytesIO(framed(job) + data),
        io.BytesIO(),
        lambda _data, _job: Reading(Facts("", 3)),
        lambda _data, _job: (b"", ""),
        network_denied=True,
    )
    assert told == ["keep", "give back"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked whether a job waits")
def test_after_a_copy_the_next_one_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    def wait(incoming: list[object], *rest: object) -> tuple[list[object], list[object]]:
        waits.append(float(str(rest[-1])))
        return incoming, []

    monkeypatch.setattr(select, "select", wait)
    monkeypatch.setattr(sandbox, "allow_seconds", lambda _seconds: None)
    monkeypatch.setattr(sandbox, "keep_memory", lambda: None)
    copy = HardenJob(3, Wishes(), exiftool=False, seconds=9)
    photo = Job(3, None, exiftool=False, thumbnail=False, seconds=9)
    worker.serve(
        io.BytesIO(framed(copy) + b"abc" + framed(photo) + b"abc"),
        io.BytesIO(),
        lambda _data, _job: Reading(Facts("", 3)),
        lambda _data, _job: (b"", ""),
        network_denied=True,
    )
    assert waits == [worker._WAITING_S, worker._AFTER_COPY_S, worker._WAITING_S]
