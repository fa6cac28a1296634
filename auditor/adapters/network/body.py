"""Reading a body: streamed, counted before and after unpacking, cut or refused at a cap."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator

from auditor.dataclass import dataclass
from auditor.errors import TooLarge, Unreachable
from auditor.messages import _

ENCODINGS = "gzip, deflate"
"""What is asked for: what can be unpacked in bounded steps."""
_STEP = 256 * 1024
"""Bytes unpacked at once: about a millisecond, so that the event loop goes on."""
_AUTO = zlib.MAX_WBITS | 32  # gzip or zlib, by the header


@dataclass(slots=True)
class ByteTally:
    """Bytes on the wire, kept also when reading fails."""

    sent: int = 0
    received: int = 0


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `limit` bytes, packed and unpacked.

    Beyond it TooLarge, or, with `cut`, the body ends there.
    """

    limit: int
    cut: bool = False


class Unpacker:
    """One gzip or deflate stream, unpacked in steps of at most `_STEP` bytes.

    So a bomb never fills the memory.
    """

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_AUTO)
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` unpacks to. Raises zlib.error."""
        while data:
            if self._stream.eof:
                self._stream = zlib.decompressobj(_AUTO)  # gzip files may be joined
            out = self._unpack(data)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if out:
                yield out
            elif not self._stream.eof and not self._stream.unconsumed_tail:
                return

    def _unpack(self, data: bytes) -> bytes:
        try:
            return self._stream.decompress(data, _STEP)
        except zlib.error:
            if self._fed:
                raise
            self._stream = zlib.decompressobj(
                -zlib.MAX_WBITS
            )  # some servers send deflate without its header
            return self._stream.decompress(data, _STEP)
        finally:
            self._fed = True


async def read_body(
    parts: AsyncIterator[bytes], encoding: str, cap: Cap, tally: ByteTally, host: str
) -> tuple[bytes, bool]:
    """Return the unpacked body and whether it was cut.

    Raises TooLarge, Unreachable for an encoding that was not asked for.
    """
    packed = encoding.strip().lower()
    if packed not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise Unreachable(
            _("{host} packed its answer in a way that was not asked for").format(host=host)
        )
    unpacker = None if packed in {"", "identity"} else Unpacker()
    body = bytearray()
    raw = 0
    async for part in parts:
        raw += len(part)
        tally.received += len(part)
        try:
            for piece in (part,) if unpacker is None else unpacker.feed(part):
                body += piece
                if len(body) > cap.limit:
                    return _over(body, cap, host)
                await asyncio.sleep(0)
        except zlib.error as error:
            raise Unreachable(
                _("{host} sent an answer that cannot be unpacked").format(host=host)
            ) from error
        if raw > cap.limit:
            return _over(body, cap, host)
    return bytes(body), False


def _over(body: bytearray, cap: Cap, host: str) -> tuple[bytes, bool]:
    if cap.cut:
        return bytes(body[: cap.limit]), True
    raise too_large(host, cap.limit)


def too_large(host: str, limit: int) -> TooLarge:
    """Return the error for a body over `limit` bytes."""
    return TooLarge(
        _("{host} sends more than {limit} bytes: stopped there").format(host=host, limit=limit),
        _("The limits are network.max_page_bytes and network.max_image_bytes in the settings."),
    )
