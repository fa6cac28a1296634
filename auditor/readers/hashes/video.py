"""vPDQ: PDQ of about one frame a second of a film (facebook/ThreatExchange, vpdq).

Films are read through PyAV (extra `video`), animated WebP through Pillow. The frames, their colours
and so the hashes are those of the reference. Ours differs in three places: `second` of a film whose
rate varies is in vPDQ the number of the frame divided by the mean rate, which is kept; the cover of
a sound file is no film here; and `shown` gives the true time of each frame.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageSequence

from auditor.dataclass import dataclass
from auditor.domain.photos.hashes import Frame
from auditor.hashing.pdq.pdq import pdq
from auditor.messages import _
from auditor.readers.picture.pixels import MAX_PIXELS, UnreadableError

__all__ = ["NoFilmError", "ShownFrame", "each_frame", "frames", "shown"]

_Rgb = npt.NDArray[np.uint8]
_MS = 1000.0


class NoFilmError(UnreadableError):
    """There is nothing to see in the file: it is sound alone, or holds no frame."""


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """One frame: its number, when it is shown, the film's mean rate, and its pixels when asked."""

    index: int
    second: float
    rate: float
    rgb: Callable[[], _Rgb]


def frames(file: BinaryIO, container: str) -> tuple[Frame, ...]:
    """Return every frame whose number is a multiple of the whole part of the frame rate.

    vpdq does so at one hash a second: at 29.97 every 29th, and at least every one.

    `container` is what video_header.film_format said. Raises UnreadableError, also where the extra
    is not installed.
    """
    return tuple(each_frame(file, container))


def each_frame(file: BinaryIO, container: str) -> Iterator[Frame]:
    """Yield what `frames` returns, so that what stands before some damage is not lost."""
    for frame in shown(file, container):
        if frame.index % max(1, int(frame.rate)) == 0:
            second = round(frame.index / frame.rate, 3) if frame.rate else frame.second
            yield Frame(second, *_hash(frame))


def _hash(frame: ShownFrame) -> tuple[str, int]:
    found = pdq(frame.rgb(), turned=False)
    return found.hash, found.quality


def shown(file: BinaryIO, container: str) -> Iterator[ShownFrame]:
    """Yield every frame of a film, in its order. Raises UnreadableError."""
    if container == "webp":
        yield from _read_webp(file)
        return
    with _opened(file, container) as (opened, broken):
        try:
            yield from _read_stream(opened)
        except broken as error:
            raise UnreadableError(
                _("damaged: the video cannot be decoded ({kind})").format(kind=type(error).__name__)
            ) from error


@contextmanager
def _opened(file: BinaryIO, container: str) -> Iterator[tuple[Any, type[Exception]]]:
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
        opened = av.open(file, format=container, options={"protocol_whitelist": "file"})
    except av.error.FFmpegError as error:
        raise UnreadableError(
            _("damaged: the video cannot be decoded ({kind})").format(kind=type(error).__name__)
        ) from error
    with opened:
        yield opened, av.error.FFmpegError


def _read_stream(opened: Any) -> Iterator[ShownFrame]:
    av: Any = importlib.import_module("av")
    cover = av.stream.Disposition.attached_pic
    stream = next((each for each in opened.streams.video if not each.disposition & cover), None)
    if stream is None:
        raise NoFilmError(
            _("is a sound file: it has no film that could be compared")
            if opened.streams.audio
            else _("there is no picture in this video")
        )
    _check_size(stream.width, stream.height)
    rate = float(stream.average_rate or stream.base_rate or 0)
    index = -1
    for index, frame in enumerate(opened.decode(stream)):
        _check_size(frame.width, frame.height)
        second = float(frame.time) if frame.time is not None else index / (rate or 1.0)
        yield ShownFrame(index, second, rate, _pixels_of(frame))
    if index < 0:
        raise NoFilmError(_("there is no picture in this video"))


def _pixels_of(frame: Any) -> Callable[[], _Rgb]:
    return lambda: frame.to_ndarray(format="rgb24", interpolation="AREA")  # as vpdq scales


def _read_webp(file: BinaryIO) -> Iterator[ShownFrame]:
    """FFmpeg of older wheels reads no animated WebP, and vpdq none at all."""
    try:
        with Image.open(file, formats=("WEBP",)) as image:
            _check_size(image.width, image.height)
            spans = []
            for frame in ImageSequence.Iterator(image):
                frame.load()  # only then is it known how long it is shown
                spans.append(int(frame.info.get("duration", 0)))
            rate = _MS * len(spans) / sum(spans) if sum(spans) else 0.0
            second = 0.0
            for index, frame in enumerate(ImageSequence.Iterator(image)):
                rgb = np.asarray(frame.convert("RGB"))
                yield ShownFrame(index, second, rate, lambda rgb=rgb: rgb)  # type: ignore[misc]
                second += spans[index] / _MS
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableError(
            _("damaged: the video cannot be decoded ({kind})").format(kind=type(error).__name__)
        ) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadableError(
            _("too many pixels: {width}×{height}").format(width=width, height=height)
        )
