"""Reading pictures that the user names on this device.

No error ever holds a path: errors can reach a debug log.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from auditor.adapters.local_files import open_file
from auditor.cli.ask import FROM_STDIN, answer, private_texts
from auditor.errors import ReaderError, UsageError
from auditor.messages import _
from auditor.tui.text.dropped import dropped

PicturePaths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=FROM_STDIN,
        help=_("The path is asked for; - reads paths from standard input, one a line."),
    ),
]
"""Pictures of this device on a command line: their names alone can tell what nobody should know."""
_HEADER = 64 * 1024
_PICTURE_NAMES = frozenset(
    {
        "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "heic", "heif",
        "hif", "avif", "bmp", "tif", "tiff", "jxl", "jp2", "dng", "cr2", "cr3",
        "nef", "arw", "orf", "raf", "rw2", "psd", "mp4", "m4v", "mov", "avi",
        "mkv", "webm", "3gp", "wmv", "flv", "mpg", "mpeg", "mts", "m2ts", "ogv",
    }
)  # fmt: skip
_OTHER_FORK = "._"  # macOS writes one beside each file on foreign disks: never the picture itself


def named(files: Sequence[str] | None, question: str = "") -> tuple[str, ...]:
    """Return the paths named on the command line or, for "-", on standard input; or ask for one.

    `question` asks for another file than an image. Raises UsageError where nobody answers.
    """
    if files:
        return private_texts(files)
    typed = answer(question or _("Path of the image (it can be dropped here): "))
    if not typed:
        raise UsageError(_("No file was named; nothing was read."))
    return tuple(map(str, dropped(typed)))


def as_video(path: Path) -> tuple[str, str] | None:
    """Return the whole path of a video and FFmpeg's name of its container.

    A GIF, PNG or WebP that moves is one. None if the file is none or cannot be read. Raises
    ReaderError on sound.
    """
    from auditor.readers.picture.video_header import HEAD_BYTES, film_format, is_sound

    try:
        with open_file(path) as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ReaderError):
        return None
    if is_sound(head):
        raise ReaderError(_("is a sound file: it has no film that could be compared"))
    container = film_format(head)
    return None if container is None else (str(path.resolve()), container)


def pictures_in(paths: Sequence[str], *, by_name: bool = False) -> Iterator[str]:
    """Yield the path of every picture or video in `paths`, and in the folders among them.

    Files in `paths` come whatever they are; in the folders and below, what looks like a picture
    or video, with `by_name` also what is only called like one.

    Also what cannot be looked into, so that it is told and not taken for empty:
    `local_files.content` raises for it.
    """
    locked: list[str] = []
    for name in paths:
        if not os.path.isdir(name):  # noqa: PTH112 - Path.is_dir raises where a folder above is locked
            yield name
            continue
        for folder, folders, files in os.walk(
            name, onerror=lambda error: locked.append(error.filename)
        ):  # follows no links
            folders.sort()
            for file in sorted(files):
                path = Path(folder) / file
                if not path.is_symlink() and (
                    _looks_like_image(path) or (by_name and _called_like_image(path))
                ):
                    yield str(path)
    yield from locked


def _looks_like_image(path: Path) -> bool:
    from auditor.readers.picture.header import read_header
    from auditor.readers.picture.video_header import video_format

    try:
        if not path.is_file():
            return False
        with open_file(path) as file:
            head = file.read(_HEADER)
            return read_header(head) is not None or video_format(head) is not None
    except ReaderError:  # it became something else just now
        return False
    except OSError:
        return True  # it may be one: that it cannot be read is told


def _called_like_image(path: Path) -> bool:
    return (
        path.suffix[1:].casefold() in _PICTURE_NAMES
        and not path.name.startswith(_OTHER_FORK)
        and path.is_file()
    )
