"""Files for the exercise on credentials: made, signed, altered and read by this program itself.

They are drawn; the certificate is made for them, and its key is thrown away at once.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.messages import _

if TYPE_CHECKING:
    from auditor.config import ReaderSettings
    from auditor.readers.process.pool import ReaderPool

SIGNED, ALTERED, STRIPPED, MADE_BY_AI = "signed.jpg", "altered.jpg", "saved-anew.jpg", "ai.jpg"
_SIZE = (640, 480)
_SIGNER = "Somebody"
_TABLE = b"\xff\xdb"
"""The marker of a table of divisors in a JPEG; its first divisor stands five bytes on."""


def written(settings: ReaderSettings, target: Path) -> dict[str, tuple[str, ...]]:
    """Write the files into a new folder, and return what this program reads in each.

    Raises UsageError, ReaderError.
    """
    from auditor.adapters.files.new_folder import write_files

    files = asyncio.run(_make(settings))
    write_files(target, files.items())
    kept = {name: (target / name).read_bytes() for name in files}
    return asyncio.run(_read(settings, kept))


async def _make(settings: ReaderSettings) -> dict[str, bytes]:
    from auditor.adapters.keys import own_certificate
    from auditor.domain.hardening import MadeBy, OwnIdentity
    from auditor.readers.process.pool import ReaderPool

    made = own_certificate.make(_SIGNER, datetime.now(UTC))
    identity, picture = OwnIdentity(made.certificate.chain, made.key), _drawn()
    async with ReaderPool(settings, thumbnails=False) as pool:
        signed = await pool.sign(picture, identity, MadeBy.CAMERA)
        by_ai = await pool.sign(picture, identity, MadeBy.AI)
    return {SIGNED: signed, ALTERED: altered(signed), STRIPPED: picture, MADE_BY_AI: by_ai}


def _drawn() -> bytes:
    import numpy as np

    from auditor.practice.drawing import landscape
    from auditor.practice.drawing.canvas import Canvas
    from auditor.practice.drawing.light import Light

    canvas = Canvas(np.random.default_rng(1), _SIZE)
    landscape.coast(canvas, Light("summer", "day"))
    out = io.BytesIO()
    canvas.developed().save(out, "JPEG", quality=90)
    return out.getvalue()


def altered(signed: bytes) -> bytes:
    """Return a JPEG with stronger colours: its last table is that of colour, not of brightness."""
    place = signed.rindex(_TABLE) + 5
    return signed[:place] + bytes([min(255, signed[place] * 2)]) + signed[place + 1 :]


async def _read(settings: ReaderSettings, files: dict[str, bytes]) -> dict[str, tuple[str, ...]]:
    from auditor.readers.process.pool import ReaderPool

    async with ReaderPool(settings, thumbnails=False) as pool:
        return {name: tuple(await _lines(pool, data)) for name, data in files.items()}


async def _lines(pool: ReaderPool, data: bytes) -> Iterator[str]:
    from auditor.report import inspect_lines

    provenance = (await pool.read(data)).facts.provenance
    if provenance is None:
        return iter([_("credentials: could not be read here")])
    rows = inspect_lines.credentials(provenance)
    return (f"{name}: {said}" if name else said for name, said, _kind in rows)
