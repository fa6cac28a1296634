"""The functions of libjpeg that Pillow's decoder is linked to, and which this project may call.

Pillow 13 carries libjpeg-turbo with the interface of version 6b ("62") in its wheels for Linux and
macOS. Where it is another, or built into the decoder (Windows), there is nothing to call, and
coefficients are read by readers/clean_copy/jpeg itself, a good ten times as slow.
"""

from __future__ import annotations

import ctypes
import struct
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

from PIL import _imaging, features

from auditor.dataclass import dataclass

__all__ = [
    "COMPONENTS_TO_WRITE",
    "READING",
    "WRITING",
    "LibraryError",
    "guarded",
    "libjpeg",
]

_VERSION = 62
_POINTER = 8
READING, WRITING = 632, 520
"""Bytes of jpeg_decompress_struct and jpeg_compress_struct where a pointer has eight bytes;
libjpeg compares them with its own before it does anything."""
OPTIMIZE_CODING, COMPONENTS_TO_WRITE = 264, 88
_ERROR_MANAGER = 168
_ERROR_EXIT, _OUTPUT_MESSAGE, _WARNINGS = 0, 16, 128
MEMORY, _ACCESS_BLOCKS = 8, 64
"""Offsets in those, in jpeg_error_mgr and in jpeg_memory_mgr."""
_FOR_EVER_S = 3600.0

_Returned = TypeVar("_Returned")
_ToldOf = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
_AccessBlocks = ctypes.CFUNCTYPE(
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_uint,
    ctypes.c_uint,
    ctypes.c_int,
)


class LibraryError(ValueError):
    """The library refused the picture, or warned of damage."""

    def __init__(self) -> None:
        super().__init__("a picture that libjpeg does not read as it stands")


@cache
def libjpeg() -> ctypes.CDLL | None:
    """Return the library, None where it cannot be called."""
    if (
        features.version("jpg") != "6.2"
        or not features.check("libjpeg_turbo")
        or struct.calcsize("P") != _POINTER
        or ctypes.sizeof(ctypes.c_long) != _POINTER
    ):
        return None
    try:
        found = ctypes.CDLL(_imaging.__file__)  # what it is linked to is found through it
        _declare(found)
    except (OSError, AttributeError):
        return None
    return found


def _declare(library: ctypes.CDLL) -> None:
    pointer, whole, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
    for name, result, *arguments in (
        ("jpeg_std_error", pointer, pointer),
        ("jpeg_CreateDecompress", None, pointer, whole, size),
        ("jpeg_mem_src", None, pointer, ctypes.c_char_p, ctypes.c_ulong),
        ("jpeg_read_header", whole, pointer, whole),
        ("jpeg_read_coefficients", pointer, pointer),
        ("jpeg_destroy_decompress", None, pointer),
        ("jpeg_CreateCompress", None, pointer, whole, size),
        ("jpeg_mem_dest", None, pointer, pointer, pointer),
        ("jpeg_copy_critical_parameters", None, pointer, pointer),
        ("jpeg_write_coefficients", None, pointer, pointer),
        ("jpeg_finish_compress", None, pointer),
        ("jpeg_destroy_compress", None, pointer),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments


@dataclass(frozen=True)
class Library:
    """The functions, with the place where errors are counted."""

    call: ctypes.CDLL
    errors: ctypes.Array[ctypes.c_char]

    def start(self, size: int) -> ctypes.Array[ctypes.c_char]:
        """Return a state of `READING` or `WRITING` bytes that libjpeg has prepared."""
        state = ctypes.create_string_buffer(size)
        ctypes.c_void_p.from_buffer(state).value = ctypes.addressof(self.errors)
        create = (
            self.call.jpeg_CreateDecompress if size == READING else self.call.jpeg_CreateCompress
        )
        create(state, _VERSION, size)
        return state

    def check(self) -> None:
        """Raise LibraryError if it warned since it began to read."""
        if ctypes.c_long.from_buffer(self.errors, _WARNINGS).value:
            raise LibraryError

    def rows(self, state: ctypes.Array[ctypes.c_char], blocks: int, at_once: int) -> int:
        """Return the address of the list of rows of a component's blocks."""
        manager = ctypes.c_void_p.from_buffer(state, MEMORY).value or 0
        address = ctypes.c_void_p.from_address(manager + _ACCESS_BLOCKS).value or 0
        found: int | None = _AccessBlocks(address)(ctypes.addressof(state), blocks, 0, at_once, 0)
        return found or 0


def guarded(work: Callable[[Library], _Returned]) -> _Returned:
    """Return what `work` returns.

    Raises LibraryError where the library cannot be called or gave up, what `work` raises, and
    MemoryError.

    libjpeg must not come back from an error that it cannot go on from, and Python has no way out of
    its frames. So it works in a thread of its own, which then stays where it is for as long as the
    process lives. Whoever calls has looked at everything but the compressed data, for which the
    library only warns: this is for what was not thought of.
    """
    call = libjpeg()
    if call is None:
        raise LibraryError
    errors = ctypes.create_string_buffer(_ERROR_MANAGER)
    call.jpeg_std_error(errors)
    ended = threading.Event()
    outcome: list[_Returned | BaseException] = []

    def stay(_state: int) -> None:
        ended.set()
        while True:
            time.sleep(_FOR_EVER_S)

    stays, silent = _ToldOf(stay), _ToldOf(lambda _state: None)
    for place, told in ((_ERROR_EXIT, stays), (_OUTPUT_MESSAGE, silent)):
        ctypes.c_void_p.from_buffer(errors, place).value = ctypes.cast(told, ctypes.c_void_p).value

    def run() -> None:
        try:
            outcome.append(work(Library(call, errors)))
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            outcome.append(error)
        finally:
            ended.set()

    try:
        threading.Thread(target=run, daemon=True).start()
    except RuntimeError as error:  # no room for its stack
        raise MemoryError from error
    ended.wait()
    if not outcome:
        raise LibraryError
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]
