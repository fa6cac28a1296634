"""What a reader process denies itself before it sees the first byte of a foreign file.

On Linux the kernel then refuses it every socket but local ones (seccomp), here and in the programs
it starts. Elsewhere a reader process is only given no socket; docs/threat-model.md says so.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from types import ModuleType

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows has no limits of this kind
    resource = None

# <linux/prctl.h>, <linux/seccomp.h>, <linux/audit.h>, <linux/bpf_common.h>
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE = 1, 22, 38, 4
_SECCOMP_MODE_FILTER = 2
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_AF_UNIX = 1
# <malloc.h> of glibc
_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4
_KEPT_FREE = 1024 * 1024 * 1024
_MOST_KEPT, _MOST_MORE = 640 * 1024 * 1024, 320 * 1024 * 1024
"""Bytes that a process may hold between two photos that follow each other, and how many more than
after the first; what lies free above that is given back. One of 12 MP leaves 310 MB, with words 480
MB, its clean copy with words covered 530 MB; of that 170 MB are in use."""
_after_first: list[int] = []  # bytes held after the first photo
_X32_BIT = 0x40000000

# machine -> (audit arch, socket, refused: ptrace, process_vm_readv, process_vm_writev). From each
# machine's <asm/unistd.h>.
_MACHINES = {
    "x86_64": (0xC000003E, 41, (101, 310, 311)),
    "aarch64": (0xC00000B7, 198, (117, 270, 271)),
}
# io_uring_setup, _enter, _register: the same on every machine; sockets could be opened through it
_IO_URING = (425, 426, 427)


def die_with_parent() -> None:
    """Ask the kernel (Linux) to end this process when its parent ends, however the parent ends."""
    if sys.platform == "linux":
        _call_prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def deny_network() -> bool:
    """Refuse every socket but AF_UNIX from now on, here and in child processes.

    Returns whether the kernel enforces it.
    """
    rules = _make_rules(platform.machine())
    if sys.platform != "linux" or rules is None:
        return False
    program = b"".join(rules)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(rules), ctypes.addressof(buffer))
    if _call_prctl(_PR_SET_NO_NEW_PRIVS, 1) != 0:
        return False
    return _call_prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(header)) == 0


def limit_files_and_dumps() -> None:
    """No core dump (it would hold the photo in the clear), no byte written to any file."""
    limit_dumps()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def limit_dumps() -> None:
    """No core dump, and no other process of this user that looks into the memory of this one."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _call_prctl(_PR_SET_DUMPABLE, 0)


def limit_memory(megabytes: int) -> None:
    """Cap the address space at what is mapped now plus `megabytes`.

    This holds on Linux; elsewhere RLIMIT_AS is not kept.
    """
    if resource is not None and sys.platform == "linux":
        mapped = _read_statm(0)
        cap = mapped + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (cap, cap))


def allow_seconds(seconds: float) -> None:
    """Give the next photo `seconds` of processor time; the kernel ends the process after that."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def keep_memory() -> None:
    """Let freed memory be used again instead of fetched anew for each array (glibc alone).

    Fetching it takes a third of the time of looking at a photo: the kernel clears page by page.
    No array is too large for that: an array of 12 MP and those of the larger look for words are
    beyond the 32 MB up to which glibc could be told to keep.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_MMAP_MAX, 0)
            mallopt(_M_TRIM_THRESHOLD, _KEPT_FREE)


def give_back_memory() -> None:
    """Give back what lies free, where this process holds more than it may keep after a photo."""
    if resident_bytes() > min([_MOST_KEPT, *(first + _MOST_MORE for first in _after_first)]):
        give_all_back()
    if not _after_first:
        _after_first.append(resident_bytes())


def give_all_back() -> None:
    """Give back what lies free (glibc alone)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def resident_bytes() -> int:
    """Return the memory this process holds, 0 where the system does not tell."""
    return _read_statm(1) if sys.platform == "linux" else 0


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _make_rules(machine: str) -> list[bytes] | None:
    """Return the filter, one 8-byte instruction each.

    (code, jump if true, jump if false, value).
    """
    if machine not in _MACHINES:
        return None
    arch, socket_number, refused = _MACHINES[machine]

    def rule(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
        return struct.pack("=HBBI", code, then, otherwise, value)

    rules = [
        rule(_LOAD, _ARCH_AT),
        rule(_EQUAL, arch, then=1),
        rule(_RETURN, _KILL),  # the numbers below mean nothing under another calling convention
        rule(_LOAD, _NUMBER_AT),
        rule(_AT_LEAST, _X32_BIT, otherwise=1),
        rule(_RETURN, _REFUSE),
    ]
    for number in (*_IO_URING, *refused):
        rules += [rule(_EQUAL, number, otherwise=1), rule(_RETURN, _REFUSE)]
    return [
        *rules,
        rule(_EQUAL, socket_number, otherwise=3),
        rule(_LOAD, _FIRST_ARGUMENT_AT),
        rule(_EQUAL, _AF_UNIX, then=1),
        rule(_RETURN, _REFUSE),
        rule(_RETURN, _ALLOW),
    ]


def _call_prctl(option: int, *values: int) -> int:
    filled = [*values, 0, 0, 0, 0][:4]
    call = ctypes.CDLL(None, use_errno=True).prctl
    result: int = call(option, *(ctypes.c_ulong(value) for value in filled))
    return result


def _read_statm(column: int) -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib is not worth loading here
        return int(file.read().split()[column]) * os.sysconf("SC_PAGE_SIZE")
