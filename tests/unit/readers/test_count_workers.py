from __future__ import annotations

from pathlib import Path

import pytest

from auditor.readers.process import count
from tests.rows import each_row

GB = 1024**3


@each_row(
    ("cores", "free", "looking", "workers"),
    [
        (2, 8 * GB, True, 2),
        (16, 64 * GB, True, 16),
        (16, 4 * GB, True, 3),
        (16, 4 * GB, False, 8),
        (4, GB // 4, True, 1),
        (16, None, True, 4),
        (2, None, False, 2),
        (0, 0, True, 1),
    ],
)
def test_one_for_each_core_as_memory_allows(
    cores: int, free: int | None, looking: bool, workers: int
) -> None:
    assert count.workers_for(cores, free, looking=looking) == workers


@each_row(
    ("meminfo", "limit", "used", "free"),
    [
        ("MemTotal: 9 kB\nMemAvailable: 4 kB\n", None, None, 4096),
        ("MemAvailable: 4 kB\n", "max\n", "100\n", 4096),
        ("MemAvailable: 4 kB\n", "1000\n", "100\n", 900),
        ("MemAvailable: 4 kB\n", "1000\n", "2000\n", 0),
        ("MemTotal: 9 kB\n", "1000\n", "100\n", None),
        (None, None, None, None),
    ],
)
def test_what_is_free(
    meminfo: str | None,
    limit: str | None,
    used: str | None,
    free: int | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in (("meminfo", meminfo), ("memory.max", limit), ("memory.current", used)):
        if text is not None:
            (tmp_path / name).write_text(text, "ascii")
    monkeypatch.setattr(count, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(count, "_CGROUP", tmp_path)
    assert count._find_free() == free
