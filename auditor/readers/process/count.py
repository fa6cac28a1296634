"""How many reader processes run side by side: one for each core, as far as memory allows."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["count_workers", "workers_for"]

_MB = 1024 * 1024
_LOOKING_MB, _READING_MB = 800, 350
"""What one holds at the peak at 12 MP, with and without looking for faces and words (measured)."""
_SHARE = 0.7  # of the memory that is free; the rest is for the vault and other programs
_UNMEASURED = 4  # at most, where the system does not tell what is free
_MEMINFO = Path("/proc/meminfo")
_CGROUP = Path("/sys/fs/cgroup")


def count_workers(*, looking: bool) -> int:
    """Return how many fit here. `looking`: for faces and words, too."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        cores = os.cpu_count() or 1
    return workers_for(cores, _find_free(), looking=looking)


def workers_for(cores: int, free: int | None, *, looking: bool) -> int:
    """Return how many fit on so many cores and bytes of free memory; None where it is not known."""
    if free is None:
        return max(1, min(cores, _UNMEASURED))
    each = (_LOOKING_MB if looking else _READING_MB) * _MB
    return max(1, min(cores, int(free * _SHARE) // each))


def _find_free() -> int | None:
    """Return the bytes that can be had, of the machine and of the group of this process."""
    try:
        lines = _MEMINFO.read_text("ascii").splitlines()
        free = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvail"))
    except (OSError, ValueError, IndexError, StopIteration):
        return None
    try:
        most, used = (
            int((_CGROUP / name).read_text("ascii")) for name in ("memory.max", "memory.current")
        )
    except (OSError, ValueError):  # no group, or one without a limit ("max")
        return free
    return min(free, max(0, most - used))
