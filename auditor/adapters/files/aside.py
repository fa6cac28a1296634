"""Bytes that a scan needs again soon, in a file without a name.

What is written is encrypted with a key that only the memory of this process holds, so that nobody
can read it, and it is gone with the process, however that ends.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
import threading
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MOST = 2 * 1024 * 1024 * 1024
"""A judgement: some 5,000 pictures as websites show them."""
_PART_OF_FREE = 4
"""At most one part in so many of what is free on the disk at the start."""
_PIECE = 64 * 1024
_NONCE, _TAG = 12, 16
_SLOT = _NONCE + _PIECE + _TAG
_KEY_BITS = 256


class AsideFile:
    """Implements `auditor.ports.Aside`. The file is made in `folder`, if that can be."""

    def __init__(self, folder: Path, most: int = _MOST) -> None:
        self._most = most
        self._file: IO[bytes] | None = None
        self._cipher = AESGCM(AESGCM.generate_key(_KEY_BITS))
        self._lock = threading.Lock()
        self._slots = 0
        self._free: list[int] = []
        self._places: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._next = 0
        self._begin(folder)

    def room(self, size: int) -> bool:
        """Whether so many bytes more can be kept."""
        used = (self._slots - len(self._free)) * _SLOT
        return self._file is not None and used + _pieces(size) * _SLOT <= self._most

    async def keep(self, data: bytes) -> int | None:
        """Keep `data`; return where it is, None where there is no room for it."""
        return await asyncio.to_thread(self._keep, data)

    async def take(self, place: int) -> bytes | None:
        """Return what was kept at a place, which is then free; None where it cannot be had."""
        return await asyncio.to_thread(self._take, place)

    async def close(self) -> None:
        """Give the room back, with all that is in it."""
        await asyncio.to_thread(self._close)

    def _begin(self, folder: Path) -> None:
        try:
            free = shutil.disk_usage(folder).free
            self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed with the scan
        except OSError:
            return
        self._most = min(self._most, free // _PART_OF_FREE)

    def _keep(self, data: bytes) -> int | None:
        with self._lock:
            if not self.room(len(data)) or self._file is None:
                return None
            count = _pieces(len(data))
            while len(self._free) < count:
                self._free.append(self._slots)
                self._slots += 1
            slots = tuple(self._free.pop() for _number in range(count))
            place, self._next = self._next, self._next + 1
            try:
                for number, slot in enumerate(slots):
                    piece = data[number * _PIECE : (number + 1) * _PIECE]
                    self._write(slot, piece, place, number)
            except OSError:  # the disk is full, perhaps by others
                self._free.extend(slots)
                return None
            self._places[place] = (len(data), slots)
            return place

    def _write(self, slot: int, piece: bytes, place: int, number: int) -> None:
        assert self._file is not None
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, piece, _bound(place, number))
        self._file.seek(slot * _SLOT)
        if self._file.write(sealed) != len(sealed):
            raise OSError

    def _take(self, place: int) -> bytes | None:
        with self._lock:
            size, slots = self._places.pop(place, (0, ()))
            if self._file is None or not slots:
                return None
            self._free.extend(slots)
            data = bytearray()
            try:
                for number, slot in enumerate(slots):
                    self._file.seek(slot * _SLOT)
                    sealed = self._file.read(_NONCE + min(_PIECE, size - len(data)) + _TAG)
                    data += self._cipher.decrypt(
                        sealed[:_NONCE], sealed[_NONCE:], _bound(place, number)
                    )
            except (OSError, InvalidTag, ValueError):
                return None
            return bytes(data)

    def _close(self) -> None:
        with self._lock:
            self._places.clear()
            if self._file is not None:
                self._file.close()
                self._file = None


def _pieces(size: int) -> int:
    """Return how many pieces hold so many bytes; one at least."""
    return max(1, -(-size // _PIECE))


def _bound(place: int, number: int) -> bytes:
    return f"{place} {number}".encode()
