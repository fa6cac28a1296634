"""All hashes of one file, in the reader process."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from auditor.domain.photos.hashes import FileHashes, FilmPrints, Frame, VideoHashes
from auditor.hashing.private.films import Reel
from auditor.messages import _
from auditor.readers.hashes.cut_off import is_cut_off
from auditor.readers.hashes.pdq_variants import PdqVariant, hashed
from auditor.readers.hashes.perceptual import second_opinions
from auditor.readers.hashes.video import NoFilmError, each_frame, shown
from auditor.readers.jobs import HashJob
from auditor.readers.picture.header import read_header
from auditor.readers.picture.pixels import UnreadableError, picture

__all__ = ["hash_job"]


def hash_job(data: bytes, job: HashJob) -> FileHashes:
    """Hash one picture from its bytes, or one video from its file.

    Raises MemoryError and whatever a library lets through.
    """
    if job.video:
        return _hash_video(Path(job.path), job.video, watched=job.watched)
    found = FileHashes(
        hashlib.md5(data, usedforsecurity=False).hexdigest(), hashlib.sha256(data).hexdigest()
    )
    header = read_header(data)
    if header is None:
        return replace(
            found,
            error=_("empty file") if not data else _("not an image of a kind that is read here"),
        )
    try:
        image, _turn = picture(data, header)
    except UnreadableError as error:
        return replace(found, error=str(error))
    pdq = hashed(image, PdqVariant(job.variant))
    return replace(
        found, pdq=pdq, second_opinions=second_opinions(image, crop_resistant=job.crop_resistant)
    )


def _hash_video(path: Path, container: str, *, watched: bool) -> FileHashes:
    with path.open("rb") as file:
        md5 = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        if watched:
            film, reason = _take_prints(file, container, md5)
            return FileHashes(md5, sha256, film=film, error=reason)
        seen, reason = _take_frames(file, container)
        return FileHashes(md5, sha256, video=VideoHashes(md5, seen), error=reason)


def _take_frames(file: BinaryIO, container: str) -> tuple[tuple[Frame, ...], str | None]:
    seen: list[Frame] = []
    try:
        seen.extend(each_frame(file, container))
    except UnreadableError as error:
        return tuple(seen), _partly(seen[-1].second) if seen else str(error)
    cut = is_cut_off(file, container)
    return tuple(seen), _partly(seen[-1].second) if cut and seen else None


def _take_prints(file: BinaryIO, container: str, md5: str) -> tuple[FilmPrints | None, str | None]:
    reel, second = Reel(), None
    try:
        for frame in shown(file, container):
            second = frame.second
            if reel.wants(second):
                reel.take(second, frame.rgb())
    except NoFilmError as error:
        return None, str(error)
    except UnreadableError as error:
        return reel.prints(md5), str(error) if second is None else _partly(second)
    cut = second is not None and is_cut_off(file, container)
    return reel.prints(md5), _partly(second or 0.0) if cut else None


def _partly(second: float) -> str:
    return _("is damaged or cut off: only up to its second {second} could it be read").format(
        second=f"{second:.0f}"
    )
