"""A parent to be killed.

Reads a picture, leaves one reader busy and one idle, prints their numbers and waits.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from auditor.config import ReaderSettings
from auditor.readers.process.pool import ReaderPool


async def main() -> None:
    command = (sys.executable, str(Path(__file__).with_name("worker_double.py")), "1536")
    pool = ReaderPool(ReaderSettings(workers=2, vision=False), thumbnails=True, command=command)
    await asyncio.gather(pool.read(b"print"), pool.read(b"print"))
    hanging = asyncio.create_task(pool.read(b"hang"))
    await asyncio.sleep(0.5)
    print(*(process.pid for process in (*pool._busy, *pool._idle)), flush=True)
    await hanging


asyncio.run(main())
