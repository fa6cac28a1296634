"""vPDQ: PDQ of about one frame a second of a video (facebook/ThreatExchange, vpdq).

The video is read through PyAV (extra `video`).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from auditor.domain.photos.hashes import Frame
from auditor.hashing.pdq.pdq import pdq
from auditor.messages import _
from auditor.readers.picture.pixels import MAX_PIXELS, UnreadableError

__all__ = ["frames"]


def frames(file: BinaryIO, container: str) -> tuple[Frame, ...]:
    """Return every frame whose number is a multiple of the rounded frame rate.

    vpdq does so at one hash a second.

    `container` is FFmpeg's name of the format. Raises UnreadableError, also where the extra is not
    installed.
    """
    try:
        av: Any = importlib.import_module("av")
    except ImportError as error:
        raise UnreadableError(
            _("frames of videos need the extra: pip install 'auditor[video]'")
        ) from error
    av.logging.set_level(av.logging.PANIC)
    try:
        # Formats that name further files are shut out, and so is every protocol but the one that
        # reads this file.
        with av.open(file, format=container, options={"protocol_whitelist": "file"}) as opened:
            return tuple(_hash_frames(opened))
    except av.error.FFmpegError as error:
        raise UnreadableError(
            _("damaged: the video cannot be decoded ({kind})").format(kind=type(error).__name__)
        ) from error


def _hash_frames(opened: Any) -> Iterator[Frame]:
    stream = next((stream for stream in opened.streams.video), None)
    if stream is None:
        raise UnreadableError(_("there is no picture in this video"))
    if stream.width * stream.height > MAX_PIXELS:
        raise UnreadableError(
            _("too many pixels: {width}×{height}").format(width=stream.width, height=stream.height)
        )
    rate = float(stream.average_rate or stream.guessed_rate or 0)
    step = max(1, round(rate))
    for index, frame in enumerate(opened.decode(stream)):
        if index % step == 0:
            rgb: npt.NDArray[np.uint8] = frame.to_ndarray(format="rgb24")
            found = pdq(rgb, turned=False)
            yield Frame(
                round(index / rate, 3) if rate else float(frame.time or 0),
                found.hash,
                found.quality,
            )
