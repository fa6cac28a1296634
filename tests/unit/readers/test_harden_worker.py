"""A reader process that makes clean copies: freed memory is used again, and given back."""

from __future__ import annotations

import io

import pytest

from auditor.domain.hardening import Wishes
from auditor.domain.photos.facts import Facts
from auditor.domain.photos.reading import Reading
from auditor.readers.jobs import HardenJob, framed
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
